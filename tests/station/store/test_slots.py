"""Slots: what opens them, what counts a try, and what a changed file does."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import keyring
import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from keyring.errors import KeyringError

from station.problems import store_words
from station.store.errors import NotFound
from station.store.machine import SecretMissing, machine_secret
from station.store.slots import (
    LOCK,
    TRIES,
    Cost,
    LockedOut,
    Slots,
    SlotsDamaged,
    SlotsForeign,
    Unlocked,
    WrongPassphrase,
)
from sync import age
from sync.keys import SigningKey

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RINA, DEWI = Unlocked(b"d" * 32, b"r" * 32), Unlocked(b"d" * 32, b"e" * 32)
MACHINE = b"m" * 32


@pytest.fixture
def slots(tmp_path):
    found = Slots(tmp_path / "slots.json", MACHINE, CHEAP)
    found.add("rina", "loket-latihan", RINA)
    found.add("dewi", "lain-lagi", DEWI)
    return found


def again(slots):
    """As after a restart."""
    return Slots(slots._path, MACHINE)


def test_the_right_passphrase_gives_the_keys(slots):
    assert again(slots).handles() == ("rina", "dewi")
    assert again(slots).unlock("rina", "loket-latihan", NOW) == RINA
    assert again(slots).unlock("dewi", "lain-lagi", NOW) == DEWI


def test_another_machine_does_not(slots):
    with pytest.raises(SlotsForeign):
        Slots(slots._path, b"x" * 32).unlock("rina", "loket-latihan", NOW)


def test_the_file_holds_no_key_and_no_passphrase(slots):
    kept = slots._path.read_text()
    names = {"salt", "cost", "store", "signing", "key", "next", "first", "wrong", "rounds", "until"}
    assert set(json.loads(kept)["slots"]["rina"]) == names
    assert not [secret for secret in (RINA.store_key, RINA.signing_key, MACHINE) if secret.hex() in kept]
    assert "loket-latihan" not in kept


def test_the_default_cost_is_that_of_the_design():
    assert Cost() == Cost(memory_kib=64 * 1024, passes=3, lanes=4)


def test_five_wrong_tries_close_the_slot_and_the_time_doubles(slots):
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(WrongPassphrase) as wrong:
            again(slots).unlock("rina", "salah", NOW)
        assert wrong.value.left == left
    assert _locked(slots, "salah", NOW) == NOW + LOCK
    assert _locked(slots, "loket-latihan", NOW + LOCK - timedelta(seconds=1)) == NOW + LOCK
    assert again(slots).locked_until("rina", NOW) == NOW + LOCK
    assert again(slots).locked_until("dewi", NOW) is None
    later = NOW + LOCK
    for _ in range(TRIES - 1):
        with pytest.raises(WrongPassphrase):
            again(slots).unlock("rina", "salah", later)
    assert _locked(slots, "salah", later) == later + 2 * LOCK
    assert again(slots).unlock("rina", "loket-latihan", later + 2 * LOCK) == RINA
    with pytest.raises(WrongPassphrase) as wrong:
        again(slots).unlock("rina", "salah", later + 2 * LOCK)
    assert wrong.value.left == TRIES - 1


def test_the_lock_grows_no_longer_than_a_day(slots):
    now, longest = NOW, timedelta()
    for _ in range(9):
        for _ in range(TRIES - 1):
            with pytest.raises(WrongPassphrase):
                again(slots).unlock("rina", "salah", now)
        until = _locked(slots, "salah", now)
        now, longest = until, max(longest, until - now)
    assert longest == timedelta(days=1)


def test_a_try_is_on_disk_before_it_is_judged(slots, monkeypatch):
    monkeypatch.setattr(Slots, "_wrapping_key", _cut)
    for _ in range(TRIES):
        with pytest.raises(KeyboardInterrupt):
            again(slots).unlock("rina", "loket-latihan", NOW)
    monkeypatch.undo()
    assert _locked(slots, "loket-latihan", NOW) == NOW + LOCK


def test_the_fifth_try_may_still_be_the_right_one(slots):
    for _ in range(TRIES - 1):
        with pytest.raises(WrongPassphrase):
            slots.unlock("rina", "salah", NOW)
    assert slots.unlock("rina", "loket-latihan", NOW) == RINA


def test_an_administrator_opens_a_locked_slot(slots):
    for _ in range(TRIES):
        with pytest.raises((WrongPassphrase, LockedOut)):
            slots.unlock("rina", "salah", NOW)
    slots.release("rina")
    assert slots.unlock("rina", "loket-latihan", NOW) == RINA
    with pytest.raises(NotFound):
        slots.release("nobody")


def test_a_removed_slot_opens_nothing(slots):
    slots.remove("rina")
    assert slots.handles() == ("dewi",)
    with pytest.raises(WrongPassphrase):
        slots.unlock("rina", "loket-latihan", NOW)


def test_a_slot_under_another_handle_opens_nothing(slots):
    held = json.loads(slots._path.read_text())
    held["slots"]["rina"] = held["slots"]["dewi"]  # Dewi's passphrase must not make her Rina
    slots._path.write_text(json.dumps(held))
    with pytest.raises(WrongPassphrase):
        slots.unlock("rina", "lain-lagi", NOW)


@pytest.mark.parametrize("name", ["salt", "store", "signing"])
def test_a_changed_byte_opens_nothing(slots, name):
    held = json.loads(slots._path.read_text())
    raw = bytearray.fromhex(held["slots"]["rina"][name])
    raw[3] ^= 1
    held["slots"]["rina"][name] = raw.hex()
    slots._path.write_text(json.dumps(held))
    with pytest.raises(WrongPassphrase):
        slots.unlock("rina", "loket-latihan", NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"salt": "zz"},
        {"store": 7},
        {"cost": {"memory_kib": 2**40, "passes": 1, "lanes": 1}},
        {"cost": {"memory_kib": 64, "passes": 0, "lanes": 1}},
        {"cost": {}},
        {"until": "kapan"},
        {"wrong": "x"},
    ],
)
def test_a_file_that_is_no_slot_file_is_said_to_be_damaged(slots, change):
    held = json.loads(slots._path.read_text())
    held["slots"]["rina"] |= change
    slots._path.write_text(json.dumps(held))
    with pytest.raises(SlotsDamaged):
        slots.handles()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v": 3, "slots": {}, "recovery": ""}', "\0" * 100])
def test_another_file_is_said_to_be_damaged(slots, text):
    slots._path.write_text(text)
    with pytest.raises(SlotsDamaged):
        slots.unlock("rina", "loket-latihan", NOW)


def test_the_recovery_slot_opens_with_the_offline_key_only(slots):
    with pytest.raises(NotFound):
        slots.recovery()
    identity = age.generate_identity()
    slots.put_recovery(RINA.store_key, age.recipient_of(identity))
    assert age.unseal(again(slots).recovery(), identity) == RINA.store_key
    assert slots.unlock("rina", "loket-latihan", NOW) == RINA
    assert slots.recovery()  # kept through a sign-in


def first_version(slots):
    """The file as it was before the store's key was sealed to keys of officers."""
    held = json.loads(slots._path.read_text())
    for handle, slot in held["slots"].items():
        words = {"rina": "loket-latihan", "dewi": "lain-lagi"}[handle]
        wrap = slots._wrapping_key(handle, words, bytes.fromhex(slot["salt"]), CHEAP)
        slot["store"] = aes_key_wrap(wrap, RINA.store_key).hex()
        for name in ("key", "next", "first"):
            del slot[name]
    held.pop("recovery_next")
    slots._path.write_text(json.dumps(held | {"v": 1}))


