"""Signed grants, as rows."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, select

from central.ledger.schema import former_grants, grants
from central.ledger.statements import add_once, put


def put_grant(db: Connection, station: str, officer: str, raw: bytes, signature: bytes) -> None:
    """Remember a grant; the one before it, of the same officer and station, is kept for what it covered."""
    where = (grants.c.station == station, grants.c.officer == officer)
    held = db.execute(select(grants.c.raw, grants.c.signature).where(*where)).first()
    values = {"station": station, "officer": officer, "raw": raw, "signature": signature}
    if held is not None and held.raw != raw:
        before = {**values, "digest": sha256(held.raw).hexdigest(), "raw": held.raw, "signature": held.signature}
        add_once(db, former_grants, before)
    put(db, grants, values, ["station", "officer"])


def all_grants(db: Connection, station: str = "") -> tuple[tuple[bytes, bytes], ...]:
    """Grants with their signatures, former ones first; of one station or of all ("")."""
    found: list[Row[Any, Any]] = []
    for table in (former_grants, grants):
        query = select(table.c.raw, table.c.signature)
        found += db.execute(query.where(table.c.station == station) if station else query).all()
    return tuple((row.raw, row.signature) for row in found)
