"""Ed25519 keys of officers, stations and the centre, and who signed what.

Raw 32-byte keys, 64-byte signatures, hex in records (RFC 8032). The stock `openssl pkeyutl -verify -rawin` agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.officers import BadSignature, Grant, Role, UnknownSigner

CENTRE = "DINAS"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; its public half in hex names it."""

    private: Ed25519PrivateKey

    @classmethod
    def generate(cls) -> SigningKey:
        """A new key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: bytes) -> SigningKey:
        """The key of 32 raw bytes."""
        return cls(Ed25519PrivateKey.from_private_bytes(raw))

    def to_bytes(self) -> bytes:
        """The 32 raw bytes; they are stored wrapped or in an encrypted file only."""
        return self.private.private_bytes_raw()

    @property
    def public(self) -> str:
        """The public key in hex."""
        return self.private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(message)


def ed25519_check(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` over `message` fits `key` (registry.officers.SignatureCheck)."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_pem(key: str) -> bytes:
    """A public key as PEM, for openssl."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Grants:
    """The officers the centre vouches for; implements registry.officers.Verifier."""

    def __init__(
        self, centre_key: str, signed: Iterable[tuple[bytes, bytes]], revoked: Mapping[str, str] | None = None
    ):
        """`signed` are grants with the centre's signature; others are left out. `revoked`: officer -> ISO time."""
        self._centre = bytes.fromhex(centre_key)
        self._revoked = dict(revoked or {})
        held = (Grant.from_bytes(raw) for raw, mark in signed if ed25519_check(self._centre, raw, mark))
        self._grants = {(grant.officer, grant.station): grant for grant in held}

    def check(self, *, author: str, station: str, at: str, message: bytes, signature: bytes) -> frozenset[Role]:
        """The roles behind a good signature; raises UnknownSigner or BadSignature."""
        key, roles = self._signer(author, station, at)
        if not ed25519_check(key, message, signature):
            raise BadSignature(author)
        return roles

    def grant(self, officer: str, station: str) -> Grant | None:
        """The grant of an officer at a station."""
        return self._grants.get((officer, station))

    def _signer(self, author: str, station: str, at: str) -> tuple[bytes, frozenset[Role]]:
        if author == CENTRE:
            return self._centre, frozenset({Role.CENTRE})
        grant = self._grants.get((author, station))
        if grant is None or not grant.covers(at) or self._revoked.get(author, at) < at:
            raise UnknownSigner(author)
        return bytes.fromhex(grant.key), grant.roles
