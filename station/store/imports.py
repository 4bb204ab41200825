"""Files taken in: the acts of both officers, the residents and the line of the import, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from registry.actions import Action
from registry.people import Resident
from station.store.borrowed import lend, own
from station.store.cipher import Cipher
from station.store.journal import write_journal
from station.store.residents import NikTaken, put_residents
from station.store.schema import imports


@dataclass(frozen=True, slots=True)
class Import:
    """One file: its errand, BAST number, SHA-256, the two officers, and what became of its rows."""

    id: str
    bast: str
    sha256: str
    administrator: str
    second: str
    added: int
    changed: int
    refused: int
    at: str


class Imports:
    """Writes and reads imports."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def add(self, made: Import, acts: tuple[Action, ...], people: Sequence[Resident], fresh: Sequence[str]) -> None:
        """Everything in one transaction. `fresh` are ids made here: the feed may bring the same persons under its own
        and then takes their place. Raises Conflict for a BAST number or a file that was here before, NikTaken where
        another resident holds a NIK; then nothing of it is here."""
        with self._cipher.writing() as db:
            db.execute(insert(imports).values({name: getattr(made, name) for name in made.__slots__}))
            write_journal(db, acts)
            for resident, holder in put_residents(db, people):
                raise NikTaken(resident.id, holder)
            own(db, (who.id for who in people))
            lend(db, fresh, made.id)

    def known(self, *, bast: str = "", sha256: str = "") -> bool:
        """Whether a BAST number or a file was here before."""
        where = imports.c.bast == bast if bast else imports.c.sha256 == sha256
        with self._cipher.reading() as db:
            return db.scalar(select(imports.c.id).where(where)) is not None

    def all(self) -> tuple[Import, ...]:
        """Every import, the newest first."""
        with self._cipher.reading() as db:
            rows = db.execute(select(imports).order_by(imports.c.at.desc(), imports.c.id.desc()))
            return tuple(Import(*row) for row in rows)
