"""Requests, grants and slots made up, sent again, swapped: nobody becomes an officer, and nobody another one."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from central.compose import open_centre
from central.ledger.ledger import Ledger, StationRow
from registry.actions import GENESIS, Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.officers import Grant, Revocation, Role
from station.desk.leaving import owners, tidy
from station.desk.officers import OfficersDesk
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.store.slots import Slots, Unlocked
from sync.keys import SigningKey
from sync.officers import Asked, Claim, Proposal, Removal
from sync.wire import FeedItem, FeedPage
from tests.attacks.making import HERE, clock, scene
from tests.attacks.test_invented_people import PASSPHRASE, put_row, slot_for, turned_away
from tests.forms.making import resident
from tests.journeys.children import CHEAP, another, found_station, newcomer, record, start_centre, sync_until
from tests.station.store.making import AT, KEY, key_of, signed_grant, signed_revocation

DEWI, RINA, SITI, START = key_of("dewi"), key_of("rina"), key_of("siti"), key_of("start")


# at the centre ------------------------------------------------------------------------------------------------------
@pytest.fixture
def centre(tmp_path):
    made = open_centre(tmp_path / "centre", printing={}, verifying={}, upstream_delay_s=1)
    vouching = made.vouching
    with made.ledger.writing() as book:
        for station in ("DAYUN", "MINAS"):
            key = key_of(station).public
            book.put_station(StationRow(station, station, "", key, "age1", 1, 0, GENESIS, ""))
        vouching.grant(book, Grant("dewi", "Dewi", DEWI.public, frozenset({Role.ADMINISTRATOR}), "DAYUN", "2099-01-01"))
        vouching.grant(book, Grant("rina", "Rina", RINA.public, frozenset({Role.OPERATOR}), "DAYUN", "2099-01-01"))
    yield made, vouching
    made.ledger.close()


def ask(centre, request, *keys, station="DAYUN"):
    made, vouching = centre
    kind = {Proposal: "proposal", Claim: "claim", Removal: "removal"}[type(request)]
    body = request.to_bytes()
    with made.ledger.writing() as book:
        return vouching.take(book, station, Asked(kind, body, tuple(key.sign(body) for key in keys)))


def grant_of(centre, officer, station="DAYUN"):
    made, vouching = centre
    with made.ledger.writing() as book:
        return vouching.grants(book).grant(officer, station)


PROPOSAL = Proposal(
    "p-1", "siti", "Siti", "", "SK-1", START.public, ("operator",), "DAYUN", "2026-12-31", "dewi", AT
)  # fmt: skip
CLAIM = Claim("c-1", "p-1", "siti", SITI.public, "DAYUN", AT)
REMOVAL = Removal("r-1", "rina", "pindah", "DAYUN", "dewi", AT)


def test_the_straight_way_leads_to_a_grant_and_to_its_end(centre):
    assert ask(centre, PROPOSAL, DEWI) == ""
    assert grant_of(centre, "siti") is None
    assert ask(centre, CLAIM, START, SITI) == ""
    assert grant_of(centre, "siti").key == SITI.public
    assert ask(centre, replace(REMOVAL, officer="siti"), DEWI) == ""
    made, vouching = centre
    with made.ledger.writing() as book:
        assert vouching.grants(book).revoked_at("siti", "DAYUN")
        assert [row.kind for row in book.feed_after("MINAS", 0, 99)][-2:] == ["grant", "revoked"]
        assert [row.kind for row in book.feed_after("DAYUN", 0, 99)][-2:] == ["grant", "revoked"]


@pytest.mark.parametrize(
    ("change", "key", "code"),
    [
        ({}, RINA, "bad-signature"),
        ({"administrator": "rina"}, RINA, "no-administrator"),
        ({"administrator": "nobody"}, DEWI, "no-administrator"),
        ({"officer": "dewi"}, DEWI, "own-role"),
        ({"officer": "DINAS"}, DEWI, "own-role"),
        ({"roles": ("pusat-dinas",)}, DEWI, "centre-role"),
        ({"roles": ()}, DEWI, "centre-role"),
        ({"roles": ("raja",)}, DEWI, "no-such-role"),
        ({"station": "MINAS"}, DEWI, "other-station"),
        ({"until": "selamanya"}, DEWI, "bad-date"),
        ({"key": RINA.public}, DEWI, "key-taken"),
        ({"key": "", "officer": "nobody"}, DEWI, "no-such-officer"),
    ],
)
def test_proposals_that_are_none(centre, change, key, code):
    assert ask(centre, replace(PROPOSAL, **change), key) == code
    assert grant_of(centre, "siti") is None
    assert grant_of(centre, "dewi").roles == {Role.ADMINISTRATOR}


def test_an_administrator_of_one_station_is_none_of_another(centre):
    assert ask(centre, replace(PROPOSAL, station="MINAS"), DEWI, station="MINAS") == "no-administrator"


@pytest.mark.parametrize(
    ("change", "keys", "code"),
    [
        ({}, (SITI, SITI), "bad-signature"),  # without the start key: whoever reads the store cannot claim for her
        ({}, (START,), "bad-signature"),  # without the key itself: nobody claims another's key
        ({"own_key": RINA.public}, (START, SITI), "bad-signature"),
        ({"own_key": RINA.public}, (START, RINA), "key-taken"),
        ({"own_key": START.public}, (START, START), "key-taken"),
        ({"own_key": "zz"}, (START, SITI), "bad-signature"),
        ({"proposal": "p-9"}, (START, SITI), "no-proposal"),
        ({"officer": "rina"}, (START, SITI), "no-proposal"),
    ],
)
def test_claims_that_are_none(centre, change, keys, code):
    assert ask(centre, PROPOSAL, DEWI) == ""
    assert ask(centre, replace(CLAIM, **change), *keys) == code
    assert grant_of(centre, "siti") is None
    assert grant_of(centre, "rina").key == RINA.public


def test_a_proposal_brings_one_officer_and_the_same_again_changes_nothing(centre):
    assert ask(centre, PROPOSAL, DEWI) == ""
    assert ask(centre, CLAIM, START, SITI) == ""
    other = SigningKey.generate()
    assert ask(centre, replace(CLAIM, claim="c-2", own_key=other.public), START, other) == "no-proposal"
    assert ask(centre, CLAIM, START, SITI) == ""
    assert ask(centre, PROPOSAL, DEWI) == ""
    assert ask(centre, replace(CLAIM, claim="c-3", own_key=other.public), START, other) == "no-proposal"
    assert ask(centre, replace(PROPOSAL, roles=("verifikator",)), DEWI) == "other-content"
    assert grant_of(centre, "siti").key == SITI.public


def test_who_is_removed_before_he_came_does_not_come_and_who_asked_and_left_asked_for_nobody(centre):
    assert ask(centre, PROPOSAL, DEWI) == ""
    assert ask(centre, replace(REMOVAL, officer="siti"), DEWI) == ""
    assert ask(centre, CLAIM, START, SITI) == "no-proposal"
    assert ask(centre, replace(PROPOSAL, proposal="p-2"), DEWI) == ""
    made, vouching = centre
    with made.ledger.writing() as book:
        vouching.revoke(book, Revocation("dewi", "", made.registrar._clock.stamp(), "keluar"))
    later = made.registrar._clock.stamp(2)
    vouching._clock.stamp = lambda _ahead=0.0: later
    assert ask(centre, replace(CLAIM, claim="c-4", proposal="p-2"), START, SITI) == "no-administrator"
    assert ask(centre, replace(REMOVAL, removal="r-9"), DEWI) == "no-administrator"


def test_the_last_administrator_stays_by_the_centres_word_too(centre):
    made, vouching = centre
    bambang = key_of("bambang")
    with made.ledger.writing() as book:
        roles = frozenset({Role.ADMINISTRATOR})
        vouching.grant(book, Grant("bambang", "Bambang", bambang.public, roles, "DAYUN", "2099-01-01"))
    assert ask(centre, replace(REMOVAL, officer="bambang"), DEWI) == ""
    later = made.registrar._clock.stamp(2)
    vouching._clock.stamp = lambda _ahead=0.0: later
    by_bambang = replace(REMOVAL, removal="r-2", officer="dewi", administrator="bambang")
    assert ask(centre, by_bambang, bambang) == "no-administrator"
    assert ask(centre, replace(REMOVAL, removal="r-3", officer="dewi"), DEWI) == "own-role"


# at the station -----------------------------------------------------------------------------------------------------
@pytest.fixture
def found(tmp_path):
    return scene(tmp_path / "uptd")


def from_feed(store, kind, raw, signature, start=1):
    name = {"grant": "grant", "revoked": "revocation"}[kind]
    item = FeedItem(kind, {"v": 1, name: raw.hex(), "signature": signature.hex()})
    store.side.apply(FeedPage(HERE, start, start + 1, False, AT, (item,)))


def test_a_grant_of_another_station_sent_here_lets_nobody_in_here(found):
    store = found.open()
    from_feed(store, "grant", *signed_grant("rina", Role.ADMINISTRATOR, station="DAYUN", since=AT))
    store.close()
    turned_away(slot_for(found, "rina", RINA), "rina")


def test_an_older_wider_grant_sent_again_gives_no_role_back(found):
    store = found.open()
    wide = signed_grant("yulianti", Role.PRINTING, Role.VERIFIER, station=HERE)
    for start, item in enumerate((wide, signed_grant("yulianti", Role.PRINTING, station=HERE, since=AT), wide), 1):
        from_feed(store, "grant", *item, start=start)
    store.close()
    session = slot_for(found, "yulianti", key_of("yulianti")).sign_in("yulianti", PASSPHRASE)
    assert session.officer.roles == {Role.PRINTING}
    session.store.close()


@pytest.mark.parametrize("way", ["feed", "row"])
def test_a_revocation_the_centre_did_not_sign_ends_nobody(found, way):
    raw, _ = signed_revocation("yulianti", "2026-11-01T00:00:00Z", HERE)
    false = key_of("murniati").sign(raw)
    if way == "feed":
        store = found.open()
        from_feed(store, "revoked", raw, false)
        assert store.problems.count() == 1
        store.close()
    else:
        values = ("yulianti", HERE, "2026-11-01T00:00:00Z", raw, false)
        found.edit("INSERT INTO revocations(officer, station, at, raw, signature) VALUES (?, ?, ?, ?, ?)", *values)
    session = slot_for(found, "yulianti", key_of("yulianti")).sign_in("yulianti", PASSPHRASE)
    session.store.close()


def test_a_public_key_swapped_in_the_slot_file_gets_no_new_key(found):
    """Before a re-key someone writes his own key under an officer who stays: the grant's key gets it, his does not."""
    door = slot_for(found, "yulianti", key_of("yulianti"))
    slot_for(found, "murniati", key_of("murniati"))
    path, thief = found.folder / "slots.json", SigningKey.generate()
    held = json.loads(path.read_text())
    held["slots"]["yulianti"]["key"] = thief.public
    held["slots"]["tamu"] = held["slots"]["yulianti"]
    path.write_text(json.dumps(held))
    store = found.open()
    assert owners(store, door.slots) == {
        "yulianti": key_of("yulianti").public, "murniati": key_of("murniati").public,
    }  # fmt: skip
    store.officers.revoke(*signed_revocation("murniati", AT, HERE))
    assert tidy(store, door.slots, AT)
    store.close()
    slots = json.loads(path.read_text())["slots"]
    assert list(slots) == ["yulianti"]
    assert slots["yulianti"]["key"] == key_of("yulianti").public
    door.sign_in("yulianti", PASSPHRASE).store.close()


