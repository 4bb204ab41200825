"""age (age-encryption.org/v1) by pyrage: the one door to it. The stock `age` opens what is sealed here."""

from __future__ import annotations

from collections.abc import Iterable

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

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


def seal_to_key(data: bytes, key: str) -> bytes:
    """Encrypt to the owner of an Ed25519 key (public, hex), as `age -r "ssh-ed25519 ..."` does."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return bytes(pyrage.encrypt(data, [pyrage.ssh.Recipient.from_str(line)]))


def unseal_with_key(data: bytes, key: bytes) -> bytes:
    """Decrypt with an Ed25519 key (private, 32 bytes); raises BadPacket("not-for-us")."""
    private = Ed25519PrivateKey.from_private_bytes(key)
    held = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    try:
        return bytes(pyrage.decrypt(data, [pyrage.ssh.Identity.from_buffer(held)]))
    except pyrage.DecryptError as error:
        raise BadPacket("not-for-us") from error
