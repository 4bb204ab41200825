"""Formulir by keys: the sheets of a case as pictures, printed to a folder or saved, and what is booked of it."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from devices.catalog import Catalog, known_drivers
from forms.raster import page_count
from registry.changes import Split, element
from station.compose.map import rail_of
from station.desk.equipment import Equipment
from station.pages.cases import CasesPage, HistoryPage
from station.pages.paperwork import PaperworkPage
from station.presenters.counter import Route
from tests.registry.families import DAUGHTER, MOTHER
from tests.station.pages.families import handed_in, press
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import append_recording, person
from tests.station.trays import tray

SHOTS = os.environ.get("LOKET_SHOTS", "")


def shot(place, name):
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(120)
        place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


def counter_with(place, uri):
    return replace(place.counter(), equipment=Equipment(Catalog(known_drivers()), {"paper": uri} if uri else {}))


def open_page(place, tmp_path, case="", uri=""):
    page = PaperworkPage(place.window.theme, counter_with(place, uri), case, tmp_path / "out")
    place.show(page)
    drawn(place, page)
    return page


def drawn(place, page, chosen=""):
    place.qtbot.waitUntil(
        lambda: page._state.picture is not None and page._state.chosen.startswith(chosen), timeout=10_000
    )


def down_to(place, page, name):
    ids = [each.id for each in page._state.offered]
    page._lines.setFocus()
    for _ in range(ids.index(name) - ids.index(page._state.chosen)):
        press(place, Qt.Key.Key_Down)
    drawn(place, page, name)


@pytest.fixture
def recorded(place):
    append_recording(place.store)
    return place


def booked(place):
    return [(view.what, view.subject) for view in place.store.views.page()]


def test_the_receipt_comes_first_then_filled_then_empty_sheets(recorded, tmp_path):
    page = open_page(recorded, tmp_path, "case-1")
    assert page.context == f"D-2611-0001 · {person(1).name}"
    ids = [each.id for each in page._state.offered]
    assert ids[:2] == ["resi", "F-1.02"]
    assert next(name for name in ids if name.startswith("kosong")) == "kosong F-1.01"
    assert len(ids) == 2 + 10
    assert booked(recorded) == []  # the receipt shows no NIK


def test_a_sheet_with_a_nik_is_booked_once_before_it_is_seen(recorded, tmp_path):
    page = open_page(recorded, tmp_path, "case-1")
    down_to(recorded, page, "F-1.02")
    assert page._view.accessibleName() == "Lembar: F-1.02 Pendaftaran Peristiwa Kependudukan, Halaman 1 dari 1"
    press(recorded, Qt.Key.Key_Up)
    drawn(recorded, page, "resi")
    down_to(recorded, page, "F-1.02")
    assert booked(recorded) == [("nik", person(1).id)]
    shot(recorded, "formulir")


def test_f9_prints_the_very_sheet_in_view_and_books_it(recorded, tmp_path):
    tray = tmp_path / "kertas"
    tray.mkdir()
    page = open_page(recorded, tmp_path, "case-1", tray.as_uri())
    down_to(recorded, page, "F-1.02")
    seen = page._state.pdf
    press(recorded, Qt.Key.Key_F9)
    recorded.qtbot.waitUntil(lambda: bool(page._state.done))
    (printed,) = tray.glob("*.pdf")
    assert printed.read_bytes() == seen
    assert person(1).name.split()[0] not in printed.name
    assert booked(recorded)[0] == ("formulir", "case-1")
    assert page.saved[0] == "✓ Dikirim ke pencetak"


def test_a_printer_that_is_away_says_what_to_do_and_f4_saves(recorded, tmp_path):
    page = open_page(recorded, tmp_path, "case-1", (tmp_path / "none").as_uri())
    press(recorded, Qt.Key.Key_F9)
    recorded.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert page._banner.words.startswith("Pencetak kertas tidak ditemukan.")
    assert "F4" in page._banner.words
    shot(recorded, "formulir-pencetak")
    assert lacks_room(recorded, page) == []
    press(recorded, Qt.Key.Key_F4)
    recorded.qtbot.waitUntil(lambda: bool(page._state.done))
    assert (tmp_path / "out" / "resi-D-2611-0001.pdf").read_bytes() == page._state.pdf
    assert booked(recorded) == []


def test_without_a_printer_f9_saves(place, tmp_path):
    page = open_page(place, tmp_path)
    assert page.context == "Formulir kosong"
    assert [act.key for act in page.acts if act.text == "Simpan PDF"] == ["F9"]
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: bool(page._state.done))
    assert (tmp_path / "out" / "F-1.01-kosong.pdf").read_bytes().startswith(b"%PDF")
    assert booked(place) == []


def test_a_folder_that_cannot_be_written_is_said(place, tmp_path):
    (tmp_path / "out").write_text("a file in the way")
    page = open_page(place, tmp_path)
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert "belum tersimpan" in page._banner.words
    assert page._state.pdf  # and may be tried again


def test_pages_turn_by_keys_and_stop_at_the_ends(place, tmp_path):
    page = open_page(place, tmp_path)
    count = page_count(page._state.pdf)
    assert count > 2
    press(place, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page._view
    press(place, Qt.Key.Key_BracketLeft)
    for number in range(1, count):
        press(place, Qt.Key.Key_BracketRight)
        place.qtbot.waitUntil(lambda n=number: page._state.page == n)
    press(place, Qt.Key.Key_BracketRight)
    assert page._where.text() == f"Halaman {count} dari {count}"
    press(place, Qt.Key.Key_Escape)
    assert place.went == [Route("beranda")]
    shot(place, "formulir-kosong")


def test_a_family_has_its_sheets_each_of_which_can_be_drawn(family, tmp_path):
    case = handed_in(family, Split(DAUGHTER.id, "2026:1"), element(MOTHER, "occupation", "2026:15", "SK 12/2026"))
    page = open_page(family, tmp_path, case)
    names = [each.id for each in page._state.offered if each.filled]
    assert names == ["resi", "F-1.01", "F-1.01 KK baru", "F-1.02", "F-1.06", "F-1.07", "rancangan"]
    for name in names[1:]:
        down_to(family, page, name)
        assert page._state.fault is None
    shot(family, "formulir-rancangan")
    assert lacks_room(family, page) == []


def test_moving_quickly_shows_only_the_sheet_one_stopped_at(place, tmp_path):
    page = open_page(place, tmp_path)
    down_to(place, page, "kosong F-1.07")
    assert page._state.sheet.id == "kosong F-1.07"
    assert "F-1.07" in page._view.accessibleName()


def test_an_erased_case_still_offers_the_empty_sheets(recorded, tmp_path):
    page = PaperworkPage(recorded.window.theme, recorded.counter(), "case-404", tmp_path / "out")
    recorded.show(page)
    drawn(recorded, page)
    assert all(not each.filled for each in page._state.offered)
    assert lacks_room(recorded, page) == []


def test_cases_and_history_lead_here(recorded, tmp_path):
    page = recorded.show(CasesPage(recorded.window.theme, recorded.counter(), tray(tmp_path)))
    recorded.qtbot.waitUntil(lambda: page._state.total == 1)
    press(recorded, Qt.Key.Key_F9)
    press(recorded, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    recorded.show(HistoryPage(recorded.window.theme, recorded.counter(), "case-1"))
    press(recorded, Qt.Key.Key_F9)
    assert recorded.went == [Route("formulir", "case-1"), Route("formulir"), Route("formulir", "case-1")]


def test_empty_sheets_are_on_the_rail_of_who_serves(place):
    assert any(item.id == "formulir" for item in rail_of(place.counter().session.officer.roles))
