"""Officers come, change and go: by requests the centre answers, with their own keys, and a store that forgets them."""

import threading
from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.officers import Role, UnknownSigner
from registry.uuid7 import Uuid7Source
from station.desk.joining import BadPassphrase, FirstTime
from station.desk.officers import Form, OfficerRefused, OfficersDesk
from station.desk.pen import write
from station.desk.session import Clock
from station.desk.sign_in import Revoked
from station.desk.syncing import SyncDesk
from station.store.errors import StoreError, StoreLocked
from station.store.slots import Slots, WrongPassphrase
from station.store.store import Store
from tests.forms.making import resident
from tests.journeys.children import PASSPHRASE, found_station, newcomer, record, start_centre

OWN = "kelapa sawit tua"
SITI = Form("siti", "Siti Rohani", "198503122010012007", "SK-821/114/2026", frozenset({Role.OPERATOR}), "2027-06-30")


@pytest.fixture
def centre(tmp_path):
    child = start_centre(tmp_path / "centre", residents=0)
    yield child
    child.stop()


@pytest.fixture
def door(tmp_path, centre):
    officers = (newcomer("rina", "Rina Oktaviani", Role.OPERATOR), newcomer("hendra", "Hendra Saputra", Role.VERIFIER))
    return found_station(tmp_path / "kecamatan", centre, "DAYUN", officers)


@pytest.fixture
def dewi(door):
    session = door.sign_in("dewi", PASSPHRASE)
    yield session
    session.store.close()


def desk(door, session):
    return OfficersDesk(session, door.slots)


def sync(session):
    made = SyncDesk(session.store, Clock(), Uuid7Source())
    for _ in range(2):  # what is asked in one round is answered by the feed of the next
        assert made.run(threading.Event()).problem is None
    made.close()


def states(door, session):
    return {m.form.handle: (m.state, m.reason) for m in desk(door, session).roster().members}


def refused(call, *said):
    with pytest.raises(OfficerRefused) as caught:
        call(*said)
    return caught.value.code


def test_a_new_officer_makes_his_own_key_and_works_once_the_centre_has_signed(door, dewi):
    start = desk(door, dewi).invite(SITI)
    assert states(door, dewi)["siti"] == ("invited", "")
    sync(dewi)
    assert states(door, dewi)["siti"] == ("invited", "")
    dewi.store.close()
    with pytest.raises(FirstTime):
        door.sign_in("siti", start)
    for bad, code in (("pendek", "short"), (start, "same"), ("siti rohani siak", "name")):
        with pytest.raises(BadPassphrase) as caught:
            door.join("siti", start, bad)
        assert caught.value.code == code
    door.join("siti", start, OWN)
    with pytest.raises(WrongPassphrase):
        door.sign_in("siti", start)
    with pytest.raises(UnknownSigner):
        door.sign_in("siti", OWN)  # the centre has not signed yet
    again = door.sign_in("dewi", PASSPHRASE)
    assert states(door, again)["siti"] == ("waiting", "")
    sync(again)
    assert states(door, again)["siti"] == ("active", "")
    again.store.close()
    siti = door.sign_in("siti", OWN)
    assert (siti.officer.name, siti.officer.roles) == (SITI.name, {Role.OPERATOR})
    grant = siti.store.officers.get("siti", "DAYUN")
    assert (grant.nip, grant.decree, grant.until, grant.since) == (SITI.nip, SITI.decree, SITI.until, "")
    record(siti, resident())
    sync(siti)
    assert siti.store.problems.count() == 0
    assert not siti.store.side.waiting()
    siti.store.close()


def test_a_new_role_waits_for_the_centre_and_old_acts_keep_the_old_one(door, dewi):
    dewi.store.close()
    rina = door.sign_in("rina", PASSPHRASE)
    case = record(rina, resident())
    rina.store.close()
    dewi = door.sign_in("dewi", PASSPHRASE)
    changed = Form("rina", "Rina Oktaviani", "", "SK-2", frozenset({Role.VERIFIER}), "2026-12-31")
    desk(door, dewi).change(changed)
    member = next(m for m in desk(door, dewi).roster().members if m.form.handle == "rina")
    assert (member.state, member.form.roles, member.asked.roles) == ("waiting", {Role.OPERATOR}, {Role.VERIFIER})
    sync(dewi)
    assert states(door, dewi)["rina"] == ("active", "")
    assert dewi.store.officers.get("rina", "DAYUN").roles == {Role.VERIFIER}
    action = dewi.store.cases.get(case).actions[0]
    said = action.header
    assert dewi.store.officers.verifier().check(
        author="rina", station="DAYUN", at=said.at, message=action.raw, signature=action.signature
    ) == {Role.OPERATOR}
    dewi.store.close()


