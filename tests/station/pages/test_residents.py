"""Penduduk: what a row says, what it hides, and the question before a new card."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from registry.upstream import SiakStatus
from station.pages.residents import ResidentsPage, hit_line
from station.presenters.status import siak_chip
from station.store.finding import Hit
from station.widgets.lists import Line
from station.work import on
from tests.station.store.making import person

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


async def after_it(done):
    """The store's lane is in order: what was asked before this is done when it comes back."""
    await on("store", lambda: None)
    await on("store", lambda: None)
    done.append(True)


@pytest.mark.parametrize(("answer", "opens"), [("_never", True), ("_before", False), ("_unsure", False)])
def test_only_never_recorded_opens_a_recording(place, page, qtbot, answer, opens):
    changes = {"name": "BUDI TIDAKPERNAH", "ktp_status": SiakStatus.UNREGISTERED}
    who = replace(SOMEONE, id="r-never", nik=person(2999).nik, **changes)
    place.store.residents.put([who])
    find(place, page, "tidakpernah")
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page._shown.chosen is not None)
    next(act for act in page.acts if act.key == "Ctrl+N").handler()
    getattr(page, answer).setChecked(True)
    start = next(act for act in page.acts if act.key == "Ctrl+Return")
    assert start.enabled is opens
    assert page._banner.isVisible() is not opens
    start.handler()
    place.tasks.start(after_it(done := []))
    qtbot.waitUntil(lambda: bool(done))
    assert bool(place.went) is opens
