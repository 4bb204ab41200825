"""Beranda: figures of a role, and rows whose deed leads where it is done."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRectF, Qt

from registry.officers import Role
from registry.submission import FingerTake
from station.pages.home import TILES, HomePage
from station.presenters.counter import Route, greeting
from station.presenters.home import tiles_of
from station.store.problems import keep_problem
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import append_recording, person, recording, signed_grant, submitted

SHOTS = os.environ.get("LOKET_SHOTS", "")


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
        (Role.OPERATOR, "rina", "Lihat", Route("riwayat", "case-1")),  # recorded, and now another's turn
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


def test_work_of_another_is_not_listed(place):
    append_recording(place.store, "case-1", person(3))  # rina's, and a verifikator's turn
    page = open_home(place, handle="fajar")
    assert page._lines.ids() == []
    assert page._empty.isVisible()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.VERIFIER, Role.PRINTING, Role.ADMINISTRATOR, Role.TECHNICIAN])
def test_every_tile_of_a_role_has_a_figure_of_its_own(place, role):
    page = open_home(place, role, handle="hendra")
    assert set(page.tiles) == set(tiles_of(frozenset({role})))
    assert all(tile.figure == "0" for tile in page.tiles.values() if tile.word != "Jejak audit")
    assert all(TILES[name][4] for name in page.tiles)


def test_exceptions_and_what_is_late_are_counted_for_the_verifikator(place):
    found = recording(person(4), "D-2611-0004")
    fingers = (FingerTake(6, exception="luka", lasting="sementara"), *found.submission.fingers[1:])
    excepted = replace(found, submission=replace(found.submission, fingers=fingers))
    place.store.cases.append((submitted(excepted, case="case-2", at="2020-01-02T03:04:05Z"),), blobs=found.blobs)
    append_recording(place.store, "case-1", person(3))
    page = open_home(place, Role.VERIFIER, handle="hendra")
    assert (page.tiles["Pengecualian"].figure, page.tiles["Menunggu verifikasi"].figure) == ("1", "2")
    assert page.tiles["Lewat batas"].figure in ("1", "2")  # the other one is of a fixed day, too
    own = open_home(place, Role.VERIFIER, handle="rina")
    figures = [own.tiles[name].figure for name in ("Pengecualian", "Menunggu verifikasi", "Lewat batas")]
    assert figures == ["0", "0", "0"]


def test_an_administrator_sees_whose_term_ends_and_what_was_refused(place):
    until = f"{datetime.now(UTC) + timedelta(days=5):%Y-%m-%d}"
    place.store.officers.put(*signed_grant("rina", Role.OPERATOR, until=until))
    place.store.officers.put(*signed_grant("fajar", Role.OPERATOR, until="2020-01-01"))
    place.store.officers.put(*signed_grant("dewi", Role.ADMINISTRATOR, until="2099-12-31"))
    with place.store._cipher.writing() as db:
        keep_problem(db, "2026-11-24T03:42:07Z", "altered", "p-1")
    page = open_home(place, Role.ADMINISTRATOR, handle="dewi")
    assert page.tiles["Petugas habis masa"].figure == "2"
    assert page.tiles["Kiriman bermasalah"].figure == "1"
    assert page._lines.ids() == ["officer:fajar", "officer:rina", "problem:1"]
    page._lines.opened.emit("officer:rina")
    page._lines.opened.emit("problem:1")
    assert [route.page for route in place.went] == ["petugas", "masalah"]


def test_f8_leads_to_what_was_refused(place):
    page = open_home(place)
    next(act for act in page.acts if act.key == "F8").handler()
    assert place.went == [Route("masalah")]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.VERIFIER, Role.PRINTING, Role.ADMINISTRATOR])
def test_it_fits_for_every_role(place, role):
    for number in range(10, 19):
        append_recording(place.store, f"case-{number}", person(number), f"D-2611-{number:04d}")
    page = open_home(place, role, handle="hendra")
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(150)
        place.window.grab().save(f"{SHOTS}/beranda-{role}-{size[0]}.png")
    assert lacks_room(place, page) == []


def test_nothing_to_do_is_said(place):
    page = open_home(place)
    assert page._empty.isVisible()
    assert not page._lines.isVisible()


@pytest.mark.parametrize(("hour", "part"), [(3, "malam"), (8, "pagi"), (13, "siang"), (16, "sore"), (20, "malam")])
def test_greeting_goes_by_the_local_hour(hour, part):
    local = datetime(2026, 11, 24, hour).astimezone()
    assert greeting(f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}") == f"Selamat {part}"
