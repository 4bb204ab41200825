"""Asisten pertama in a real window: from an empty folder to Masuk, by keys alone, left and resumed on the way."""

import os
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import segno
from PySide6.QtCore import Qt

from devices.camera.port import Frame
from devices.errors import NotFound
from station.compose import first
from station.compose.first import FirstStart, open_station
from station.compose.station import Place, Station
from station.desk.founding import Founder
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.pages.first import FirstPage
from station.pages.sign_in import SignInPage
from station.settings import read_settings
from station.store.machine import machine_secret
from station.store.slots import Slots
from sync.errors import Refused, Unreachable
from tests.station.desk.registrar import CODE, NearRegistrar
from tests.station.pages.test_fit import lacking
from tests.station.test_sign_in import CHEAP, stop

CTRL = Qt.KeyboardModifier.ControlModifier
OWN = "kelapa sawit tua"
SHOTS = os.environ.get("LOKET_TEST_SHOTS", "")


@pytest.fixture
def centre():
    return NearRegistrar()


@pytest.fixture
def home(tmp_path):
    return tmp_path / "kecamatan"


@pytest.fixture
def start(home, centre, qapp, qtbot, monkeypatch):
    """Programs over the same folder, one after the other."""
    running = []

    def founder(_first):
        Door(home, Clock(), use_keyring=False)
        secret = machine_secret(home, home.name, use_keyring=False).value
        return Founder(home, Slots(home / "slots.json", secret, CHEAP), secret, Clock(), centre)

    monkeypatch.setattr(FirstStart, "_founder", founder)

    def started():
        stop(running)
        settings = read_settings(home / "settings.toml")
        place = Place(home, {}, home.parent / "keluaran", "kecamatan", use_keyring=False)
        station = Station(qapp, place, replace(settings, sync_seconds=3600))
        open_station(station)
        station.window.resize(1280, 800)
        station.window.activateWindow()
        qtbot.waitUntil(station.window.isActiveWindow)
        running.append(station)
        return station

    yield started
    stop(running)


def shot(station, name):
    if SHOTS:
        for size in ((1280, 800), (1024, 560)):
            station.window.resize(*size)
            station.app.processEvents()
            station.window.grab().save(str(Path(SHOTS) / f"{name}-{size[0]}.png"))
        station.window.resize(1280, 800)


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(page.window(), key, modifier)


def at(qtbot, page, step):
    qtbot.waitUntil(lambda: page._step == step, timeout=10_000)


def test_from_an_empty_folder_to_masuk_by_keys(start, home, centre, qtbot):
    station = start()
    page = station.window.page
    assert isinstance(page, FirstPage)
    at(qtbot, page, 1)
    qtbot.waitUntil(page.language.line.hasFocus)
    shot(station, "1-tampilan")
    press(qtbot, page, Qt.Key.Key_Return, CTRL)
    at(qtbot, page, 2)
    qtbot.waitUntil(page.code.line.hasFocus)
    shot(station, "2-kode")
    good = CODE.to_text()
    qtbot.keyClicks(page.code.line, good[:7] + ("2" if good[7] != "2" else "3") + good[8:].lower())
    press(qtbot, page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Baris 1 kode salah ketik." in page.banner.words)
    shot(station, "2-salah")
    page.code.line.clear()
    qtbot.keyClicks(page.code.line, CODE.to_text().lower())
    qtbot.keyClick(page.code.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.words.isVisible())
    assert len(page.words.text().split(" · ")) == 4
    shot(station, "2-kata")
    words = page.words.text()

    station = start()  # the program was closed in between
    page = station.window.page
    at(qtbot, page, 2)
    qtbot.waitUntil(lambda: page.words.text() == words)
    centre.confirmed = True
    press(qtbot, page, Qt.Key.Key_Return, CTRL)
    at(qtbot, page, 3)
    assert "Dewi Anggraini" in page._who.text()
    qtbot.waitUntil(page.first.line.hasFocus)
    press(qtbot, page, Qt.Key.Key_Escape)
    at(qtbot, page, 2)
    assert page.words.text() == words
    press(qtbot, page, Qt.Key.Key_Return, CTRL)
    at(qtbot, page, 3)
    for own, again, said in (("pendek", "pendek", "terlalu pendek"), (OWN, "lain sekali", "Dua sandi berbeda")):
        page.first.line.setText(own)
        page.again.line.setText(again)
        press(qtbot, page, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda said=said: said in page.banner.words)
    shot(station, "3-sandi")
    page.again.line.setText(OWN)
    press(qtbot, page, Qt.Key.Key_Return, CTRL)
    at(qtbot, page, 4)
    shot(station, "4-siap")
    assert (home / "station.db").exists()
    [pdf] = (home.parent / "keluaran").glob("kunci-pemulihan-DAYUN.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    press(qtbot, page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: isinstance(station.window.page, SignInPage))

    station = start()
    assert isinstance(station.window.page, SignInPage)


def test_look_and_language_apply_at_once_and_are_kept(start, home, qtbot):
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page.look.line.setCurrentIndex(2)
    page.zoom.line.setCurrentIndex(1)
    qtbot.waitUntil(lambda: read_settings(home / "settings.toml").zoom == 115)
    assert read_settings(home / "settings.toml").theme == "kontras"
    assert station.window.theme.name == "kontras"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused(404, "bad-code"), "tidak mengenal"),
        (Refused(409, "code-used"), "sudah dipakai komputer lain"),
        (Refused(403, "words-differ"), "membatalkan"),
        (Refused(404, "code-expired"), "72 jam"),
        (Unreachable("unreachable"), "Belum ada jaringan"),
    ],
)
def test_what_the_centre_refuses_is_said_and_the_code_can_be_used_again(start, centre, qtbot, error, said, monkeypatch):
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page._next()

    def refuse(*_all):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(centre, "enrol", refuse)
        page.code.line.setText(CODE.to_text())
        page._next()
        qtbot.waitUntil(lambda: said in page.banner.words)
    page._next()
    qtbot.waitUntil(lambda: page.words.isVisible())


