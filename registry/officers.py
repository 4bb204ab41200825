"""Officers, and the grant by which the centre vouches for an officer's key at one station.

A handle names an officer in files and on the sign-in page; it is neither NIK nor NIP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from registry.canonical import NotCanonical, Record, canonical, parse
from registry.errors import RegistryError
from registry.roles import Role

__all__ = ["BadSignature", "Grant", "Revocation", "Role", "SignatureCheck", "UnknownSigner", "Verifier"]


class UnknownSigner(RegistryError):
    """No valid grant covers this signer at this station and time."""


class BadSignature(RegistryError):
    """The signature does not fit the message and the signer's key."""


@dataclass(frozen=True, slots=True)
class Grant:
    """{officer, key, roles, station, until}, as signed by the centre. `key` is the Ed25519 public key in hex.

    A later grant of the same officer and station ends the one before at its `since`: acts signed before keep counting.
    """

    officer: str
    name: str
    key: str
    roles: frozenset[Role]
    station: str
    until: str  # ISO date, the last day of duty
    nip: str = ""  # civil servant's number; honorary staff has none
    decree: str = ""  # number of the SK that gives the roles
    since: str = ""  # UTC stamp of the centre; "" for the first grant, which counts from the beginning

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        return canonical(
            {
                "v": 2,
                "officer": self.officer,
                "name": self.name,
                "key": self.key,
                "roles": sorted(self.roles),
                "station": self.station,
                "until": self.until,
                "nip": self.nip,
                "decree": self.decree,
                "since": self.since,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Grant:
        """The grant in canonical bytes, of version 1 (before NIP, SK number and `since`) or 2.

        The caller has checked the signature. Raises NotCanonical.
        """
        record: Record = parse(data)
        extra: tuple[str, ...] | None = {1: (), 2: ("nip", "decree", "since")}.get(record["v"])
        if extra is None:
            raise NotCanonical("unknown grant version")
        roles = frozenset(Role(role) for role in record["roles"])
        plain = {name: str(record[name]) for name in ("officer", "name", "key", "station", "until", *extra)}
        return cls(roles=roles, **plain)

    def covers(self, day: str) -> bool:
        """Whether the grant is in force on an ISO date.

        >>> Grant("rina", "Rina", "00", frozenset(), "DAYUN", "2026-12-31").covers("2026-11-24")
        True
        """
        return day[:10] <= self.until


@dataclass(frozen=True, slots=True)
class Revocation:
    """The centre takes an officer's right to sign away: what he signed up to `at` keeps counting, nothing after it.

    A grant with a later `since` begins anew.
    """

    officer: str
    station: str  # "" for every station
    at: str  # UTC stamp
    reason: str

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        said = {"officer": self.officer, "station": self.station, "at": self.at, "reason": self.reason}
        return canonical({"v": 1, "revoked": 1, **said})

    @classmethod
    def from_bytes(cls, data: bytes) -> Revocation:
        """The revocation in canonical bytes; the caller has checked the signature. Raises NotCanonical."""
        record: Record = parse(data)
        if record.get("v") != 1 or record.get("revoked") != 1:
            raise NotCanonical("not a revocation")
        return cls(*(str(record[name]) for name in cls.__slots__))


class Verifier(Protocol):
    """Says who signed. Implemented in sync.keys; joined in the compose modules."""

    def check(self, *, author: str, station: str, at: str, message: bytes, signature: bytes) -> frozenset[Role]:
        """The roles the author held at that station and time; raises UnknownSigner or BadSignature."""


class SignatureCheck(Protocol):
    """Plain Ed25519: whether `signature` over `message` fits `key` (32 bytes)."""

    def __call__(self, key: bytes, message: bytes, signature: bytes) -> bool: ...
