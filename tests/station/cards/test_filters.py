"""Permohonan: filters by service, officer and age, what is late, and a case that is being mended."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt

from registry.actions import Kind
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.officers import Role
from station.desk.mending import MendingDesk
from station.pages.cases import CasesPage
from station.presenters.cases import Asked, late
from station.store.index import CaseFilter
from tests.station.cards.conftest import put_case
from tests.station.cards.test_lists import act, cells, on_screen
from tests.station.store.making import AT, append_recording, person, recording, submitted
from tests.station.store.making import act as acted
from tests.station.trays import tray


def numbers(page):
    return [cells(page._lines, n)[0] for n in range(page._lines.rows.rowCount())]


def choose(field, key):
    field.line.setCurrentIndex(field.line.findData(key))


@pytest.fixture
def today(monkeypatch):
    def put(day: str) -> None:
        at = datetime.fromisoformat(f"{day}T05:00:00+00:00")
        monkeypatch.setattr("station.desk.session.Clock.now", lambda _clock: at)

    put("2026-11-24")
    return put


def put_old(store, number, at):
    found = recording(person(number), f"D-2611-{number:04d}")
    store.cases.append((submitted(found, case=f"case-{number}", at=at),), blobs=found.blobs)


def back(store, number):
    """A case that the verifier returned."""
    first = append_recording(store, f"case-{number}", person(number), f"D-2611-{number:04d}")
    body = canonical({"v": 1, "reason": "Bawa akta asli", "fields": []})
    store.cases.append((acted(Kind.RETURNED, "hendra", Role.VERIFIER, case=f"case-{number}", after=first.header.id,
                              payload=body),))  # fmt: skip


@pytest.mark.parametrize(
    ("age", "left"), [("", [3, 2, 1]), ("hari", [3]), ("pekan", [2, 1]), ("bulan", [1]), ("lewat", [2, 1])]
)
def test_cases_by_age(qtbot, look, desk, store, today, age, left):
    for number, at in ((1, "2026-10-20T03:00:00Z"), (2, "2026-11-16T03:00:00Z"), (3, AT)):
        put_old(store, number, at)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()))
    choose(page.age, age)
    assert numbers(page) == [f"D-2611-{n:04d}" for n in left]
    assert [f"{cells(page._lines, n)[4]}" for n in range(len(left))][-1].endswith("hari")


def test_late_is_counted_in_sql_as_the_row_says_it(qtbot, look, desk, store, today):
    for number, day in enumerate(("20", "21", "22", "23", "24"), 1):
        put_old(store, number, f"2026-11-{day}T23:59:59Z" if day < "24" else AT)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()))
    rows = store.cases.page(CaseFilter())
    told = sum(late(row, "2026-11-24") for row in rows)
    assert page._state.late == told == 3
    assert page.context == "Semua · 5 permohonan · 3 lewat batas"


def test_cases_by_service_and_officer(qtbot, look, desk, store, today):
    put_case(store, 1, Status.SUBMITTED)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()))
    choose(page.service, "ktp-hilang")
    assert page._empty.isVisible()
    choose(page.service, "ktp-baru")
    assert numbers(page) == ["D-2611-0001"]
    choose(page.officer, "hendra")
    assert page._empty.isVisible()
    choose(page.officer, "rina")
    assert numbers(page) == ["D-2611-0001"]
    act(page, "Hapus saringan").handler()
    assert page._presenter.asked == Asked()
    assert [choice.text for choice in page.choices] == ["Semua", "", "", ""]


def test_a_nik_finds_the_cases_of_its_resident(qtbot, look, desk, store, today):
    store.residents.put([person(1), person(2)])
    for number in (1, 2):
        put_case(store, number, Status.SUBMITTED)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()))
    page.field.line.setText(person(2).nik.grouped)
    assert numbers(page) == ["D-2611-0002"]
    page.field.line.setText(str(person(9).nik))
    assert page._empty.isVisible()


def test_a_case_that_is_mended_stands_once_with_what_brought_it_back(qtbot, look, desk, store, today):
    store.residents.put([person(1), person(2)])
    put_case(store, 2, Status.SUBMITTED)
    back(store, 1)
    counter = desk("fajar").counter
    page = on_screen(qtbot, CasesPage(look, counter, tray()))
    assert sorted(numbers(page)) == ["D-2611-0001", "D-2611-0002"]
    MendingDesk(counter.session).reopen("case-1")
    page.refresh()
    assert numbers(page) == ["D-2611-0001", "D-2611-0002"]
    assert cells(page._lines, 0)[3:] == ["Dikembalikan", "0 hari", "Lanjutkan perbaikan"]
    assert page._state.counts["Semua"] == 2
    assert page._pills["Perlu saya"].text().endswith("1")
    page._pills["Dikembalikan"].click()
    assert numbers(page) == ["D-2611-0001"]


def test_a_draft_that_came_back_has_a_history_and_a_new_one_has_none(qtbot, look, desk, store, today):
    store.residents.put([person(1), person(2)])
    back(store, 1)
    made = desk("fajar")
    MendingDesk(made.counter.session).reopen("case-1")
    store.drafts.start("new", "ktp-baru", "r-2", "fajar", "D-2611-0003", "2026-11-24T04:00:00Z")
    page = on_screen(qtbot, CasesPage(look, made.counter, tray()))
    for number, may in (("D-2611-0001", True), ("D-2611-0003", False)):
        page._lines.setCurrentIndex(page._lines.rows.index(numbers(page).index(number), 0))
        assert [act(page, word).enabled for word in ("Riwayat", "Resi dan formulir")] == [may, may]
    qtbot.keyClick(page._lines, Qt.Key.Key_Return)
    assert [(route.page, route.subject) for route in made.gone] == [("lanjut", "new")]


def test_keys_lead_to_history_and_sheets(qtbot, look, desk, store, today):
    put_case(store, 1, Status.SUBMITTED)
    made = desk("fajar")
    page = on_screen(qtbot, CasesPage(look, made.counter, tray()))
    for key in ("F7", "F9"):
        next(each for each in page.acts if each.key == key).handler()
    assert [(route.page, route.subject) for route in made.gone] == [("riwayat", "case-1"), ("formulir", "case-1")]
