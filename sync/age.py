"""age (age-encryption.org/v1) by pyrage: the one door to it. The stock `age` opens what is sealed here."""

from __future__ import annotations

from collections.abc import Iterable

import pyrage

from sync.errors import BadPacket


def generate_identity() -> str:
    """A new X25519 identity, AGE-SECRET-KEY-1..."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The recipient of an identity, age1..."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def seal(data: bytes, recipients: Iterable[str]) -> bytes:
    """Encrypt to every recipient."""
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return bytes(pyrage.encrypt(data, keys))


def unseal(data: bytes, identity: str) -> bytes:
    """Decrypt; raises BadPacket("not-for-us") when the identity does not fit or the file is altered."""
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.DecryptError as error:
        raise BadPacket("not-for-us") from error
