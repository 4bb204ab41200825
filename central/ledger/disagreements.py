"""What SIAK and Loket say differently, as rows: open until an act with a reason settles it, and told again when a later
file still says so."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from central.ledger.schema import disagreements

OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One difference: its kind, whose it is (case or resident id), both sides, and in which row of which file."""

    kind: str
    subject: str
    ours: str
    theirs: str
    file: str
    line: int
    at: str
    id: str = ""
    state: str = OPEN
    officer: str = ""
    settled_at: str = ""
    act: str = ""
    reason: str = ""


def add_disagreement(db: Connection, found: Disagreement) -> bool:
    """Keep a difference; False while the same one is open. One that was settled and is told again is a new one."""
    told = "\x1f".join((found.kind, found.subject, found.ours, found.theirs))
    base = hashlib.sha256(told.encode()).hexdigest()[:32]
    d = disagreements.c
    states = list(db.scalars(select(d.state).where(d.id.startswith(f"{base}-"))))
    if OPEN in states:
        return False
    values = {name: getattr(found, name) for name in found.__slots__}
    db.execute(insert(disagreements).values({**values, "id": f"{base}-{len(states) + 1}"}))
    return True


def settle_disagreement(db: Connection, which: str, *, officer: str, at: str, act: str, reason: str) -> bool:
    """Settle an open one; False when it is not open."""
    d = disagreements.c
    values = {"state": SETTLED, "officer": officer, "settled_at": at, "act": act, "reason": reason}
    return bool(db.execute(update(disagreements).where(d.id == which, d.state == OPEN).values(values)).rowcount)


def page_of_disagreements(
    db: Connection, *, state: str = OPEN, kinds: Sequence[str] = (), limit: int = 50, offset: int = 0
) -> tuple[Disagreement, ...]:
    """A page of them, the oldest first; `kinds` () for every kind."""
    d = disagreements.c
    query = select(*(d[name] for name in Disagreement.__slots__)).where(d.state == state)
    if kinds:
        query = query.where(d.kind.in_(list(kinds)))
    return tuple(Disagreement(*row) for row in db.execute(query.order_by(d.at, d.id).limit(limit).offset(offset)))


def count_disagreements(db: Connection, state: str = OPEN) -> dict[str, int]:
    """How many of which kind."""
    d = disagreements.c
    found = db.execute(select(d.kind, func.count()).where(d.state == state).group_by(d.kind))
    return {str(kind): int(count) for kind, count in found}
