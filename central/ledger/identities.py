"""Who was recorded, and which two cases may be of one person, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from central.ledger.schema import cases, identities, suspicions
from central.ledger.statements import add_once, put

OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class Identity:
    """One recording: case, the act that brought it, whose NIK, birth date (ISO), names, and its templates."""

    case: str
    recording: str
    nik: str
    birth: str
    name: str
    mother: str
    templates: str
    at: str

    @property
    def fingers(self) -> Mapping[int, str]:
        """Finger position (ISO/IEC 19794-4) -> SHA-256 of its template."""
        pairs = (text.split(":") for text in self.templates.split())
        return {int(position): name for position, name in pairs}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two cases that may be of one person, on which ground and how strongly; `detail` says what was alike."""

    case: str
    other: str
    ground: str
    score: int
    detail: str
    at: str
    state: str = OPEN
    officer: str = ""
    settled_at: str = ""
    reason: str = ""


def put_identity(db: Connection, row: Identity) -> None:
    """Insert a recording, or replace the earlier one of the case."""
    put(db, identities, {name: getattr(row, name) for name in row.__slots__}, ["case"])


def not_looked_at(db: Connection, statuses: Iterable[str], limit: int) -> tuple[str, ...]:
    """Cases in these statuses that have no row here, by id."""
    known = select(identities.c.case)
    where = (cases.c.status.in_(sorted(statuses)), cases.c.id.not_in(known))
    return tuple(db.scalars(select(cases.c.id).where(*where).order_by(cases.c.id).limit(limit)))


def forget_identity(db: Connection, case: str) -> None:
    """It was recorded anew: it is looked at again."""
    db.execute(delete(identities).where(identities.c.case == case))


def identity_of(db: Connection, case: str) -> Identity | None:
    """What was compared for a case."""
    row = db.execute(select(identities).where(identities.c.case == case)).first()
    return Identity(*row) if row else None


def born_on(db: Connection, birth: str, other_than: Identity) -> tuple[Identity, ...]:
    """Recordings of others born on a day: other NIK, other case."""
    i = identities.c
    where = (i.birth == birth, i.case != other_than.case, i.nik != other_than.nik)
    return tuple(Identity(*row) for row in db.execute(select(identities).where(*where).order_by(i.case)))


def others(db: Connection, other_than: Identity, most: int) -> tuple[Identity, ...]:
    """The newest recordings with fingers of another NIK and case."""
    i = identities.c
    where = (i.case != other_than.case, i.nik != other_than.nik, i.templates != "")
    query = select(identities).where(*where).order_by(i.at.desc(), i.case).limit(most)
    return tuple(Identity(*row) for row in db.execute(query))


def add_suspicion(db: Connection, row: Suspicion) -> bool:
    """Keep one; False when the same two are there on the same ground."""
    return add_once(db, suspicions, {name: getattr(row, name) for name in row.__slots__})


def suspicions_of(db: Connection, case: str) -> tuple[Suspicion, ...]:
    """Those that a case is part of, on either side, the strongest first."""
    s = suspicions.c
    query = select(suspicions).where((s.case == case) | (s.other == case)).order_by(s.score.desc(), s.other, s.ground)
    return tuple(Suspicion(*row) for row in db.execute(query))


def open_suspicions(db: Connection, *, limit: int = 50, offset: int = 0) -> tuple[Suspicion, ...]:
    """A page of the open ones, the oldest first."""
    s = suspicions.c
    query = select(suspicions).where(s.state == OPEN).order_by(s.at, s.case, s.other, s.ground)
    return tuple(Suspicion(*row) for row in db.execute(query.limit(limit).offset(offset)))


def settle_suspicions(db: Connection, case: str, *, officer: str, at: str, reason: str) -> int:
    """Settle the open ones of a case; how many."""
    s = suspicions.c
    values = {"state": SETTLED, "officer": officer, "settled_at": at, "reason": reason}
    return int(db.execute(update(suspicions).where(s.case == case, s.state == OPEN).values(values)).rowcount)
