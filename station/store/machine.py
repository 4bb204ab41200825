"""The machine secret: what a copied disk lacks. In the system's keyring, else a file only this user can read."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import keyring
from keyring.backends import fail
from keyring.errors import KeyringError

SERVICE = "loket"


@dataclass(frozen=True, slots=True)
class MachineSecret:
    """32 bytes, and where they are kept: "keyring" or "file" (the status page says which)."""

    value: bytes
    where: str


def machine_secret(home: Path, name: str, *, use_keyring: bool = True) -> MachineSecret:
    """The secret of the station folder `name`, made on first use."""
    file = home / "machine.key"
    if file.exists():
        return MachineSecret(bytes.fromhex(file.read_text().strip()), "file")
    if use_keyring and not isinstance(keyring.get_keyring(), fail.Keyring):
        kept = _from_keyring(name)
        if kept is not None:
            return MachineSecret(kept, "keyring")
    return MachineSecret(_new_file(file), "file")


def _from_keyring(name: str) -> bytes | None:
    try:
        found = keyring.get_password(SERVICE, name)
        if found is None:
            found = secrets.token_hex(32)
            keyring.set_password(SERVICE, name, found)
    except KeyringError:  # a locked or absent service: the file is the honest second best
        return None
    return bytes.fromhex(found)


def _new_file(file: Path) -> bytes:
    value = secrets.token_bytes(32)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(value.hex())
        out.flush()
        os.fsync(out.fileno())
    return value
