"""The feeds of the stations, numbered without gaps so that no reader ever passes over an entry.

A sequence of PostgreSQL gives numbers in the order of asking, and transactions end in another: a station that reads 8
before 7 is committed would never see 7. So entries wait until the transaction is about to end, and then take their
numbers from a row of each feed, which stays locked until the commit: whoever wants the next number waits for it.
The feeds are taken in the order of their names, so that two transactions never wait for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from central.ledger.counters import count_up
from central.ledger.schema import feed


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One entry of a station's feed."""

    seq: int
    kind: str
    body: bytes


class Waiting:
    """Entries of one transaction that have no number yet."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[str, bytes]]] = defaultdict(list)

    def add(self, station: str, kind: str, body: bytes) -> None:
        """The next entry of a station's feed."""
        self._entries[station].append((kind, body))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A part of the transaction: when it fails, what it added goes with it."""
        before, whole = {station: list(entries) for station, entries in self._entries.items()}, False
        try:
            yield
            whole = True
        finally:
            if not whole:
                self._entries = defaultdict(list, before)

    def number(self, db: Connection) -> None:
        """Give all their numbers and store them; to be followed by the commit."""
        for station in sorted(self._entries):
            entries = self._entries[station]
            last = count_up(db, counter_of(station), len(entries))
            rows = [
                {"station": station, "seq": seq, "kind": kind, "body": body}
                for seq, (kind, body) in enumerate(entries, last - len(entries) + 1)
            ]
            db.execute(insert(feed), rows)
        self._entries.clear()


def counter_of(station: str) -> str:
    """The counter of a feed."""
    return f"feed.{station}"


def feed_after(db: Connection, station: str, cursor: int, limit: int) -> tuple[FeedRow, ...]:
    """The next entries of a station's feed."""
    where = (feed.c.station == station, feed.c.seq > cursor)
    query = select(feed.c.seq, feed.c.kind, feed.c.body).where(*where).order_by(feed.c.seq).limit(limit)
    return tuple(FeedRow(*row) for row in db.execute(query))
