"""Answers that two officers read off SIAK's screen, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from central.ledger.schema import console_entries

OPEN, CONFIRMED, WITHDRAWN = "open", "confirmed", "withdrawn"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One answer as the first officer read it, and what the second made of it."""

    id: str
    case: str
    status: str
    reference: str
    first: str
    first_at: str
    second: str = ""
    second_at: str = ""
    state: str = OPEN
    reason: str = ""


def add_entry(db: Connection, row: EntryRow) -> None:
    """Keep a new one."""
    db.execute(insert(console_entries).values({name: getattr(row, name) for name in row.__slots__}))


def entry(db: Connection, which: str) -> EntryRow | None:
    """One by its id."""
    row = db.execute(select(console_entries).where(console_entries.c.id == which)).first()
    return EntryRow(*row) if row else None


def close_entry(db: Connection, which: str, *, state: str, second: str, at: str, reason: str) -> bool:
    """Confirm or withdraw an open one; False when it is not open."""
    c = console_entries.c
    values = {"state": state, "second": second, "second_at": at, "reason": reason}
    return bool(db.execute(update(console_entries).where(c.id == which, c.state == OPEN).values(values)).rowcount)


def entries(db: Connection, state: str = OPEN, *, limit: int = 50, offset: int = 0) -> tuple[EntryRow, ...]:
    """A page of them, the oldest first."""
    c = console_entries.c
    query = select(console_entries).where(c.state == state).order_by(c.first_at, c.id)
    return tuple(EntryRow(*row) for row in db.execute(query.limit(limit).offset(offset)))


def open_entry_of(db: Connection, case: str) -> EntryRow | None:
    """The open one of a case."""
    c = console_entries.c
    row = db.execute(select(console_entries).where(c.case == case, c.state == OPEN)).first()
    return EntryRow(*row) if row else None
