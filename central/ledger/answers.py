"""Every answer of the upstream with its origin, as rows: the database itself takes none without a reference."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from central.ledger.schema import upstream_answers


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: the action that says it, its case, status and reference, and how it came."""

    action: str
    case: str
    status: str
    reference: str
    origin: str
    training: int
    source: str
    at: str


def add_answer(db: Connection, row: AnswerRow) -> None:
    """Keep it; raises IntegrityError without a reference, and for a simulated one that is not training."""
    db.execute(insert(upstream_answers).values({name: getattr(row, name) for name in row.__slots__}))


def answers_of(db: Connection, case: str) -> tuple[AnswerRow, ...]:
    """The answers of a case in order."""
    query = (
        select(upstream_answers)
        .where(upstream_answers.c.case == case)
        .order_by(upstream_answers.c.at, upstream_answers.c.action)
    )
    return tuple(AnswerRow(*row) for row in db.execute(query))


def has_answer(db: Connection, case: str, status: str, reference: str) -> bool:
    """Whether the same answer under the same reference is here."""
    a = upstream_answers.c
    where = (a.case == case, a.status == status, a.reference == reference)
    return db.execute(select(a.action).where(*where)).first() is not None
