"""Key slots: how an officer's passphrase opens the store and his own key (like LUKS).

The file holds handles, wrapped keys and a try counter; no name, NIK or NIP:

    {"v": 2, "slots": {HANDLE: {salt, cost, signing, key, store, next, first, wrong, rounds, until}},
     "recovery": base64 of an age file, "recovery_next": the same or "", "machine": a tag of the machine's secret}

`signing` is the officer's private key under HKDF(Argon2id(passphrase) || machine secret), bound to the handle; AES key
wrap (RFC 3394) tells a wrong key from a right one. `store` is the store's key as an age file for that key, so that a
new store key reaches every officer without his passphrase (docs/decisions/0012). `next` is the key a re-keyed store
will have, from before the file is exchanged until after. `first` marks a start passphrase, which opens nothing but the
choice of one's own. In slots of version 1 `store` is wrapped like `signing`. The recovery slot is the store's key
sealed to the centre's offline key: the stock `age` opens it. The technician has no slot.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from station.store.errors import DiskFault, NotFound, StoreError, StoreFull
from station.store.spendlog import NO_ROOM
from sync import age
from sync.durable import write_durably
from sync.errors import BadPacket
from sync.keys import SigningKey
from sync.wire import data, text

TRIES = 5
LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
MOST_MEMORY_KIB = 4 * 1024 * 1024
_WRAPPED = 40  # bytes of a wrapped key in a slot of the first version


class WrongPassphrase(StoreError):
    """`left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(str(left))
        self.left = left


class LockedOut(StoreError):
    """Too many wrong tries; closed until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class SlotsForeign(StoreError):
    """The slot file was written on another machine: no passphrase opens it with the secret of this one."""


class SlotsDamaged(StoreError):
    """The slot file cannot be read."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters, kept with each slot so that they can grow."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a passphrase opens: the store's key and the officer's private key, 32 bytes each."""

    store_key: bytes
    signing_key: bytes
    next_key: bytes = b""  # the store's key, if its file was exchanged before a cut
    first: bool = False  # by a start passphrase


@dataclass(frozen=True, slots=True)
class _Slot:
    salt: bytes
    cost: Cost
    store: bytes
    signing: bytes
    key: str = ""  # public half of `signing`, hex
    next: bytes = b""
    first: bool = False
    wrong: int = 0
    rounds: int = 0  # lock-outs since the last right passphrase
    until: datetime | None = None

    def to_record(self) -> dict[str, Any]:
        return {
            "salt": self.salt.hex(),
            "cost": asdict(self.cost),
            "store": self.store.hex(),
            "signing": self.signing.hex(),
            "key": self.key,
            "next": self.next.hex(),
            "first": int(self.first),
            "wrong": self.wrong,
            "rounds": self.rounds,
            "until": self.until.isoformat() if self.until else "",
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> _Slot:
        cost = Cost(*(int(record["cost"][name]) for name in Cost.__slots__))
        if not (8 * cost.lanes <= cost.memory_kib <= MOST_MEMORY_KIB and cost.passes >= 1 and cost.lanes >= 1):
            raise ValueError("cost")
        until = datetime.fromisoformat(record["until"]) if record["until"] else None
        salt, store, signing = (bytes.fromhex(record[name]) for name in ("salt", "store", "signing"))
        key, coming = str(record.get("key", "")), bytes.fromhex(record.get("next", ""))
        first, wrong, rounds = (int(record.get(name, 0)) for name in ("first", "wrong", "rounds"))
        return cls(salt, cost, store, signing, key, coming, bool(first), wrong, rounds, until)


@dataclass(frozen=True, slots=True)
class _File:
    slots: dict[str, _Slot]
    recovery: str = ""
    recovery_next: str = ""
    machine: str = ""  # whose secret it needs, as a tag that tells nothing of it; "" in a file of an older Loket

    def with_slot(self, handle: str, slot: _Slot) -> _File:
        return replace(self, slots={**self.slots, handle: slot})


class Slots:
    """The slot file of one station."""

    def __init__(self, path: Path, machine_secret: bytes, cost: Cost | None = None) -> None:
        self._path = path
        self._machine = machine_secret
        self._cost = cost or Cost()

    def handles(self) -> tuple[str, ...]:
        """Who can sign in here, in the order they were added; raises SlotsDamaged."""
        return tuple(self._read().slots)

    def add(self, handle: str, passphrase: str, keys: Unlocked) -> None:
        """A new slot, or a new passphrase for an old one."""
        salt = os.urandom(16)
        wrap = self._wrapping_key(handle, passphrase, salt, self._cost)
        public = SigningKey.from_bytes(keys.signing_key).public
        sealed = age.seal_to_key(keys.store_key, public)
        slot = _Slot(salt, self._cost, sealed, aes_key_wrap(wrap, keys.signing_key), public, first=keys.first)
        self._write(self._read().with_slot(handle, slot))

    def public_keys(self) -> dict[str, str]:
        """Handle -> public key; "" in a slot of version 1. The file says so: ask a grant before trusting it."""
        return {handle: slot.key for handle, slot in self._read().slots.items()}

    def first_time(self) -> frozenset[str]:
        """Who has a start passphrase and not yet one of his own."""
        return frozenset(handle for handle, slot in self._read().slots.items() if slot.first)

    def offer(self, key: bytes, owners: Mapping[str, str], recipient: str) -> None:
        """Seal the store's next key to the owners (handle -> public key); slots of all others are taken out."""
        held = self._read()
        kept = {
            handle: replace(slot, key=owners[handle], next=age.seal_to_key(key, owners[handle]))
            for handle, slot in held.slots.items()
            if handle in owners
        }
        sealed = text(age.seal(key, [recipient])) if recipient else ""
        self._write(_File(kept, held.recovery, sealed))

    def settle(self, *, changed: bool) -> None:
        """The store has its next key (or not): there is one key again."""
        held = self._read()
        kept = {
            handle: replace(slot, store=slot.next if changed and slot.next else slot.store, next=b"")
            for handle, slot in held.slots.items()
        }
        self._write(_File(kept, held.recovery_next if changed else held.recovery))

    def remove(self, handle: str) -> None:
        """Take a slot out. He may have copied the store's key: a store kept after that needs a new one."""
        held = self._read()
        self._write(replace(held, slots={name: slot for name, slot in held.slots.items() if name != handle}))

    def clear(self) -> None:
        """Take all of them out: a set-up that never got a store begins anew."""
        if self._path.exists():
            self._write(_File({}))

    def release(self, handle: str) -> None:
        """An administrator opens a locked slot; raises NotFound."""
        held = self._read()
        if handle not in held.slots:
            raise NotFound(handle)
        self._write(held.with_slot(handle, replace(held.slots[handle], wrong=0, rounds=0, until=None)))

    def locked_until(self, handle: str, now: datetime) -> datetime | None:
        """Until when a slot is closed, for the sign-in page; None when it is open or unknown."""
        slot = self._read().slots.get(handle)
        return slot.until if slot and slot.until and now < slot.until else None

    def tries(self, handle: str) -> int:
        """Wrong passphrases since the last right one: what the book of the store learns at the next sign-in."""
        slot = self._read().slots.get(handle)
        return slot.rounds * TRIES + slot.wrong if slot else 0

    def unlock(self, handle: str, passphrase: str, now: datetime) -> Unlocked:
        """The keys; raises WrongPassphrase, LockedOut or SlotsForeign. The try is counted on disk before it is
        judged."""
        held = self._read()
        if held.machine and held.machine != self._tag():
            raise SlotsForeign(self._path.name)
        slot = held.slots.get(handle)
        if slot is None:
            raise WrongPassphrase(TRIES)
        if slot.until is not None and now < slot.until:
            raise LockedOut(slot.until)
        slot = self._count(slot, now)
        self._write(held.with_slot(handle, slot))
        wrap = self._wrapping_key(handle, passphrase, slot.salt, slot.cost)
        try:
            keys = _opened(slot, wrap)
        except (InvalidUnwrap, BadPacket) as error:
            raise (LockedOut(slot.until) if slot.until else WrongPassphrase(TRIES - slot.wrong)) from error
        self._write(held.with_slot(handle, replace(slot, wrong=0, rounds=0, until=None)))
        return keys

    def put_recovery(self, store_key: bytes, recipient: str) -> None:
        """Seal the store's key to the centre's offline recovery key."""
        self._write(replace(self._read(), recovery=text(age.seal(store_key, [recipient]))))

    def recovery(self) -> bytes:
        """The sealed key as an age file, for the holder of the recovery key; raises NotFound."""
        sealed = self._read().recovery
        if not sealed:
            raise NotFound("recovery")
        return data(sealed)

    def _count(self, slot: _Slot, now: datetime) -> _Slot:
        """The slot with one more try; at the fifth it is closed already, and only the right passphrase opens it."""
        if slot.wrong + 1 < TRIES:
            return replace(slot, wrong=slot.wrong + 1, until=None)
        lock = min(LOCK * 2 ** min(slot.rounds, 16), LONGEST_LOCK)
        return replace(slot, wrong=0, rounds=slot.rounds + 1, until=now + lock)

    def _wrapping_key(self, handle: str, passphrase: str, salt: bytes, cost: Cost) -> bytes:
        secret = passphrase.encode()
        try:
            stretched = hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)
        except HashingError as error:
            raise SlotsDamaged(self._path.name) from error
        info = b"loket slot 1 " + handle.encode()
        return HKDF(SHA256(), 32, salt=None, info=info).derive(stretched + self._machine)

    def _tag(self) -> str:
        return HKDF(SHA256(), 8, salt=None, info=b"loket slots of").derive(self._machine).hex()

    def _read(self) -> _File:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if found["v"] not in (1, 2):
                raise ValueError("version")
            slots = {handle: _Slot.from_record(record) for handle, record in found["slots"].items()}
            sealed = (str(found["recovery"]), str(found.get("recovery_next", "")))
            return _File(slots, *sealed, str(found.get("machine", "")))
        except FileNotFoundError:
            return _File({})
        except OSError as error:
            raise DiskFault(self._path.name) from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise SlotsDamaged(self._path.name) from error

    def _write(self, held: _File) -> None:
        slots = {handle: slot.to_record() for handle, slot in held.slots.items()}
        sealed = {"recovery": held.recovery, "recovery_next": held.recovery_next}
        machine = held.machine or self._tag()
        body = json.dumps({"v": 2, "slots": slots, **sealed, "machine": machine}, indent=1)
        try:
            write_durably(self._path, body.encode())
        except OSError as error:
            raise (StoreFull if error.errno in NO_ROOM else DiskFault)(self._path.name) from error


def _opened(slot: _Slot, wrap: bytes) -> Unlocked:
    """What a wrapping key opens; raises InvalidUnwrap or BadPacket."""
    signing = aes_key_unwrap(wrap, slot.signing)
    if len(slot.store) == _WRAPPED:
        store = aes_key_unwrap(wrap, slot.store)
    else:
        store = age.unseal_with_key(slot.store, signing)
    coming = age.unseal_with_key(slot.next, signing) if slot.next else b""
    return Unlocked(store, signing, coming, slot.first)
