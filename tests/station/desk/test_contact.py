"""A station its centre has not heard of says so by degrees, and goes on recording at every one of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.contact import Contact, read_contact, terms_ending
from station.desk.renewing import ask_renewal, due, want_renewal
from station.desk.session import Clock, HeldKey, Officer, Session
from station.desk.syncing import SyncState
from station.presenters.sync_light import light
from station.problems.contact import contact_words, key_words, lock_words, term_words
from station.store.renewing import KEY_NEXT, KEY_UNTIL, KEY_WANTED, take_key
from station.store.requests import REFUSED
from sync.errors import Unreachable
from sync.keys import SigningKey
from sync.ports import REQUEST, PacketInfo
from sync.wire import Receipt
from tests.journeys.children import record
from tests.station.store.making import key_of, person, signed_grant, store_in

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
NO_WAY = Unreachable("unreachable")


@pytest.fixture
def store(tmp_path):
    made = store_in(tmp_path / "kecamatan")
    for handle, role in (("rina", Role.OPERATOR), ("dewi", Role.ADMINISTRATOR)):
        made.officers.put(*signed_grant(handle, role, until="2099-12-31"))
    yield made
    made.close()


def session(store, handle="rina", role=Role.OPERATOR, now=NOW):
    who = Officer(handle, handle.title(), frozenset({role}))
    return Session(who, "DAYUN", HeldKey(key_of(handle)), store, Clock(lambda: now), Uuid7Source())


@pytest.mark.parametrize("days", [0, 3, 7, 14, 30, 400])
def test_recording_goes_on_at_every_degree_under_a_lock_and_past_the_key(store, days):
    at = f"{NOW - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
    store.facts.put({"contact.at": at.encode(), "lock": b"Stasiun ini dicabut.", KEY_UNTIL: b"2026-01-01"})
    store.residents.put([person(1)])
    desk = session(store)
    case = record(desk, person(1))
    assert store.cases.row(case).number
    stands = read_contact(store, desk.clock)
    assert (stands.days, stands.waiting, stands.lock) == (days, 1, "Stasiun ini dicabut.")
    assert stands.key_days < 0


@pytest.mark.parametrize(
    ("days", "role", "said"),
    [
        (0, "neu", "Tanpa jaringan"),
        (2, "neu", "Tanpa jaringan"),
        (3, "warn", "3 hari belum terkirim"),
        (13, "warn", "13 hari belum terkirim"),
        (14, "err", "14 hari belum terkirim"),
        (30, "err", "30 hari belum terkirim"),
    ],
)
def test_the_light_turns_by_days(days, role, said):
    word, shown, _ = light(SyncState(), Contact(days, 3), NO_WAY, "2026-11-24T04:00:00Z")
    assert said in word
    assert shown == role


def test_a_lock_is_said_before_anything_else_and_nothing_waiting_is_not_called_unsent():
    assert light(SyncState(), Contact(30, 3, "x"), NO_WAY, "2026-11-24T04:00:00Z")[0] == "Pencetakan dikunci Dinas"
    assert light(SyncState(), Contact(4, 0), NO_WAY, "2026-11-24T04:00:00Z")[0] == "4 hari tanpa kontak"


def test_each_degree_has_another_next_step_and_none_says_that_work_stops():
    words = [contact_words(days, 5) for days in (3, 7, 14, 30)]
    assert len({each.text for each in words}) == 4
    assert all(each.title.endswith("hari belum terkirim (5 berkas).") for each in words)
    assert contact_words(2, 5) is None
    assert lock_words("") is None
    assert "Perekaman tetap berjalan." in lock_words("dicuri").text
    assert key_words(61) is None
    assert key_words(None) is None
    assert "sudah lewat" in key_words(-1).title


# the station's own key ------------------------------------------------------------------------------------------------
def renewals(store):
    return [kept.request for kept in store.requests.all()]


@pytest.mark.parametrize(
    ("until", "wanted"), [("2027-11-24", False), ("2027-03-26", True), ("2026-01-01", True), ("", True)]
)
def test_a_key_is_due_from_two_thirds_of_its_year_on(store, until, wanted):
    store.facts.put({KEY_UNTIL: until.encode()})
    assert due(store, "2026-11-24") is wanted


def test_an_administrator_asks_once_and_an_operator_never(store):
    store.facts.put({KEY_UNTIL: b"2026-12-01"})
    assert not ask_renewal(session(store))
    dewi = session(store, "dewi", Role.ADMINISTRATOR)
    assert ask_renewal(dewi)
    assert not ask_renewal(dewi)
    [asked] = renewals(store)
    assert asked.key == SigningKey.from_bytes(store.facts.get(KEY_NEXT)).public


def test_a_locked_screen_asks_for_nothing(store):
    store.facts.put({KEY_UNTIL: b"2026-12-01"})
    dewi = session(store, "dewi", Role.ADMINISTRATOR)
    dewi.key.drop()
    assert not ask_renewal(dewi)
    assert renewals(store) == []


def test_a_refused_request_is_made_anew_with_the_same_key(store):
    store.facts.put({KEY_UNTIL: b"2026-12-01"})
    dewi = session(store, "dewi", Role.ADMINISTRATOR)
    ask_renewal(dewi)
    [bundle] = store.side.unsealed(5)
    settle(store, bundle.case, "no-administrator")
    assert store.requests.all()[0].state == REFUSED
    assert ask_renewal(dewi)
    first, second = renewals(store)
    assert first.key == second.key
    assert first.renewal != second.renewal


def settle(store, request, reason):
    """The centre's receipt for the packet that carries it."""
    info = PacketInfo("p-1", request, REQUEST, 1, "00" * 32, Path("p-1.age"), "2026-11-24T04:00:00Z", 0, "")
    store.side.add_packets([(info, ())])
    store.side.take_receipt(Receipt("p-1", "00" * 32, "accepted", "", {}, {request: reason}, 0, "2026-11-24T04:00:00Z"))


