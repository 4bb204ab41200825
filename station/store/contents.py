"""How much a station holds: numbers that tell an older copy from a newer one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from station.store.cipher import Cipher
from station.store.schema import actions, cases, drafts, residents


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows of the three tables that only grow."""

    cases: int
    actions: int
    residents: int

    def lacks(self, other: Contents) -> bool:
        """Whether `other` has more of anything."""
        return any(getattr(self, name) < getattr(other, name) for name in self.__slots__)


def read_contents(cipher: Cipher) -> Contents:
    """Counted at one moment."""
    with cipher.reading() as db:
        cases_, actions_, residents_ = (
            int(db.scalar(select(func.count()).select_from(table)) or 0) for table in (cases, actions, residents)
        )
    return Contents(cases_, actions_, residents_)


def read_changed(cipher: Cipher) -> str:
    """The newest stamp of a case or a draft."""
    with cipher.reading() as db:
        newest = (db.scalar(select(func.max(column))) or "" for column in (cases.c.last_at, drafts.c.touched_at))
        return max(str(stamp) for stamp in newest)
