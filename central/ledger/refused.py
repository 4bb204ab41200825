"""Packets that were refused, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from central.ledger.schema import inbox, refused_packets
from central.ledger.statements import put


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused packet: whose, when, why, how large, and where it lies."""

    station: str
    packet: str
    at: str
    reason: str
    size: int
    key: str


def put_refused(db: Connection, row: RefusedRow) -> None:
    """Remember it."""
    put(db, refused_packets, {name: getattr(row, name) for name in row.__slots__}, ["station", "packet"])


def refused(db: Connection, station: str, packet: str) -> RefusedRow | None:
    """One of them."""
    where = (refused_packets.c.station == station, refused_packets.c.packet == packet)
    row = db.execute(select(refused_packets).where(*where)).first()
    return RefusedRow(*row) if row else None


def all_refused(db: Connection, *, station: str = "", limit: int = 50, offset: int = 0) -> tuple[RefusedRow, ...]:
    """The newest first; of one station or of all ("")."""
    query = select(refused_packets).order_by(refused_packets.c.at.desc(), refused_packets.c.packet)
    if station:
        query = query.where(refused_packets.c.station == station)
    return tuple(RefusedRow(*row) for row in db.execute(query.limit(limit).offset(offset)))


def size_refused(db: Connection, station: str) -> int:
    """Bytes kept for one station."""
    total = select(func.coalesce(func.sum(refused_packets.c.size), 0)).where(refused_packets.c.station == station)
    return int(db.scalar(total) or 0)


def forget_refused(db: Connection, station: str, packet: str, *, also_inbox: bool) -> None:
    """Take the row away; with `also_inbox` the packet was never here, and may be sent again."""
    db.execute(delete(refused_packets).where(refused_packets.c.station == station, refused_packets.c.packet == packet))
    if also_inbox:
        db.execute(delete(inbox).where(inbox.c.station == station, inbox.c.packet == packet))
