"""What one person at the console proposed and a second one has yet to decide, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select, update

from central.ledger.console_schema import proposals
from central.ledger.statements import add_once

OPEN, DONE, REFUSED = "open", "done", "refused"


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal; `body` is what `kind` needs to be carried out, as a canonical record."""

    id: str
    kind: str
    subject: str
    area: str
    body: str
    reason: str
    proposed_by: str
    proposed_at: str
    state: str = OPEN
    decided_by: str = ""
    decided_at: str = ""


def add_proposal(db: Connection, row: ProposalRow) -> bool:
    """Remember a proposal; False when another one about the same is open."""
    return add_once(db, proposals, {name: getattr(row, name) for name in row.__slots__})


def proposal(db: Connection, proposal_id: str) -> ProposalRow | None:
    """A proposal by id."""
    row = db.execute(select(proposals).where(proposals.c.id == proposal_id)).first()
    return ProposalRow(*row) if row else None


def open_proposal(db: Connection, kind: str, subject: str) -> ProposalRow | None:
    """The one that waits for a decision about this, if any."""
    where = (proposals.c.kind == kind, proposals.c.subject == subject, proposals.c.state == OPEN)
    row = db.execute(select(proposals).where(*where)).first()
    return ProposalRow(*row) if row else None


def decide(db: Connection, proposal_id: str, state: str, by: str, at: str) -> bool:
    """Close an open one; False when somebody was faster, or when the same person proposed it."""
    where = (proposals.c.id == proposal_id, proposals.c.state == OPEN, proposals.c.proposed_by != by)
    values = {"state": state, "decided_by": by, "decided_at": at}
    return bool(db.execute(update(proposals).where(*where).values(values)).rowcount)


def all_proposals(
    db: Connection, *, state: str = "", kind: str = "", area: str = "", limit: int = 50, offset: int = 0
) -> tuple[ProposalRow, ...]:
    """The newest first."""
    query = select(proposals).where(*_where(state, kind, area)).order_by(proposals.c.proposed_at.desc())
    return tuple(ProposalRow(*row) for row in db.execute(query.limit(limit).offset(offset)))


def count_proposals(db: Connection, *, state: str = "", kind: str = "", area: str = "") -> int:
    """How many there are."""
    return int(db.scalar(select(func.count()).select_from(proposals).where(*_where(state, kind, area))) or 0)


def _where(state: str, kind: str, area: str) -> list[ColumnElement[bool]]:
    same = {proposals.c.state: state, proposals.c.kind: kind, proposals.c.area: area}
    return [column == value for column, value in same.items() if value]
