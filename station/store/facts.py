"""Named values of the station itself, and captures by hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import Record, canonical, parse
from station.store.cipher import Cipher
from station.store.errors import NotFound
from station.store.schema import blobs, facts, marks, views


class Facts:
    """Small values by name: keys of the station, cursor, lock."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def get(self, name: str) -> bytes | None:
        """The value or None."""
        with self._cipher.reading() as db:
            return read_fact(db, name)

    def put(self, values: Mapping[str, bytes]) -> None:
        """Set several in one transaction."""
        with self._cipher.writing() as db:
            for name, value in values.items():
                write_fact(db, name, value)


class Blobs:
    """Captures by SHA-256, in the encrypted file: atomic with what names them, and erasable."""

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
        """Take captures out; secure_delete overwrites their pages."""
        with self._cipher.writing() as db:
            db.execute(delete(blobs).where(blobs.c.sha256.in_(sorted(names))))


class Marks:
    """A verifikator's marks on a case, kept as he goes."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def get(self, case: str, officer: str) -> Record:
        """Field -> mark; {} before the first."""
        where = (marks.c.case == case, marks.c.officer == officer)
        with self._cipher.reading() as db:
            found = db.scalar(select(marks.c.record).where(*where))
        record = parse(found) if found else {"v": 1}
        record.pop("v")
        return record

    def put(self, case: str, officer: str, record: Mapping[str, str]) -> None:
        """Keep all marks."""
        row = {"case": case, "officer": officer, "record": canonical({"v": 1, **record})}
        with self._cipher.writing() as db:
            db.execute(insert(marks).values(row).on_conflict_do_update(index_elements=["case", "officer"], set_=row))


class Views:
    """Who looked at hidden fields of whom."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def note(self, at: str, officer: str, what: str, subject: str) -> None:
        """Book one view."""
        with self._cipher.writing() as db:
            db.execute(insert(views).values(at=at, officer=officer, what=what, subject=subject))


def read_fact(db: Connection, name: str) -> bytes | None:
    """A named value within a transaction."""
    found: bytes | None = db.scalar(select(facts.c.value).where(facts.c.name == name))
    return found


def write_fact(db: Connection, name: str, value: bytes) -> None:
    """Set a named value within a transaction."""
    row = {"name": name, "value": value}
    db.execute(insert(facts).values(row).on_conflict_do_update(index_elements=["name"], set_=row))


def add_blobs(db: Connection, found: Mapping[str, bytes]) -> None:
    """Keep captures within a transaction, each once."""
    for name, data in found.items():
        db.execute(insert(blobs).values(sha256=name, data=data).on_conflict_do_nothing())
