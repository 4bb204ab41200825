"""Perangkat: the ruler card of a card printer by keys."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from devices.catalog import Catalog, known_drivers
from station.desk.equipment import KINDS, Equipment
from station.pages.calibration_sheet import CalibrationSheet
from station.pages.system import DevicesPage
from station.settings import read_settings
from tests.station.pages.families import CTRL, press, sheet_of
from tests.station.pages.test_fit import lacks_room

SHOTS = os.environ.get("LOKET_SHOTS", "")


def shot(place, name):
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(120)
        place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


@pytest.fixture
def page(place, tmp_path):
    tray = tmp_path / "kartu"
    tray.mkdir()
    equipment = Equipment(Catalog(known_drivers()), {"printer": tray.as_uri()})
    page = place.show(DevicesPage(place.window.theme, replace(place.counter(), equipment=equipment)))
    place.qtbot.waitUntil(
        lambda: len(page._state.devices) == len(KINDS) and all(view.tested_at for view in page._state.devices.values())
    )
    page.lines.setFocus()
    for _ in range(len(KINDS)):
        press(place, Qt.Key.Key_Down)
    place.qtbot.waitUntil(lambda: page._state.chosen == "printer")
    return page


def test_the_ruler_is_printed_measured_and_kept(place, page, tmp_path):
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: page._state.told is not None)
    assert "dicetak" in page._banner.words
    assert len(list((tmp_path / "kartu").glob("*.pdf"))) == 1
    press(place, Qt.Key.Key_F8)
    sheet = sheet_of(place)
    sheet.left.put("10,4")
    sheet.top.put("9,8")
    shot(place, "penggaris")
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: "tersimpan" in page._banner.words)
    assert "0,40 mm ke kiri, 0,20 mm ke bawah" in page._banner.words
    uri = (tmp_path / "kartu").as_uri()
    assert read_settings(place.store.folder / "settings.toml").offsets == {uri: (-0.4, 0.2)}
    shot(place, "penggaris-tersimpan")
    assert lacks_room(place, page) == []


@pytest.mark.parametrize("text", ["", "sepuluh", "99", "10,4,1", "-3", "nan"])
def test_what_is_no_length_is_said_at_the_field(place, page, text):
    press(place, Qt.Key.Key_F8)
    sheet = sheet_of(place)
    sheet.left.put(text)
    press(place, Qt.Key.Key_Return, CTRL)
    assert sheet.left.wrong
    assert sheet.isVisible()
    assert not (place.store.folder / "settings.toml").exists()


def test_other_devices_have_no_ruler(place, page):
    press(place, Qt.Key.Key_Up)
    place.qtbot.waitUntil(lambda: page._state.chosen == "fingerprint")
    assert not {"F8", "F9"} & {act.key for act in page.acts}


def test_a_printer_that_is_away_is_said(place, page, tmp_path):
    (tmp_path / "kartu").rename(tmp_path / "weg")
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: page._state.failed)
    assert "Pencetak kartu tidak ditemukan" in page._banner.words


def test_the_sheet_says_which_card_to_use(place):
    sheet = CalibrationSheet(place.window.theme)
    place.qtbot.addWidget(sheet)
    assert any("bukan blangko" in found.text() for found in sheet.findChildren(QLabel))
