"""Ed25519 keys of officers, stations and the centre, and who signed what.

Raw 32-byte keys, 64-byte signatures, hex in records (RFC 8032). The stock `openssl pkeyutl -verify -rawin` agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.officers import BadSignature, Grant, Revocation, Role, UnknownSigner

CENTRE = "DINAS"
_SECOND = len("2026-11-24T03:42:07")


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
    """The officers the centre vouches for, now and before; implements registry.officers.Verifier.

    A grant counts from its `since` until the next one of the same officer and station, so that a new key or role leaves
    older acts as they were. Times are compared to the second.
    """

    def __init__(
        self,
        centre_key: str,
        signed: Iterable[tuple[bytes, bytes]],
        revoked: Iterable[Revocation] = (),
    ):
        """`signed` are grants with the centre's signature, of equal age the newer last; others are left out.

        `revoked` are revocations whose signature the caller has checked.
        """
        self._centre = bytes.fromhex(centre_key)
        self._ends: dict[tuple[str, str], list[str]] = {}
        for end in revoked:
            self._ends.setdefault((end.officer, end.station), []).append(end.at)
        held = (Grant.from_bytes(raw) for raw, mark in signed if ed25519_check(self._centre, raw, mark))
        self._grants: dict[tuple[str, str], list[Grant]] = {}
        for grant in sorted(held, key=lambda grant: grant.since):  # a stable sort
            self._grants.setdefault((grant.officer, grant.station), []).append(grant)

    def check(self, *, author: str, station: str, at: str, message: bytes, signature: bytes) -> frozenset[Role]:
        """The roles behind a good signature; raises UnknownSigner or BadSignature."""
        signers = self._signers(author, station, at)
        held = [roles for key, roles in signers if ed25519_check(key, message, signature)]
        if not held:
            raise BadSignature(author)
        return frozenset[Role]().union(*held)

    def grant(self, officer: str, station: str) -> Grant | None:
        """The newest grant of an officer at a station."""
        return next(reversed(self._grants.get((officer, station), [])), None)

    def in_force(self, officer: str, station: str, at: str) -> Grant | None:
        """The newest grant, unless it is over or was taken away at this UTC time."""
        grant = self.grant(officer, station)
        return grant if grant and grant.covers(at) and not self._taken_away(grant, at) else None

    def revoked_at(self, officer: str, station: str) -> str:
        """When the newest grant of an officer was taken away; "" when it was not."""
        grant = self.grant(officer, station)
        return self._end(grant) if grant else ""

    def end_of(self, officer: str, station: str, at: str) -> str:
        """When the grant that covered an act of this time ended or ends: the stamp or day of its successor, or its
        last day; "" where no grant covers it."""
        found = self._then(officer, station, at)
        if not found:
            return ""
        following = [each.since for each in self._grants[officer, station] if each.since > found[-1].since]
        return min([found[-1].until + "T23:59:59Z", *following])

    def everyone(self) -> tuple[Grant, ...]:
        """The newest grant of each officer and station."""
        return tuple(found[-1] for found in self._grants.values())

    def owners(self, key: str) -> frozenset[str]:
        """The officers who hold or held a key: one key belongs to one officer."""
        return frozenset(grant.officer for found in self._grants.values() for grant in found if grant.key == key)

    def _signers(self, author: str, station: str, at: str) -> list[tuple[bytes, frozenset[Role]]]:
        if author == CENTRE:
            return [(self._centre, frozenset({Role.CENTRE}))]
        held = [each for each in self._then(author, station, at) if each.covers(at) and not self._taken_away(each, at)]
        if not held:
            raise UnknownSigner(author)
        return [(bytes.fromhex(grant.key), grant.roles) for grant in held]

    def _then(self, author: str, station: str, at: str) -> list[Grant]:
        """The grant in force at a time; in the second in which it began also the one before."""
        now = at[:_SECOND]
        begun = [grant for grant in self._grants.get((author, station), []) if grant.since[:_SECOND] <= now]
        return begun[-2:] if begun and begun[-1].since[:_SECOND] == now else begun[-1:]

    def _taken_away(self, grant: Grant, at: str) -> bool:
        end = self._end(grant)
        return bool(end) and end[:_SECOND] < at[:_SECOND]

    def _end(self, grant: Grant) -> str:
        """The earliest revocation that meets a grant: one before its beginning was of another."""
        said = (end for station in (grant.station, "") for end in self._ends.get((grant.officer, station), []))
        return min((end for end in said if end[:_SECOND] >= grant.since[:_SECOND]), default="")
