"""Captures by SHA-256 in the encrypted file: atomic with what names them, and gone with the last that needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from station.store.cipher import Cipher
from station.store.errors import Conflict, NotFound
from station.store.schema import blob_uses, blobs

DRAFT = "draft:"  # begins the user of a capture that only a draft needs
FEED = "feed"


class Blobs:
    """Reads and erases captures."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def get(self, name: str) -> bytes:
        """The capture; raises NotFound once it is erased."""
        with self._cipher.reading() as db:
            found: bytes | None = db.scalar(select(blobs.c.data).where(blobs.c.sha256 == name))
        if found is None:
            raise NotFound(name)
        return found

    def has(self, name: str) -> bool:
        """Whether it is here."""
        with self._cipher.reading() as db:
            return db.scalar(select(blobs.c.sha256).where(blobs.c.sha256 == name)) is not None

    def erase(self, names: Iterable[str]) -> None:
        """Take captures out, whoever needs them; `Cases.append(..., erase=...)` does it with the act that says so."""
        wanted = sorted(names)
        with self._cipher.writing() as db:
            db.execute(delete(blob_uses).where(blob_uses.c.sha256.in_(wanted)))
            db.execute(delete(blobs).where(blobs.c.sha256.in_(wanted)))
        self._cipher.forget_deleted()


def add_blobs(db: Connection, found: Mapping[str, bytes], case: str, user: str) -> None:
    """Keep captures that `user` (see schema.blob_uses) needs, each once; raises Conflict for a name that is not the
    content's."""
    for name, data in found.items():
        if sha256(data).hexdigest() != name:
            raise Conflict(name)
        db.execute(insert(blobs).values(sha256=name, data=data).on_conflict_do_nothing())
    use_blobs(db, found, case, user)


def use_blobs(db: Connection, names: Iterable[str], case: str, user: str) -> None:
    """Note who needs captures."""
    for name in names:
        db.execute(insert(blob_uses).values(sha256=name, case=case, user=user).on_conflict_do_nothing())


def release_blobs(db: Connection, where: ColumnElement[bool]) -> None:
    """End these uses, and take out the captures that nothing else needs; secure_delete overwrites their pages."""
    names = db.scalars(select(blob_uses.c.sha256).where(where)).all()
    db.execute(delete(blob_uses).where(where))
    still = select(blob_uses.c.sha256)
    db.execute(delete(blobs).where(blobs.c.sha256.in_(names), blobs.c.sha256.not_in(still)))