def test_slots_of_the_first_version_open_and_take_a_new_key(slots):
    first_version(slots)
    assert again(slots).unlock("rina", "loket-latihan", NOW) == RINA
    assert slots.public_keys() == {"rina": "", "dewi": ""}
    slots.offer(b"n" * 32, {"rina": public(RINA), "dewi": public(DEWI)}, "")
    slots.settle(changed=True)
    assert again(slots).unlock("rina", "loket-latihan", NOW).store_key == b"n" * 32
    assert again(slots).unlock("dewi", "lain-lagi", NOW).store_key == b"n" * 32


def public(keys):
    return SigningKey.from_bytes(keys.signing_key).public


@pytest.mark.parametrize("changed", [True, False])
def test_a_next_key_reaches_the_owners_named_and_takes_everybody_else_out(slots, changed):
    identity = age.generate_identity()
    slots.put_recovery(RINA.store_key, age.recipient_of(identity))
    slots.offer(b"n" * 32, {"dewi": public(DEWI)}, age.recipient_of(identity))
    assert slots.handles() == ("dewi",)
    both = again(slots).unlock("dewi", "lain-lagi", NOW)
    assert (both.store_key, both.next_key) == (DEWI.store_key, b"n" * 32)
    slots.settle(changed=changed)
    key = b"n" * 32 if changed else DEWI.store_key
    assert again(slots).unlock("dewi", "lain-lagi", NOW) == replace(DEWI, store_key=key)
    assert age.unseal(slots.recovery(), identity) == key


