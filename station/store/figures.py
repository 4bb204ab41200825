"""Figures of Beranda that are not a filter of the list of cases: acts of a day, and recordings with exceptions."""

from __future__ import annotations

from sqlalchemy import func, literal_column, select, text

from registry.actions import Kind
from registry.lifecycle import Status
from station.store.cipher import Cipher
from station.store.schema import actions, cases

_EXCEPTED = text(
    "EXISTS (SELECT 1 FROM actions a JOIN payloads p ON p.action = a.id, "
    "json_each(CAST(p.payload AS TEXT), '$.fingers') f WHERE a.\"case\" = cases.id AND a.row = "
    "(SELECT max(row) FROM actions b WHERE b.\"case\" = cases.id AND b.kind = 'Submitted' AND b.refused = '') "
    "AND json_extract(f.value, '$.exception') != '')"
)


class Figures:
    """Counts; nothing is written."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def acts(self, kind: Kind, since: str, author: str = "") -> int:
        """How many acts of a kind were written at this station since a UTC stamp, of one officer or of all."""
        where = [actions.c.own == 1, actions.c.kind == kind.value, actions.c.at >= since]
        if author:
            where.append(actions.c.author == author)
        with self._cipher.reading() as db:
            return int(db.scalar(select(func.count()).select_from(actions).where(*where)) or 0)

    def excepted(self, station: str, not_recorder: str) -> int:
        """Cases held here that wait for a verifikator other than their recorder, with a finger not recorded."""
        c = cases.c
        where = (c.status == Status.SUBMITTED.value, c.holder == station, c.recorder != not_recorder, _EXCEPTED)
        with self._cipher.reading() as db:
            return int(db.scalar(select(func.count(literal_column("cases.id"))).select_from(cases).where(*where)) or 0)