def test_an_invented_proposal_in_the_store_gets_no_slot_over_a_new_key(found):
    put_row(found, *signed_grant("dewi", Role.ADMINISTRATOR, station=HERE))
    thief = SigningKey.generate()
    door = slot_for(found, "tamu", thief)
    slot_for(found, "yulianti", key_of("yulianti"))
    store = found.open()
    said = replace(PROPOSAL, officer="tamu", station=HERE, key=thief.public)
    body = said.to_bytes()
    store.requests.add(Asked("proposal", body, (key_of("yulianti").sign(body),)))  # not an administrator's hand
    assert list(owners(store, door.slots)) == ["yulianti"]
    store.close()


def test_the_slot_of_another_officer_under_ones_own_passphrase_is_no_way_in(found):
    """He wraps his own key under another's handle: the grant names another key."""
    turned_away(slot_for(found, "murniati", key_of("yulianti")), "murniati")
    secret = Slots(found.folder / "slots.json", b"m" * 32, CHEAP)
    secret.add("murniati", PASSPHRASE, Unlocked(KEY, SigningKey.generate().to_bytes()))
    door = Door(found.folder, clock(), cost=CHEAP, use_keyring=False)
    with pytest.raises(Exception, match="4"):  # wrapped for another machine: a wrong passphrase
        door.sign_in("murniati", PASSPHRASE)