def test_what_is_sealed_to_an_owner_opens_for_no_other_slot(slots):
    """The key in the grant decides, not the one in the file."""
    slots.offer(b"n" * 32, {"rina": public(DEWI), "dewi": public(DEWI)}, "")
    with pytest.raises(WrongPassphrase):
        slots.unlock("rina", "loket-latihan", NOW)


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory that can be locked."""

    priority = 5  # type: ignore[assignment]  # keyring wants a property

    def __init__(self):
        super().__init__()
        self.held = {}
        self.locked = False

    def get_password(self, service, username):
        if self.locked:
            raise KeyringError("locked")
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        if self.locked:
            raise KeyringError("locked")
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


@pytest.fixture
def ring(monkeypatch):
    found = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: found)
    monkeypatch.setattr(keyring, "get_password", found.get_password)
    monkeypatch.setattr(keyring, "set_password", found.set_password)
    return found


def test_the_machine_secret_lies_in_a_private_file_where_there_is_no_keyring(tmp_path):
    first = machine_secret(tmp_path, "DAYUN", use_keyring=False)
    assert (first.where, len(first.value)) == ("file", 32)
    assert machine_secret(tmp_path, "DAYUN") == first
    assert (tmp_path / "machine.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["machine.key"]


def test_the_machine_secret_lies_in_the_keyring_where_there_is_one(tmp_path, ring):
    first = machine_secret(tmp_path, "DAYUN")
    assert (first.where, ring.held) == ("keyring", {("loket", "DAYUN"): first.value.hex()})
    assert first.value.hex() not in (tmp_path / "machine.key").read_text()
    assert machine_secret(tmp_path, "DAYUN") == first


def test_a_keyring_that_does_not_answer_makes_no_second_secret(tmp_path, ring):
    first = machine_secret(tmp_path, "DAYUN")
    ring.locked = True
    with pytest.raises(SecretMissing, match="keyring"):
        machine_secret(tmp_path, "DAYUN")
    ring.locked = False
    assert machine_secret(tmp_path, "DAYUN") == first


def test_a_keyring_locked_at_the_first_start_is_done_without(tmp_path, ring):
    ring.locked = True
    first = machine_secret(tmp_path, "DAYUN")
    ring.locked = False
    assert first.where == "file"
    assert machine_secret(tmp_path, "DAYUN") == first


def test_the_keyrings_entry_of_another_folder_of_this_name_stays(tmp_path, ring):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = machine_secret(tmp_path / "a", "DAYUN")
    machine_secret(tmp_path / "b", "DAYUN")
    assert machine_secret(tmp_path / "a", "DAYUN") == first


def test_a_damaged_secret_file_is_an_error(tmp_path):
    (tmp_path / "machine.key").write_text("")
    with pytest.raises(SecretMissing, match="file"):
        machine_secret(tmp_path, "DAYUN")


def _locked(slots, passphrase, now):
    with pytest.raises(LockedOut) as locked:
        again(slots).unlock("rina", passphrase, now)
    return locked.value.until


def _cut(*_):
    raise KeyboardInterrupt  # as a power cut: nothing after it runs


def test_a_slot_file_of_another_machine_is_told_from_a_wrong_passphrase(tmp_path):
    path = tmp_path / "slots.json"
    Slots(path, b"a" * 32, CHEAP).add("rina", "sandi", Unlocked(bytes(32), bytes(32)))
    before = path.read_bytes()
    with pytest.raises(SlotsForeign) as error:
        Slots(path, b"b" * 32, CHEAP).unlock("rina", "sandi", NOW)
    assert store_words(error.value).title == "Berkas sandi ini dari komputer lain."
    assert path.read_bytes() == before  # no try is counted
    assert b"a" * 32 not in before
