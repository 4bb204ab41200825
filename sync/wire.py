"""What travels: frozen values and their canonical JSON. Bytes are base64 or hex in records; ids are UUIDv7.

Who signs what, always the bytes as they stand, so that the stock openssl can check them:

    officer   action headers, OfficerRequest, requests about officers (sync.officers), rows of views
    station   the manifest of a packet, Head, its HTTP requests (RFC 9421)
    centre    its own action headers, Grant, Revocation, Receipt, EnrolAnswer, the manifest of a feed page
    code      EnrolRequest and EnrolAnswer, by HMAC-SHA256 with the secret of the one-time code

No two of these records have the same fields, and each is read strictly (sync.records), so that a signature under one
is none under another. An announce carries no NIK and nothing made from one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.actions import Action, PayloadMismatch
from registry.canonical import NotCanonical, Plain, Record, canonical
from sync.errors import BadPacket, BadWire
from sync.records import VERSION, decode, encode, read

LARGEST = 64 * 1024 * 1024  # bytes of a sealed file, and of any answer
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")  # becomes a file name at the centre
_HASH = re.compile(r"[0-9a-f]{64}")


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
        kept, number = bool(record["kept"]), record["number"]
        action = Action.load(
            data(record["raw"]), data(record["signature"]), salt if kept else None, payload if kept else None
        )
    except (KeyError, TypeError, ValueError, RecursionError, NotCanonical, PayloadMismatch) as error:
        raise BadPacket("bad-action") from error
    if not isinstance(number, int) or number < 0:
        raise BadPacket("bad-action")
    return action, number


def actions_member(actions: Iterable[tuple[Action, int]]) -> bytes:
    """The member actions.json."""
    return canonical({"v": VERSION, "actions": [action_record(action, number) for action, number in actions]})


def actions_from(member: bytes) -> tuple[tuple[Action, int], ...]:
    """The actions of a member; raises BadPacket."""
    try:
        return tuple(action_from(record) for record in read(member)["actions"])
    except (BadWire, KeyError, TypeError) as error:
        raise BadPacket("bad-action") from error


# enrolment -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A new station with its one-time code and its first administrator. Sent with HMAC-SHA256(secret, body).

    Handle and name of the administrator are "" when the code names him.
    """

    code: str
    station_key: str
    recipient: str
    administrator: str  # handle
    administrator_name: str
    administrator_key: str

    def to_bytes(self) -> bytes:
        """The canonical body."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> EnrolRequest:
        """Parse a body; raises BadWire."""
        return decode(cls, body)


@dataclass(frozen=True, slots=True)
class EnrolAnswer:
    """Who the station is, and whom it trusts from here on; signed with the centre's key, which the code pins.

    The first answer to a code that needs the four words (sync.spoken) has no grant: the same request asked again after
    the administrator at the centre has confirmed them gets it, and nothing else is then another.
    """

    station: str
    name: str
    area: str
    epoch: int
    centre_key: str
    centre_recipient: str
    recovery_recipient: str
    training_root: str
    letter: str  # begins the numbers of its cases
    administrator: str  # handle
    administrator_name: str
    at: str  # UTC stamp of the centre
    key_until: str  # ISO date: until then the station's key should be another (docs/decisions/0018)
    nonce: str  # hex, made after the request was fixed: nobody tries which words come
    grant: str  # hex of the administrator's grant; "" until the four words are confirmed
    grant_signature: str

    @property
    def confirmed(self) -> bool:
        """Whether the station is active."""
        return bool(self.grant)

    def unconfirmed(self) -> EnrolAnswer:
        """The first answer, as the four words are made from it."""
        return replace(self, grant="", grant_signature="")

    def to_bytes(self) -> bytes:
        """The canonical body."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> EnrolAnswer:
        """Parse a body; raises BadWire."""
        return decode(cls, body)


def code_proof(secret: bytes, body: bytes) -> str:
    """HMAC-SHA256 in hex: the sender holds the code."""
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
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> OfficerRequest:
        """Parse a body; raises BadWire."""
        return decode(cls, body)


# announce and receipt --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Head:
    """The head of a station's journal, as the station signs it: what a restored or shortened history cannot undo."""

    station: str
    epoch: int
    count: int  # actions under the head
    head: str  # hex

    def to_bytes(self) -> bytes:
        """The canonical bytes that the station signs."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> Head:
        """Parse signed bytes; raises BadWire."""
        return decode(cls, body)


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
    head: str = ""  # hex of the head after the last of `chain`; "" when the store does not say
    head_signature: str = ""  # hex, over Head
    counters: Mapping[str, int] = field(default_factory=dict)  # waiting, tries ...: the centre's view of its stations

    def to_bytes(self) -> bytes:
        """The canonical body."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> Announce:
        """Parse a body; raises BadWire, also for an id that is no file name and a size no packet may have."""
        found = decode(cls, body)
        good = _ID.fullmatch(found.packet) and _HASH.fullmatch(found.sha256) and 0 < found.size <= LARGEST
        if not good or not all(_HASH.fullmatch(item) for item in found.chain):
            raise BadWire("announce")
        return found

    def signed_head(self, station: str, epoch: int) -> Head:
        """What `head_signature` stands under."""
        return Head(station, epoch, self.chain_from + len(self.chain), self.head)


@dataclass(frozen=True, slots=True)
class AnnounceAnswer:
    """Receipt and signature when the centre has the packet already; else how much of it is here (None: ask)."""

    receipt: tuple[bytes, bytes] | None = None
    offset: int | None = None


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
    chain_head: str = ""  # hex

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> Receipt:
        """Parse the signed bytes; raises BadWire."""
        found = decode(cls, body)
        if found.state not in ("accepted", "refused"):
            raise BadWire("state")
        return found


# feed ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry for one station: action, case, residents, grant, revoked, lock, unlock, epoch or announcement."""

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
        return {"feed.json": canonical({"v": VERSION, **head, "items": items}), **blobs}

    @classmethod
    def from_members(cls, members: Mapping[str, bytes]) -> FeedPage:
        """The page in opened members; raises BadPacket."""
        try:
            record = read(members["feed.json"])
            items = tuple(_item(row, members) for row in record["items"])
            page = cls(record["station"], record["start"], record["end"], bool(record["more"]), record["at"], items)
        except (KeyError, TypeError, BadWire) as error:
            raise BadPacket("not-a-feed") from error
        if not _in_sequence(page):
            raise BadPacket("not-a-feed")
        return page


def _item(row: Any, members: Mapping[str, bytes]) -> FeedItem:
    kind, record = row["kind"], row["record"]
    if not isinstance(kind, str) or not isinstance(record, dict):
        raise BadWire("item")
    return FeedItem(kind, record, {name: members[f"blobs/{name}"] for name in row["blobs"]})


def _in_sequence(page: FeedPage) -> bool:
    """Cursors are counts, and a page that promises more moves on: else a reader would turn in a circle."""
    if not isinstance(page.start, int) or not isinstance(page.end, int) or page.start < 0:
        return False
    return isinstance(page.station, str) and isinstance(page.at, str) and page.end >= page.start + page.more


def text(raw: bytes) -> str:
    """Bytes as base64 for a record."""
    return b64encode(raw).decode()


def data(encoded: str) -> bytes:
    """The bytes of a record's base64; raises BadPacket."""
    try:
        return b64decode(encoded, validate=True)
    except (Base64Error, TypeError, ValueError) as error:
        raise BadPacket("bad-base64") from error
