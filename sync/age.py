"""age (age-encryption.org/v1) by pyrage: the one door to it. The stock `age` opens what is sealed here."""

from __future__ import annotations

from collections.abc import Iterable

import pyrage

from sync.errors import BadPacket


def generate_identity() -> str:
    """A new X25519 identity, AGE-SECRET-KEY-1..."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The recipient of an identity, age1...; raises BadPacket("bad-identity")."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError as error:
        raise BadPacket("bad-identity") from error


def seal(data: bytes, recipients: Iterable[str]) -> bytes:
    """Encrypt to every recipient; raises BadPacket("bad-recipient") when one is none, or there is none at all."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
        return bytes(pyrage.encrypt(data, keys))
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        raise BadPacket("bad-recipient") from error


def unseal(data: bytes, identity: str) -> bytes:
    """Decrypt; raises BadPacket("not-for-us") when the identity does not fit or the file is altered."""
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise BadPacket("not-for-us") from error
