"""One round of sync: seal what is new, send what waits, take what came. Each step can be cut off and done again.

A page of the feed is fetched while packets go, and applied between two parts of one: an upload never waits for
reference data, nor a release for an upload, and a refused packet stops neither the feed nor the other packets.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sync.errors import BadPacket, ClockWrong, NotSealed, SyncError, Unreachable
from sync.http import Centre, check_receipt
from sync.keys import CENTRE, SigningKey
from sync.officers import MEMBER
from sync.outbox import Outbox
from sync.plan import Plan, in_turn
from sync.ports import REQUEST, CaseBundle, ChainSince, PacketInfo, Sealed, StationSide
from sync.retry import holds_all
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


class Stop(Protocol):
    """What ends a round after the step in hand; a threading.Event is one."""

    def is_set(self) -> bool:
        """Whether to end now."""


@dataclass(frozen=True, slots=True)
class CycleReport:
    """What a round did; `problem` is the first thing that went wrong, `way` the first that kept everything from going,
    and `feed` what kept the feed from being read."""

    sealed: int
    sent: int
    refused: int
    received: int
    waiting: int
    problem: SyncError | None
    way: SyncError | None = None
    feed: SyncError | None = None


@dataclass(slots=True)
class _Tally:
    sealed: int = 0
    sent: int = 0
    refused: int = 0
    received: int = 0
    problem: SyncError | None = None
    way: SyncError | None = None
    feed: SyncError | None = None
    sending: bool = False

    def note(self, problem: SyncError) -> None:
        self.problem = self.problem or problem
        if holds_all(problem):
            self.way = self.way or problem

    def note_feed(self, problem: SyncError) -> None:
        """What keeps the feed from being read keeps no packet from going, unless there is no way at all."""
        self.problem, self.feed = self.problem or problem, problem
        if _hopeless(problem):
            self.way = self.way or problem

    @property
    def no_way(self) -> bool:
        """Nothing more will go through in this round, neither out nor in."""
        return _hopeless(self.way)

    def report(self, waiting: int) -> CycleReport:
        return CycleReport(
            self.sealed, self.sent, self.refused, self.received, waiting, self.problem, self.way, self.feed
        )


class Cycle:
    """Runs rounds for one station. `new_id` makes packet ids, `stamp` the UTC time as we know it, `reading` that of
    this computer, right or wrong (without it: `stamp`).

    `reseal` makes the store forget a packet whose file is lost or damaged, so that its actions are sealed anew; without
    it such a packet keeps waiting with its reason. `plan` says what may go, `tell` is told which packet of how many is
    being sent, and `courier` fetches pages (without it: a thread that lives as long as the round).
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
        *,
        reading: Callable[[], datetime] | None = None,
        plan: Plan | None = None,
        tell: Callable[[int, int], None] = lambda _number, _of: None,
        courier: Executor | None = None,
    ) -> None:
        self._side = side
        self._centre = centre
        self._keys = keys
        self._outbox = Outbox(folder)
        self._new_id = new_id
        self._stamp = stamp
        self._reseal = reseal
        self._reading = reading or self._now
        self._plan = plan or Plan()
        self._tell = tell
        self._courier = courier

    def run(self, cancel: Stop | None = None) -> CycleReport:
        """One round; `cancel` ends it after the step in hand."""
        stop, tally = cancel or threading.Event(), _Tally(sending=True)
        self._outbox.sweep({info.path.name for info in self._side.waiting()}, self._now())
        _take_turns(stop, self._sealing(tally))
        with nullcontext(self._courier) if self._courier else ThreadPoolExecutor(1, "feed") as courier:
            errands = [self._sending(tally)]
            if self._plan.take:
                errands.append(self._taking(tally, courier))
            _take_turns(stop, *errands)
        return tally.report(self._side.waiting_count())

    # seal -------------------------------------------------------------------------------------------------------------
    def seal_new(self) -> CycleReport:
        """The first part of a round alone: everything new is sealed, durable and booked."""
        tally = _Tally()
        _take_turns(threading.Event(), self._sealing(tally))
        return tally.report(self._side.waiting_count())

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
    def _sending(self, tally: _Tally) -> Iterator[None]:
        try:
            yield from self._send_all(tally)
        finally:
            tally.sending = False

    def _send_all(self, tally: _Tally) -> Iterator[None]:
        waiting, stuck = self._side.waiting(), set[str]()
        line = tuple(in_turn(waiting, self._now()))
        for number, info in enumerate(line, 1):
            if tally.no_way:
                return
            if info.case in stuck or not self._plan.may_go(info, self._now()):
                stuck.add(info.case)  # what follows a packet that did not get through would come before it
                continue
            self._tell(number, len(line))
            try:
                receipt = yield from self._send_one(info, waiting)
            except SyncError as error:
                self._side.tried(info.id, error.code, self._plan.again(error, info, self._now()))
                tally.note(error)
                stuck.add(info.case)
                if holds_all(error):
                    return
            else:
                self._settle(info, receipt, tally)
            yield

    def _send_one(self, info: PacketInfo, waiting: tuple[PacketInfo, ...]) -> Generator[None, None, Receipt]:
        answer = self._centre.announce(self._announce(info, waiting))
        signed = answer.receipt
        if signed is None:
            self._check_file(info)
            signed = yield from self._centre.parts(info.id, info.path, answer.offset)
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
    def _taking(self, tally: _Tally, courier: Executor) -> Iterator[None]:
        more = True
        while more and not tally.no_way:
            cursor = self._side.cursor()
            coming = courier.submit(self._centre.feed, cursor)
            while tally.sending and not coming.done():
                yield  # each turn of sending is a request: this does not spin
            try:
                page = self._page(coming.result(), cursor)
            except SyncError as error:
                tally.note_feed(error)
                return
            self._side.apply(page)
            tally.received += len(page.items)
            more = page.more
            yield

    def _page(self, sealed: bytes, cursor: int) -> FeedPage:
        opened = unseal(sealed, self._keys.identity, self._keys.centre_key)
        page = FeedPage.from_members(opened.members)
        if opened.manifest.sender != CENTRE or (page.station, page.start) != (self._keys.station, cursor):
            raise BadPacket("not-our-feed")
        self._side.note_contact(page.at, (self._reading() - _time(page.at)).total_seconds())
        return page

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._stamp())


def _hopeless(problem: SyncError | None) -> bool:
    """A locked station still hears why, and after a line broke in the middle the next request may get through."""
    return isinstance(problem, ClockWrong) or (isinstance(problem, Unreachable) and problem.code != "cut-off")


def _take_turns(stop: Stop, *errands: Iterator[None]) -> None:
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
