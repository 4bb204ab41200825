"""Cadangan dan pulih by keys: write, test, choose a disk, ask before a restore; damaged ones are told by cause."""

from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from registry.officers import Role
from station.desk.backups import BackupDesk, Halted, watching
from station.pages.keeping import KeepingPage
from station.pages.restoring import DiskSheet, RestoreSheet
from station.problems import Words
from station.store.machine import machine_secret
from station.store.slots import Cost, Slots, Unlocked
from station.store.store import FILE
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import KEY, append_recording, key_of, person

SANDI = "loket-latihan"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def ready(place, monkeypatch):
    """A station that can be backed up and restored; `puts` is what was handed over to be put in place."""
    home = place.store.folder
    secret = machine_secret(home, home.name, use_keyring=False)
    Slots(home / "slots.json", secret.value, CHEAP).add("dewi", SANDI, Unlocked(KEY, key_of("dewi").to_bytes()))
    append_recording(place.store, who=person(1))
    place.puts = []
    return place


def page_of(ready):
    counter = ready.counter(Role.ADMINISTRATOR, handle="dewi")
    desk = BackupDesk(ready.store, counter.session.clock)
    page = ready.show(KeepingPage(ready.window.theme, counter, desk, ready.puts.append))
    settled(ready, page)
    return page


def settled(ready, page):
    def still():
        state = page._state
        looked = all(entry.fault or entry.folder.name in state.whole for entry in state.entries)
        return not state.busy and state.standing is not None and looked

    ready.qtbot.waitUntil(still, timeout=20_000)


def press(ready, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or ready.window, key, modifier)


def shown(page):
    return [
        [str(page.table.rows.index(n, c).data() or "") for c in range(4)] for n in range(page.table.rows.rowCount())
    ]


def written(ready, page):
    press(ready, Qt.Key.Key_F5)
    ready.qtbot.waitUntil(lambda: page._state.done is not None, timeout=20_000)
    settled(ready, page)


def test_f5_writes_a_backup_that_is_shown_whole(ready):
    page = page_of(ready)
    assert page.context == "Belum ada cadangan"
    assert "disk yang sama" in page._banner.words
    written(ready, page)
    assert page._banner.words.startswith("Cadangan utuh dan sudah diuji.")
    assert [row[3] for row in shown(page)] == ["Utuh"]
    assert page.context == "1 dari 1 cadangan utuh"
    assert any("✓" in value for _, value in page.facts._rows)


def test_f7_tests_the_chosen_one_and_a_damaged_one_is_told_by_its_file(ready):
    page = page_of(ready)
    written(ready, page)
    press(ready, Qt.Key.Key_F7)
    ready.qtbot.waitUntil(lambda: "Dibuka dan diperiksa" in page._banner.words, timeout=20_000)
    settled(ready, page)
    file = page._state.entries[0].folder / FILE
    data = bytearray(file.read_bytes())
    data[9000] ^= 1
    file.write_bytes(data)
    again = page_of(ready)
    assert [row[3] for row in shown(again)] == ["station.db rusak"]
    assert not next(act for act in again.acts if act.text == "Pulihkan…").enabled


