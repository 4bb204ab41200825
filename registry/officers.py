"""Officers, and the grant by which the centre vouches for an officer's key at one station.

A handle names an officer in files and on the sign-in page; it is neither NIK nor NIP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from registry.canonical import Record, canonical, parse
from registry.errors import RegistryError
from registry.roles import Role

__all__ = ["BadSignature", "Grant", "Role", "SignatureCheck", "UnknownSigner", "Verifier"]


class UnknownSigner(RegistryError):
    """No valid grant covers this signer at this station and time."""


class BadSignature(RegistryError):
    """The signature does not fit the message and the signer's key."""


@dataclass(frozen=True, slots=True)
class Grant:
    """{officer, key, roles, station, until}, as signed by the centre. `key` is the Ed25519 public key in hex."""

    officer: str
    name: str
    key: str
    roles: frozenset[Role]
    station: str
    until: str  # ISO date, the last day of duty

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        return canonical(
            {
                "v": 1,
                "officer": self.officer,
                "name": self.name,
                "key": self.key,
                "roles": sorted(self.roles),
                "station": self.station,
                "until": self.until,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Grant:
        """The grant in canonical bytes; the caller has checked the signature."""
        record: Record = parse(data)
        roles = frozenset(Role(role) for role in record["roles"])
        return cls(record["officer"], record["name"], record["key"], roles, record["station"], record["until"])

    def covers(self, day: str) -> bool:
        """Whether the grant is in force on an ISO date.

        >>> Grant("rina", "Rina", "00", frozenset(), "DAYUN", "2026-12-31").covers("2026-11-24")
        True
        """
        return day[:10] <= self.until


class Verifier(Protocol):
    """Says who signed. Implemented in sync.keys; joined in the compose modules."""

    def check(self, *, author: str, station: str, at: str, message: bytes, signature: bytes) -> frozenset[Role]:
        """The roles the author held at that station and time; raises UnknownSigner or BadSignature."""


class SignatureCheck(Protocol):
    """Plain Ed25519: whether `signature` over `message` fits `key` (32 bytes)."""

    def __call__(self, key: bytes, message: bytes, signature: bytes) -> bool: ...
