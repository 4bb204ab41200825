"""Which cases still have captures here, and the copies of older versions of the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import exists, select

from station.store.cipher import Cipher
from station.store.schema import blob_uses, cases


class Retention:
    """Reads what an erasure looks at."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def cases(self, statuses: Iterable[str]) -> tuple[str, ...]:
        """The cases in any of these statuses that have captures here, the oldest first."""
        held = exists().where(blob_uses.c.case == cases.c.id)
        query = select(cases.c.id).where(cases.c.status.in_(sorted(statuses)), held).order_by(cases.c.last_at)
        with self._cipher.reading() as db:
            return tuple(db.scalars(query))

    def held(self, case: str) -> frozenset[str]:
        """The captures of a case that are here."""
        with self._cipher.reading() as db:
            return frozenset(db.scalars(select(blob_uses.c.sha256).where(blob_uses.c.case == case)))


def older_files(folder: Path) -> tuple[Path, ...]:
    """Copies that were kept before a migration: they hold what was erased since."""
    return tuple(sorted(folder.glob("station.v*.db")))
