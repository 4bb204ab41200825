"""What came and was not taken: kept with what came, shown to someone, and tried again when that may help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import NotCanonical, Record, canonical, parse
from station.store.cipher import Cipher
from station.store.schema import actions, cases, packets, problems, residents

NIK_TAKEN = "nik-taken"  # a resident came whose NIK another one here holds


@dataclass(frozen=True, slots=True)
class Kept:
    """One problem: row, UTC stamp of the centre, code (a keyword), and the id it is about."""

    row: int
    at: str
    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class Told:
    """A problem with what it is about, as far as it is here: the case with its number, and a name."""

    kept: Kept
    case: str = ""
    number: str = ""
    name: str = ""


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

    def told(self, *, limit: int = 50, offset: int = 0) -> tuple[Told, ...]:
        """Those not solved with what they are about, the newest first."""
        found = self.open(limit=limit, offset=offset)
        with self._cipher.reading() as db:
            return tuple(_told(db, kept) for kept in found)

    def cases(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the cases of which something was refused and is not solved."""
        wanted, subject = list(names), problems.c.subject
        of_acts = select(actions.c.case).join(problems, subject == actions.c.id)
        of_packets = select(packets.c.case).join(problems, subject == packets.c.id)
        with self._cipher.reading() as db:
            found = [
                db.scalars(query.where(problems.c.solved == 0, column.in_(wanted)).distinct()).all()
                for query, column in ((of_acts, actions.c.case), (of_packets, packets.c.case))
            ]
        return frozenset(str(case) for cases_of in found for case in cases_of)

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


def _told(db: Connection, kept: Kept) -> Told:
    """The subject is an act, a packet, or a resident."""
    of_act = db.scalar(select(actions.c.case).where(actions.c.id == kept.subject))
    case = of_act or db.scalar(select(packets.c.case).where(packets.c.id == kept.subject)) or ""
    row = db.execute(select(cases.c.number, cases.c.name).where(cases.c.id == case)).first() if case else None
    if row is not None:
        return Told(kept, str(case), row.number, row.name)
    name = db.scalar(select(residents.c.name).where(residents.c.id == kept.subject))
    return Told(kept, name=str(name or ""))


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
