"""Ambil dari Pusat: by keys from Penduduk, with its case and reason, and seen to wait."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from station.errand_words import WAITING
from station.pages.lookup_sheet import ASK, LookupSheet, line
from station.pages.residents import ResidentsPage
from station.store.lookups import Asked
from tests.station.store.making import person

STRANGER = "1408075203099004"
QUESTION = Asked("e", "c", "D-2611-0001", STRANGER, "pindah datang", "rina", "t", "", 0, "")


@pytest.fixture
def page(place):
    place.store.residents.put([person(7)])
    return place.show(ResidentsPage(place.window.theme, place.counter()))


@pytest.fixture
def number(place):
    """The number of an open case."""
    return place.store.drafts.get(place.draft()).number


def opened(place, page, typed=""):
    if typed:
        page.field.line.setText(typed)
    place.qtbot.keyClick(page, Qt.Key.Key_F4)
    place.qtbot.waitUntil(lambda: isinstance(place.window.front, LookupSheet))
    return place.window.front


def fill(sheet, number, case, reason):
    for field, text in ((sheet.number, number), (sheet.case, case), (sheet.reason, reason)):
        field.line.setText(text)


def ask(place, sheet):
    place.qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_f4_asks_by_keys_and_says_that_it_waits(place, page, number, qtbot):
    sheet = opened(place, page, STRANGER)
    assert sheet.number.text == STRANGER  # what was looked for is taken along
    assert not sheet.buttons[ASK].isEnabled()
    fill(sheet, STRANGER, number, "pindah datang ikut suami")
    ask(place, sheet)
    qtbot.waitUntil(lambda: len(sheet.list.ids()) == 1)
    assert WAITING in sheet._banner.words
    assert (sheet.number.text, sheet.reason.text, sheet.case.text) == ("", "", number)
    (asked,) = place.store.lookups.page()
    assert (asked.number, asked.case_number, asked.officer) == (STRANGER, number, "rina")
    shown = " ".join(part.text() for part in sheet.findChildren(QLabel))
    assert STRANGER not in shown
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: place.window.front is page)


@pytest.mark.parametrize(
    ("number_", "case", "reason", "wrong", "words"),
    [
        ("140807", "his", "pindah datang", "number", "kurang 10 angka"),
        (STRANGER, "D-2611-9999", "pindah datang", "case", "Belum ada permohonan terbuka"),
        (STRANGER, "his", ".", "reason", "Alasan belum ditulis"),
        (str(person(7).nik), "his", "pindah datang", "number", "sudah ada di data kecamatan"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_asked(
    place, page, number, qtbot, number_, case, reason, wrong, words
):
    sheet = opened(place, page)
    fill(sheet, number_, number if case == "his" else case, reason)
    ask(place, sheet)
    field = getattr(sheet, wrong)
    qtbot.waitUntil(lambda: field.wrong)
    assert words in field.reason
    assert place.store.lookups.page() == ()
    assert sheet.number.text == number_  # what was entered is kept


@pytest.mark.parametrize(
    ("changes", "title", "below", "word"),
    [
        ({}, "1408 •••• •••• 9004", "D-2611-0001 · pindah datang", "Menunggu jaringan"),
        ({"answer": "ada", "found": 2}, "1408 •••• •••• 9004", "D-2611-0001 · pindah datang", "Ada, 2 orang"),
        ({"answer": "tidak-ada"}, "1408 •••• •••• 9004", "D-2611-0001 · pindah datang", "Tidak ada di Pusat"),
        (
            {"refused": "too-many"}, "1408 •••• •••• 9004",
            "D-2611-0001 · Batas permintaan hari ini tercapai.", "Ditolak Dinas",
        ),
        ({"number": "", "reason": ""}, "Sudah dihapus bersama permohonannya", "D-2611-0001", "Menunggu jaringan"),
    ],
)  # fmt: skip
def test_a_row_says_where_a_question_stands_and_hides_the_number(changes, title, below, word):
    shown = line(replace(QUESTION, **changes))
    assert (shown.title, shown.below, shown.chip[0]) == (title, below, word)


def test_an_answer_that_comes_shows_in_the_open_sheet(place, page, number, qtbot):
    sheet = opened(place, page)
    fill(sheet, STRANGER, number, "pindah datang ikut suami")
    ask(place, sheet)
    qtbot.waitUntil(lambda: bool(sheet._shown.asked))
    with place.store.lookups._cipher.writing() as db:
        db.exec_driver_sql("UPDATE lookups SET answer = 'tidak-ada'")
    page.refresh()
    qtbot.waitUntil(lambda: sheet._shown.asked[0].answer == "tidak-ada")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: place.window.front is page)
    page.refresh()  # the sheet is gone and is not asked


def test_an_answer_is_opened_in_penduduk(place, page, number, qtbot):
    sheet = opened(place, page)
    found = replace(QUESTION, answer="ada", found=1)
    sheet.render_state(replace(sheet._shown, asked=(found,)))
    sheet.list.opened.emit(found.id)
    assert page.field.text == STRANGER
    qtbot.waitUntil(lambda: place.window.front is page)
