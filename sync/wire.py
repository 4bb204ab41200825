"""What travels: frozen values and their canonical JSON. Bytes are base64 or hex in records; ids are UUIDv7.

An announce carries no NIK and nothing made from one. What the centre signs (receipts) is signed over these bytes.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from registry.actions import Action, PayloadMismatch
from registry.canonical import NotCanonical, Plain, Record, canonical, parse
from sync.errors import BadPacket


# actions ---------------------------------------------------------------------------------------------
def action_record(action: Action, number: int = 0) -> dict[str, Plain]:
    """One action for a member; `number` is the centre's, 0 before it has one."""
    kept = action.payload is not None and action.salt is not None
    return {
        "raw": text(action.raw),
        "signature": text(action.signature),
        "salt": text(action.salt or b""),
        "payload": text(action.payload or b""),
        "kept": int(kept),
        "number": number,
    }


def action_from(record: Record) -> tuple[Action, int]:
    """The action and its number; raises BadPacket."""
    try:
        salt, payload = data(record["salt"]), data(record["payload"])
        kept = bool(record["kept"])
        action = Action.load(
            data(record["raw"]), data(record["signature"]), salt if kept else None, payload if kept else None
        )
        return action, int(record["number"])
    except (KeyError, ValueError, NotCanonical, PayloadMismatch) as error:
        raise BadPacket("bad-action") from error


def actions_member(actions: Iterable[tuple[Action, int]]) -> bytes:
    """The member actions.json (or case.json)."""
    return canonical({"v": 1, "actions": [action_record(action, number) for action, number in actions]})


def actions_from(member: bytes) -> tuple[tuple[Action, int], ...]:
    """The actions of a member; raises BadPacket."""
    try:
        return tuple(action_from(record) for record in parse(member)["actions"])
    except (NotCanonical, KeyError, TypeError) as error:
        raise BadPacket("bad-action") from error


# enrolment -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A new station with its one-time code and its first administrator. Sent with HMAC-SHA256(secret, body)."""

    code: str
    station_key: str
    recipient: str
    administrator: str  # handle
    administrator_name: str
    administrator_key: str

    def to_bytes(self) -> bytes:
        """The canonical body."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, body: bytes) -> EnrolRequest:
        """Parse a body."""
        record = parse(body)
        return cls(**{name: record[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class EnrolAnswer:
    """Who the station is now, and whom it trusts from here on."""

    station: str
    name: str
    area: str
    epoch: int
    centre_key: str
    centre_recipient: str
    recovery_recipient: str
    training_root: str
    grant: str  # hex of the administrator's grant
    grant_signature: str

    def to_bytes(self) -> bytes:
        """The canonical body."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, body: bytes) -> EnrolAnswer:
        """Parse a body."""
        record = parse(body)
        return cls(**{name: record[name] for name in cls.__slots__})


def code_proof(secret: bytes, body: bytes) -> str:
    """HMAC-SHA256 in hex: the station holds the code."""
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class OfficerRequest:
    """An administrator asks the centre to vouch for an officer; signed with the administrator's key."""

    officer: str
    name: str
    key: str
    roles: tuple[str, ...]
    until: str
    administrator: str

    def to_bytes(self) -> bytes:
        """The canonical body that is signed."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, body: bytes) -> OfficerRequest:
        """Parse a body."""
        record = parse(body)
        record["roles"] = tuple(record["roles"])
        return cls(**{name: record[name] for name in cls.__slots__})


# announce and receipt --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Announce:
    """One packet about to be sent, and the station's journal since the last head the centre acknowledged."""

    packet: str
    case: str
    kind: str
    size: int
    sha256: str
    chain_from: int  # how many actions the acknowledged head covers
    chain: tuple[str, ...]  # action hashes after it, hex, in journal order

    def to_bytes(self) -> bytes:
        """The canonical body."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, body: bytes) -> Announce:
        """Parse a body."""
        record = parse(body)
        record["chain"] = tuple(record["chain"])
        return cls(**{name: record[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the centre made of a packet: final numbers of its actions, what it refused, and the head it now knows."""

    packet: str
    sha256: str
    state: str  # accepted or refused
    reason: str  # of a refused packet
    numbers: Mapping[str, int]
    refused: Mapping[str, str]
    chain_count: int
    at: str

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, body: bytes) -> Receipt:
        """Parse the signed bytes."""
        record = parse(body)
        return cls(**{name: record[name] for name in cls.__slots__})


# feed ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry for one station: action, case, residents, grant, lock, unlock, epoch or announcement."""

    kind: str
    record: Record
    blobs: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Entries after a cursor, up to the next cursor; `at` is the centre's time."""

    station: str
    start: int
    end: int
    more: bool
    at: str
    items: tuple[FeedItem, ...]

    def members(self) -> dict[str, bytes]:
        """The members of the sealed page."""
        items: Plain = [{"kind": item.kind, "record": item.record, "blobs": sorted(item.blobs)} for item in self.items]
        head: dict[str, Plain] = {
            "station": self.station,
            "start": self.start,
            "end": self.end,
            "more": int(self.more),
            "at": self.at,
        }
        blobs = {f"blobs/{name}": blob for item in self.items for name, blob in item.blobs.items()}
        return {"feed.json": canonical({"v": 1, **head, "items": items}), **blobs}

    @classmethod
    def from_members(cls, members: Mapping[str, bytes]) -> FeedPage:
        """The page in opened members; raises BadPacket."""
        try:
            record = parse(members["feed.json"])
            items = tuple(
                FeedItem(row["kind"], row["record"], {name: members[f"blobs/{name}"] for name in row["blobs"]})
                for row in record["items"]
            )
            return cls(record["station"], record["start"], record["end"], bool(record["more"]), record["at"], items)
        except (KeyError, TypeError, NotCanonical) as error:
            raise BadPacket("not-a-feed") from error


def text(raw: bytes) -> str:
    """Bytes as base64 for a record."""
    return b64encode(raw).decode()


def data(encoded: str) -> bytes:
    """The bytes of a record's base64; raises BadPacket."""
    try:
        return b64decode(encoded, validate=True)
    except (Base64Error, TypeError) as error:
        raise BadPacket("bad-base64") from error
