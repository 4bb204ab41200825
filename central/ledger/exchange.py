"""Files that went up and came back, what became of each row, and the cases they speak of, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select

from central.ledger.ledger import CaseRow
from central.ledger.schema import cases, upstream_files, upstream_rows
from central.ledger.statements import add_once
from registry.lifecycle import ENDED

EXPORT, ANSWERS = "export", "answers"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file by its SHA-256: export or answers, its name, who, when, and how many rows."""

    sha256: str
    kind: str
    name: str
    officer: str
    at: str
    rows: int


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of one row of a file; `case` is an id, `detail` holds no personal data."""

    line: int
    case: str = field(default="")
    result: str = field(default="")
    detail: str = field(default="")


def add_file(db: Connection, row: FileRow, data: bytes) -> bool:
    """Keep a file byte for byte; False when it is here already."""
    return add_once(db, upstream_files, {**{name: getattr(row, name) for name in row.__slots__}, "data": data})


def file_row(db: Connection, sha256: str) -> FileRow | None:
    """A file by its hash."""
    columns = [upstream_files.c[name] for name in FileRow.__slots__]
    row = db.execute(select(*columns).where(upstream_files.c.sha256 == sha256)).first()
    return FileRow(*row) if row else None


def file_data(db: Connection, sha256: str) -> bytes | None:
    """The bytes of a file."""
    found: bytes | None = db.scalar(select(upstream_files.c.data).where(upstream_files.c.sha256 == sha256))
    return found


def all_files(db: Connection, *, limit: int = 50, offset: int = 0) -> tuple[FileRow, ...]:
    """The newest first."""
    columns = [upstream_files.c[name] for name in FileRow.__slots__]
    query = select(*columns).order_by(upstream_files.c.at.desc(), upstream_files.c.sha256)
    return tuple(FileRow(*row) for row in db.execute(query.limit(limit).offset(offset)))


def add_results(db: Connection, sha256: str, results: Iterable[LineResult]) -> None:
    """Keep the report of a file."""
    rows = [{"file": sha256, **{name: getattr(found, name) for name in found.__slots__}} for found in results]
    if rows:
        db.execute(insert(upstream_rows), rows)


def results_of(db: Connection, sha256: str, *, limit: int = 100, offset: int = 0) -> tuple[LineResult, ...]:
    """The report of a file, a page of it."""
    r = upstream_rows.c
    query = select(r.line, r.case, r.result, r.detail).where(r.file == sha256).order_by(r.line)
    return tuple(LineResult(*row) for row in db.execute(query.limit(limit).offset(offset)))


def count_results(db: Connection, sha256: str) -> dict[str, int]:
    """How many rows of a file came to which result."""
    r = upstream_rows.c
    found = db.execute(select(r.result, func.count()).where(r.file == sha256).group_by(r.result))
    return {str(result): int(count) for result, count in found}


def cases_in(db: Connection, statuses: Iterable[str], limit: int, after: str = "") -> tuple[CaseRow, ...]:
    """Cases in these statuses by id, from one id on."""
    where = (cases.c.status.in_(sorted(statuses)), cases.c.id > after)
    return tuple(CaseRow(*row) for row in db.execute(select(cases).where(*where).order_by(cases.c.id).limit(limit)))


def cases_numbered(db: Connection, number: str) -> tuple[CaseRow, ...]:
    """Cases with this number, as said to people."""
    return tuple(
        CaseRow(*row) for row in db.execute(select(cases).where(cases.c.number == number).order_by(cases.c.id))
    )


def open_cases(db: Connection, nik: str) -> tuple[CaseRow, ...]:
    """Cases of a NIK that have not ended."""
    where = (cases.c.nik == nik, cases.c.status.not_in([status.value for status in ENDED]))
    return tuple(CaseRow(*row) for row in db.execute(select(cases).where(*where).order_by(cases.c.id)))
