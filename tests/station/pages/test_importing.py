"""Impor data by keys: a look at every row, the report, two passphrases, and what stops it."""

from __future__ import annotations

import os
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt

from registry.officers import Role
from station.desk.session import HeldKey
from station.pages.importing import ImportPage
from station.pages.witness_sheet import DEED, WitnessSheet
from station.presenters.importing import Cancelled
from station.store.errors import DiskFault
from station.store.slots import WrongPassphrase
from tests.station.desk.test_importing import BAST, ROW, file_of, other
from tests.station.pages.families import press
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import key_of, signed_grant, signed_revocation

CTRL = Qt.KeyboardModifier.ControlModifier
SANDI = "loket-latihan"
SHOTS = os.environ.get("LOKET_SHOTS", "")


class Door:
    """Gives sessions for the right passphrase, as the door of a station does; remembers the keys it gave."""

    def __init__(self, place):
        self.place, self.given = place, []

    def __call__(self, handle, passphrase):
        if passphrase != SANDI:
            raise WrongPassphrase(2)
        role = {"dewi": Role.ADMINISTRATOR, "hendra": Role.VERIFIER}.get(handle, Role.OPERATOR)
        session = replace(self.place.counter(role, handle=handle).session, key=HeldKey(key_of(handle)))
        self.given.append(session.key)
        return session


@pytest.fixture
def ready(place, tmp_path):
    roles = (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER), ("dewi", Role.ADMINISTRATOR))
    for handle, role in (*roles, ("budi", Role.TECHNICIAN)):
        place.store.officers.put(*signed_grant(handle, role, until="2099-12-31"))
    place.store.officers.put(*signed_grant("lama", Role.OPERATOR, until="2020-01-01"))
    place.store.officers.put(*signed_grant("murniati", Role.VERIFIER, station="UPTD-SIAK", until="2099-12-31"))
    place.store.officers.put(*signed_grant("fajar", Role.OPERATOR, until="2099-12-31"))
    place.store.officers.revoke(*signed_revocation("fajar", "2026-11-20T03:00:00Z"))
    place.file = tmp_path / "penduduk.csv"
    place.file.write_bytes(file_of({}, other(2), other(3), {"NIK": "1"}, other(3)))
    return place


@pytest.fixture
def page(ready, tmp_path):
    ready.door = Door(ready)
    counter = ready.counter(Role.ADMINISTRATOR, handle="dewi")
    shown = ready.show(ImportPage(ready.window.theme, counter, ready.door, tmp_path / "keluaran"))
    ready.qtbot.waitUntil(lambda: shown._state.loaded)
    return shown


def shot(place, name):
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(120)
        place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


def looked(ready, page):
    ready.qtbot.keyClicks(page.file.line, str(ready.file))
    press(ready, Qt.Key.Key_F5)
    ready.qtbot.waitUntil(lambda: page._state.plan is not None or page._state.fault is not None)


def ask(ready, page):
    page.bast.line.setText(BAST)
    press(ready, Qt.Key.Key_Return, CTRL)
    ready.qtbot.waitUntil(lambda: isinstance(ready.window.front, WitnessSheet))
    return ready.window.front


def fill(ready, sheet, second="hendra", own=SANDI, passphrase=SANDI):
    ready.qtbot.keyClicks(sheet.own.line, own)
    sheet.second.put(second)
    ready.qtbot.keyClicks(sheet.passphrase.line, passphrase)


def cells(page):
    model = page.table.model()
    return [tuple(model.index(n, c).data() for c in range(4)) for n in range(model.rowCount())]


def test_the_look_changes_nothing_and_tells_each_row(ready, page):
    looked(ready, page)
    assert [row[1] for row in cells(page)] == ["Baru", "Baru", "Baru", "Ditolak", "Ditolak"]
    assert cells(page)[3][2:] == ("-", "NIK: NIK tidak mungkin")
    assert cells(page)[4][3] == "NIK: NIK sudah ada di baris 4"
    assert ROW["NIK"] not in repr(cells(page))
    assert ready.store.residents.count() == 0
    assert not page.primary.enabled  # no BAST yet
    shot(ready, "impor-diperiksa")
    page.outcome.put("ditolak")
    assert len(cells(page)) == 2


