"""The working copy of residents: put in bulk, read by id or number, found by what was typed (station.store.finding)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from registry.canonical import canonical
from registry.errors import RegistryError
from registry.people import Family, Resident
from registry.regions import Regions
from registry.sounds import sound_of
from station.store.alike import Alike, alike
from station.store.cipher import Cipher
from station.store.errors import Conflict, NotFound
from station.store.facts import read_count, write_count
from station.store.finding import Hit, Match, count_residents, find
from station.store.schema import residents
from station.store.vocabulary import NOTHING, Vocabulary

__all__ = ["Alike", "Hit", "Match", "NikTaken", "Residents", "put_residents", "take_out_residents"]

_STAMP = "residents.stamp"  # counts changes, so that a vocabulary in memory knows when it is old
_AT_ONCE = 2000
_DECODER = json.JSONDecoder()


class NikTaken(Conflict):
    """Another resident holds this NIK; `holder` and `resident` are ids."""

    def __init__(self, resident: str, holder: str) -> None:
        super().__init__(resident)
        self.resident = resident
        self.holder = holder


def always() -> bool:
    """An answer nobody takes back."""
    return True


class Residents:
    """Reads and writes residents."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._vocabulary = NOTHING
        self._turn = threading.Lock()

    def put(self, found: Iterable[Resident]) -> None:
        """Insert or replace, all in one transaction; raises NikTaken, and then nothing of it stays."""
        with self._cipher.writing() as db:
            for resident, holder in put_residents(db, found):
                raise NikTaken(resident.id, holder)

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
        rows = self._cipher.look_up_all("SELECT record FROM residents WHERE kk = ?", str(resident.kk))
        members = sorted((_resident(row) for row in rows), key=lambda m: (int(m.relation.code), m.birth_date))
        return Family(resident.kk, tuple(members))

    def count(self) -> int:
        """How many are here."""
        with self._cipher.reading() as db:
            return count_residents(db)

    def matches(self, words: str, wanted: Callable[[], bool] = always) -> tuple[Match, ...]:
        """Rows that fit what was typed, best first and at most MOST; none once the answer is no longer `wanted`."""
        with self._cipher.reading() as db:
            return find(db, words, lambda: self._words(db), wanted)

    def hits(self, matches: Sequence[Match]) -> tuple[Hit, ...]:
        """Who was matched, in the same order; one that went meanwhile is left out."""
        query = select(residents.c.row, residents.c.record).where(residents.c.row.in_([m.row for m in matches]))
        with self._cipher.reading() as db:
            records = dict(iter(db.execute(query)))
        return tuple(Hit(_resident(records[m.row]), m.reason) for m in matches if m.row in records)

    def search(self, words: str, *, limit: int = 50, offset: int = 0) -> tuple[Hit, ...]:
        """Those that fit what was typed, best first; nothing for less than two signs."""
        return self.hits(self.matches(words)[offset : offset + limit])

    def alike(self, resident: Resident) -> tuple[Alike, ...]:
        """Who may be the same person, the likeliest first; never himself."""
        with self._cipher.reading() as db:
            return alike(db, resident)

    def warm(self) -> None:
        """Read what a search needs in memory, so that the first one does not wait for it."""
        with self._cipher.reading() as db:
            self._words(db)

    def _words(self, db: Connection) -> Vocabulary:
        """All words of the index, read again only after residents changed."""
        stamp = read_count(db, _STAMP)
        with self._turn:
            if self._vocabulary.stamp != stamp:
                terms = db.exec_driver_sql("SELECT term FROM resident_vocabulary")
                self._vocabulary = Vocabulary.of(stamp, (row[0] for row in terms))
            return self._vocabulary


def put_residents(db: Connection, found: Iterable[Resident]) -> list[tuple[Resident, str]]:
    """Insert or replace within a transaction, with the word index. The last of two with the same id stays.

    Whose NIK another resident holds is left as he was; he is given back with the id of that other.
    """
    write_count(db, _STAMP, read_count(db, _STAMP) + 1)
    refused: list[tuple[Resident, str]] = []
    for batch in _batches(found):
        taken = _taken(db, batch)
        refused += [(who, taken[who.id]) for who in batch if who.id in taken]
        _put(db, [who for who in batch if who.id not in taken])
    return refused


def _put(db: Connection, batch: list[Resident]) -> None:
    if not batch:
        return
    _take_out(db, [resident.id for resident in batch])
    first = int(db.scalar(select(func.coalesce(func.max(residents.c.row), 0))) or 0) + 1
    db.execute(insert(residents), [{"row": first + i, **_values(who)} for i, who in enumerate(batch)])
    words = [{"row": first + i, "name": who.name, "address": _place(who)} for i, who in enumerate(batch)]
    db.execute(text("INSERT INTO resident_words(rowid, name, address) VALUES (:row, :name, :address)"), words)


def _taken(db: Connection, batch: list[Resident]) -> dict[str, str]:
    """Id -> the other who holds the NIK, here or earlier in the batch."""
    niks = {str(who.nik): who.id for who in reversed(batch) if who.nik}
    query = select(residents.c.nik, residents.c.id).where(residents.c.nik.in_(niks))
    moving = {who.id for who in batch}
    held = niks | {nik: owner for nik, owner in db.execute(query) if owner not in moving}
    return {who.id: held[str(who.nik)] for who in batch if who.nik and held[str(who.nik)] != who.id}


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
        "sound": sound_of(resident.name),
        "record": canonical({"v": 1, **resident.to_record()}).decode(),
    }


def _place(resident: Resident) -> str:
    """The words of an address: street, RT and RW, kampung."""
    place = resident.address
    try:
        village = Regions.load().get(place.village).name
    except RegistryError:  # a code of another version is still found by street
        village = ""
    return f"{place.street} {village} RT {place.rt} RW {place.rw}"


def _resident(record: str) -> Resident:
    # written by us under the page's HMAC: no need to check its form, nor for blanks around it
    return Resident.from_record(_DECODER.raw_decode(record)[0])
