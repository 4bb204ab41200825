"""What a round may do by itself: which packets wait for their hour, in what order the others go, and when what failed
is tried again."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from sync.errors import SyncError
from sync.ports import REQUEST, PacketInfo
from sync.retry import holds_all, next_try, stamp_of, waits
from sync.rules import SMALL

OVERDUE = timedelta(days=1)  # a large packet is not passed by small ones for longer
_Turn = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`by_itself` minds waits and quiet hours; a round that an officer asked for does not. `take` is whether the feed
    is read, `now` the time by our own clock."""

    by_itself: bool = False
    quiet: bool = False
    take: bool = True
    chance: random.Random = field(default_factory=random.Random)

    def may_go(self, info: PacketInfo, now: datetime) -> bool:
        """Whether a packet may go in this round."""
        if not self.by_itself:
            return True
        return not waits(info.next_at, now) and not (self.quiet and info.size > SMALL)

    def again(self, error: SyncError, info: PacketInfo, now: datetime) -> str:
        """When a packet is tried again; "" where it is the way that failed, and with it every packet."""
        return "" if holds_all(error) else stamp_of(now + next_try(error, info.tries, self.chance))


def in_turn(waiting: Iterable[PacketInfo], now: datetime | None = None) -> Iterator[PacketInfo]:
    """The most urgent and smallest first, but never a packet of a case before an older one of it (ids are UUIDv7, so
    they tell): the centre numbers acts as they come, and would refuse a card shipped before it was printed."""
    lines: dict[str, deque[PacketInfo]] = {}
    for info in sorted(waiting, key=lambda each: each.id):
        lines.setdefault(info.case, deque()).append(info)
    heads: list[tuple[_Turn, deque[PacketInfo]]] = [(_turn(line[0], now), line) for line in lines.values()]
    heapify(heads)
    while heads:
        _, line = heappop(heads)
        yield line.popleft()
        if line:
            heappush(heads, (_turn(line[0], now), line))


def _turn(info: PacketInfo, now: datetime | None) -> _Turn:
    """Officers first, for a removal bears no delay; then by size, what has waited for a day before what is fresh."""
    overdue = now is not None and now - datetime.fromisoformat(info.created) > OVERDUE
    return 0 if info.kind == REQUEST else 1 if overdue else 2, info.size, info.id
