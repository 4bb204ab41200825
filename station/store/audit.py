"""Who looked at what of whom. Views of a resident are events too (UU 27/2022); they name ids, never a NIK."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from station.store.cipher import Cipher
from station.store.schema import views


@dataclass(frozen=True, slots=True)
class View:
    """One look: UTC stamp, officer's handle, what was shown, id of the resident or case."""

    at: str
    officer: str
    what: str
    subject: str


class Views:
    """Books views; there is no way to change or remove one."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def note(self, at: str, officer: str, what: str, subject: str) -> None:
        """Book one view."""
        with self._cipher.writing() as db:
            db.execute(insert(views).values(at=at, officer=officer, what=what, subject=subject))

    def page(self, *, subject: str = "", limit: int = 50, offset: int = 0) -> tuple[View, ...]:
        """The newest first, of one subject or of all."""
        query = select(views.c.at, views.c.officer, views.c.what, views.c.subject)
        query = query.where(views.c.subject == subject) if subject else query
        with self._cipher.reading() as db:
            rows = db.execute(query.order_by(views.c.row.desc()).limit(limit).offset(offset))
            return tuple(View(*row) for row in rows)
