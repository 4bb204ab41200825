"""Named values of the station itself: keys, cursor, lock."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from station.store.cipher import Cipher
from station.store.schema import facts


class Facts:
    """Small values by name."""

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


def read_fact(db: Connection, name: str) -> bytes | None:
    """A named value within a transaction."""
    found: bytes | None = db.scalar(select(facts.c.value).where(facts.c.name == name))
    return found


def write_fact(db: Connection, name: str, value: bytes) -> None:
    """Set a named value within a transaction."""
    row = {"name": name, "value": value}
    db.execute(insert(facts).values(row).on_conflict_do_update(index_elements=["name"], set_=row))


def read_count(db: Connection, name: str) -> int:
    """A named whole number; 0 before it is set."""
    return int.from_bytes(read_fact(db, name) or b"\0", "big")


def write_count(db: Connection, name: str, value: int) -> None:
    """Set a named whole number."""
    write_fact(db, name, value.to_bytes(8, "big"))
