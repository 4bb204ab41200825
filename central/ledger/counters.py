"""Numbers that are given once: in one statement each, so that two transactions never get the same."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from central.ledger.schema import counters, facts
from central.ledger.statements import add_once


def count_up(db: Connection, name: str, by: int = 1) -> int:
    """The last of the next `by` numbers of a counter, from 1. Others who want one of it wait for our commit."""
    found = _up(db, name, by)
    if found is None:
        add_once(db, counters, {"name": name, "value": _before(db, name)})
        found = _up(db, name, by)
    if found is None:
        raise LookupError(name)
    return found


def _up(db: Connection, name: str, by: int) -> int | None:
    raised = update(counters).where(counters.c.name == name).values(value=counters.c.value + by)
    value = db.scalar(raised.returning(counters.c.value))
    return None if value is None else int(value)


def _before(db: Connection, name: str) -> int:
    """Books of before kept counters among the facts; they go on from there."""
    held: bytes | None = db.scalar(select(facts.c.value).where(facts.c.name == name))
    return int.from_bytes(held or b"\0", "big")
