"""Musnahkan by keys: what lies in the box is chosen, two witnesses are written, two officers sign, and it is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from registry.ledgers import Flow, Line
from registry.officers import Role
from registry.stock import Blank, Entry, Item, Move
from station.pages.destroying import DestroyPage, DestroySheet
from station.pages.list_sheet import ListSheet
from station.presenters.counter import Route
from tests.station.pages.families import press
from tests.station.pages.test_fit import lacks_room
from tests.station.pages.test_importing import SANDI, Door
from tests.station.store.making import signed_grant
from tests.station.trays import Paper, tray

CTRL = Qt.KeyboardModifier.ControlModifier
AT = "2026-11-20T03:00:00Z"


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def page(place, tmp_path, paper):
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER), ("yulianti", Role.PRINTING)):
        place.store.officers.put(*signed_grant(handle, role, until="2099-12-31"))
    place.store.blanks.add(Entry("r", Move.RECEIVED, Blank("B26-0417", 1), 500, "", "BAST-1", "yulianti", AT))
    for number in (1, 2):
        spoiled = Entry(f"s{number}", Move.SPOILED, Blank("B26-0417", number), 1, "", "gagal-encode", "yulianti", AT)
        place.store.blanks.add(spoiled)
    card = Line("w", Item.WITHDRAWN, Flow.WITHDRAWN, 1, "", "D-2611-0001", "diganti", "yulianti", AT)
    place.store.ledgers.add(card)
    counter = place.counter(Role.OPERATOR, Role.PRINTING, handle="yulianti")
    return place.show(DestroyPage(place.window.theme, counter, Door(place), tray(tmp_path, paper)))


def write_minutes(place, page, number="470/17/BA/2026"):
    place.qtbot.keyClicks(page.number.line, number)
    for (name, office), said in zip(page.witnesses, (("Andi", "Satpol PP"), ("Siti", "Polsek")), strict=True):
        place.qtbot.keyClicks(name.line, said[0])
        place.qtbot.keyClicks(office.line, said[1])


def deed(page):
    return next(each for each in page.acts if each.key == "Ctrl+Return")


def sign(place, passphrase=SANDI):
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: isinstance(place.window.front, DestroySheet))
    sheet = place.window.front
    sheet.second.put("hendra")
    place.qtbot.keyClicks(sheet.passphrase.line, passphrase)
    press(place, Qt.Key.Key_Return, CTRL)


def test_it_stays_shut_until_two_witnesses_are_written_and_asks_m25(place, page):
    assert page.context == "3 kartu menunggu dimusnahkan"
    place.qtbot.keyClicks(page.number.line, "BA-1")
    name, office = page.witnesses[0]
    place.qtbot.keyClicks(name.line, "Andi")
    place.qtbot.keyClicks(office.line, "Satpol PP")
    assert not deed(page).enabled
    write_minutes(place, page)
    assert deed(page).enabled
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: isinstance(place.window.front, DestroySheet))
    assert place.window.front.accessibleName() == "Musnahkan 3 kartu?"
    said = "Daftar dan berita acara dibuat, tindakan tidak dapat ditarik. Saksi: 2 orang sudah tercatat."
    assert place.window.front.accessibleDescription() == said


def test_what_is_left_out_stays_in_the_box_and_the_minutes_can_be_printed(place, page, paper):
    page.table.setFocus()
    press(place, Qt.Key.Key_Return)  # the first card does not go
    place.qtbot.waitUntil(lambda: page._state.cards == 2)
    write_minutes(place, page)
    sign(place)
    place.qtbot.waitUntil(lambda: page._state.said is not None)
    assert page._state.said.title == "2 kartu dimusnahkan, 470/17/BA/2026."
    assert [each.line for each in place.store.destructions.waiting()] == ["s1"]
    assert place.store.stock.on_hand(Item.WITHDRAWN) == 0
    place.qtbot.waitUntil(lambda: page._state.last is not None)
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: isinstance(place.window.front, ListSheet))
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: bool(paper.jobs))
    assert paper.jobs == [("ba-pemusnahan-470-17-BA-2026", 1)]


def test_a_wrong_passphrase_books_nothing(place, page):
    write_minutes(place, page)
    sign(place, "salah")
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert place.store.destructions.count() == 3
    assert page._state.fault.title


def test_it_fits_the_smallest_window_and_leads_back_to_the_books(place, page):
    assert lacks_room(place, page) == []
    press(place, Qt.Key.Key_Escape)
    assert place.went == [Route("blangko")]
