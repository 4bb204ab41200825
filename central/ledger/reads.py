"""What was read and done at the console, line by line; rows are only added."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, insert, select

from central.ledger.console_schema import reads


@dataclass(frozen=True, slots=True)
class ReadRow:
    """Who looked at or did what, and when (UTC); `detail` holds no personal data."""

    id: str
    at: str
    account: str
    act: str
    page: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """Which lines; "" means all. `since` and `before` are UTC stamps."""

    account: str = ""
    act: str = ""
    subject: str = ""
    since: str = ""
    before: str = ""


def add_read(db: Connection, row: ReadRow) -> None:
    """Book a line."""
    db.execute(insert(reads).values({name: getattr(row, name) for name in row.__slots__}))


def read_lines(db: Connection, wanted: ReadFilter, *, limit: int, offset: int) -> tuple[ReadRow, ...]:
    """The newest first."""
    query = select(reads).where(*_where(wanted)).order_by(reads.c.at.desc(), reads.c.id.desc())
    return tuple(ReadRow(*row) for row in db.execute(query.limit(limit).offset(offset)))


def count_reads(db: Connection, wanted: ReadFilter) -> int:
    """How many lines there are."""
    return int(db.scalar(select(func.count()).select_from(reads).where(*_where(wanted))) or 0)


def _where(wanted: ReadFilter) -> list[ColumnElement[bool]]:
    same = {reads.c.account: wanted.account, reads.c.act: wanted.act, reads.c.subject: wanted.subject}
    found = [column == value for column, value in same.items() if value]
    if wanted.since:
        found.append(reads.c.at >= wanted.since)
    if wanted.before:
        found.append(reads.c.at < wanted.before)
    return found
