"""Officers and administrators made up with keys and files: none gets in, and none does two persons' work."""

from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.officers import Grant, Role, UnknownSigner
from registry.stock import Blank
from station.compose.rooms import Rooms
from station.desk.checking import CheckingDesk
from station.desk.printing import PrintDesk
from station.desk.releasing import ReleaseDesk
from station.desk.session import Officer
from station.desk.sign_in import Door
from station.store.machine import machine_secret
from station.store.slots import Slots, Unlocked
from sync.keys import CENTRE, SigningKey
from sync.wire import FeedItem, FeedPage
from tests.attacks.making import CASE, HERE, clock, scene
from tests.journeys.children import CHEAP
from tests.station.store.making import AT, KEY, act, append_recording, key_of, signed_grant, store_in

PASSPHRASE = "loket-latihan"


@pytest.fixture
def found(tmp_path):
    return scene(tmp_path / "uptd")


def slot_for(found, handle, key):
    """An officer who holds the store's key can give anybody a slot."""
    secret = machine_secret(found.folder, found.folder.name, use_keyring=False)
    Slots(found.folder / "slots.json", secret.value, CHEAP).add(handle, PASSPHRASE, Unlocked(KEY, key.to_bytes()))
    return Door(found.folder, clock(), cost=CHEAP, use_keyring=False)


def put_row(found, raw, signature):
    grant = Grant.from_bytes(raw)
    found.edit("DELETE FROM grants WHERE officer = ? AND station = ?", grant.officer, grant.station)
    found.edit("INSERT INTO grants VALUES (?, ?, ?, ?)", grant.officer, grant.station, raw, signature)


def turned_away(door, handle):
    with pytest.raises(UnknownSigner) as refused:
        door.sign_in(handle, PASSPHRASE)
    words = Rooms(frozenset()).refusal_words(refused.value)
    assert words.title
    assert words.text


def test_a_true_officer_gets_in(found):
    session = slot_for(found, "yulianti", key_of("yulianti")).sign_in("yulianti", PASSPHRASE)
    assert session.officer.roles == {Role.PRINTING}
    session.store.close()


@pytest.mark.parametrize("role", list(Role))
def test_an_invented_officer_with_a_slot_and_a_grant_of_his_own_hand_is_turned_away(found, role):
    own = SigningKey.generate()
    raw = Grant("siti", "Siti", own.public, frozenset({role}), HERE, "2027-12-31").to_bytes()
    put_row(found, raw, own.sign(raw))
    turned_away(slot_for(found, "siti", own), "siti")


def test_an_administrators_own_signature_makes_no_administrator(found):
    """Only the centre signs grants: an administrator asks it, and is on record there."""
    administrator = key_of("dewi")
    found.open().close()
    put_row(found, *signed_grant("dewi", Role.ADMINISTRATOR, station=HERE))
    raw = Grant("siti", "Siti", key_of("siti").public, frozenset({Role.ADMINISTRATOR}), HERE, "2027-12-31").to_bytes()
    put_row(found, raw, administrator.sign(raw))
    turned_away(slot_for(found, "siti", key_of("siti")), "siti")


@pytest.mark.parametrize(
    "change",
    [
        {"roles": frozenset({Role.PRINTING, Role.VERIFIER})},
        {"until": "2099-12-31"},
        {"station": "DAYUN"},
        {"key": SigningKey.generate().public},
    ],
)
def test_a_grant_made_wider_is_none(found, change):
    raw, signature = signed_grant("yulianti", Role.PRINTING, station=HERE)
    put_row(found, replace(Grant.from_bytes(raw), **change).to_bytes(), signature)
    if "station" in change:
        found.edit("DELETE FROM grants WHERE officer = 'yulianti' AND station = ?", HERE)
    turned_away(slot_for(found, "yulianti", key_of("yulianti")), "yulianti")


def test_another_officers_name_with_ones_own_key_is_turned_away(found):
    turned_away(slot_for(found, "murniati", key_of("yulianti")), "murniati")


def test_duty_that_has_ended_stays_ended_when_the_pcs_clock_is_set_back(found):
    put_row(found, *signed_grant("yulianti", Role.PRINTING, station=HERE, until="2026-11-20"))
    turned_away(slot_for(found, "yulianti", key_of("yulianti")), "yulianti")
    store = found.open()
    store.side.note_contact(AT, 0.0)
    store.close()
    late = Door(found.folder, clock(clock().now().replace(day=1)), cost=CHEAP, use_keyring=False)
    turned_away(late, "yulianti")


