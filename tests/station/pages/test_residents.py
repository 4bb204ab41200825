"""Penduduk: what a row says, what it hides, and the question before a new card."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from registry.upstream import SiakStatus
from station.desk.recording import RecordingDesk
from station.pages.residents import ResidentsPage, hit_line
from station.presenters.status import siak_chip
from station.store.finding import Hit
from station.widgets.lists import Line
from station.work import on
from tests.station.store.making import append_recording, person

SOMEONE = person(3000)


@pytest.fixture
def page(place):
    place.store.residents.put([person(number) for number in range(3000, 3020)])
    return place.show(ResidentsPage(place.window.theme, place.counter()))


def find(place, page, typed):
    page.field.line.setText(typed)
    place.qtbot.waitUntil(lambda: bool(page.list.ids()))


def test_a_row_says_birth_kampung_and_reason_and_no_number():
    line = hit_line(Hit(SOMEONE, "mirip nama"))
    assert line.title == SOMEONE.name
    born, kampung, reason = line.below.split(" · ")
    assert born == f"{SOMEONE.birth_date.day} {born.split(' ')[1]} {SOMEONE.birth_date.year}"
    assert kampung
    assert reason == "mirip nama"
    shown = siak_chip(SOMEONE.ktp_status)
    assert line.chip == (shown.word, shown.role, shown.glyph)
    assert str(SOMEONE.nik) not in repr(line)


@pytest.mark.parametrize("reason", ["nik", "kk", "nama", "tanggal lahir"])
def test_the_searchs_own_word_is_never_shown_as_reason(reason):
    assert hit_line(Hit(SOMEONE, reason)).below.split(" · ")[-1] != reason


@pytest.mark.parametrize("status", list(SiakStatus))
def test_every_status_of_siak_has_a_chip(status):
    line = hit_line(Hit(replace(SOMEONE, ktp_status=status), "nik"))
    assert line.chip[0]
    assert status.value not in line.chip[0]


def test_rows_are_tall_enough_to_read(place, page):
    find(place, page, "140806")
    assert page.list.sizeHintForRow(0) >= 50
    assert isinstance(page.list.model().index(0, 0).data(Qt.ItemDataRole.UserRole), Line)


def test_down_leads_from_the_field_to_the_first_row_and_shows_it_masked(place, page, qtbot):
    find(place, page, str(SOMEONE.nik))
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    qtbot.waitUntil(lambda: page._name.text() == SOMEONE.name)
    texts = [part.text() for part in page._facts.findChildren(type(page._name))]
    assert SOMEONE.nik.masked in texts
    assert SOMEONE.nik.grouped not in texts


def test_the_number_is_veiled_again(place, page, qtbot):
    find(place, page, str(SOMEONE.nik))
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page._shown.chosen is not None)
    page._veil.setInterval(80)
    page._nik.click()
    qtbot.waitUntil(lambda: page._shown.nik_shown)
    assert [view.what for view in place.store.views.page()] == ["nik"]  # booked before it is shown
    qtbot.waitUntil(lambda: not page._shown.nik_shown)
    assert page._nik.isVisible()


async def hold_the_lane(gate):
    """The lane of searches is busy until the gate opens."""
    await on("search", gate.wait, 10)


def test_a_new_case_leads_to_the_services(place, page, qtbot):
    find(place, page, str(SOMEONE.nik))
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page._shown.chosen is not None)
    next(act for act in page.acts if act.key == "Ctrl+N").handler()
    assert [(route.page, route.subject) for route in place.went] == [("layanan", SOMEONE.id)]


def test_hits_beyond_the_first_page_come_when_they_are_reached(place, page, qtbot):
    place.store.residents.put([replace(person(n), name=f"ZUBAIDAH {n}") for n in range(4000, 4300)])
    page.field.line.setText("zubaidah")
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 300)
    assert page._foot.text() == "300 cocok"
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page._name.text() == "ZUBAIDAH 4299")


def test_a_search_overtaken_is_not_looked_up(place, page, qtbot, monkeypatch):
    looked, gate = [], threading.Event()
    place.tasks.start(hold_the_lane(gate))
    monkeypatch.setattr("station.store.residents.find", lambda db, typed, known, wanted: looked.append(wanted()) or ())
    for typed in ("si", "sit", "siti"):
        page.field.line.setText(typed)
    gate.set()
    qtbot.waitUntil(lambda: page._shown.answered == "siti")
    assert looked == [False, False, True]


def test_his_cases_stand_with_his_family_and_open_by_enter(place, page, qtbot):
    append_recording(place.store, "case-9", SOMEONE, "D-2611-0009")
    find(place, page, str(SOMEONE.nik))
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page._shown.chosen is not None)
    assert page._family_head.text() == "1 permohonan · Keluarga · 1 anggota"
    line = page._family.model().index(0, 0).data(Qt.ItemDataRole.UserRole)
    assert (line.title, line.chip[0]) == ("KTP-el baru · D-2611-0009", "Menunggu verifikasi")
    page._family.setCurrentIndex(page._family.model().index(0, 0))
    qtbot.keyClick(page._family, Qt.Key.Key_Return)
    next(act for act in page.acts if act.key == "F10").handler()
    assert [(route.page, route.subject) for route in place.went] == [("riwayat", "case-9")] * 2


def test_a_recording_under_way_is_gone_on_with(place):
    desk = RecordingDesk(place.counter().session)
    place.store.residents.put([SOMEONE])
    first = desk.begin(SOMEONE, "ktp-baru", "belum")
    assert desk.begin(SOMEONE, "ktp-baru", "belum").case == first.case
    assert len(place.store.drafts.all()) == 1
