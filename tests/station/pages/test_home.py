"""Beranda: figures of a role, and rows whose deed leads where it is done."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QRectF, Qt

from registry.officers import Role
from station.pages.home import HomePage, tiles_of
from station.presenters.counter import Route, greeting
from tests.station.store.making import append_recording, person


def open_home(place, *roles, handle="rina"):
    return place.show(HomePage(place.window.theme, place.counter(*roles, handle=handle)))


def row_of(page, name):
    return page._lines.model().index(page._lines.ids().index(name), 0)


def test_a_draft_stands_first_and_enter_goes_on_with_it(place, qtbot):
    append_recording(place.store, "case-1", person(3))
    case = place.draft()
    page = open_home(place)
    assert page._lines.ids() == [f"draft:{case}", "case-1"]
    assert page._lines.hasFocus()
    qtbot.keyClick(page._lines, Qt.Key.Key_Return)
    assert place.went == [Route("lanjut", case)]


@pytest.mark.parametrize(
    ("role", "handle", "deed", "route"),
    [
        (Role.VERIFIER, "hendra", "Periksa", Route("verifikasi")),
        (Role.VERIFIER, "rina", "Lihat", Route("riwayat", "case-1")),  # who recorded it may not judge it
        (Role.OPERATOR, "rina", "Lihat", Route("riwayat", "case-1")),
    ],
)
def test_the_deed_is_the_officers_own(place, role, handle, deed, route):
    append_recording(place.store, "case-1", person(3))
    page = open_home(place, role, handle=handle)
    line = row_of(page, "case-1").data(Qt.ItemDataRole.UserRole)
    assert line.deed == deed
    assert line.below.startswith("D-2611-0001 · ")
    page._lines.opened.emit("case-1")
    assert place.went == [route]


def test_a_click_on_the_deed_opens_and_beside_it_only_selects(place, qtbot):
    append_recording(place.store, "case-1", person(3))
    page = open_home(place, Role.VERIFIER, handle="hendra")
    box = page._lines.visualRect(row_of(page, "case-1"))
    qtbot.mouseClick(page._lines.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert place.went == []
    deed = page._lines._painter.deed_box(QRectF(box)).center().toPoint()
    qtbot.mouseClick(page._lines.viewport(), Qt.MouseButton.LeftButton, pos=deed)
    assert place.went == [Route("verifikasi")]


def test_figures(place):
    for number in range(3):
        append_recording(place.store, f"case-{number}", person(number), f"D-2611-{number:04d}")
    page = open_home(place, Role.VERIFIER, handle="hendra")
    assert list(page.tiles) == list(tiles_of(frozenset({Role.VERIFIER})))
    assert page.tiles["Menunggu verifikasi"].figure == "3"
    assert page.tiles["Setujui cetak"].figure == "0"
    page.tiles["Menunggu verifikasi"].click()
    assert place.went == [Route("verifikasi")]


def test_nothing_to_do_is_said(place):
    page = open_home(place)
    assert page._empty.isVisible()
    assert not page._lines.isVisible()


@pytest.mark.parametrize(("hour", "part"), [(3, "malam"), (8, "pagi"), (13, "siang"), (16, "sore"), (20, "malam")])
def test_greeting_goes_by_the_local_hour(hour, part):
    local = datetime(2026, 11, 24, hour).astimezone()
    assert greeting(f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}") == f"Selamat {part}"