def test_a_clock_set_back_revives_no_release(tmp_path):
    found = scene(tmp_path / "uptd", until="2026-11-23")
    store = found.open()
    store.side.note_contact(AT, 0.0)
    store.close()
    slot_for(found, "yulianti", key_of("yulianti"))
    back = Door(found.folder, clock(clock().now().replace(day=23)), cost=CHEAP, use_keyring=False)
    session = back.sign_in("yulianti", PASSPHRASE)
    assert session.clock.today() == "2026-11-24"
    session.store.close()


def test_a_grant_that_the_centre_did_not_sign_does_not_come_in_by_the_feed(found):
    own = SigningKey.generate()
    raw = Grant("siti", "Siti", own.public, frozenset({Role.VERIFIER}), HERE, "2027-12-31").to_bytes()
    item = FeedItem("grant", {"v": 1, "grant": raw.hex(), "signature": own.sign(raw).hex()})
    store = found.open()
    store.side.apply(FeedPage(HERE, 1, 2, False, AT, (item,)))
    assert store.officers.get("siti", HERE) is None
    assert store.problems.count() == 1
    store.close()


# two persons --------------------------------------------------------------------------------------------------------
def both(session, *roles):
    """The same officer, had he been given every role."""
    return replace(session, officer=Officer(session.officer.handle, "", frozenset(roles)))


def test_the_recorder_verifies_nothing_of_his_own(tmp_path):
    store = store_in(tmp_path / "kecamatan")
    append_recording(store)
    rina = key_of("rina")
    own = act(Kind.VERIFIED, "rina", Role.VERIFIER, after=store.cases.get("case-1").last, key=rina)
    store.cases.append((own,))  # past the desk, straight into the journal
    case = store.cases.get("case-1")
    assert case.status is Status.SUBMITTED
    assert case.refused == (own,)
    store.close()


def test_the_desk_lets_no_recorder_verify(found):
    store = found.open()
    session = both(found.session(store, "rina"), Role.OPERATOR, Role.VERIFIER)
    with pytest.raises(NotAllowed):
        CheckingDesk(session).approve(CASE, {})
    store.close()


@pytest.mark.parametrize("handle", ["rina"])
def test_the_recorder_approves_no_print(tmp_path, handle):
    found = scene(tmp_path / "uptd", approved=False)
    store = found.open()
    session = both(found.session(store, handle), Role.OPERATOR, Role.VERIFIER)
    with pytest.raises(NotAllowed, match="same-person"):
        ReleaseDesk(session, found.authority(store)).approve(CASE)
    store.close()


def test_the_approver_prints_nothing(found):
    store = found.open()
    session = both(found.session(store, "murniati"), Role.VERIFIER, Role.PRINTING)
    with pytest.raises(NotAllowed, match="same-person"):
        PrintDesk(session, found.authority(store)).begin(CASE, Blank("B26-0417", 162), "loket", -1)
    assert store.jobs.open() == ()
    store.close()


@pytest.mark.parametrize(
    ("kind", "variant"), [(Kind.UPSTREAM_ANSWERED, "PRINT_READY_RECORD"), (Kind.RELEASED, ""), (Kind.ROUTED, HERE)]
)
def test_no_officer_writes_what_is_the_upstreams_or_the_centres(tmp_path, kind, variant):
    """Neither with his own role nor by calling himself the centre."""
    store = store_in(tmp_path / "kecamatan")
    append_recording(store)
    last = store.cases.get("case-1").last
    store.cases.append((act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=last),))
    last = store.cases.get("case-1").last
    for role in set(Role) - {Role.CENTRE}:
        store.cases.append((act(kind, "hendra", role, variant=variant, after=last),))
    assert store.cases.get("case-1").status is Status.VERIFIED
    store.close()


def test_what_an_officer_signs_as_the_centre_prints_nothing(tmp_path):
    """He can write such a row; the desk asks for the centre's signature before it prints."""
    found = scene(tmp_path / "uptd", operational=True)
    for kind in (Kind.UPSTREAM_ANSWERED, Kind.ROUTED):
        found.rewrite(kind, key=key_of("yulianti"))
    store = found.open()
    with pytest.raises(Exception, match="forged-history"):
        ReleaseDesk(found.session(store), found.authority(store)).printable(store.cases.get(CASE))
    assert key_of(CENTRE).public == store.identity.centre_key
    store.close()
