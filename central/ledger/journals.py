"""Acts by what is known of them before they are read: their hash in a journal, or their id."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, select

from central.ledger.schema import actions


@dataclass(frozen=True, slots=True)
class LostAct:
    """An accepted act: id and case."""

    id: str
    case: str


def accepted_acts(db: Connection, hashes: Sequence[bytes]) -> tuple[LostAct, ...]:
    """The accepted acts whose hash is among these, in the order of their numbers.

    The books keep no hash of an act: acts are read through, which is for a rare question of a person.
    """
    wanted: Collection[bytes] = frozenset(hashes)
    if not wanted:
        return ()
    rows = db.execute(select(actions).where(actions.c.refused == "").order_by(actions.c.number))
    found = (LostAct(row.id, row.case) for row in rows if sha256(row.raw).digest() in wanted)
    return tuple(found)
