"""What goes by stick when no network does: the same sealed packets, receipts and feed pages, in parcels (sync.folder).

    ...-kirim     announces.age: stick.json, sealed to the centre: the cursor, the journal since the acknowledged head,
                  what is said of each packet                            <packet>.age: the packets as they wait
    ...-balasan   receipts.age: stick.json, sealed to the station: signed receipts, and why a packet was not booked
                  feed-<start>-<end>.age: pages of the feed, one entry each, as the network gives them

A page holds one entry so that one begins wherever the station stands: it may have gone on by network or by another
stick since it told its cursor. Receipt and page take effect by the same calls as in a round of sync.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from registry.canonical import canonical
from sync.cycle import Keys
from sync.errors import BadPacket, BadWire, SyncError
from sync.folder import EXPORT, MOST_FILES, RETURN, Parcel, Read, Watch, Writer, parcels, read_parcel
from sync.http import check_receipt
from sync.keys import CENTRE
from sync.outbox import Outbox
from sync.ports import ChainSince, PacketInfo, StationSide
from sync.records import VERSION, fill, read
from sync.seal import Manifest, seal, unseal
from sync.wire import Announce, FeedPage, Head, Receipt, data, text

ANNOUNCES, RECEIPTS, MEMBER, KIND = "announces.age", "receipts.age", "stick.json", "stick"
_FEED = re.compile(r"feed-(\d{12})-(\d{12})\.age")


class StickSide(StationSide, Protocol):
    """The station's half of the protocol, with a stick."""

    def note_proof(self, at: str) -> None:
        """The centre has signed this time; how old it is when it comes by stick nobody can tell."""


# what the station says ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Packed:
    """One packet in a parcel, as an announce tells it."""

    packet: str
    case: str
    kind: str
    size: int
    sha256: str
    tries: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a station says beside its packets: how far it has the feed, and its journal since the acknowledged head."""

    cursor: int
    chain_from: int
    chain: tuple[str, ...]
    head: str
    head_signature: str
    views: int
    views_head: int
    packets: tuple[Packed, ...] = ()

    def to_bytes(self) -> bytes:
        """The member of the sealed file."""
        plain = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "packets"}
        packed = [{field.name: getattr(each, field.name) for field in fields(each)} for each in self.packets]
        return canonical({"v": VERSION, "said": plain, "packets": packed})

    @classmethod
    def from_bytes(cls, body: bytes) -> Said:
        """Parse a member; raises BadPacket."""
        try:
            record = read(body)
            said = fill(cls, {**record["said"], "packets": []})
            return replace(said, packets=tuple(fill(Packed, row) for row in record["packets"]))
        except (BadWire, KeyError, TypeError, AttributeError) as error:
            raise BadPacket("bad-announce") from error

    def announce(self, of: Packed) -> Announce:
        """The announce of a packet, with the journal; raises BadWire for what no announce may say."""
        made = Announce(
            packet=of.packet,
            case=of.case,
            kind=of.kind,
            size=of.size,
            sha256=of.sha256,
            chain_from=self.chain_from,
            chain=self.chain,
            head=self.head,
            head_signature=self.head_signature,
            counters={
                "waiting": len(self.packets),
                "bytes": sum(each.size for each in self.packets),
                "tries": of.tries,
                "views": self.views,
                "views_head": self.views_head,
            },
        )
        return Announce.from_bytes(made.to_bytes())


def said_of(since: ChainSince, cursor: int, packets: tuple[Packed, ...], keys: Keys) -> Said:
    """What this station says now."""
    hashes = tuple(item.hex() for item in since.hashes)
    head = Head(keys.station, keys.epoch, since.count + len(hashes), since.head.hex())
    mark = keys.signing.sign(head.to_bytes()).hex() if since.head else ""
    return Said(cursor, since.count, hashes, since.head.hex(), mark, since.views[0], since.views[1], packets)


# what the centre answers ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Answered:
    """Receipts with the centre's signatures, and why a packet has none although it came."""

    receipts: tuple[tuple[bytes, bytes], ...]
    reasons: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """The member of the sealed file."""
        pairs = [{"body": text(body), "signature": text(mark)} for body, mark in self.receipts]
        return canonical({"v": VERSION, "receipts": pairs, "reasons": dict(self.reasons)})

    @classmethod
    def from_bytes(cls, body: bytes) -> Answered:
        """Parse a member; raises BadPacket."""
        try:
            record = read(body)
            pairs = tuple((data(row["body"]), data(row["signature"])) for row in record["receipts"])
            reasons = {str(packet): str(code) for packet, code in record["reasons"].items()}
        except (BadWire, KeyError, TypeError, AttributeError) as error:
            raise BadPacket("bad-receipts") from error
        return cls(pairs, reasons)


def feed_name(start: int, end: int) -> str:
    """The file of a page.

    >>> feed_name(0, 40)
    'feed-000000000000-000000000040.age'
    """
    return f"feed-{start:012}-{end:012}.age"


