"""Finding residents: number, birth date, words in any order, a misspelt name.

Misspelt words are looked for in the vocabulary of the word index with optimal string alignment (RapidFuzz), searched as
alternatives, and ranked by how far the name is from what was typed; measured recall 1.00 at a million
(docs/decisions/0005). Everything is bounded: a search never walks a million rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Connection, and_, func, select, text

from registry.people import Resident
from station.store.schema import residents

SHORTEST = 2
MOST = 1000  # hits of a search by words that are sorted; nobody pages further
ALTERNATIVES = 64  # words taken for one that was typed
_DATE = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")

Found = list[tuple[str, str]]  # record and reason


@dataclass(frozen=True, slots=True)
class Hit:
    """A resident found, and why: nik, kk, nama, mirip nama or tanggal lahir."""

    resident: Resident
    reason: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the index as of a count of changes."""

    stamp: int
    words: tuple[str, ...]


def find(db: Connection, typed: str, limit: int, offset: int, vocabulary: Callable[[], Sequence[str]]) -> Found:
    """Records with reasons, best first; nothing for less than two signs. `vocabulary` is asked only when needed."""
    typed = typed.strip()
    born = _DATE.fullmatch(typed)
    if born:
        return _by_birth(db, born[1], born[2], born[3], limit, offset)
    digits = re.sub(r"[\s.\-]", "", typed)
    if len(digits) < SHORTEST:
        return []
    if digits.isascii() and digits.isdigit():
        return _by_number(db, digits, limit, offset)
    words = _words(typed)
    return _by_words(db, words, limit, offset, vocabulary) if words else []


def _by_birth(db: Connection, day: str, month: str, year: str, limit: int, offset: int) -> Found:
    try:
        born = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return []
    query = select(residents.c.record).where(residents.c.birth_date == born)
    query = query.order_by(residents.c.name, residents.c.row).limit(limit).offset(offset)
    return [(record, "tanggal lahir") for record in db.scalars(query)]


def _by_number(db: Connection, digits: str, limit: int, offset: int) -> Found:
    """NIK first, then KK; each is a range of its index, already in order."""
    nik, kk = _begins(residents.c.nik, digits), _begins(residents.c.kk, digits)
    query = select(residents.c.record).where(nik).order_by(residents.c.nik).limit(limit).offset(offset)
    found = [(record, "nik") for record in db.scalars(query)]
    if len(found) == limit:
        return found
    before = 0 if found else int(db.scalar(select(func.count()).select_from(residents).where(nik)) or 0)
    more = select(residents.c.record).where(and_(kk, ~nik)).order_by(residents.c.kk, residents.c.nik)
    more = more.limit(limit - len(found)).offset(0 if found else offset - before)
    return found + [(record, "kk") for record in db.scalars(more)]


def _begins(column: ColumnElement[str], digits: str) -> ColumnElement[bool]:
    """A prefix as a range: LIKE would walk the table."""
    return and_(column >= digits, column < digits + ":")  # ":" follows "9"


def _by_words(
    db: Connection, words: list[str], limit: int, offset: int, vocabulary: Callable[[], Sequence[str]]
) -> Found:
    exact = _match(db, " AND ".join(f'"{word}"*' for word in words))
    if exact:
        ranked = sorted(exact, key=lambda hit: (_parts(words, hit[0]), hit[0]))
        return [(record, "nama") for _, record in ranked[offset : offset + limit]]
    known = vocabulary()
    near = _match(db, " AND ".join(_slips(word, known) for word in words))
    ranked = sorted(near, key=lambda hit: (_distance(words, hit[0]), hit[0]))
    return [(record, "mirip nama") for _, record in ranked[offset : offset + limit]]


def _slips(word: str, vocabulary: Sequence[str]) -> str:
    """What begins like the word, or is one slip away (two from five letters on), nearest first."""
    most = 1 if len(word) < 5 else 2
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=ALTERNATIVES)
    return "(" + " OR ".join([f'"{word}"*', *(f'"{term}"' for term, _, _ in near)]) + ")"


def _match(db: Connection, query: str) -> list[tuple[str, str]]:
    """Name and record of at most MOST residents."""
    hits = "SELECT rowid FROM resident_words WHERE resident_words MATCH :query LIMIT :most"
    sql = f"SELECT r.name, r.record FROM ({hits}) w JOIN residents r ON r.row = w.rowid"
    return [(row[0], row[1]) for row in db.execute(text(sql), {"query": query, "most": MOST})]


def _parts(words: Iterable[str], name: str) -> int:
    """How many of the words are only the beginning of one of the name."""
    own = _words(name)
    return sum(word not in own for word in words)


def _distance(words: Iterable[str], name: str) -> int:
    """Slips between what was typed and the nearest words of a name, or their beginnings."""
    own = _words(name) or [""]
    return sum(min(OSA.distance(word, o[:size]) for o in own for size in {len(o), len(word)}) for word in words)


def _words(typed: str) -> list[str]:
    """Words as the index cuts them: letters and digits, lower case, without marks above or below."""
    plain = unicodedata.normalize("NFKD", typed.lower())
    return re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
