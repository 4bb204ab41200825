"""What sync needs of a station's store; implemented by station.store, called on one lane at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from registry.actions import Action
from sync.wire import FeedPage, Receipt

REQUEST = "request"  # the kind of a packet that carries a request about an officer


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """The actions of one case that no packet carries yet, with the captures they name.

    A request about an officer goes alone, under its own id in the place of a case.
    """

    case: str
    actions: tuple[Action, ...]
    blobs: Mapping[str, bytes]
    request: bytes = b""  # the member request.json (sync.officers)


@dataclass(frozen=True, slots=True)
class PacketInfo:
    """A sealed file waiting for its receipt. `reason` is the last refusal or ""; `next_at` the UTC stamp of its next
    try by itself, "" for its turn in the next round."""

    id: str
    case: str
    kind: str
    size: int
    sha256: str
    path: Path
    created: str
    tries: int
    reason: str
    next_at: str = ""


Sealed: TypeAlias = tuple[PacketInfo, tuple[str, ...]]  # a sealed file and the ids of the actions in it


@dataclass(frozen=True, slots=True)
class ChainSince:
    """The journal after the last acknowledged head: how many it covers, the action hashes since, and the newest head.

    `head` is b"" when the store does not say; then none is signed and sent. `views` are the rows in the book of views
    and the first six bytes of its head as a number: what the centre remembers of it.
    """

    count: int
    hashes: tuple[bytes, ...]
    head: bytes = b""
    views: tuple[int, int] = (0, 0)
    drafts: int = 0  # recordings that only this station has


class StationSide(Protocol):
    """The station's half of the protocol."""

    def unsealed(self, limit: int) -> tuple[CaseBundle, ...]:
        """Bundles of own actions without receipt and without a waiting packet."""

    def add_packets(self, sealed: Sequence[Sealed]) -> None:
        """Remember sealed files that are durable, all or none."""

    def waiting(self) -> tuple[PacketInfo, ...]:
        """Sealed files without receipt, smallest first."""

    def waiting_count(self) -> int:
        """How many those are."""

    def tried(self, packet: str, reason: str, next_at: str) -> None:
        """Count a try that failed, and remember when the next is due."""

    def take_receipt(self, receipt: Receipt) -> None:
        """Mark actions with their numbers, or the packet as refused."""

    def chain(self) -> ChainSince:
        """The journal since the last acknowledged head."""

    def cursor(self) -> int:
        """How far the feed is applied."""

    def apply(self, page: FeedPage) -> None:
        """Effects and cursor in one transaction; a page applied twice changes nothing."""

    def note_contact(self, at: str, skew_s: float) -> None:
        """Remember when the centre last answered, by its signed time, and how many seconds our clock is ahead.

        A page may be an old one sent again by someone on the way: trusted time is the latest `at` ever seen.
        """