def test_a_picture_of_the_symbol_is_read(start, qtbot, tmp_path):
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page._next()
    picture = tmp_path / "kode.png"
    picture.write_bytes(b"no picture")
    page._presenter.use_picture(picture)
    qtbot.waitUntil(lambda: "Tidak ada kode QR" in page.banner.words)
    segno.make_qr(CODE.to_text(), error="m").save(str(picture), scale=6)
    page._presenter.use_picture(picture)
    qtbot.waitUntil(lambda: page.words.isVisible(), timeout=10_000)


def test_training_instead_starts_the_demo_and_leaves_the_folder_without_a_station(start, home, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(first.subprocess, "Popen", asked.append)
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page._next()
    press(qtbot, page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0][1:] == ["-m", "station", "demo"]
    assert not (home / "station.db").exists()


@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_every_step_fits_the_small_screen(start, centre, qtbot, look):
    station = start()
    station.window.wear(look)
    page = station.window.page
    station.window.resize(1024, 560)
    at(qtbot, page, 1)
    qtbot.waitUntil(lambda: lacking(page) == [])
    page._next()
    page._presenter.use("LOKET1-nonsense")
    qtbot.waitUntil(lambda: bool(page.banner.words))
    qtbot.waitUntil(lambda: lacking(page) == [])
    page._presenter.use(CODE.to_text())
    qtbot.waitUntil(lambda: page.words.isVisible())
    qtbot.waitUntil(lambda: lacking(page) == [])
    centre.confirmed = True
    page._next()
    at(qtbot, page, 3)
    qtbot.waitUntil(lambda: lacking(page) == [])
    page._presenter.finish(OWN)
    at(qtbot, page, 4)
    qtbot.waitUntil(lambda: lacking(page) == [])


class Frames:
    """A camera with these pictures before it."""

    def __init__(self, *pictures):
        self.pictures = pictures
        self.closed = False

    def frames(self, cancel):
        for number, bgr in enumerate(self.pictures, 1):
            yield Frame(bgr.shape[1], bgr.shape[0], bgr, number, 0.0)
        while not cancel.wait(0.01):
            yield Frame(8, 8, numpy.zeros((8, 8, 3), numpy.uint8), 0, 0.0)

    def close(self):
        self.closed = True


def symbol():
    cells = numpy.array([list(row) for row in segno.make_qr(CODE.to_text(), error="m").matrix_iter(scale=6, border=4)])
    return numpy.repeat(numpy.where(cells > 0, 0, 255).astype(numpy.uint8)[:, :, None], 3, axis=2)


def test_the_symbol_is_read_by_the_camera(start, qtbot, monkeypatch):
    camera = Frames(numpy.zeros((480, 640, 3), numpy.uint8), symbol())
    monkeypatch.setattr("devices.catalog.Catalog.camera", lambda _catalog, uri: camera if uri == "uvc://0" else None)
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page._next()
    press(qtbot, page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.words.isVisible(), timeout=10_000)
    assert camera.closed


def test_f5_again_or_another_step_lets_the_camera_go(start, qtbot, monkeypatch):
    camera = Frames()
    monkeypatch.setattr("devices.catalog.Catalog.camera", lambda *_all: camera)
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page._next()
    for key in (Qt.Key.Key_F5, Qt.Key.Key_Escape):
        camera.closed = False
        press(qtbot, page, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: "Arahkan kode QR ke kamera." in page.banner.words)
        press(qtbot, page, key)
        qtbot.waitUntil(lambda: camera.closed)
        qtbot.waitUntil(lambda: "Arahkan" not in page.banner.words)


def test_a_camera_that_is_not_there_is_said_with_its_next_step(start, qtbot, monkeypatch):
    def none(*_all):
        raise NotFound("camera")

    monkeypatch.setattr("devices.catalog.Catalog.camera", none)
    station = start()
    page = station.window.page
    at(qtbot, page, 1)
    page._next()
    press(qtbot, page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(page.banner.words))
    assert "amera" in page.banner.words
    page._presenter.use(CODE.to_text())
    qtbot.waitUntil(lambda: page.words.isVisible())
