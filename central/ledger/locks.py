"""Who waits for whom. The embedded file has one writer at a time; on PostgreSQL each transaction takes what it will
change, always in this order, and keeps it until it commits:

    station    its journal, its packets, its enrolment
    names      officers (one for all), residents (by id, sorted)
    case       its actions and its row
    counters   serials and numbers, by name
    feeds      by station, sorted, at the very end (central.ledger.feeds)

Whoever finds himself in a circle all the same is told so by PostgreSQL, and his request is done again (Contended).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, select, text

from central.ledger.schema import cases, stations


def is_server(db: Connection) -> bool:
    """Whether others write at the same time."""
    return db.dialect.name == "postgresql"


def lock_station(db: Connection, station: str) -> None:
    """Until the end of this transaction nobody else goes on with this station's journal; also one that is still new."""
    if is_server(db):
        lock_names(db, (f"station {station}",))
        db.execute(select(stations.c.id).where(stations.c.id == station).with_for_update())


def lock_case(db: Connection, case: str) -> None:
    """Until the end of this transaction nobody else writes to this case; also one that has no row yet."""
    if is_server(db):
        lock_names(db, (f"case {case}",))
        db.execute(select(cases.c.id).where(cases.c.id == case).with_for_update())


def lock_names(db: Connection, names: Iterable[str]) -> None:
    """The same for anything that has a name; taken in order, so that two who want the same do not meet in a circle."""
    if is_server(db):
        for number in sorted({_number(name) for name in names}):
            db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _number(name: str) -> int:
    """PostgreSQL's advisory locks are named by 64 bits; two names that meet only wait for each other."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