def test_a_disk_is_chosen_by_keys_and_its_absence_is_told(ready, tmp_path):
    page = page_of(ready)
    disk = tmp_path / "media"
    disk.mkdir()
    press(ready, Qt.Key.Key_F4)
    sheet = ready.window.front
    assert isinstance(sheet, DiskSheet)
    QTest.keyClicks(sheet.folder.line, str(disk))
    press(ready, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ready.qtbot.waitUntil(lambda: page._state.done is not None, timeout=20_000)
    settled(ready, page)
    assert (disk / "CADANGAN-DAYUN").is_dir()
    (disk / "CADANGAN-DAYUN").rename(tmp_path / "elsewhere")
    again = page_of(ready)
    assert again._banner.words == "Disk cadangan tidak terpasang. Pasang disk bertanda CADANGAN-DAYUN."
    press(ready, Qt.Key.Key_F5)
    ready.qtbot.waitUntil(lambda: again._state.fault is not None, timeout=20_000)
    assert again._banner.words == "Disk cadangan tidak terpasang. Pasang disk bertanda CADANGAN-DAYUN."


def test_a_restore_asks_for_the_name_and_says_what_is_lost(ready):
    page = page_of(ready)
    written(ready, page)
    append_recording(ready.store, "case-2", person(2), "D-2611-0002")
    press(ready, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ready.qtbot.waitUntil(lambda: isinstance(ready.window.front, RestoreSheet), timeout=20_000)
    sheet = ready.window.front
    assert "1 permohonan, 1 tindakan dan 0 rekaman tertunda" in sheet.accessibleDescription()
    assert not sheet.buttons["ya"].isEnabled()
    QTest.keyClicks(sheet.name.line, "Kantor Camat")
    QTest.keyClicks(sheet.passphrase.line, SANDI)
    assert not sheet.buttons["ya"].isEnabled()
    QTest.keyClicks(sheet.name.line, " Dayun")
    assert sheet.buttons["ya"].isEnabled()
    press(ready, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ready.qtbot.waitUntil(lambda: bool(ready.puts), timeout=20_000)
    settled(ready, page)
    ready.store.close()
    assert ready.puts[0]().contents.cases == 1


def test_a_wrong_passphrase_changes_nothing(ready):
    page = page_of(ready)
    written(ready, page)
    page._presenter.restore(page._state.entries[0].backup, "salah")
    ready.qtbot.waitUntil(lambda: page._state.fault is not None, timeout=20_000)
    assert page._banner.words.startswith("Sandi salah.")
    settled(ready, page)
    assert ready.puts == []


def test_esc_stops_a_backup_and_nothing_of_it_stays(ready, monkeypatch):
    page = page_of(ready)
    begun, go_on = Event(), Event()

    def slow(watch):
        begun.set()
        go_on.wait(10)
        watch(0.5)

    monkeypatch.setattr(page._presenter._desk, "back_up", slow)
    press(ready, Qt.Key.Key_F5)
    ready.qtbot.waitUntil(begun.is_set)
    assert [act.text for act in page.acts] == ["Batal"]
    assert page._progress.isVisible()
    press(ready, Qt.Key.Key_Escape)
    go_on.set()
    ready.qtbot.waitUntil(lambda: page._state.done is not None, timeout=20_000)
    assert page._banner.words == "Dibatalkan. Tidak ada yang berubah."
    assert ready.went == []
    settled(ready, page)
    halted = Event()
    halted.set()
    with pytest.raises(Halted):
        watching(halted)(0.1)


@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_it_fits_with_everything_to_say(ready, look):
    page = page_of(ready)
    written(ready, page)
    half = page._state.entries[0].folder.with_name(".DAYUN-20261124T050000Z.part")
    half.mkdir()
    page = page_of(ready)
    ready.window.wear(look)
    long = Words("Disk cadangan tidak terpasang sejak 12 hari.", "Pasang disk bertanda CADANGAN-KECAMATAN-DAYUN. " * 2)
    page.render_state(replace(page._state, busy="Menandai disk…", share=100, fault=long))
    assert lacks_room(ready, page) == []
    ready.window.wear("terang")


def test_little_room_is_told_beside_the_training_words_which_are_never_cut(ready):
    ready.window.resize(1024, 560)
    ready.window.show_room("Ruang simpan tinggal 480 MB. " * 10)
    page_of(ready)
    chrome = ready.window.chrome
    ready.qtbot.waitUntil(chrome.room.isVisible)
    ready.qtbot.waitUntil(lambda: chrome._training.width() >= chrome._training.sizeHint().width())
    ready.window.show_room("")
    assert not chrome.room.isVisible()
    assert chrome.strip.isVisible()
    ready.window.show_officer("Kantor Camat Dayun", "Loket 1", "Dewi", "Administrator", training=False)
    page_of(ready)
    assert not chrome.strip.isVisible()
    ready.window.show_room("Ruang simpan tinggal 480 MB.")
    assert chrome.strip.isVisible()
    ready.window.show_room("")
