"""A second officer for one deed: another person, his key dropped after it, and the first one's books go on signed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from registry.officers import Role
from station.compose.place import Place
from station.compose.rooms import Rooms
from station.desk.session import HeldKey
from station.desk.witness import NoWitness, confirm_self, second_officer
from station.store.machine import machine_secret
from station.store.slots import Cost, Slots, Unlocked, WrongPassphrase
from tests.station.store.making import KEY, key_of, signed_grant, store_in

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
SANDI = "loket-latihan"


@pytest.fixture
def rooms(tmp_path):
    home = tmp_path / "kecamatan"
    store = store_in(home)
    secret = machine_secret(home, home.name, use_keyring=False)
    slots = Slots(home / "slots.json", secret.value, CHEAP)
    for handle, role in (("dewi", Role.ADMINISTRATOR), ("hendra", Role.VERIFIER)):
        store.officers.put(*signed_grant(handle, role, until="2099-12-31"))
        slots.add(handle, SANDI, Unlocked(KEY, key_of(handle).to_bytes()))
    store.close()
    made = Rooms(frozenset())
    place = Place(home, {}, tmp_path / "out", use_keyring=False)
    made.sign_in(SimpleNamespace(place=place, tell_sending=lambda _number, _of: None), "dewi", SANDI)
    yield made
    made.close()


def test_his_key_lives_for_the_deed_and_the_first_one_goes_on_signing_views(rooms):
    with second_officer(rooms._witness, "dewi", "hendra", SANDI) as other:
        assert other.officer.handle == "hendra"
        assert other.store is rooms.session.store
        assert isinstance(other.key, HeldKey)
        assert other.key.sign(b"x")
    assert other.key.mark(b"x") == b""
    assert rooms.session.store.views.signer("dewi") is not None
    assert rooms.session.store.views.signer("hendra") is None
    assert rooms.session.key.sign(b"x")


def test_nobody_oneself_or_a_wrong_passphrase_is_no_second_officer(rooms):
    for handle, code in (("", "no-officer"), ("dewi", "same-person")):
        with pytest.raises(NoWitness, match=code), second_officer(rooms._witness, "dewi", handle, SANDI):
            pass
    with pytest.raises(WrongPassphrase), second_officer(rooms._witness, "dewi", "hendra", "salah"):
        pass
    with pytest.raises(WrongPassphrase):
        confirm_self(rooms._witness, "dewi", "salah")
    confirm_self(rooms._witness, "dewi", SANDI)
    assert rooms.session.key.sign(b"x")  # what was given anew is dropped, not the key at work
