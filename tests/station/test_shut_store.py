"""What a shut store says at the sign-in page, and a restore from the page to the sign-in page, in a real window."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.desk.keeping import Keeper
from station.desk.session import Clock
from station.pages.keeping import KeepingPage
from station.pages.restoring import RestoreSheet
from station.problems import moment_words
from station.settings import read_settings, write_settings
from station.store.machine import machine_secret
from station.store.slots import Slots, Unlocked
from station.store.store import FILE, Store
from tests.station.pages.test_fit import lacking
from tests.station.store.making import KEY, append_recording, key_of, person, store_in
from tests.station.test_sign_in import CHEAP, CTRL, SANDI, choose, enter, home, said, start

__all__ = ["home", "start"]  # fixtures


def back_up(home):
    return Keeper(home, Clock()).back_up("dewi", SANDI, home.parent / "backups")


def refused(station, qtbot, handle="dewi"):
    enter(station, qtbot, SANDI, handle)
    page = station.window.page
    qtbot.waitUntil(lambda: bool(page.banner.words), timeout=20_000)
    return page.banner.words


def flip(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("place", [3, 200, 4096 * 3 + 17])
def test_a_damaged_store_names_the_newest_whole_backup(start, home, qtbot, place):
    made, newer = back_up(home), home.parent / "backups" / "DAYUN-20991231T000000Z"
    shutil.copytree(made.folder, newer)  # a newer one that is damaged itself is not offered
    record = (newer / "manifest.json").read_bytes().replace(made.at.encode(), b"2099-12-31T00:00:00Z")
    (newer / "manifest.json").write_bytes(record)
    flip(newer / FILE, 9000)
    flip(home / FILE, place)
    before = (home / FILE).read_bytes()
    assert refused(start(), qtbot) == (
        "Data stasiun rusak pada satu bagian dan tidak dibuka supaya tidak salah. "
        f"Cadangan utuh terbaru: {moment_words(made.at)}. Jangan hapus apa pun; panggil administrator, Pulihkan."
    )
    assert (home / FILE).read_bytes() == before


def test_an_administrator_brings_it_back_from_the_sign_in_page(start, home, qtbot):
    made = back_up(home)
    flip(home / FILE, 4096 * 3 + 17)
    damaged = (home / FILE).read_bytes()
    station = start()
    refused(station, qtbot, "rina")
    qtbot.waitUntil(lambda: [act.text for act in station.window.page.acts] == ["Pulihkan…"], timeout=20_000)
    assert lacks_room(station, qtbot) == []
    sheet = way_back(station, qtbot)
    assert "Data sekarang rusak dan tidak dapat dihitung." in sheet.accessibleDescription()
    press(station, Qt.Key.Key_Return, CTRL)
    page = station.window.page
    qtbot.waitUntil(lambda: page.banner.words.startswith("Hanya administrator"), timeout=20_000)
    assert (home / FILE).read_bytes() == damaged
    choose(station, "dewi")
    way_back(station, qtbot)
    press(station, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.banner.words.startswith("Data dipulihkan dari "), timeout=20_000)
    assert moment_words(made.at) in page.banner.words
    (aside,) = home.parent.glob("kecamatan.sebelum-pulih-*")
    assert (aside / FILE).read_bytes() == damaged
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: station._sign_in is None, timeout=20_000)


def lacks_room(station, qtbot):
    station.window.resize(1024, 560)
    page = station.window.page
    qtbot.waitUntil(lambda: lacking(page) == [], timeout=5_000)
    return lacking(page)


def way_back(station, qtbot):
    press(station, Qt.Key.Key_F10)
    sheet = station.window.front
    assert isinstance(sheet, RestoreSheet)
    QTest.keyClicks(sheet.name.line, "DAYUN")
    QTest.keyClicks(sheet.passphrase.line, SANDI)
    return sheet


def test_without_a_whole_backup_it_says_so(start, home, qtbot):
    flip(home / FILE, 9000)
    assert "Belum ada cadangan utuh di sini." in refused(start(), qtbot)


def test_a_file_of_another_station_is_not_called_damage(start, home, qtbot, tmp_path):
    other = store_in(tmp_path / "other", "MINAS")
    other.close()
    shutil.copy(home / FILE, tmp_path / "kept.db")
    data = bytearray((tmp_path / "other" / FILE).read_bytes())
    (home / FILE).write_bytes(data)
    (home / "station.id").unlink()
    slots = Slots(home / "slots.json", machine_secret(home, "kecamatan").value, CHEAP)
    slots.add("dewi", SANDI, Unlocked(bytes(32), key_of("dewi").to_bytes()))
    words = "Data ini dibuat di komputer lain. Pasang kunci pemulihan atau pulihkan cadangan."
    assert refused(start(), qtbot) == words


def test_a_slot_file_of_another_machine_and_none_at_all_are_told(start, home, qtbot):
    Slots(home / "slots.json", b"x" * 32, CHEAP)
    held = (home / "slots.json").read_bytes()
    (home / "slots.json").unlink()
    Slots(home / "slots.json", b"x" * 32, CHEAP).add("dewi", SANDI, Unlocked(KEY, key_of("dewi").to_bytes()))
    assert refused(start(), qtbot).startswith("Berkas sandi ini dari komputer lain. Kembalikan slots.json")
    (home / "slots.json").unlink()
    assert "Berkas sandi stasiun (slots.json) hilang. Data masih ada; jangan hapus apa pun." in said(start())
    (home / "slots.json").write_bytes(held[:40])
    assert "Berkas sandi stasiun (slots.json) tidak terbaca." in said(start())
    assert (home / FILE).exists()


def test_a_clock_years_ahead_is_told_from_a_term_that_is_over(start, home, qtbot):
    store = Store.open(home, KEY)
    contact = datetime.now(UTC)
    store.side.note_contact(f"{contact:%Y-%m-%dT%H:%M:%SZ}", 0.0)
    store.close()
    words = refused(start(contact + timedelta(days=1900)), qtbot)
    assert words.startswith("Jam komputer mungkin terlalu maju: ")
    assert words.endswith("Betulkan jam komputer, lalu masuk lagi.")
    assert refused(start(contact + timedelta(days=60)), qtbot).startswith("Masa tugas berakhir ")


def test_a_clock_years_behind_opens_with_a_word_and_signs_with_the_trusted_time(start, home, qtbot):
    store = Store.open(home, KEY)
    contact = datetime.now(UTC).replace(microsecond=0)
    store.side.note_contact(f"{contact:%Y-%m-%dT%H:%M:%SZ}", 0.0)
    store.close()
    station = start(contact - timedelta(days=2000))
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: any("tertinggal" in n.words for n in station.window.toasts.notices), timeout=20_000)
    assert station.rooms.session.clock.stamp() == f"{contact:%Y-%m-%dT%H:%M:%SZ}"


def test_a_restore_by_keys_ends_at_the_sign_in_page_with_what_is_stopped(start, home, qtbot):
    made = back_up(home)
    store = Store.open(home, KEY)
    append_recording(store, "case-2", person(1), "D-2611-0002")
    store.close()
    station = start()
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: station._sign_in is None and station.window.page is not None, timeout=20_000)
    qtbot.waitUntil(lambda: station._route is not None, timeout=20_000)
    station._asked("cadangan")
    page = station.window.page
    assert isinstance(page, KeepingPage)
    qtbot.waitUntil(lambda: len(page._state.whole) == 1, timeout=20_000)
    press(station, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: isinstance(station.window.front, RestoreSheet), timeout=20_000)
    sheet = station.window.front
    assert "1 permohonan" in sheet.accessibleDescription()
    QTest.keyClicks(sheet.name.line, "Kantor Camat Dayun")
    QTest.keyClicks(sheet.passphrase.line, SANDI)
    press(station, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: station._sign_in is not None and bool(station._sign_in.banner.words), timeout=20_000)
    assert station._sign_in.banner.words.startswith(
        f"Data dipulihkan dari {moment_words(made.at)}. Perekaman berjalan;"
    )
    store = Store.open(home, KEY)
    assert store.contents().cases == 0
    assert store.releases.reconcile_needed
    store.close()
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: any("Data dipulihkan" in n.words for n in station.window.toasts.notices), timeout=20_000)


def test_a_quiet_moment_writes_the_backup_of_the_day(start, home, qtbot):
    write_settings(home / "settings.toml", replace(read_settings(home / "settings.toml"), backup_keep=2))
    station = start()
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: station._sign_in is None, timeout=20_000)
    station._upkeep.tick()
    station._upkeep.timer.timeout.emit()  # as after a minute without a key
    qtbot.waitUntil(lambda: len(list((home.parent / "backups").glob("DAYUN-*"))) == 1, timeout=20_000)


def press(station, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or station.window, key, modifier)