def test_two_passphrases_take_it_in_and_the_second_key_is_dropped(ready, page):
    looked(ready, page)
    sheet = ask(ready, page)
    assert "3 baru" in sheet.accessibleDescription()
    assert not sheet.buttons[DEED].isEnabled()
    fill(ready, sheet)
    assert sheet.buttons[DEED].isEnabled()
    shot(ready, "impor-tanda-tangan")
    press(ready, Qt.Key.Key_Return, CTRL)
    ready.qtbot.waitUntil(lambda: page._state.done is not None)
    assert page._banner.words == (
        f"Diimpor dengan BAST {BAST}: 3 baru, 0 berubah, 2 ditolak. Ditandatangani Dewi dan Hendra."
    )
    assert ready.store.residents.count() == 3
    made = ready.store.imports.all()[0]
    assert (made.administrator, made.second) == ("dewi", "hendra")
    assert [key._key for key in ready.door.given] == [None, None]
    ready.qtbot.waitUntil(lambda: bool(page.earlier.ids()))
    assert (page.file.text, page.bast.text) == ("", "")
    shot(ready, "impor-selesai")


@pytest.mark.parametrize(
    ("own", "second", "words"),
    [("salah", SANDI, "Sandi salah."), (SANDI, "salah", "Sandi salah. Sisa 2 percobaan")],
)
def test_a_wrong_passphrase_of_either_changes_nothing(ready, page, own, second, words):
    looked(ready, page)
    fill(ready, ask(ready, page), own=own, passphrase=second)
    press(ready, Qt.Key.Key_Return, CTRL)
    ready.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert page._banner.words.startswith(words)
    assert ready.store.imports.all() == ()
    assert page._state.plan is not None  # what was looked at stays, to try again


def test_only_who_works_here_now_is_offered_as_the_second_and_not_oneself(ready, page):
    looked(ready, page)
    sheet = ask(ready, page)
    offered = [sheet.second.line.itemData(n) for n in range(sheet.second.line.count())]
    assert offered == ["", "hendra", "rina"]
    page._presenter.take_in(BAST, SANDI, "dewi", SANDI)
    ready.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert page._banner.words == "Petugas kedua harus orang lain. Tidak ada yang diubah."


def test_a_file_that_is_none_is_told_by_its_cause(ready, page, tmp_path):
    ready.file.write_bytes(b"NIK;NAMA\n1;2\n")
    looked(ready, page)
    assert page._banner.words.startswith("Kolom tidak lengkap")
    page.file.line.setText(str(tmp_path / "tidak-ada.csv"))
    press(ready, Qt.Key.Key_F5)
    ready.qtbot.waitUntil(lambda: "tidak dapat dibaca" in page._banner.words)


def test_the_report_is_written_without_a_full_number(ready, page, tmp_path):
    looked(ready, page)
    press(ready, Qt.Key.Key_F9)
    ready.qtbot.waitUntil(lambda: "Laporan tersimpan" in page.saved[0])
    (file,) = (tmp_path / "keluaran").iterdir()
    assert ROW["NIK"] not in file.read_text()
    assert file.read_text().count("\n") == 7


def test_esc_stops_the_look(ready, page, monkeypatch):
    begun, go_on = Event(), Event()

    def slow(_data, _session, _version, tell):
        begun.set()
        go_on.wait(10)
        tell(1, 2)

    monkeypatch.setattr("station.presenters.importing.examine", slow)
    ready.qtbot.keyClicks(page.file.line, str(ready.file))
    press(ready, Qt.Key.Key_F5)
    ready.qtbot.waitUntil(begun.is_set)
    assert [act.text for act in page.acts] == ["Batal"]
    press(ready, Qt.Key.Key_Escape)
    go_on.set()
    ready.qtbot.waitUntil(lambda: page._state.done is not None)
    assert page._banner.words == "Pemeriksaan dihentikan. Tidak ada yang diubah."
    page._presenter._stop.set()
    with pytest.raises(Cancelled):
        page._presenter._tell(1, 2)


def test_a_fault_of_the_disk_takes_in_nothing(ready, page, monkeypatch):
    looked(ready, page)

    def broken(*_facts):
        raise DiskFault("disk")

    monkeypatch.setattr(ready.store.imports, "add", broken)
    fill(ready, ask(ready, page))
    press(ready, Qt.Key.Key_Return, CTRL)
    ready.qtbot.waitUntil(lambda: page._state.fault is not None)
    assert ready.store.residents.count() == 0


@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_it_fits(ready, page, look):
    looked(ready, page)
    page.render_state(replace(page._state, busy="Memeriksa", fault=None))
    ready.window.wear(look)
    assert lacks_room(ready, page) == []
    ready.window.wear("terang")