def test_a_removed_officers_rows_put_back_do_not_let_him_in_again(found):
    """He deletes the revocation and the request from a copy; the true store has another key by then."""
    door = slot_for(found, "murniati", key_of("murniati"))
    slot_for(found, "yulianti", key_of("yulianti"))
    before = (found.folder / "slots.json").read_bytes()
    store = found.open()
    store.officers.revoke(*signed_revocation("murniati", AT, HERE))
    assert tidy(store, door.slots, AT)
    store.close()
    (found.folder / "slots.json").write_bytes(before)
    with pytest.raises(Exception, match=r"station\.db"):
        door.sign_in("murniati", PASSPHRASE)


# over the wire ------------------------------------------------------------------------------------------------------
@pytest.fixture
def wired(tmp_path):
    child = start_centre(tmp_path / "centre", residents=0)
    officers = (newcomer("rina", "Rina", Role.OPERATOR), newcomer("hendra", "Hendra", Role.VERIFIER))
    yield found_station(tmp_path / "kecamatan", child, "DAYUN", officers)
    child.stop()


def all_sent(session):
    sync_until(session, lambda: not session.store.side.waiting() and not session.store.side.unsealed(9))


def test_an_officer_with_his_key_and_the_file_makes_no_act_of_another_that_the_centre_takes(wired):
    rina = wired.sign_in("rina", PASSPHRASE)
    case = record(rina, resident())
    current, body, salt = rina.store.cases.get(case), canonical({"v": 1}), b"s" * 16
    header = Header(
        rina.ids.next(), case, current.service, Kind.VERIFIED, "", "hendra", Role.VERIFIER, "DAYUN",
        current.last, rina.clock.stamp(), seal_payload(salt, body),
    )  # fmt: skip
    raw = header.to_bytes()
    forged = Action(header, raw, rina.key.sign(raw), salt, body)
    rina.store.cases.append((forged,))
    all_sent(rina)
    assert [(p.code, p.subject) for p in rina.store.problems.open()] == [("BadSignature", header.id)]
    assert rina.store.cases.get(case).status is Status.SUBMITTED
    assert rina.store.audit.check(lambda _done, _of: None).broken is not None
    rina.store.close()


