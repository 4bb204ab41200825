"""Finding residents: number, birth date, words of name and address in any order, a misspelt name.

A search gives rows with reasons, best first, at most MOST of them: it never walks a million rows, and nobody pages
further. Records are read afterwards, as many as are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from registry.people import Resident
from registry.sounds import plain_words
from station.store.schema import residents
from station.store.vocabulary import Vocabulary
from station.store.words import by_words, distance

SHORTEST = 2
MOST = 1000
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_DATE = re.compile(r"(\d{1,2})(?:\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*|\s+([a-z]{3})[a-z]*\s+)(\d{4})", re.IGNORECASE)
_NUMBER = re.compile(r"[\d\s.\-]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A row found, and why: nik, kk, nama, alamat, mirip nama, mirip alamat or tanggal lahir."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A resident found, and why."""

    resident: Resident
    reason: str


def find(
    db: Connection, typed: str, vocabulary: Callable[[], Vocabulary], wanted: Callable[[], bool]
) -> tuple[Match, ...]:
    """Rows with reasons, best first; none for less than two signs, or once the answer is no longer `wanted`.

    `vocabulary` is asked only when needed.
    """
    typed = typed.strip()
    if len(typed) < SHORTEST or not wanted():
        return ()
    born = _DATE.search(typed)
    if born:
        return _by_birth(db, born, plain_words(typed[: born.start()] + " " + typed[born.end() :]))
    digits = re.sub(r"\D", "", typed)
    if _NUMBER.fullmatch(typed) and digits.isascii():
        return _by_number(db, digits) if len(digits) >= SHORTEST else ()
    found = by_words(db, plain_words(typed), vocabulary, wanted, MOST)
    return tuple(Match(row, reason) for row, reason in found)


def _by_birth(db: Connection, typed: re.Match[str], words: list[str]) -> tuple[Match, ...]:
    """Everyone born that day; with words, whose name is nearest to them first."""
    try:
        month = int(typed[2]) if typed[2] else _MONTHS.index(typed[3].lower()) + 1
        born = date(int(typed[4]), month, int(typed[1])).isoformat()
    except ValueError:
        return ()
    query = select(residents.c.row, residents.c.name).where(residents.c.birth_date == born)
    found = db.execute(query.order_by(residents.c.name, residents.c.row).limit(MOST)).all()
    if words:
        found = sorted(found, key=lambda hit: distance(words, hit.name))
    return tuple(Match(hit.row, "tanggal lahir") for hit in found)


def _by_number(db: Connection, digits: str) -> tuple[Match, ...]:
    """NIK first, then KK; each is a range of its index, already in order."""
    nik, kk = _begins(residents.c.nik, digits), _begins(residents.c.kk, digits)
    query = select(residents.c.row).where(nik).order_by(residents.c.nik).limit(MOST)
    found = [Match(row, "nik") for row in db.scalars(query)]
    if len(found) < MOST:
        more = select(residents.c.row).where(and_(kk, ~nik)).order_by(residents.c.kk, residents.c.nik)
        found += [Match(row, "kk") for row in db.scalars(more.limit(MOST - len(found)))]
    return tuple(found)


def _begins(column: ColumnElement[str], digits: str) -> ColumnElement[bool]:
    """A prefix as a range: LIKE would walk the table."""
    return and_(column >= digits, column < digits + ":")  # ":" follows "9"


def count_residents(db: Connection) -> int:
    """How many are here, as the tally says that triggers keep: counting a million rows takes a tenth of a second."""
    return int(db.exec_driver_sql("SELECT many FROM tallies WHERE name = 'residents'").scalar() or 0)


def count_rows(db: Connection) -> int:
    """How many are here, counted."""
    return int(db.scalar(select(func.count()).select_from(residents)) or 0)
