"""A case is its actions: what happened, who signed it, and what it hashes to (docs/decisions/0003).

The header is signed and kept verbatim. Payload, salt and blobs lie beside it and can be erased: the header holds
only SHA-256(salt || payload), so the chain stays whole when personal data goes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from registry.canonical import NotCanonical, Record, canonical, parse
from registry.errors import RegistryError
from registry.officers import Role

GENESIS = bytes(32)  # the chain of a station that has done nothing yet


class Kind(StrEnum):
    """Every act the register knows; the names stand in the signed header."""

    SUBMITTED = "Submitted"  # recorded and signed by the applicant; also after a return or for a new recording
    VERIFIED = "Verified"
    RETURNED = "Returned"
    REJECTED = "Rejected"
    CANCELLED = "Cancelled"
    UPSTREAM_ANSWERED = "UpstreamAnswered"  # variant: the SIAK status name
    HELD = "Held"
    HOLD_LIFTED = "HoldLifted"
    RELEASED = "Released"
    ROUTED = "Routed"  # variant: the station that now holds the case
    PRINT_APPROVED = "PrintApproved"
    PRINT_STARTED = "PrintStarted"  # variant: "loket" or "resmi" (the official application)
    PRINT_BOOKED = "PrintBooked"  # variant: an Outcome
    CHIP_VERIFIED = "ChipVerified"
    SHIPPED = "Shipped"  # variant: the station it goes to
    COUNTED_IN = "CountedIn"
    WITHDRAWN = "Withdrawn"  # the old KK; variant: "ditarik" or "hilang"
    HANDED_OVER = "HandedOver"  # variant: "finger", "witness" or "proxy"; of a KK: "kk"
    ERASED = "Erased"  # templates and captures erased where they are no longer needed
    LOOKUP_ASKED = "LookupAsked"  # variant: the case it is for (registry.errands)
    LOOKUP_ANSWERED = "LookupAnswered"  # variant: "ada" or "tidak-ada"
    STOCK_BOOKED = "StockBooked"  # variant: the Item (registry.stock_news)
    IMPORT_PROPOSED = "ImportProposed"  # variant: SHA-256 of the file
    IMPORT_CONFIRMED = "ImportConfirmed"  # variant: the same, by the second officer


class Outcome(StrEnum):
    """What became of a blank, with the reasons of the Dirjen letter 400.8.1.2/202241/Dukcapil."""

    GOOD = "good"
    ENCODE_FAILED = "gagal-encode"
    DAMAGED = "rusak"
    PRINT_FAILED = "gagal-cetak"
    WRONG_ELEMENT = "elemen-salah"
    UNKNOWN = "belum-pasti"  # after a cut: the card lies aside until someone looks
    NOT_PRINTED = "tidak-tercetak"  # nothing left the hopper: the blank is whole


class PayloadMismatch(RegistryError):
    """Payload and salt do not hash to what the header says."""


@dataclass(frozen=True, slots=True)
class Header:
    """The signed part of an action. All fields are strings; `payload` is SHA-256(salt || payload) in hex."""

    id: str
    case: str
    service: str
    kind: Kind
    variant: str
    author: str
    role: Role
    station: str
    after: str  # the last action of the case its writer had seen, or ""
    at: str  # UTC, "2026-11-24T03:42:07Z"; for people, never for order
    payload: str

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed, hashed and stored."""
        return canonical(
            {
                "v": 1,
                "id": self.id,
                "case": self.case,
                "service": self.service,
                "kind": self.kind,
                "variant": self.variant,
                "author": self.author,
                "role": self.role,
                "station": self.station,
                "after": self.after,
                "at": self.at,
                "payload": self.payload,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Parse canonical header bytes; raises NotCanonical for anything else."""
        record = parse(data)
        try:
            if record.pop("v") != 1:
                raise NotCanonical("unknown header version")
            return cls(kind=Kind(record.pop("kind")), role=Role(record.pop("role")), **record)
        except (KeyError, TypeError, ValueError) as error:
            raise NotCanonical("not an action header") from error


@dataclass(frozen=True, slots=True)
class Action:
    """A header with its signature, and its payload as long as it is kept."""

    header: Header
    raw: bytes
    signature: bytes
    salt: bytes | None
    payload: bytes | None

    @classmethod
    def load(cls, raw: bytes, signature: bytes, salt: bytes | None, payload: bytes | None) -> Action:
        """An action read from a store or a packet; raises when payload and header disagree."""
        action = cls(Header.from_bytes(raw), raw, signature, salt, payload)
        if payload is not None and salt is not None and seal_payload(salt, payload) != action.header.payload:
            raise PayloadMismatch(action.header.id)
        return action

    @property
    def hash(self) -> bytes:
        """SHA-256 of the header's bytes: what the chain links."""
        return hashlib.sha256(self.raw).digest()

    @property
    def record(self) -> Record:
        """The payload as an object; {} once it is erased."""
        return parse(self.payload) if self.payload is not None else {}

    def erased(self) -> Action:
        """The same action without payload and salt: hash and signature still hold."""
        return replace(self, salt=None, payload=None)


def seal_payload(salt: bytes, payload: bytes) -> str:
    """SHA-256(salt || payload) in hex. The salt keeps a short payload from being guessed after its erasure."""
    return hashlib.sha256(salt + payload).hexdigest()


def link(previous: bytes, action_hash: bytes) -> bytes:
    """The next chain head: SHA-256(previous head || action hash), 32 bytes each.

    >>> link(GENESIS, bytes(32)).hex()[:16]
    'f5a5fd42d16a2030'
    """
    return hashlib.sha256(previous + action_hash).digest()
