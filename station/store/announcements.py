"""What the Dinas tells its stations, by the signed feed: {"v": 1, "id", "at", "title", "text"}."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import Record
from station.store.cipher import Cipher
from station.store.schema import announcements

LONGEST_TITLE, LONGEST_TEXT = 200, 4000


@dataclass(frozen=True, slots=True)
class Announcement:
    """One of them; `at` is the centre's UTC stamp."""

    id: str
    at: str
    title: str
    text: str


class Announcements:
    """Reads them."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def newest(self, limit: int) -> tuple[Announcement, ...]:
        """The newest first."""
        columns = [announcements.c[name] for name in Announcement.__slots__]
        query = select(*columns).order_by(announcements.c.at.desc(), announcements.c.id.desc()).limit(limit)
        with self._cipher.reading() as db:
            return tuple(Announcement(*row) for row in db.execute(query))


def take_announcement(db: Connection, record: Record) -> None:
    """Keep one within a transaction; the same id again puts the newer words in its place. Raises ValueError."""
    row = {name: record[name] for name in Announcement.__slots__}
    if not all(isinstance(value, str) for value in row.values()) or not row["id"] or not row["title"]:
        raise ValueError("announcement")
    if len(row["title"]) > LONGEST_TITLE or len(row["text"]) > LONGEST_TEXT:
        raise ValueError("announcement too long")
    db.execute(insert(announcements).values(row).on_conflict_do_update(index_elements=["id"], set_=row))
