"""Bandingkan: equal values are quiet, different ones marked, no number is shown whole, and each view is booked."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from registry.numbers import Nik
from station.desk.recording import RecordingDesk
from station.pages.biodata import BiodataPage
from station.pages.comparing import ComparePage, pair_row
from station.pages.residents import ResidentsPage
from station.presenters.comparing import OF_DRAFT, pairs
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import person

WHO = replace(person(3000), name="SOEHAILA MARDIANA", birth_date=date(1990, 12, 3))
TWIN = replace(WHO, id="r-twin", nik=person(3001).nik, name="SUHAILA MARDIYANA", mother="KARTINI")
FAR = replace(person(3002), name="SUHAILA MARDIANA", birth_date=date(1990, 3, 12), mother="RATNA")


@pytest.fixture
def both(place):
    place.store.residents.put([WHO, TWIN, FAR])
    return place


def cells(table, row):
    return [table.rows.index(row, column).data() for column in range(4)]


def shown(page):
    return {row[0]: row[1:] for row in (cells(page.table, n) for n in range(page.table.rows.rowCount()))}


def test_a_pair_marks_what_differs_and_quietens_what_is_equal(both, qtbot):
    page = both.show(ComparePage(both.window.theme, both.counter(), WHO.id))
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 0)
    found = shown(page)
    assert found["Nama"] == ["SOEHAILA MARDIANA", "SUHAILA MARDIYANA", "beda"]
    assert found["Ibu"] == [WHO.mother, "KARTINI", "beda"]
    assert found["Ayah"] == [WHO.father, WHO.father, "sama"]
    assert found["NIK"] == [WHO.nik.masked, TWIN.nik.masked, "beda"]
    assert str(TWIN.nik) not in repr(found)


def test_numbers_are_judged_whole_though_their_ends_are_shown():
    other = replace(WHO, nik=Nik(f"{str(WHO.nik)[:4]}011203900001"[:12] + str(WHO.nik)[12:]))
    pair = pairs(WHO, other)[0]
    assert pair.this == pair.other
    assert not pair.equal
    assert pair_row(pair).ground == "warn"


def test_two_without_a_number_are_not_equal_in_it():
    waiting = [replace(WHO, nik=None, id=name) for name in ("a", "b")]
    assert not pairs(*waiting)[0].equal


def test_arrows_show_one_candidate_after_another_and_each_view_is_booked(both, qtbot):
    page = both.show(ComparePage(both.window.theme, both.counter(), WHO.id))
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 0)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown(page)["Ibu"][1] == "RATNA")
    assert [(view.what, view.subject) for view in both.store.views.page()] == [
        ("bandingkan", FAR.id),
        ("bandingkan", TWIN.id),
    ]


def test_the_page_fits_with_two_candidates(both, qtbot):
    page = both.show(ComparePage(both.window.theme, both.counter(), WHO.id))
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 0)
    assert lacks_room(both, page) == []


def test_penduduk_warns_of_the_other_and_leads_there_by_key(both, qtbot):
    page = both.show(ResidentsPage(both.window.theme, both.counter(), WHO.id))
    qtbot.waitUntil(lambda: page._shown.chosen == WHO)
    assert "Mungkin orang yang sama: 2 data lain." in page._banner.words
    next(act for act in page.acts if act.key == "Ctrl+B").handler()
    assert [(route.page, route.subject) for route in both.went] == [("bandingkan", WHO.id)]
    assert lacks_room(both, page) == []


def test_who_has_no_other_is_not_compared(place, qtbot):
    place.store.residents.put([WHO])
    page = place.show(ResidentsPage(place.window.theme, place.counter(), WHO.id))
    qtbot.waitUntil(lambda: page._shown.chosen == WHO)
    assert "Mungkin orang yang sama" not in page._banner.words
    assert "Ctrl+B" not in [act.key for act in page.acts]


def test_biodata_finds_the_other_by_what_is_typed(both, qtbot):
    both.store.residents.put([replace(person(7), birth_date=WHO.birth_date, name="ROSMAWATI")])
    case = RecordingDesk(both.counter().session).begin(both.store.residents.get("r-7"), "ktp-baru", "belum").case
    page = both.show(BiodataPage(both.window.theme, both.counter(), case))
    assert "F7" not in [act.key for act in page.acts]
    page._presenter.put("name", "SUHAILA MARDIANA")
    qtbot.waitUntil(lambda: "F7" in [act.key for act in page.acts])
    next(act for act in page.acts if act.key == "F7").handler()
    assert both.went[-1].subject == f"{OF_DRAFT}{case}"
    other = both.show(ComparePage(both.window.theme, both.counter(), both.went[-1].subject))
    qtbot.waitUntil(lambda: other.table.rows.rowCount() > 0)
    assert shown(other)["Nama"][0] == "SUHAILA MARDIANA"