def test_a_removed_officer_with_an_old_copy_of_the_station_signs_nothing_into_the_past(wired, tmp_path):
    """He has his key, the store of then, and with it the station's own key; he dates his act before his removal."""
    rina = wired.sign_in("rina", PASSPHRASE)
    record(rina, resident())
    all_sent(rina)
    folder = rina.store.folder
    rina.store.close()
    shutil.copytree(folder, tmp_path / "copy" / "kecamatan")
    dewi = wired.sign_in("dewi", PASSPHRASE)
    OfficersDesk(dewi, wired.slots).remove("rina", "pindah")
    all_sent(dewi)
    dewi.store.close()
    early = Clock(lambda: datetime.now(UTC) - timedelta(hours=1))
    copy = Door(tmp_path / "copy" / "kecamatan", early, cost=CHEAP, use_keyring=False)
    thief = copy.sign_in("rina", PASSPHRASE)
    early._floor = datetime.min.replace(tzinfo=UTC)  # his own program trusts what he likes
    case = record(thief, another(resident(), 2))
    header = thief.store.cases.get(case).actions[0].header
    assert header.at < dewi.clock.stamp()
    all_sent(thief)
    assert ("after-removal", header.id) in [(p.code, p.subject) for p in thief.store.problems.open()]
    thief.store.close()


def centre_fact(folder, name):
    """What stands in the centre's books."""
    ledger = Ledger(folder / "centre.db", bytes.fromhex((folder / "centre.key").read_text().strip()))
    with ledger.writing() as book:
        found = book.fact(name)
    ledger.close()
    return found


def test_a_tail_of_views_cut_off_with_its_head_set_back_is_seen_at_the_centre(wired, tmp_path):
    """Nothing on the PC can tell: the last rows are his own, and he has the store's key."""
    rina = wired.sign_in("rina", PASSPHRASE)
    record(rina, resident())
    rina.store.views.note(rina.clock.stamp(), "rina", "nik", "r-1")
    head = rina.store.facts.get("views.head")
    rina.store.views.note(rina.clock.stamp(), "rina", "nik", "r-2")
    all_sent(rina)
    assert centre_fact(tmp_path / "centre", "views.alarm.DAYUN") is None
    with rina.store._cipher.writing() as db:
        db.exec_driver_sql("DELETE FROM views WHERE row = (SELECT max(row) FROM views)")
    rina.store.facts.put({"views.head": head})
    assert rina.store.audit.check(lambda _done, _of: None).broken is None
    record(rina, another(resident(), 2))
    all_sent(rina)
    assert b'"known":3' in centre_fact(tmp_path / "centre", "views.alarm.DAYUN")
    rina.store.close()