def test_who_is_removed_is_out_at_once_here_and_at_the_centre_after_the_next_sync(door, dewi):
    old = dewi.store.key
    kept = door.slots._path.read_bytes()
    dewi.store.close()
    rina = door.sign_in("rina", PASSPHRASE)
    case = record(rina, resident())
    rina.store.close()
    dewi = door.sign_in("dewi", PASSPHRASE)
    told = []
    assert desk(door, dewi).remove("rina", "pindah tugas", lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert dewi.store.key != old
    assert door.handles() == ("dewi", "hendra")
    with pytest.raises(WrongPassphrase):
        door.sign_in("rina", PASSPHRASE)
    assert states(door, dewi)["rina"] == ("leaving", "")
    sync(dewi)
    assert states(door, dewi)["rina"] == ("left", "")
    act = dewi.store.cases.get(case).actions[0]
    checked = {"author": "rina", "station": "DAYUN", "message": act.raw, "signature": act.signature}
    assert dewi.store.officers.verifier().check(at=act.header.at, **checked) == {Role.OPERATOR}
    with pytest.raises(UnknownSigner):
        dewi.store.officers.verifier().check(at="2099-01-01T00:00:00Z", **checked)
    dewi.store.close()
    copy = door.slots._path.with_name("copy.json")
    copy.write_bytes(kept)
    held = Slots(copy, door.slots._machine).unlock("rina", PASSPHRASE, Clock().now())
    with pytest.raises(StoreLocked):
        Store.open(door.slots._path.parent, held.store_key)
    hendra = door.sign_in("hendra", PASSPHRASE)
    assert hendra.store.cases.get(case).actions
    hendra.store.close()


def test_what_the_centre_revokes_is_done_here_at_the_next_sign_in(door, dewi):
    key = dewi.store.key
    raw, signature = _taken_away(dewi, "rina")
    dewi.store.officers.revoke(raw, signature)
    dewi.store.close()
    with pytest.raises(Revoked):
        door.sign_in("rina", PASSPHRASE)
    assert door.handles() == ("dewi", "hendra")
    again = door.sign_in("dewi", PASSPHRASE)
    assert again.store.key != key
    again.store.close()


def _taken_away(session, handle):
    """As the centre of this test would sign it: its key is in its own file."""
    from central.ledger.ledger import Ledger
    from registry.officers import Revocation
    from sync.keys import SigningKey

    home = session.store.folder.parent / "centre"
    ledger = Ledger(home / "centre.db", bytes.fromhex((home / "centre.key").read_text().strip()))
    with ledger.writing() as book:
        key = SigningKey.from_bytes(book.fact("key.signing"))
    ledger.close()
    raw = Revocation(handle, "", session.clock.stamp(), "dicabut Dinas").to_bytes()
    return raw, key.sign(raw)


def test_a_lost_passphrase_is_a_new_key_under_which_older_acts_count(door, dewi):
    dewi.store.close()
    rina = door.sign_in("rina", PASSPHRASE)
    case = record(rina, resident())
    rina.store.close()
    dewi = door.sign_in("dewi", PASSPHRASE)
    start = desk(door, dewi).invite_again("rina")
    dewi.store.close()
    with pytest.raises(WrongPassphrase):
        door.sign_in("rina", PASSPHRASE)
    door.join("rina", start, OWN)
    dewi = door.sign_in("dewi", PASSPHRASE)
    sync(dewi)
    dewi.store.close()
    rina = door.sign_in("rina", OWN)
    action = rina.store.cases.get(case).actions[0]
    checked = {"author": "rina", "station": "DAYUN", "message": action.raw, "signature": action.signature}
    assert rina.store.officers.verifier().check(at=action.header.at, **checked) == {Role.OPERATOR}
    cancelled = write(rina, rina.store.cases.get(case), Kind.CANCELLED)
    rina.store.cases.append((cancelled,))
    sync(rina)
    assert rina.store.problems.count() == 0
    rina.store.close()


def test_nobody_decides_on_himself_and_the_last_administrator_stays(door, dewi):
    made = desk(door, dewi)
    own = Form("dewi", "Dewi", "", "SK", frozenset({Role.OPERATOR}), "2027-01-01")
    for call, said in ((made.change, (own,)), (made.invite, (own,)), (made.remove, ("dewi", "x"))):
        assert refused(call, *said) == "last-administrator"
    assert refused(made.remove, "rina", "  ") == "no-reason"
    assert refused(made.remove, "nobody", "x") == "no-such-officer"
    assert refused(made.invite, replace(SITI, handle="rina")) == "known-handle"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"handle": "Siti R"}, "bad-handle"),
        ({"handle": "1408065203090004"}, "bad-handle"),
        ({"handle": "dinas"}, "bad-handle"),
        ({"name": " "}, "no-name"),
        ({"nip": "12"}, "bad-nip"),
        ({"decree": ""}, "no-decree"),
        ({"roles": frozenset()}, "no-role"),
        ({"roles": frozenset({Role.CENTRE})}, "no-role"),
        ({"until": "2020-01-01"}, "bad-date"),
        ({"until": "besok"}, "bad-date"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_signed(door, dewi, change, code):
    assert refused(desk(door, dewi).invite, replace(SITI, **change)) == code
    assert dewi.store.requests.all() == ()
    assert "siti" not in door.handles()


def test_who_is_no_administrator_asks_for_nothing(door, dewi):
    dewi.store.close()
    hendra = door.sign_in("hendra", PASSPHRASE)
    made = desk(door, hendra)
    assert refused(made.invite, SITI) == "wrong-role"
    assert refused(made.remove, "rina", "x") == "wrong-role"
    assert refused(made.open_lock, "rina") == "wrong-role"
    hendra.store.close()


def test_a_lock_is_lifted_and_booked(door, dewi):
    for _ in range(5):
        with pytest.raises(StoreError):
            door.slots.unlock("rina", "salah", dewi.clock.now())
    member = next(m for m in desk(door, dewi).roster().members if m.form.handle == "rina")
    assert member.locked_until is not None
    desk(door, dewi).open_lock("rina")
    assert next((v.officer, v.what, v.subject) for v in dewi.store.views.page()) == ("dewi", "buka-kunci", "rina")
    dewi.store.close()
    rina = door.sign_in("rina", PASSPHRASE)
    assert rina.store.views.last_seen()["rina"]
    rina.store.close()
