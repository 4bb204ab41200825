"""Signing in, wrong passphrases and the lock, in a real window over a real store."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from registry.actions import Kind
from registry.case import NotAllowed
from registry.officers import Role
from station.compose.station import Place, Station
from station.desk.pen import write
from station.desk.recording import RecordingDesk
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.pages.home import HomePage
from station.presenters.counter import Route
from station.settings import Settings
from station.store.machine import machine_secret
from station.store.slots import LOCK, Cost, Slots, Unlocked
from sync import age
from tests.station.store.making import KEY, key_of, person, signed_grant, store_in

SANDI = "loket-latihan"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "kecamatan"
    store = store_in(folder)
    store.residents.put([person(1)])
    secret = machine_secret(folder, "kecamatan", use_keyring=False).value
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    for officer, role in (("dewi", Role.ADMINISTRATOR), ("rina", Role.OPERATOR)):
        store.officers.put(*signed_grant(officer, role, until=until))
        keys = Unlocked(KEY, key_of(officer).to_bytes())
        Slots(folder / "slots.json", secret, CHEAP).add(officer, SANDI, keys)
    store.close()
    return folder


@pytest.fixture
def start(home, qapp, qtbot):
    """Stations over the same folder, one after the other; each is closed as by its window."""
    running = []

    def started(now=None):
        stop(running)
        place = Place(home, {}, home.parent / "keluaran", "kecamatan", use_keyring=False)
        station = Station(qapp, place, Settings(sync_seconds=3600))
        station.open()
        station.window.activateWindow()
        qtbot.waitUntil(station.window.isActiveWindow)
        qtbot.waitUntil(lambda: station.rooms is not None, timeout=30_000)
        if now is not None:
            station.rooms._clock = Clock(lambda: now)
        running.append(station)
        return station

    yield started
    stop(running)


def stop(running):
    while running:
        station = running.pop()
        station.window.close()  # first: it waits for what runs on the store's lane
        if station.rooms is not None:
            station.rooms.sign_out()
        station.window.deleteLater()


def passphrase(station):
    cover = station._cover
    inside = (cover or station.window.page).findChildren(QLineEdit)
    return next(line for line in inside if line.accessibleName() == "Sandi")


def said(station):
    part = station._cover or station.window.page
    return " ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def choose(station, handle):
    field = station.window.page.officer
    field.line.setCurrentIndex(field.line.findData(handle))


def enter(station, qtbot, words, handle="rina"):
    if station._cover is None:
        choose(station, handle)
    qtbot.waitUntil(lambda: station._cover is not None or station.window.page.go.isEnabled())
    passphrase(station).setFocus()
    qtbot.keyClicks(passphrase(station), words)
    qtbot.keyClick(passphrase(station), Qt.Key.Key_Return)


def signed_in(station, qtbot):
    enter(station, qtbot, SANDI)
    qtbot.waitUntil(lambda: station._sign_in is None and isinstance(station.window.page, HomePage), timeout=20_000)
    return station


def lock(station, qtbot):
    qtbot.keyClick(station.window.focusWidget() or station.window, Qt.Key.Key_L, CTRL)
    assert station._cover is not None


def biodata(station, qtbot):
    """The open case of a test: its form, filled from the register."""
    draft = RecordingDesk(station.rooms.session).begin(person(1), "ktp-baru", "tidak")
    station.go(Route("biodata", draft.case))
    page = station.window.page
    qtbot.waitUntil(lambda: page.fields["name"].text == person(1).name, timeout=10_000)
    return draft.case, page


# wrong passphrases ------------------------------------------------------------------------------------------------
def test_before_sign_in_handles_are_offered_and_nothing_is_open(start, home):
    station = start()
    line = station.window.page.officer.line
    assert [line.itemData(n) for n in range(line.count())] == ["dewi", "rina"]
    assert not station.rooms.signed_in
    assert not (home / "station.db-wal").exists()
    assert station.window.focusWidget() is passphrase(station)


def test_a_wrong_passphrase_says_how_many_tries_are_left(start, qtbot):
    station = start()
    for left in (4, 3, 2, 1):
        enter(station, qtbot, "salah")
        wanted = f"Sandi salah. Sisa {left} percobaan, lalu terkunci 15 menit."
        qtbot.waitUntil(lambda wanted=wanted: wanted in said(station))
        assert passphrase(station).text() == ""
        assert passphrase(station).hasFocus()
    assert not station.rooms.signed_in


def test_five_wrong_ones_lock_also_through_a_restart_and_not_the_others(start, qtbot):
    now = datetime.now(UTC)
    station = start(now)
    for left in (4, 3, 2, 1):
        enter(station, qtbot, "salah")
        qtbot.waitUntil(lambda left=left: f"Sisa {left} percobaan" in said(station))
    enter(station, qtbot, "salah")
    until = f"Terkunci sampai {(now + LOCK).astimezone():%H.%M} karena 5 kali salah."
    qtbot.waitUntil(lambda: until in said(station))
    station = start(now + timedelta(minutes=1))
    enter(station, qtbot, SANDI)  # the right one does not help now
    qtbot.waitUntil(lambda: until in said(station))
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: isinstance(station.window.page, HomePage), timeout=20_000)
    station = start(now + LOCK + timedelta(minutes=1))
    signed_in(station, qtbot)


def test_a_right_one_gives_all_five_tries_back(start, qtbot):
    station = start()
    enter(station, qtbot, "salah")
    qtbot.waitUntil(lambda: "Sisa 4 percobaan" in said(station))
    signed_in(station, qtbot)
    station.sign_out()
    qtbot.waitUntil(lambda: station._sign_in is not None and not station.rooms.signed_in)
    enter(station, qtbot, "salah")
    qtbot.waitUntil(lambda: "Sisa 4 percobaan" in said(station))


def test_nothing_is_asked_with_an_empty_passphrase(start, qtbot, home):
    station = start()
    before = (home / "slots.json").read_bytes()
    qtbot.keyClick(passphrase(station), Qt.Key.Key_Return)
    qtbot.mouseClick(station.window.page.go, Qt.MouseButton.LeftButton)
    assert (home / "slots.json").read_bytes() == before


def test_escape_clears_alt_t_shows_and_caps_lock_is_told(start, qtbot):
    station = start()
    line = passphrase(station)
    qtbot.keyClicks(line, "abc")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClick(line, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    qtbot.keyPress(line, "A")
    assert "▲ Caps Lock menyala" in said(station)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""


# the slots --------------------------------------------------------------------------------------------------------
def test_a_slot_is_wrapped_by_argon2id_and_the_secret_of_the_machine(home):
    """Worked out here a second time from the numbers in the file: 64 MiB, 3 passes, 4 lanes."""
    secret = machine_secret(home, "kecamatan", use_keyring=False).value
    Slots(home / "slots.json", secret).add("hendra", SANDI, Unlocked(KEY, key_of("hendra").to_bytes()))
    slot = json.loads((home / "slots.json").read_text())["slots"]["hendra"]
    assert slot["cost"] == {"memory_kib": 65536, "passes": 3, "lanes": 4}
    salt, wrapped = bytes.fromhex(slot["salt"]), bytes.fromhex(slot["signing"])

    def key(kind):
        stretched = hash_secret_raw(SANDI.encode(), salt, 3, 65536, 4, 32, kind)
        return HKDF(SHA256(), 32, salt=None, info=b"loket slot 1 hendra").derive(stretched + secret)

    signing = aes_key_unwrap(key(Type.ID), wrapped)
    assert signing == key_of("hendra").to_bytes()
    assert age.unseal_with_key(bytes.fromhex(slot["store"]), signing) == KEY
    for other in (Type.I, Type.D):
        with pytest.raises(InvalidUnwrap):
            aes_key_unwrap(key(other), wrapped)


def test_a_door_takes_that_cost_when_it_is_told_none(home):
    door = Door(home, Clock(), use_keyring=False)
    assert (door._slots._cost.memory_kib, door._slots._cost.passes, door._slots._cost.lanes) == (65536, 3, 4)


# the lock ---------------------------------------------------------------------------------------------------------
def test_ctrl_l_covers_all_and_the_open_case_comes_back_with_its_content(start, qtbot):
    station = signed_in(start(), qtbot)
    case, page = biodata(station, qtbot)
    phone = page.fields["phone"].line
    phone.setFocus()
    phone.clear()
    qtbot.keyClicks(phone, "081234567890")  # typed and not yet left
    lock(station, qtbot)
    window = station.window
    assert station._cover.geometry() == window.rect()
    assert not page.isVisible()
    assert person(1).name not in said(station)
    assert "Terkunci oleh Rina" in said(station)
    enter(station, qtbot, SANDI)
    qtbot.waitUntil(lambda: station._cover is None)
    again = window.page
    assert (again.title, again._case) == ("Biodata F-1.02", case)
    qtbot.waitUntil(lambda: again.fields["phone"].text == "081234567890", timeout=10_000)
    assert again.fields["name"].text == person(1).name
    assert again.isVisible()
    assert RecordingDesk(station.rooms.session).load(case).fields["phone"] == "081234567890"


def test_under_the_lock_nobody_can_sign_not_even_the_page_that_is_open(start, qtbot):
    station = signed_in(start(), qtbot)
    _, page = biodata(station, qtbot)
    held = page._counter.session
    signed = write(held, None, Kind.SUBMITTED, "complete", b"{}", case_id="c", service="ktp-baru")
    assert signed.signature
    lock(station, qtbot)
    for session in (held, station.rooms.session):
        with pytest.raises(NotAllowed, match="locked"):
            write(session, None, Kind.SUBMITTED, "complete", b"{}", case_id="c", service="ktp-baru")
    assert station.rooms.session.store.cases.chain_head() is not None  # store and station key stay
    enter(station, qtbot, SANDI)
    qtbot.waitUntil(lambda: station._cover is None)
    assert write(station.rooms.session, None, Kind.SUBMITTED, "complete", b"{}", case_id="c", service="ktp-baru")


def test_a_wrong_passphrase_under_the_lock_counts_and_keeps_it(start, qtbot):
    station = signed_in(start(), qtbot)
    lock(station, qtbot)
    for left in (4, 3, 2, 1):
        enter(station, qtbot, "salah")
        qtbot.waitUntil(lambda left=left: f"Sisa {left} percobaan" in said(station))
    enter(station, qtbot, "salah")
    qtbot.waitUntil(lambda: "Terkunci sampai" in said(station))
    assert station._cover is not None


def test_the_lock_shows_the_passphrase_on_demand_and_starts_in_it(start, qtbot):
    station = signed_in(start(), qtbot)
    lock(station, qtbot)
    line = passphrase(station)
    assert station.window.focusWidget() is line
    qtbot.keyClick(line, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    qtbot.keyPress(line, "A")
    assert "▲ Caps Lock menyala" in said(station)


def test_no_key_goes_through_the_lock(start, qtbot):
    station = signed_in(start(), qtbot)
    before = station.window.page
    lock(station, qtbot)
    for key in (Qt.Key.Key_3, Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_L):
        qtbot.keyClick(passphrase(station), key, CTRL)
    assert station.window.page is before
    assert station._cover is not None


def test_it_locks_by_itself_when_nobody_is_there_and_any_key_puts_that_off(start, qtbot):
    station = signed_in(start(), qtbot)
    assert station._idle.interval() == Settings().lock_minutes * 60_000
    assert station._soon.interval() == station._idle.interval() - 60_000
    left = station._idle.remainingTime
    station._idle.start(60_000)
    qtbot.keyClick(station.window, Qt.Key.Key_Shift)
    assert left() > 50_000
    station._soon.start(1)
    qtbot.waitUntil(lambda: station.window.toasts.words == ["Terkunci dalam 60 detik"])
    station._idle.start(1)
    qtbot.waitUntil(lambda: station._cover is not None)
    assert not station._idle.isActive()


def test_another_officer_goes_through_sign_in_and_finds_nothing_of_the_last(start, qtbot):
    station = signed_in(start(), qtbot)
    biodata(station, qtbot)
    station.window.toast("SUHAILA tersimpan", "err")
    lock(station, qtbot)
    station._leave()
    qtbot.waitUntil(lambda: station._sign_in is not None and station._cover is None)
    assert station.window.page.title == "Masuk"
    assert station.window.toasts.notices == []
    assert not station.rooms.signed_in