def take(store, key):
    with store._cipher.writing() as db:
        take_key(db, key, "2027-11-24")


def test_the_new_key_comes_in_once_the_centre_has_it_and_the_old_one_is_remembered(store):
    store.facts.put({KEY_UNTIL: b"2026-12-01"})
    store.releases.begin("R-1", "2026-11-24T04:00:00Z")
    ask_renewal(session(store, "dewi", Role.ADMINISTRATOR))
    [asked] = renewals(store)
    old = SigningKey.from_bytes(bytes.fromhex(store.identity.signing_key)).public
    for _ in range(2):  # the feed may say it again
        take(store, asked.key)
    assert store.refresh()
    assert not store.refresh()
    assert SigningKey.from_bytes(bytes.fromhex(store.identity.signing_key)).public == asked.key
    assert store.identity.former == (old,)
    assert not due(store, "2026-11-24")
    assert store.facts.get(KEY_NEXT) == b""
    store.releases.begin("R-1", "2026-11-24T04:01:00Z")
    folder, key = store.folder, store.key
    store.close()
    again = type(store).open(folder, key)
    assert again.releases.spending("R-1").begun == 2  # lines under both keys count
    assert not again.releases.reconcile_needed
    again.close()


def test_a_key_nobody_here_made_is_not_taken(store):
    with pytest.raises(LookupError):
        take(store, key_of("thief").public)
    assert not store.refresh()


def test_who_left_while_a_key_was_under_way_knew_that_one_too(store):
    store.facts.put({KEY_UNTIL: b"2026-12-01"})
    dewi = session(store, "dewi", Role.ADMINISTRATOR)
    ask_renewal(dewi)
    [first] = renewals(store)
    want_renewal(store, "rina")
    take(store, first.key)
    store.refresh()
    assert due(store, "2026-11-24")
    assert ask_renewal(dewi)
    second = renewals(store)[-1]
    assert second.key != first.key
    take(store, second.key)
    assert store.facts.get(KEY_WANTED) == b""
    assert not due(store, "2026-11-24")


# terms of officers ----------------------------------------------------------------------------------------------------
def test_whose_term_ends_within_three_weeks_is_named_and_nobody_else(store):
    for handle, until in (
        ("hendra", "2026-12-15"),
        ("fajar", "2026-11-30"),
        ("murni", "2027-06-30"),
        ("tono", "2026-01-01"),
    ):
        store.officers.put(*signed_grant(handle, Role.OPERATOR, until=until))
    store.officers.put(*signed_grant("bima", Role.OPERATOR, until="2026-12-01", station="MINAS"))
    assert [each.officer for each in terms_ending(store, "2026-11-24")] == ["fajar", "hendra"]
    assert terms_ending(store, "2026-06-01") == ()
    assert term_words((), "") is None
    assert "seorang petugas" in term_words(("Fajar",), "").title