# out ------------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the folder, how many packets and bytes, how many more wait for another parcel, and how many
    files were found damaged and will be sealed anew."""

    folder: Path
    packets: int
    size: int
    left: int
    damaged: int


def export(
    side: StationSide, keys: Keys, stick: Path, made: str, watch: Watch, reseal: Callable[[str], None]
) -> Exported:
    """Write what waits to a stick, the oldest first; durable and whole when it returns. Raises StickFault."""
    waiting = sorted(side.waiting(), key=lambda info: info.id)  # UUIDv7: in turn within a case
    writer, packed, damaged = Writer(stick, keys.station, EXPORT, watch), [], 0
    for info in waiting[: MOST_FILES - 1]:
        if Outbox(info.path.parent).fault(info.path, info.sha256):
            reseal(info.id)
            damaged += 1
            continue
        writer.put(f"{info.id}.age", info.path.read_bytes())
        packed.append(Packed(info.id, info.case, info.kind, info.size, info.sha256, info.tries))
    said = said_of(side.chain(), side.cursor(), tuple(packed), keys)
    manifest = Manifest(f"stick-{keys.station}", keys.station, keys.epoch, KIND, keys.station, made)
    writer.put(ANNOUNCES, seal(manifest, {MEMBER: said.to_bytes()}, keys.signing, keys.recipients))
    folder = writer.close(keys.epoch, made, keys.signing)
    size = sum(each.size for each in packed)
    return Exported(folder, len(packed), size, len(waiting) - len(packed) - damaged, damaged)


# in -------------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Fault:
    """Why a parcel was not taken, or not to its end: its name, the station it is for, and a keyword."""

    name: str
    station: str
    code: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What return files did: packets that got their receipt, entries of the feed, and parcels with something wrong.

    `found` counts return files for this station; one that brings nothing new is found all the same.
    """

    found: int = 0
    receipts: int = 0
    refused: int = 0
    items: int = 0
    faults: tuple[Fault, ...] = ()


def take_returns(side: StickSide, keys: Keys, stick: Path, now: datetime, watch: Watch) -> Taken:
    """Apply every return file for this station, the oldest first. Raises StickFault when the stick cannot be listed.

    Each receipt and each page is one transaction: a stick pulled out in the middle leaves a whole state, from which the
    same files go on.
    """
    taken, done = Taken(), 0

    def onward(size: int) -> None:
        nonlocal done
        done += size
        watch(done)

    for parcel in (each for each in parcels(stick) if each.kind == RETURN):
        try:
            _only_ours(parcel, keys)
            taken = replace(taken, found=taken.found + 1)
            for came in _effects(side, keys, read_parcel(parcel, keys.centre_key), now, onward):
                taken = replace(taken, **{name: getattr(taken, name) + count for name, count in came.items()})
        except SyncError as error:
            taken = replace(taken, faults=(*taken.faults, Fault(parcel.name, parcel.station, error.code)))
    return taken


def _only_ours(parcel: Parcel, keys: Keys) -> None:
    if parcel.station != keys.station:
        read_parcel(parcel, keys.centre_key)  # so that nobody is told of a station by a folder anyone could make
        raise BadPacket("other-station")


def _effects(side: StickSide, keys: Keys, parcel: Read, now: datetime, onward: Watch) -> Any:
    """Yield what each step did."""
    if RECEIPTS in parcel.index.files:
        yield from _receipts(side, keys, parcel.file(RECEIPTS), now)
        onward(parcel.index.sizes[RECEIPTS])
    pages = {int(said[1]): name for name in parcel.index.files if (said := _FEED.fullmatch(name))}
    while (cursor := side.cursor()) in pages:
        name = pages.pop(cursor)
        page = open_page(parcel.file(name), keys, cursor)
        side.note_proof(page.at)
        side.apply(page)
        yield {"items": len(page.items)}
        onward(parcel.index.sizes[name])


def _receipts(side: StickSide, keys: Keys, sealed: bytes, now: datetime) -> Any:
    opened = unseal(sealed, keys.identity, keys.centre_key)
    said = opened.manifest
    if (said.sender, said.kind, said.case) != (CENTRE, KIND, keys.station):
        raise BadPacket("other-station")
    answered = Answered.from_bytes(opened.members.get(MEMBER, b""))
    waiting = {info.id: info for info in side.waiting()}
    for signed in answered.receipts:
        receipt = Receipt.from_bytes(check_receipt(signed, keys.centre_key))
        if _is_about(waiting.get(receipt.packet), receipt):
            _settle(side, waiting.pop(receipt.packet), receipt, now)
            yield {"receipts": 1} if receipt.state == "accepted" else {"refused": 1}
    for packet in answered.reasons.keys() & waiting.keys():
        side.tried(packet, answered.reasons[packet], "")  # the next try is another stick


def _is_about(info: PacketInfo | None, receipt: Receipt) -> bool:
    return info is not None and info.sha256 == receipt.sha256


def _settle(side: StickSide, info: PacketInfo, receipt: Receipt, now: datetime) -> None:
    Outbox(info.path.parent).put_away(info.path, now)
    side.take_receipt(receipt)


def open_page(sealed: bytes, keys: Keys, cursor: int) -> FeedPage:
    """A page of this station's feed that goes on where it stands; raises BadPacket for any other."""
    opened = unseal(sealed, keys.identity, keys.centre_key)
    page = FeedPage.from_members(opened.members)
    if opened.manifest.sender != CENTRE or (page.station, page.start) != (keys.station, cursor):
        raise BadPacket("not-our-feed")
    return page
