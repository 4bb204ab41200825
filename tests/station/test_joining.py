"""A new officer's first sign-in, and one whose right was taken away, in the program as it is composed."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from registry.officers import Grant, Role
from station.desk.officers import Form, OfficersDesk
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.pages.home import HomePage
from station.pages.own_passphrase import OwnPassphrasePage
from station.pages.sign_in import SignInPage
from station.store.store import Store
from sync.cycle import CycleReport
from sync.keys import CENTRE
from sync.officers import Claim
from tests.station.store.making import KEY, key_of, signed_revocation
from tests.station.test_sign_in import CHEAP, SANDI, enter, home, said, signed_in, start  # noqa: F401 - fixtures

OWN = "kelapa sawit tua"


@pytest.fixture
def invited(home):  # noqa: F811 - a fixture
    door = Door(home, Clock(), cost=CHEAP, use_keyring=False)
    dewi = door.sign_in("dewi", SANDI)
    until = f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%d}"
    words = OfficersDesk(dewi, door.slots).invite(Form("siti", "Siti", "", "SK-1", frozenset({Role.OPERATOR}), until))
    dewi.store.close()
    return words, until


def grant(home, own_key, until):  # noqa: F811 - a fixture's value
    """The centre's answer."""
    raw = Grant("siti", "Siti", own_key, frozenset({Role.OPERATOR}), "DAYUN", until, "", "SK-1").to_bytes()
    store = Store.open(home, KEY)
    store.officers.put(raw, key_of(CENTRE).sign(raw))
    store.close()


def claimed(home):  # noqa: F811 - a fixture's value
    store = Store.open(home, KEY)
    found = [kept.request for kept in store.requests.all() if isinstance(kept.request, Claim)]
    store.close()
    return found


def type_twice(page, qtbot, first, again):
    qtbot.keyClicks(page.first.line, first)
    qtbot.keyClick(page.first.line, Qt.Key.Key_Return)
    qtbot.keyClicks(page.again.line, again)
    qtbot.keyClick(page.again.line, Qt.Key.Key_Return)


def test_a_new_officer_chooses_a_passphrase_waits_and_comes_in(start, qtbot, home, invited):  # noqa: F811 - fixtures
    words, until = invited
    station = start()
    enter(station, qtbot, words, "siti")
    qtbot.waitUntil(lambda: isinstance(station.window.page, OwnPassphrasePage), timeout=20_000)
    page = station.window.page
    qtbot.waitUntil(page.first.line.hasFocus)
    type_twice(page, qtbot, OWN, "kelapa sawit muda")
    assert "Dua sandi berbeda." in page.banner.words
    type_twice(page, qtbot, "pendek", "pendek")
    qtbot.waitUntil(lambda: "Sandi terlalu pendek." in page.banner.words)
    type_twice(page, qtbot, OWN, OWN)
    qtbot.waitUntil(lambda: isinstance(station.window.page, SignInPage), timeout=20_000)
    assert "Menunggu Dinas" in station.window.page.banner.words
    assert not station.rooms.signed_in
    enter(station, qtbot, OWN, "siti")
    qtbot.waitUntil(lambda: "Dinas belum mengenal petugas ini." in said(station), timeout=20_000)
    (claim,) = claimed(home)
    grant(home, claim.own_key, until)
    enter(station, qtbot, OWN, "siti")
    qtbot.waitUntil(lambda: isinstance(station.window.page, HomePage), timeout=20_000)
    assert station.rooms.session.officer.name == "Siti"


def test_escape_leads_back_and_leaves_the_start_passphrase(start, qtbot, home, invited):  # noqa: F811 - fixtures
    station = start()
    enter(station, qtbot, invited[0], "siti")
    qtbot.waitUntil(lambda: isinstance(station.window.page, OwnPassphrasePage), timeout=20_000)
    qtbot.keyClick(station.window.page.first.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(station.window.page, SignInPage), timeout=20_000)
    assert claimed(home) == []
    enter(station, qtbot, invited[0], "siti")
    qtbot.waitUntil(lambda: isinstance(station.window.page, OwnPassphrasePage), timeout=20_000)


def test_a_revoked_officer_is_told_when_and_what_stays(start, qtbot, home):  # noqa: F811 - fixtures
    store = Store.open(home, KEY)
    store.officers.revoke(*signed_revocation("rina", "2026-11-24T03:42:07Z"))
    store.close()
    station = start()
    enter(station, qtbot, SANDI)
    qtbot.waitUntil(lambda: "Tugas di stasiun ini dicabut 24 Nov" in said(station), timeout=20_000)
    assert "tetap sah" in said(station)
    station = start()
    line = station.window.page.officer.line
    assert [line.itemData(n) for n in range(line.count())] == ["dewi"]


def test_who_is_revoked_while_signed_in_is_signed_out_after_the_sync(start, qtbot, monkeypatch):  # noqa: F811 - fixtures
    station = signed_in(start(), qtbot)
    rooms = station.rooms
    qtbot.waitUntil(lambda: not station.rounds.busy, timeout=20_000)

    def synced(_stop, *, asked):
        assert asked
        rooms.session.store.officers.revoke(*signed_revocation("rina", rooms.session.clock.stamp()))
        return CycleReport(0, 0, 0, 1, 0, None)

    monkeypatch.setattr(rooms, "sync", synced)
    station.sync()
    qtbot.waitUntil(lambda: isinstance(station.window.page, SignInPage), timeout=20_000)
    assert not rooms.signed_in


def test_the_administrators_pages_are_on_his_rail_only(start, qtbot):  # noqa: F811 - fixtures
    station = start()
    enter(station, qtbot, SANDI, "dewi")
    qtbot.waitUntil(lambda: isinstance(station.window.page, HomePage), timeout=20_000)
    assert {"petugas", "audit"} <= {item.id for item in station.rooms.rail()}
    for name in ("petugas", "audit"):
        station.go(station.rooms.route(name))
        qtbot.waitUntil(lambda: bool(station.window.page.context), timeout=20_000)
    station.sign_out()
    qtbot.waitUntil(lambda: station._sign_in is not None and not station.rooms.signed_in)
    signed_in(station, qtbot)
    assert not {"petugas", "audit"} & {item.id for item in station.rooms.rail()}
    for name in ("petugas", "audit"):
        assert station.rooms.page(station, station.rooms.route(name)) is None
