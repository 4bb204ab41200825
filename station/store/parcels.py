"""Parcels of cards between stations: each scan is kept at once, so that a cut in the middle of a count costs nothing.

A parcel and the signed acts of its cards are not one transaction, for the acts are those of many cases. The scans stay
open until the acts are there; `settle` closes what a cut left between the two.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from station.store.cipher import Cipher
from station.store.stock_schema import parcel_cards, parcels


class Way(StrEnum):
    """Into a parcel that goes, or out of one that came."""

    OUT = "kirim"
    IN = "terima"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A parcel sealed here; `receiver` is a station."""

    number: str
    seal: str
    receiver: str
    officer: str
    at: str


class Parcels:
    """Scans and sealed parcels."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def scan(self, way: Way, case: str, officer: str, at: str) -> None:
        """A card in hand; a second scan of it changes nothing."""
        row = {"way": way.value, "case": case, "parcel": "", "officer": officer, "at": at}
        with self._cipher.writing() as db:
            db.execute(insert(parcel_cards).values(row).on_conflict_do_nothing())

    def put_back(self, way: Way, case: str) -> None:
        """A card that was scanned by mistake."""
        c = parcel_cards.c
        with self._cipher.writing() as db:
            db.execute(delete(parcel_cards).where(c.way == way.value, c.case == case, c.parcel == ""))

    def scanned(self, way: Way) -> tuple[str, ...]:
        """Cases scanned and neither sealed nor taken in, in their order."""
        return self._cards(way, "")

    def next_number(self) -> str:
        """PK-0112: parcels of this station are counted through."""
        with self._cipher.reading() as db:
            return f"PK-{int(db.scalar(select(func.count()).select_from(parcels)) or 0) + 1:04d}"

    def seal(self, parcel: Sealed) -> None:
        """All that is scanned to go lies in it now. Raises Conflict for a number used before."""
        c = parcel_cards.c
        row = {name: getattr(parcel, name) for name in Sealed.__slots__}
        with self._cipher.writing() as db:
            db.execute(insert(parcels).values(row))
            db.execute(update(parcel_cards).where(c.way == Way.OUT.value, c.parcel == "").values(parcel=parcel.number))

    def settle(self, way: Way, done: Collection[str], parcel: str) -> None:
        """These cards are on their way, or here: their scans are no longer open."""
        c = parcel_cards.c
        rows = (c.way == way.value, c.parcel == "", c.case.in_(sorted(done)))
        with self._cipher.writing() as db:
            twice = select(c.case).where(c.way == way.value, c.parcel == parcel)
            db.execute(delete(parcel_cards).where(*rows, c.case.in_(twice)))
            db.execute(update(parcel_cards).where(*rows).values(parcel=parcel))

    def newest(self) -> Sealed | None:
        """The parcel sealed last."""
        columns = [parcels.c[name] for name in Sealed.__slots__]
        with self._cipher.reading() as db:
            found = db.execute(select(*columns).order_by(parcels.c.number.desc()).limit(1)).first()
        return Sealed(*found) if found else None

    def cards(self, parcel: str) -> tuple[str, ...]:
        """The cases of a sealed parcel in the order of scanning."""
        return self._cards(Way.OUT, parcel)

    def _cards(self, way: Way, parcel: str) -> tuple[str, ...]:
        c = parcel_cards.c
        query = select(c.case).where(c.way == way.value, c.parcel == parcel).order_by(c.at, c.case)
        with self._cipher.reading() as db:
            return tuple(db.scalars(query))
