"""One round of sync: seal what is new, send what waits, take what came. Each step can be cut off and done again.

Sending and taking take turns, a packet and a page: an upload never waits for reference data, nor a release for an
upload, and a refused packet stops neither the feed nor the other packets.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from pathlib import Path

from sync.errors import BadPacket, ClockWrong, Locked, NotSealed, SyncError, Unreachable
from sync.http import Centre, check_receipt
from sync.keys import CENTRE, SigningKey
from sync.officers import MEMBER
from sync.outbox import Outbox
from sync.ports import REQUEST, CaseBundle, ChainSince, PacketInfo, Sealed, StationSide
from sync.seal import Manifest, seal, unseal
from sync.wire import Announce, FeedPage, Head, Receipt, actions_member

_DONE = object()
AT_ONCE = 16  # bundles held in memory together with their captures


@dataclass(frozen=True, slots=True)
class Keys:
    """What a station seals, signs and opens with."""

    station: str
    epoch: int
    signing: SigningKey
    identity: str
    centre_key: str
    recipients: tuple[str, ...]  # the centre and the offline recovery key


@dataclass(frozen=True, slots=True)
class CycleReport:
    """What a round did; `problem` is the first thing that went wrong."""

    sealed: int
    sent: int
    refused: int
    received: int
    waiting: int
    problem: SyncError | None


@dataclass(slots=True)
class _Tally:
    sealed: int = 0
    sent: int = 0
    refused: int = 0
    received: int = 0
    problem: SyncError | None = None

    def note(self, problem: SyncError) -> None:
        self.problem = self.problem or problem

    @property
    def no_way(self) -> bool:
        """Nothing more will go through in this round."""
        return isinstance(self.problem, ClockWrong) or (
            isinstance(self.problem, Unreachable) and self.problem.code != "cut-off"
        )


class Cycle:
    """Runs rounds for one station. `new_id` makes packet ids, `stamp` the UTC time of our own clock.

    `reseal` makes the store forget a packet whose file is lost or damaged, so that its actions are sealed anew; without
    it such a packet keeps waiting with its reason.
    """

    def __init__(
        self,
        side: StationSide,
        centre: Centre,
        keys: Keys,
        folder: Path,
        new_id: Callable[[], str],
        stamp: Callable[[], str],
        reseal: Callable[[str], None] | None = None,
    ) -> None:
        self._side = side
        self._centre = centre
        self._keys = keys
        self._outbox = Outbox(folder)
        self._new_id = new_id
        self._stamp = stamp
        self._reseal = reseal

    def run(self, cancel: threading.Event | None = None) -> CycleReport:
        """One round; `cancel` ends it after the step in hand."""
        stop, tally = cancel or threading.Event(), _Tally()
        self._outbox.sweep({info.path.name for info in self._side.waiting()}, self._now())
        _take_turns(stop, self._sealing(tally))
        _take_turns(stop, self._sending(tally, stop), self._taking(tally))
        waiting = self._side.waiting_count()
        return CycleReport(tally.sealed, tally.sent, tally.refused, tally.received, waiting, tally.problem)

    # seal -------------------------------------------------------------------------------------------------------------
    def seal_new(self) -> CycleReport:
        """The first part of a round alone: everything new is sealed, durable and booked."""
        tally = _Tally()
        _take_turns(threading.Event(), self._sealing(tally))
        return CycleReport(tally.sealed, 0, 0, 0, self._side.waiting_count(), tally.problem)

    def _sealing(self, tally: _Tally) -> Iterator[None]:
        unfit: set[str] = set()  # cases that cannot be sealed hold up no other
        while bundles := [b for b in self._side.unsealed(AT_ONCE + len(unfit)) if b.case not in unfit]:
            try:
                tally.sealed += self._seal_all(bundles, unfit, tally)
            except NotSealed as error:
                tally.note(error)
                return
            yield

    def _seal_all(self, bundles: Iterable[CaseBundle], unfit: set[str], tally: _Tally) -> int:
        """Seal bundles, and book them together once all are durable; raises NotSealed when none of them is.

        One file is synced while the next is sealed: the disk and the processor wait for each other only at the end.
        """
        written: list[tuple[Sealed, Future[Path]]] = []
        with ThreadPoolExecutor(1, "outbox") as disk:
            for bundle in bundles:
                try:
                    info, data = self._seal_one(bundle)
                except BadPacket as error:
                    unfit.add(bundle.case)
                    tally.note(error)
                else:
                    ids = tuple(action.header.id for action in bundle.actions)
                    written.append(((info, ids), disk.submit(self._outbox.put, info.id, data)))
        kept = [sealed for sealed, file in written if not isinstance(file.exception(), NotSealed)]
        for _, file in written:
            if not kept or not isinstance(file.exception(), NotSealed):
                file.result()
        if kept:
            self._outbox.settle()
            self._side.add_packets(kept)
        return len(kept)

    def _seal_one(self, bundle: CaseBundle) -> tuple[PacketInfo, bytes]:
        packet = self._new_id()
        kind = REQUEST if bundle.request else "case" if bundle.blobs else "status"
        manifest = Manifest(packet, self._keys.station, self._keys.epoch, kind, bundle.case, self._stamp())
        members = {f"blobs/{name}": data for name, data in bundle.blobs.items()}
        if bundle.request:
            members[MEMBER] = bundle.request
        else:
            members["actions.json"] = actions_member((action, 0) for action in bundle.actions)
        data = seal(manifest, members, self._keys.signing, self._keys.recipients)
        path = self._outbox.path(packet)
        sha = hashlib.sha256(data).hexdigest()
        info = PacketInfo(packet, bundle.case, kind, len(data), sha, path, manifest.created, 0, "")
        return info, data

    # send -------------------------------------------------------------------------------------------------------------
    def _sending(self, tally: _Tally, stop: threading.Event) -> Iterator[None]:
        waiting, stuck = self._side.waiting(), set[str]()
        for info in in_turn(waiting):
            if tally.no_way:
                return
            if info.case in stuck:  # what follows a packet that did not get through would come before it
                continue
            try:
                receipt = self._send_one(info, waiting, stop)
            except SyncError as error:
                self._side.tried(info.id, error.code)
                tally.note(error)
                stuck.add(info.case)
                if isinstance(error, Unreachable | ClockWrong | Locked):
                    return
            else:
                if receipt is None:
                    return
                self._settle(info, receipt, tally)
            yield

    def _send_one(self, info: PacketInfo, waiting: tuple[PacketInfo, ...], stop: threading.Event) -> Receipt | None:
        answer = self._centre.announce(self._announce(info, waiting))
        signed = answer.receipt
        if signed is None:
            self._check_file(info)
            signed = self._centre.upload(info.id, info.path, answer.offset, stop.is_set)
        if signed is None:
            return None
        receipt = Receipt.from_bytes(check_receipt(signed, self._keys.centre_key))
        if (receipt.packet, receipt.sha256) != (info.id, info.sha256):
            raise BadPacket("other-receipt")
        return receipt

    def _announce(self, info: PacketInfo, waiting: tuple[PacketInfo, ...]) -> Announce:
        since = self._side.chain()
        return Announce(
            packet=info.id,
            case=info.case,
            kind=info.kind,
            size=info.size,
            sha256=info.sha256,
            chain_from=since.count,
            chain=tuple(item.hex() for item in since.hashes),
            head=since.head.hex(),
            head_signature=self._sign_head(since),
            counters={
                "waiting": len(waiting),
                "bytes": sum(other.size for other in waiting),
                "tries": info.tries,
                "drafts": since.drafts,
                "views": since.views[0],
                "views_head": since.views[1],
            },
        )

    def _sign_head(self, since: ChainSince) -> str:
        if not since.head:
            return ""
        count = since.count + len(since.hashes)
        head = Head(self._keys.station, self._keys.epoch, count, since.head.hex())
        return self._keys.signing.sign(head.to_bytes()).hex()

    def _check_file(self, info: PacketInfo) -> None:
        """Nothing is sent of a file the disk has lost or altered: it would be refused for good."""
        fault = self._outbox.fault(info.path, info.sha256)
        if fault:
            if self._reseal is not None:
                self._reseal(info.id)
            raise BadPacket(fault)

    def _settle(self, info: PacketInfo, receipt: Receipt, tally: _Tally) -> None:
        self._outbox.put_away(info.path, self._now())
        self._side.take_receipt(receipt)
        tally.sent += receipt.state == "accepted"
        tally.refused += receipt.state != "accepted"

    # take -------------------------------------------------------------------------------------------------------------
    def _taking(self, tally: _Tally) -> Iterator[None]:
        more = True
        while more and not tally.no_way:
            try:
                page = self._page()
            except SyncError as error:
                tally.note(error)
                return
            self._side.apply(page)
            tally.received += len(page.items)
            more = page.more
            yield

    def _page(self) -> FeedPage:
        cursor = self._side.cursor()
        opened = unseal(self._centre.feed(cursor), self._keys.identity, self._keys.centre_key)
        page = FeedPage.from_members(opened.members)
        if opened.manifest.sender != CENTRE or (page.station, page.start) != (self._keys.station, cursor):
            raise BadPacket("not-our-feed")
        self._side.note_contact(page.at, (self._now() - _time(page.at)).total_seconds())
        return page

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._stamp())


def in_turn(waiting: Iterable[PacketInfo]) -> Iterator[PacketInfo]:
    """The smallest first, but never a packet of a case before an older one of it (ids are UUIDv7, so they tell): the
    centre numbers acts as they come, and would refuse a card shipped before it was printed."""
    lines: dict[str, deque[PacketInfo]] = {}
    for info in sorted(waiting, key=lambda each: each.id):
        lines.setdefault(info.case, deque()).append(info)
    heads = [(line[0].size, line[0].id, line) for line in lines.values()]
    heapify(heads)
    while heads:
        _, _, line = heappop(heads)
        yield line.popleft()
        if line:
            heappush(heads, (line[0].size, line[0].id, line))


def _take_turns(stop: threading.Event, *errands: Iterator[None]) -> None:
    """One step of each in turn, until all are done or someone says stop."""
    left = deque(errands)
    while left and not stop.is_set():
        errand = left.popleft()
        if next(errand, _DONE) is not _DONE:
            left.append(errand)


def _time(stamp: str) -> datetime:
    """The centre's UTC stamp as a time; raises BadPacket for what is none."""
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError as error:
        raise BadPacket("not-a-feed") from error
