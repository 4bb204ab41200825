"""Counts over the books, for the metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from central.ledger.schema import cases, refused_packets, stations


@dataclass(frozen=True, slots=True)
class Tally:
    """Stations, cases whose answer is due, and refused packets by reason."""

    stations: int
    due: int
    refused: Mapping[str, int]


def tally(db: Connection, now: str) -> Tally:
    """As they are now; each count is of an index or of a small table."""
    waiting = select(func.count()).select_from(cases).where(cases.c.due_at != "", cases.c.due_at <= now)
    known = db.scalar(select(func.count()).select_from(stations))
    kept = db.execute(select(refused_packets.c.reason, func.count()).group_by(refused_packets.c.reason))
    return Tally(int(known or 0), int(db.scalar(waiting) or 0), {str(row[0]): int(row[1]) for row in kept})
