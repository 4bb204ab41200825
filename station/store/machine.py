"""The machine secret: what a copied disk lacks. In the system's keyring, else a file only this user can read.

`machine.key` holds the secret in hex, or the word "keyring". So a keyring that does not answer today is an error and
never a reason to make another secret, which would shut everybody out for good.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from station.store.errors import StoreError
from sync.durable import write_private

SERVICE = "loket"
FILE, KEYRING = "file", "keyring"
_BYTES = 32


class SecretMissing(StoreError):
    """The machine secret is not where it was put. `where`: keyring (locked, or another user's) or file (damaged)."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


@dataclass(frozen=True, slots=True)
class MachineSecret:
    """32 bytes, and where they are kept: "keyring" or "file" (the status page says which)."""

    value: bytes
    where: str


def machine_secret(home: Path, name: str, *, use_keyring: bool = True) -> MachineSecret:
    """The secret of the station folder `name`, made on first use; raises SecretMissing."""
    file = home / "machine.key"
    if file.exists():
        return _kept(file, name)
    if use_keyring:
        value = _new_in_keyring(name)
        if value is not None:
            write_private(file, KEYRING.encode())
            return MachineSecret(value, KEYRING)
    value = secrets.token_bytes(_BYTES)
    write_private(file, value.hex().encode())
    return MachineSecret(value, FILE)


def _kept(file: Path, name: str) -> MachineSecret:
    said = file.read_text(encoding="ascii", errors="replace").strip()
    if said != KEYRING:
        return MachineSecret(_value(said, FILE), FILE)
    return MachineSecret(_value(_from_keyring(name), KEYRING), KEYRING)


def _value(said: str | None, where: str) -> bytes:
    try:
        value = bytes.fromhex(said or "")
    except ValueError:
        value = b""
    if len(value) != _BYTES:
        raise SecretMissing(where)
    return value


def _from_keyring(name: str) -> str | None:
    import keyring  # here, because it takes 0.1 s and a station with a file never needs it
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None


def _new_in_keyring(name: str) -> bytes | None:
    """A secret that the keyring gives back as it was put; None where there is no keyring worth the name.

    An entry of this name stays: another folder of the same name on this machine may depend on it.
    """
    import keyring
    from keyring.errors import KeyringError

    if keyring.get_keyring().priority < 1:  # the `fail` and `null` backends
        return None
    try:
        if keyring.get_password(SERVICE, name) is None:
            keyring.set_password(SERVICE, name, secrets.token_hex(_BYTES))
        return _value(keyring.get_password(SERVICE, name), KEYRING)
    except (KeyringError, SecretMissing):  # locked, absent or forgetful: the file is the honest second best
        return None
