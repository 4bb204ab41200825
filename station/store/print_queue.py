"""The queue of the print desk, sorted by SQL: who turned 17 and has no card yet, other first cards, then all others; in
each the one that waits longest first.

In a shortage of blanks only the first two are offered (Kabupaten Siak, 2019: pemula first). The officer sets it with a
reason; it is kept with his signature and lifted by an officer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, select

from registry.canonical import NotCanonical, canonical, parse
from registry.lifecycle import Status
from station.store.cipher import Cipher
from station.store.facts import read_fact, write_fact
from station.store.index import ROW, CaseRow, case_row
from station.store.schema import cases

FIRST_CARD = ("ktp-baru",)  # the service that makes somebody's first card on this kind of blank
PEMULA = 17
_NAME = "blank-shortage"


@dataclass(frozen=True, slots=True)
class Shortage:
    """Blanks are short: why, who said so and when."""

    reason: str
    officer: str
    at: str

    def to_bytes(self) -> bytes:
        """What the officer signs."""
        return canonical({"v": 1, "reason": self.reason, "officer": self.officer, "at": self.at})


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many wait, and how many of them a shortage puts off."""

    all: int
    later: int


class PrintQueue:
    """Approved cards of this station."""

    def __init__(self, cipher: Cipher, station: str) -> None:
        self._cipher = cipher
        self._here = and_(cases.c.status == Status.PRINT_APPROVED.value, cases.c.holder == station)

    def page(self, today: str, *, limit: int = 50, offset: int = 0) -> tuple[CaseRow, ...]:
        """One page in the order of printing; what a shortage puts off comes last."""
        order = (_rank(today), cases.c.last_at.asc(), ROW)
        rows = select(ROW).select_from(cases).where(self._here).order_by(*order).limit(limit).offset(offset)
        query = select(cases).where(ROW.in_(rows.correlate(None))).order_by(*order)
        with self._cipher.reading() as db:
            return tuple(case_row(row) for row in db.execute(query).mappings())

    def counts(self) -> QueueCounts:
        """For the heading."""
        query = select(func.count(), func.sum(case((_first(), 0), else_=1))).where(self._here)
        with self._cipher.reading() as db:
            many, later = db.execute(query).one()
        return QueueCounts(int(many), int(later or 0))

    # shortage ---------------------------------------------------------------------------------------------------------
    def shortage(self) -> Shortage | None:
        """The shortage as it stands, None for none."""
        with self._cipher.reading() as db:
            kept = read_fact(db, _NAME)
        try:
            record = parse(kept) if kept else None
            return Shortage(record["reason"], record["officer"], record["at"]) if record else None
        except (NotCanonical, KeyError):
            return None

    def put_shortage(self, shortage: Shortage | None, mark: bytes) -> None:
        """Set or lift it (None), with the officer's signature over what was set."""
        with self._cipher.writing() as db:
            write_fact(db, _NAME, shortage.to_bytes() if shortage else b"")
            write_fact(db, f"{_NAME}.mark", mark)


def is_first(service: str) -> bool:
    """Whether a shortage leaves this card in the queue.

    >>> is_first("ktp-baru"), is_first("ktp-hilang")
    (True, False)
    """
    return service in FIRST_CARD


def grown_after(today: str) -> str:
    """Born after this day: not yet 18, so a card now is that of a pemula.

    >>> grown_after("2026-11-24"), grown_after("2028-02-29")
    ('2008-11-24', '2010-03-01')
    """
    day = date.fromisoformat(today[:10])
    year = day.year - PEMULA - 1
    try:
        return day.replace(year=year).isoformat()
    except ValueError:  # 29 February
        return date(year, 3, 1).isoformat()


def _first() -> ColumnElement[bool]:
    return cases.c.service.in_(FIRST_CARD)


def _rank(today: str) -> ColumnElement[int]:
    young = and_(_first(), cases.c.birth_date > grown_after(today))
    return case((young, 0), (_first(), 1), else_=2)
