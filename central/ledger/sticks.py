"""What the newest stick of each station told, and the receipts it may be given, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from central.ledger.schema import inbox, sticks
from central.ledger.statements import put
from registry.canonical import canonical, parse


@dataclass(frozen=True, slots=True)
class StickRow:
    """The newest parcel of a station: when it was made, the cursor it told, and why a packet of it was not taken."""

    station: str
    made: str
    cursor: int
    problems: Mapping[str, str]


def put_stick(db: Connection, row: StickRow) -> None:
    """Remember it in the place of the one before."""
    problems = canonical({"v": 1, "problems": dict(row.problems)})
    values = {"station": row.station, "made": row.made, "cursor": row.cursor, "problems": problems}
    put(db, sticks, values, ["station"])


def stick_of(db: Connection, station: str) -> StickRow | None:
    """The newest one that came; None for a station that has sent none."""
    row = db.execute(select(sticks).where(sticks.c.station == station)).first()
    return StickRow(row.station, row.made, row.cursor, parse(row.problems)["problems"]) if row else None


def newest_receipts(db: Connection, station: str, limit: int) -> tuple[bytes, ...]:
    """Receipts of a station's packets, the newest of them and the oldest of those first."""
    query = select(inbox.c.receipt).where(inbox.c.station == station, inbox.c.receipt != b"")
    found = db.scalars(query.order_by(inbox.c.at.desc(), inbox.c.packet.desc()).limit(limit)).all()
    return tuple(reversed(found))
