"""What came and was not taken: kept with what came, shown to someone, and tried again when that may help."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import NotCanonical, Record, canonical, parse
from station.store.cipher import Cipher
from station.store.schema import problems

NIK_TAKEN = "nik-taken"  # a resident came whose NIK another one here holds


@dataclass(frozen=True, slots=True)
class Kept:
    """One problem: row, UTC stamp of the centre, code (a keyword), and the id it is about."""

    row: int
    at: str
    code: str
    subject: str


class Problems:
    """Reads problems and marks them as solved."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def open(self, *, limit: int = 50, offset: int = 0) -> tuple[Kept, ...]:
        """Those not solved, the newest first."""
        query = select(*(problems.c[name] for name in Kept.__slots__)).where(problems.c.solved == 0)
        with self._cipher.reading() as db:
            rows = db.execute(query.order_by(problems.c.row.desc()).limit(limit).offset(offset))
            return tuple(Kept(*row) for row in rows)

    def count(self) -> int:
        """How many are not solved."""
        query = select(func.count()).select_from(problems).where(problems.c.solved == 0)
        with self._cipher.reading() as db:
            return int(db.scalar(query) or 0)

    def has(self, code: str) -> bool:
        """Whether one of this code is not solved."""
        query = select(problems.c.row).where(problems.c.code == code, problems.c.solved == 0).limit(1)
        with self._cipher.reading() as db:
            return db.execute(query).first() is not None

    def rivals(self, nik: str) -> tuple[str, ...]:
        """Names of those who came with a NIK that somebody here has; nobody for ""."""
        with self._cipher.reading() as db:
            records = [record for _, record in kept_records(db, NIK_TAKEN)] if nik else []
        return tuple(str(record["name"]) for record in records if record.get("nik") == nik)

    def solve(self, row: int) -> None:
        """Someone has seen to it."""
        with self._cipher.writing() as db:
            solve_problem(db, row)


def keep_problem(db: Connection, at: str, code: str, subject: str, record: Record | None = None) -> None:
    """Keep a problem within a transaction; the same one is kept once."""
    same = (problems.c.code == code, problems.c.subject == subject, problems.c.solved == 0)
    if db.execute(select(problems.c.row).where(*same)).first() is None:
        row = {"at": at, "code": code, "subject": subject, "record": _bytes(record), "solved": 0}
        db.execute(insert(problems).values(row))


def kept_records(db: Connection, code: str) -> tuple[tuple[int, Record], ...]:
    """Row and record of the open problems of a code, the oldest first."""
    where = (problems.c.code == code, problems.c.solved == 0, func.length(problems.c.record) > 0)
    rows = db.execute(select(problems.c.row, problems.c.record).where(*where).order_by(problems.c.row))
    return tuple((row.row, parse(row.record)) for row in rows)


def solve_problem(db: Connection, row: int) -> None:
    """Mark as solved within a transaction."""
    db.execute(update(problems).where(problems.c.row == row).values(solved=1, record=b""))


def solve_about(db: Connection, code: str, subjects: Select[str]) -> None:
    """Mark those of a code about any of the subjects as solved."""
    where = (problems.c.code == code, problems.c.subject.in_(subjects), problems.c.solved == 0)
    db.execute(update(problems).where(*where).values(solved=1, record=b""))


def _bytes(record: Record | None) -> bytes:
    try:
        return canonical(record) if record is not None else b""
    except NotCanonical:
        return b""
