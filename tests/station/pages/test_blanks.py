"""Blangko by keys: a book for each thing, counted twice in, handed to officers, counted by hand with two names."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from registry.handing import Way
from registry.ledgers import Flow
from registry.officers import Role
from registry.stock import Blank, Entry, Item, Move
from station.pages.blanks import BlanksPage
from station.pages.stock_sheets import (
    DEED,
    CorrectSheet,
    CountSheet,
    DifferenceSheet,
    HandSheet,
    UseSheet,
    WithdrawnSheet,
)
from station.presenters.stock_words import MOVES, OUT_WORDS
from station.store.stock_book import FLOW_OF
from tests.station.pages.families import press
from tests.station.pages.test_fit import lacks_room
from tests.station.pages.test_importing import SANDI, Door
from tests.station.store.making import append_recording, signed_grant
from tests.station.trays import tray

CTRL = Qt.KeyboardModifier.ControlModifier
SHOTS = os.environ.get("LOKET_SHOTS", "")


@pytest.fixture
def page(place):
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER), ("yulianti", Role.PRINTING)):
        place.store.officers.put(*signed_grant(handle, role, until="2099-12-31"))
    counter = place.counter(Role.OPERATOR, Role.PRINTING, handle="yulianti")
    shown = place.show(BlanksPage(place.window.theme, counter, Door(place), tray()))
    place.qtbot.waitUntil(lambda: shown._state.recap is not None)
    return shown


def shot(place, name):
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(120)
        place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


def stocked(place, page, count=500):
    at = page._counter.session.clock.stamp()
    entry = Entry("e1", Move.RECEIVED, Blank("B26-0417", 1), count, "", "BAST-7", "yulianti", at)
    place.store.blanks.add(entry)
    page.refresh()
    place.qtbot.waitUntil(lambda: page._state.on_hand == count)


def sheet(place, kind):
    place.qtbot.waitUntil(lambda: isinstance(place.window.front, kind))
    return place.window.front


def type_in(place, field, words):
    if isinstance(field.line, QComboBox):
        field.put(words)
    else:
        field.line.clear()
        place.qtbot.keyClicks(field.line, words)


def tab(place, page, name, item):
    page.tabs[name].click()
    place.qtbot.waitUntil(lambda: page._state.item is item and page._state.recap is not None)


def rows(page):
    model = page.table.model()
    return [tuple(model.index(n, c).data() for c in (1, 2, 3)) for n in range(model.rowCount())]


def test_a_batch_counted_twice_stands_in_the_sum_and_in_the_book(place, page):
    for field, words in ((page.first, "B26-0417 / 00001"), (page.count, "500"), (page.again, "50"),
                         (page.bast, "BAST-470/0417")):  # fmt: skip
        type_in(place, field, words)
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page.again.wrong)
    assert place.store.stock.on_hand(Item.KTP) == 0
    type_in(place, page.again, "500")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.on_hand == 500)
    assert page._sum.text() == "Bulan ini: Awal 0 + masuk 500 − keluar 0 = sisa 500"
    assert rows(page) == [("Diterima", "+500", "B26-0417 / 00001 · BAST-470/0417")]
    assert (page.first.text, page.count.text) == ("", "")
    shot(place, "blangko")


def test_blanks_are_handed_to_an_officer_and_given_back(place, page):
    stocked(place, page)
    press(place, Qt.Key.Key_F4)
    asked = sheet(place, HandSheet)
    assert not asked.buttons[DEED].isEnabled()
    for field, words in ((asked.holder, "yulianti"), (asked.count, "40"), (asked.note, "00001 sampai 00040")):
        type_in(place, field, words)
    shot(place, "blangko-serahkan")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.held == {"yulianti": 40})
    assert "di tangan petugas: Yulianti 40" in page._more.text().replace("Di tangan", "di tangan")
    assert page._state.on_hand == 500
    press(place, Qt.Key.Key_F8)
    back = sheet(place, HandSheet)
    assert [back.holder.line.itemText(n) for n in range(back.holder.line.count())] == ["Pilih petugas", "Yulianti (40)"]
    type_in(place, back.holder, "yulianti")
    type_in(place, back.count, "41")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert page._banner.words.startswith("Lebih banyak daripada yang dipegang")
    page._presenter.hand(Way.BACK, "yulianti", "40", "")
    place.qtbot.waitUntil(lambda: page._state.held == {})


def test_a_count_that_agrees_is_booked_at_once(place, page):
    stocked(place, page)
    press(place, Qt.Key.Key_F5)
    asked = sheet(place, CountSheet)
    assert "500" not in asked.accessibleDescription()  # what the ledger says is not told before
    type_in(place, asked.counted, "500")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: bool(page._state.counts))
    assert page._banner.words == "Hitungan cocok: 500."
    assert "cocok" in page._more.text()


def test_a_difference_needs_a_sentence_each_label_and_a_second_officer(place, page):
    stocked(place, page)
    press(place, Qt.Key.Key_F5)
    type_in(place, sheet(place, CountSheet).counted, "498")
    press(place, Qt.Key.Key_Return, CTRL)
    asked = sheet(place, DifferenceSheet)
    assert asked.accessibleName() == "Selisih 2: buku 500, hitungan 498"
    assert place.store.stock.counts(Item.KTP) == ()
    for field, words in ((asked.reason, "Dua lembar basah terkena hujan"), (asked.labels, "B26-0417 / 00007"),
                         (asked.second, "hendra")):  # fmt: skip
        type_in(place, field, words)
    assert not asked.buttons[DEED].isEnabled()
    type_in(place, asked.passphrase, SANDI)
    shot(place, "blangko-selisih")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert page._banner.words.startswith("Jumlah label tidak sama dengan selisihnya.")
    assert place.store.stock.on_hand(Item.KTP) == 500
    found = page._presenter._desk.compare(Item.KTP, 498)
    labels = "B26-0417 / 00007, B26-0417 / 00008"
    page._presenter.explain(found, "Dua lembar basah terkena hujan", labels, "hendra", "salah")
    place.qtbot.waitUntil(lambda: "Sandi salah." in page._banner.words)
    page._presenter.explain(found, "Dua lembar basah terkena hujan", labels, "yulianti", SANDI)
    place.qtbot.waitUntil(lambda: "orang lain" in page._banner.words)
    page._presenter.explain(found, "Dua lembar basah terkena hujan", labels, "hendra", SANDI)
    place.qtbot.waitUntil(lambda: page._state.on_hand == 498)
    (count,) = place.store.stock.counts(Item.KTP)
    assert (count.officer, count.witness, count.difference) == ("yulianti", "hendra", -2)
    said = "Dua lembar basah terkena hujan"
    assert rows(page)[:2] == [("Hilang", "−1", f"B26-0417 / 0000{n} · {said}") for n in (8, 7)]
    assert "hilang 2" in page._sum.text()
    shot(place, "blangko-setelah-selisih")


def test_withdrawn_cards_are_listed_by_their_case(place, page):
    append_recording(place.store, "case-1", number="D-2611-0001")
    tab(place, page, "Kartu ditarik", Item.WITHDRAWN)
    assert page._empty.isVisible()
    press(place, Qt.Key.Key_F7)
    asked = sheet(place, WithdrawnSheet)
    type_in(place, asked.number, "d-2611-0001")
    type_in(place, asked.reason, "perubahan alamat")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.on_hand == 1)
    assert rows(page) == [("Ditarik", "+1", "D-2611-0001 · perubahan alamat")]
    page._presenter.withdraw("D-2611-9999", "tidak ada")
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert "Permohonan asal kartu" in page._banner.words
    shot(place, "blangko-ditarik")


def test_ribbon_and_film_have_their_books_and_a_wrong_line_is_followed_by_a_right_one(place, page):
    tab(place, page, "Pita dan film", Item.RIBBON)
    for field, words in ((page.count, "500"), (page.again, "500"), (page.bast, "BAST-9")):
        type_in(place, field, words)
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.on_hand == 500)
    press(place, Qt.Key.Key_F7)
    asked = sheet(place, UseSheet)
    type_in(place, asked.count, "120")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.on_hand == 380)
    assert page._sum.text() == "Bulan ini: Awal 0 + masuk 500 − keluar 120 (terpakai 120) = sisa 380"
    assert "Habis sekitar" in page._more.text()
    page.table.setFocus()
    press(place, Qt.Key.Key_E, CTRL)
    wrong = sheet(place, CorrectSheet)
    type_in(place, wrong.right, "12")
    type_in(place, wrong.reason, "salah ketik")
    shot(place, "blangko-betulkan")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.on_hand == 488)
    assert rows(page)[0] == ("Lebih hitung", "+108", "koreksi terpakai 120 menjadi 12: salah ketik")
    assert rows(page)[1][:2] == ("Terpakai", "−120")
    page.thing.put(Item.FILM.value)
    place.qtbot.waitUntil(lambda: page._state.item is Item.FILM and page._state.recap is not None)
    assert page._state.on_hand == 0
    shot(place, "blangko-film")


def test_a_blank_is_not_corrected_by_a_line(place, page):
    stocked(place, page)
    act = next(act for act in page.acts if act.key == "Ctrl+E")
    assert not act.enabled


def test_every_move_has_words_and_every_way_out_stands_in_the_sum():
    assert set(MOVES) == {*(move.value for move in Move), *(flow.value for flow in Flow)}
    assert set(FLOW_OF.values()) <= set(Flow)
    assert set(OUT_WORDS) == set(Flow) - {Flow.RECEIVED, Flow.WITHDRAWN, Flow.COUNTED_MORE}


@pytest.mark.parametrize("look", ["terang", "kontras"])
@pytest.mark.parametrize(("name", "item"), [("KTP-el", Item.KTP), ("Pita dan film", Item.RIBBON)])
def test_it_fits(place, page, look, name, item):
    stocked(place, page)
    page._presenter.hand(Way.OUT, "yulianti", "40", "")
    place.qtbot.waitUntil(lambda: bool(page._state.held))
    tab(place, page, name, item)
    page._presenter.receive("x", "", "", "")
    page._presenter.correct("x", "y", "z")
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    place.window.wear(look)
    assert lacks_room(place, page) == []
    place.window.wear("terang")
