"""The working copy of residents: put in bulk, read by id or number, found by what was typed (station.store.finding)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from registry.canonical import canonical
from registry.people import Family, Resident
from station.store.cipher import Cipher
from station.store.errors import NotFound
from station.store.facts import read_count, write_count
from station.store.finding import Hit, Vocabulary, find
from station.store.schema import residents

__all__ = ["Hit", "Residents", "put_residents", "take_out_residents"]

_STAMP = "residents.stamp"  # counts changes, so that a vocabulary in memory knows when it is old
_AT_ONCE = 2000


class Residents:
    """Reads and writes residents."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._vocabulary = Vocabulary(-1, ())
        self._turn = threading.Lock()

    def put(self, found: Iterable[Resident]) -> None:
        """Insert or replace, all in one transaction."""
        with self._cipher.writing() as db:
            put_residents(db, found)

    def get(self, resident: str) -> Resident:
        """By id; raises NotFound."""
        record = self._cipher.look_up("SELECT record FROM residents WHERE id = ?", resident)
        if record is None:
            raise NotFound(resident)
        return _resident(record)

    def by_nik(self, nik: str) -> Resident | None:
        """By NIK; those who have none yet are not found by ""."""
        if not nik:
            return None
        record = self._cipher.look_up("SELECT record FROM residents WHERE nik = ?", nik)
        return _resident(record) if record else None

    def family(self, resident: Resident) -> Family | None:
        """Everyone on the same KK, head first, then as on the card: by SHDK and age."""
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
        with self._cipher.reading() as db:
            found = find(db, words, limit, offset, lambda: self._words(db))
        return tuple(Hit(_resident(record), reason) for record, reason in found)

    def _words(self, db: Connection) -> tuple[str, ...]:
        """All words of the index, read again only after residents changed."""
        stamp = read_count(db, _STAMP)
        with self._turn:
            if self._vocabulary.stamp != stamp:
                terms = db.exec_driver_sql("SELECT term FROM resident_vocabulary")
                self._vocabulary = Vocabulary(stamp, tuple(row[0] for row in terms))
            return self._vocabulary.words


def put_residents(db: Connection, found: Iterable[Resident]) -> None:
    """Insert or replace within a transaction, with the word index. The last of two with the same id stays."""
    write_count(db, _STAMP, read_count(db, _STAMP) + 1)
    for batch in _batches(found):
        _take_out(db, [resident.id for resident in batch])
        first = int(db.scalar(select(func.coalesce(func.max(residents.c.row), 0))) or 0) + 1
        db.execute(insert(residents), [{"row": first + i, **_values(who)} for i, who in enumerate(batch)])
        words = [{"row": first + i, "name": who.name, "address": who.address.street} for i, who in enumerate(batch)]
        db.execute(text("INSERT INTO resident_words(rowid, name, address) VALUES (:row, :name, :address)"), words)


def take_out_residents(db: Connection, ids: list[str]) -> None:
    """Take residents out within a transaction, with their words."""
    if ids:
        write_count(db, _STAMP, read_count(db, _STAMP) + 1)
        _take_out(db, ids)


def _batches(found: Iterable[Resident]) -> Iterator[list[Resident]]:
    rest = iter(found)
    while some := list(islice(rest, _AT_ONCE)):
        yield list({resident.id: resident for resident in some}.values())


def _take_out(db: Connection, ids: list[str]) -> None:
    old = db.scalars(select(residents.c.row).where(residents.c.id.in_(ids))).all()
    if old:
        db.execute(text("DELETE FROM resident_words WHERE rowid = :row"), [{"row": row} for row in old])
        db.execute(delete(residents).where(residents.c.row.in_(old)))


def _values(resident: Resident) -> dict[str, Any]:
    return {
        "id": resident.id,
        "nik": str(resident.nik or ""),
        "kk": str(resident.kk or ""),
        "name": resident.name,
        "birth_date": resident.birth_date.isoformat(),
        "record": canonical({"v": 1, **resident.to_record()}).decode(),
    }


def _resident(record: str) -> Resident:
    return Resident.from_record(json.loads(record))  # written by us under the page's HMAC: no need to check its form
