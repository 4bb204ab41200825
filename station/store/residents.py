"""The working copy of residents, and finding them: number, words in any order, a misspelt name.

Misspelt words are looked for in the vocabulary of the word index with optimal string alignment (RapidFuzz), then
searched as alternatives; measured recall 1.00 at a million (docs/decisions/0005).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, delete, func, or_, select, text
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import canonical, parse
from registry.people import Family, Resident
from station.store.cipher import Cipher
from station.store.errors import NotFound
from station.store.schema import residents

ALTERNATIVES = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A resident found, and why: nik, kk, nama, mirip nama or tanggal lahir."""

    resident: Resident
    reason: str


class Residents:
    """Reads and writes residents."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def put(self, found: Iterable[Resident]) -> None:
        """Insert or replace."""
        with self._cipher.writing() as db:
            put_residents(db, found)

    def get(self, resident: str) -> Resident:
        """By id; raises NotFound."""
        with self._cipher.reading() as db:
            record = db.scalar(select(residents.c.record).where(residents.c.id == resident))
        if record is None:
            raise NotFound(resident)
        return _resident(record)

    def by_nik(self, nik: str) -> Resident | None:
        """By NIK."""
        with self._cipher.reading() as db:
            record = db.scalar(select(residents.c.record).where(residents.c.nik == nik))
        return _resident(record) if record else None

    def family(self, resident: Resident) -> Family | None:
        """Everyone on the same KK, head first."""
        if resident.kk is None:
            return None
        with self._cipher.reading() as db:
            rows = db.scalars(select(residents.c.record).where(residents.c.kk == str(resident.kk))).all()
        members = sorted((_resident(row) for row in rows), key=lambda m: (int(m.relation.code), m.birth_date))
        return Family(resident.kk, tuple(members))

    def count(self) -> int:
        """How many are here."""
        with self._cipher.reading() as db:
            return int(db.scalar(select(func.count()).select_from(residents)) or 0)

    def search(self, words: str, *, limit: int = 50, offset: int = 0) -> tuple[Hit, ...]:
        """Those that fit what was typed, best first; nothing for less than two signs."""
        typed = words.strip()
        if len(typed) < 2:
            return ()
        with self._cipher.reading() as db:
            digits = re.sub(r"[\s.]", "", typed)
            if digits.isdigit():
                return _by_number(db, digits, limit, offset)
            born = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", typed)
            if born:
                day = f"{born[3]}-{int(born[2]):02d}-{int(born[1]):02d}"
                return _rows(db, residents.c.birth_date == day, "tanggal lahir", limit, offset)
            return _by_words(db, typed, limit, offset)


def put_residents(db: Connection, found: Iterable[Resident]) -> None:
    """Insert or replace within a transaction, with the word index."""
    for resident in found:
        old = db.scalar(select(residents.c.row).where(residents.c.id == resident.id))
        if old is not None:
            db.execute(text("DELETE FROM resident_words WHERE rowid = :row"), {"row": old})
            db.execute(delete(residents).where(residents.c.row == old))
        values = {
            "id": resident.id,
            "nik": str(resident.nik or ""),
            "kk": str(resident.kk or ""),
            "name": resident.name,
            "birth_date": resident.birth_date.isoformat(),
            "record": canonical({"v": 1, **resident.to_record()}).decode(),
        }
        row = db.execute(insert(residents).values(values)).lastrowid
        words = {"row": row, "name": resident.name, "address": resident.address.street}
        db.execute(text("INSERT INTO resident_words(rowid, name, address) VALUES (:row, :name, :address)"), words)


def _by_number(db: Connection, digits: str, limit: int, offset: int) -> tuple[Hit, ...]:
    nik, kk = residents.c.nik, residents.c.kk
    where = or_(nik.startswith(digits), kk.startswith(digits))
    query = select(residents.c.record, nik).where(where).order_by(nik).limit(limit).offset(offset)
    return tuple(Hit(_resident(r), "nik" if n.startswith(digits) else "kk") for r, n in db.execute(query))


def _by_words(db: Connection, typed: str, limit: int, offset: int) -> tuple[Hit, ...]:
    words = [word for word in re.split(r"[^\w]+", typed.lower()) if word]
    exact = " AND ".join(f'"{word}"*' for word in words)
    found = _match(db, exact, "nama", limit, offset)
    if found or offset:
        return found
    vocabulary = [row[0] for row in db.execute(text("SELECT term FROM resident_vocabulary"))]
    groups = [_alternatives(word, vocabulary) for word in words]
    if not all(groups):
        return ()
    fuzzy = " AND ".join("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in groups)
    return _match(db, fuzzy, "mirip nama", limit, offset)


def _alternatives(word: str, vocabulary: list[str]) -> list[str]:
    most = 1 if len(word) < 5 else 2
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=ALTERNATIVES)
    return [term for term, _, _ in near]


def _match(db: Connection, query: str, reason: str, limit: int, offset: int) -> tuple[Hit, ...]:
    sql = (
        "SELECT r.record FROM resident_words w JOIN residents r ON r.row = w.rowid "
        "WHERE resident_words MATCH :query ORDER BY r.name, r.row LIMIT :limit OFFSET :offset"
    )
    rows = db.execute(text(sql), {"query": query, "limit": limit, "offset": offset})
    return tuple(Hit(_resident(row[0]), reason) for row in rows)


def _rows(db: Connection, where: object, reason: str, limit: int, offset: int) -> tuple[Hit, ...]:
    query = select(residents.c.record).where(where).order_by(residents.c.name).limit(limit).offset(offset)  # type: ignore[arg-type]
    return tuple(Hit(_resident(row[0]), reason) for row in db.execute(query))


def _resident(record: str) -> Resident:
    return Resident.from_record(parse(record.encode()))
