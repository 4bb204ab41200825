"""Stik USB by keys: export, Aman dicabut, take what came back; a stick that is full, pulled out or another's."""

import errno
import shutil
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.desk.drives import drive_of
from station.desk.sticks import StickDesk
from station.pages.stick import DEED, FolderSheet, StickPage
from station.problems.sticks import parcel_words
from sync import age
from sync.errors import StickFault
from sync.folder import EXPORT, RETURN, Index, Parcel, Writer, read_parcel
from sync.keys import CENTRE, SigningKey
from sync.stick import Fault
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import append_recording, key_of, person


@pytest.fixture
def place(place):
    """A counter whose station can seal and open."""
    recipients = tuple(age.recipient_of(age.generate_identity()) for _ in range(2))
    place.store.identity = replace(place.store.identity, recipients=recipients, age_identity=age.generate_identity())
    return place


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "STIK"
    folder.mkdir()
    return folder


def page_of(place, *sticks):
    counter = place.counter()
    desk = StickDesk(place.store, counter.session.clock, counter.session.ids)
    page = StickPage(place.window.theme, counter, desk)
    page._presenter._look = lambda: tuple(drive_of(folder) for folder in sticks)
    place.show(page)
    place.qtbot.waitUntil(lambda: page._state.loaded)
    return page


def press(place, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or place.window, key, modifier)


def ended(place, page):
    place.qtbot.waitUntil(lambda: not page._state.busy and bool(page._state.done or page._state.fault), timeout=20_000)


def returned(place, stick, station="DAYUN", key=CENTRE):
    """A return file with nothing in it, by the centre or by somebody else."""
    writer = Writer(stick, station, RETURN)
    writer.put("feed-000000000900-000000000901.age", b"sealed for later")
    return writer.close(1, "2026-11-24T03:42:07Z", key_of(key))


def test_f5_writes_what_waits_and_says_that_it_may_be_pulled_out(place, stick):
    append_recording(place.store, who=person(1))
    page = page_of(place, stick)
    assert page.context == "1 menunggu"
    assert page._going.text().startswith("1 berkas")
    press(place, Qt.Key.Key_F5)
    ended(place, page)
    assert page._state.done.title == "Aman dicabut."
    assert "Bawa ke UPTD" in page._state.done.text
    folder = next(stick.iterdir())
    assert folder.name.startswith("DAYUN-")
    whole = read_parcel(Parcel(folder, "DAYUN", EXPORT), signer(place))
    assert len(whole.index.files) == 2
    assert [act.text for act in page.acts if act.role == "primary"] == ["Masukkan berkas balasan"]


def signer(place):
    return SigningKey.from_bytes(bytes.fromhex(place.store.identity.signing_key)).public


def test_f7_without_a_return_file_says_what_to_do_first(place, stick):
    page = page_of(place, stick)
    press(place, Qt.Key.Key_F7)
    ended(place, page)
    assert page._state.done.title == "Tidak ada berkas balasan untuk stasiun ini."


def test_the_return_file_of_another_station_is_named(place, stick):
    returned(place, stick, "MINAS")
    page = page_of(place, stick)
    press(place, Qt.Key.Key_F7)
    ended(place, page)
    assert page._state.fault.title == "Berkas balasan ini untuk stasiun Minas, bukan Dayun."
    assert page._state.fault.text.startswith("Tidak ada yang diubah. Mintalah berkas bernama DAYUN-2")


