"""Who asked for whom, as rows, and residents by the numbers a station may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from central.ledger.schema import lookups, residents
from central.ledger.statements import add_once

MOST = 30  # of one KK


@dataclass(frozen=True, slots=True)
class LookupRow:
    """One question: its id, who asked from where and when (UTC, the centre's), for which case, and how many came."""

    id: str
    station: str
    officer: str
    at: str
    about: str
    found: int


def add_lookup(db: Connection, row: LookupRow) -> None:
    """Remember a question; the same one twice is one."""
    values = {name: getattr(row, name) for name in row.__slots__}
    add_once(db, lookups, values)


def count_lookups(db: Connection, station: str, officer: str, since: str) -> int:
    """How many an officer asked since a UTC time."""
    where = (lookups.c.station == station, lookups.c.officer == officer, lookups.c.at > since)
    return int(db.scalar(select(func.count()).select_from(lookups).where(*where)) or 0)


def all_lookups(db: Connection, *, limit: int = 50, offset: int = 0) -> tuple[LookupRow, ...]:
    """The newest first."""
    query = select(lookups).order_by(lookups.c.at.desc(), lookups.c.id).limit(limit).offset(offset)
    return tuple(LookupRow(*row) for row in db.execute(query))


def residents_of(db: Connection, number: str) -> tuple[str, ...]:
    """Ids of those whose NIK or KK it is; nobody for ""."""
    if not number:
        return ()
    query = (
        select(residents.c.id).where(or_(residents.c.nik == number, residents.c.kk == number)).order_by(residents.c.id)
    )
    return tuple(db.scalars(query.limit(MOST)))


def records_of(db: Connection, ids: Iterable[str]) -> tuple[str, ...]:
    """Their records as they stand now."""
    query = select(residents.c.record).where(residents.c.id.in_(sorted(ids))).order_by(residents.c.id)
    return tuple(db.scalars(query))
