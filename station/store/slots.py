"""Key slots: how an officer's passphrase opens the store and his own key (like LUKS).

The file holds handles, wrapped keys and a try counter; no name, NIK or NIP. The wrapping key is
HKDF(Argon2id(passphrase) || machine secret); AES key wrap (RFC 3394) tells a wrong key from a right one.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from station.store.errors import StoreError
from sync.durable import write_durably

TRIES = 5
LOCK = timedelta(minutes=15)


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
    """What a passphrase opens: the store's key and the officer's private key."""

    store_key: bytes
    signing_key: bytes


class Slots:
    """The slot file of one station."""

    def __init__(self, path: Path, machine_secret: bytes, cost: Cost | None = None) -> None:
        self._path = path
        self._machine = machine_secret
        self._cost = cost or Cost()

    def handles(self) -> tuple[str, ...]:
        """Who can sign in here, in the order they were added."""
        return tuple(self._read())

    def add(self, handle: str, passphrase: str, keys: Unlocked) -> None:
        """A new slot, or a new passphrase for an old one."""
        salt = os.urandom(16)
        wrap = self._wrapping_key(passphrase, salt, self._cost)
        slots = self._read()
        slots[handle] = {
            "salt": salt.hex(),
            "cost": [self._cost.memory_kib, self._cost.passes, self._cost.lanes],
            "store": aes_key_wrap(wrap, keys.store_key).hex(),
            "signing": aes_key_wrap(wrap, keys.signing_key).hex(),
            "wrong": 0,
            "rounds": 0,
            "until": "",
        }
        self._write(slots)

    def remove(self, handle: str) -> None:
        """Take a slot out; the caller re-keys the store."""
        slots = self._read()
        slots.pop(handle, None)
        self._write(slots)

    def release(self, handle: str) -> None:
        """An administrator opens a locked slot."""
        slots = self._read()
        slots[handle].update(wrong=0, rounds=0, until="")
        self._write(slots)

    def unlock(self, handle: str, passphrase: str, now: datetime) -> Unlocked:
        """The keys; raises WrongPassphrase or LockedOut. The try is counted on disk before it is judged."""
        slots = self._read()
        slot = slots.get(handle)
        if slot is None:
            raise WrongPassphrase(TRIES)
        until = datetime.fromisoformat(slot["until"]) if slot["until"] else None
        if until is not None and now < until:
            raise LockedOut(until)
        slot["wrong"] += 1
        self._write(slots)
        wrap = self._wrapping_key(passphrase, bytes.fromhex(slot["salt"]), Cost(*slot["cost"]))
        try:
            keys = Unlocked(*(aes_key_unwrap(wrap, bytes.fromhex(slot[name])) for name in ("store", "signing")))
        except InvalidUnwrap as error:
            raise self._after_wrong(slots, slot, now) from error
        slot.update(wrong=0, rounds=0, until="")
        self._write(slots)
        return keys

    def _after_wrong(self, slots: dict[str, Any], slot: dict[str, Any], now: datetime) -> StoreError:
        if slot["wrong"] < TRIES:
            return WrongPassphrase(TRIES - slot["wrong"])
        until = now + LOCK * 2 ** slot["rounds"]
        slot.update(wrong=0, rounds=slot["rounds"] + 1, until=until.isoformat())
        self._write(slots)
        return LockedOut(until)

    def _wrapping_key(self, passphrase: str, salt: bytes, cost: Cost) -> bytes:
        stretched = hash_secret_raw(
            passphrase.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, hash_len=32, type=Type.ID
        )
        return HKDF(SHA256(), 32, salt=None, info=b"loket slot 1").derive(stretched + self._machine)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise SlotsDamaged(self._path.name) from error
        if not isinstance(found, dict):
            raise SlotsDamaged(self._path.name)
        return found

    def _write(self, slots: dict[str, Any]) -> None:
        write_durably(self._path, json.dumps(slots, indent=1).encode())