def test_one_of_nobody_is_refused(place, stick):
    returned(place, stick, key="rina")
    page = page_of(place, stick)
    press(place, Qt.Key.Key_F7)
    ended(place, page)
    assert page._state.fault.title == "Berkas balasan ini bukan dari Dinas."


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (errno.EIO, "Stik dicabut sebelum selesai."),
        (errno.ENOSPC, "Stik penuh."),
        (errno.EROFS, "Stik tidak dapat ditulisi."),
    ],
)
def test_what_a_stick_does_is_told_with_the_next_step(place, stick, monkeypatch, number, title):
    append_recording(place.store, who=person(1))
    page = page_of(place, stick)

    def fails(path, data):
        raise OSError(number, "stick")

    monkeypatch.setattr("sync.folder.write_whole", fails)
    press(place, Qt.Key.Key_F5)
    ended(place, page)
    assert page._state.fault.title == title
    assert len(place.store.side.waiting()) == 1
    monkeypatch.undo()
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: page._state.done is not None and not page._state.busy, timeout=20_000)
    assert page._state.done.title == "Aman dicabut."


def test_esc_takes_it_back_and_the_next_try_goes_on(place, stick, monkeypatch):
    append_recording(place.store, who=person(1))
    page = page_of(place, stick)
    at, on = Event(), Event()
    plain = Writer.put

    def slow(self, name, data):
        at.set()
        on.wait(20)
        plain(self, name, data)

    monkeypatch.setattr(Writer, "put", slow)
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(at.is_set)
    place.qtbot.waitUntil(lambda: [act.text for act in page.acts] == ["Batal"])
    press(place, Qt.Key.Key_Escape)
    on.set()
    ended(place, page)
    assert page._state.done.title == "Dibatalkan."
    assert [path.name for path in stick.iterdir()] == ["DAYUN-kirim.part"]
    press(place, Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: page._state.done is not None and page._state.done.title == "Aman dicabut.")
    assert [path.name.endswith("-kirim") for path in stick.iterdir()] == [True]


def test_without_a_stick_it_says_so_and_any_folder_will_do(place, stick):
    page = page_of(place)
    assert page._banner.isVisible()
    assert not any(act.enabled for act in page.acts if act.key in ("F5", "F7"))
    press(place, Qt.Key.Key_F4)
    sheet = place.window.findChild(FolderSheet)
    sheet.folder.line.setText(str(stick))
    sheet.buttons[DEED].click()
    place.qtbot.waitUntil(lambda: page._state.drive is not None)
    press(place, Qt.Key.Key_F5)
    ended(place, page)
    assert page._state.done.title == "Aman dicabut."


def test_f4_from_sinkronisasi_leads_here(place):
    from station.desk.syncing import SyncDesk
    from station.pages.sync import SyncPage

    counter = place.counter()
    desk = SyncDesk(place.store, counter.session.clock, counter.session.ids)
    place.show(SyncPage(place.window.theme, counter, desk, lambda: None))
    press(place, Qt.Key.Key_F4)
    assert [route.page for route in place.went] == ["stik-usb"]
    desk.close()


def test_every_code_has_words_and_a_stick_from_elsewhere_is_no_fault_of_ours():
    fault = Fault("X", "DAYUN", "never-heard-of")
    assert "never-heard-of" in parcel_words(fault, "DAYUN", "DAYUN-20261123").title
    assert StickFault("stick-odd").code == "stick-odd"
    assert Index("DAYUN", RETURN, 1, "t", {}, {}).size == 0


def test_it_fits(place, stick):
    append_recording(place.store, who=person(1))
    page = page_of(place, stick)
    page._presenter._set(fault=parcel_words(Fault("X", "MINAS", "other-station"), "DAYUN", "DAYUN-20261123"))
    assert lacks_room(place, page) == []
    page._presenter._set(busy="Mengekspor…", share=40, fault=None)
    assert lacks_room(place, page) == []


def test_a_stick_for_two_stations_is_taken_by_each_for_itself(place, stick):
    returned(place, stick, "MINAS")
    ours = returned(place, stick)
    page = page_of(place, stick)
    press(place, Qt.Key.Key_F7)
    ended(place, page)
    assert page._state.fault is None
    assert page._state.done.text == "Isinya sudah pernah dimasukkan; tidak ada yang baru."
    shutil.rmtree(ours)
    assert replace(page._state, chosen="").drive is None
