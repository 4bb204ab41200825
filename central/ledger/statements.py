"""Inserts that may meet a row already there, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Values = Mapping[str, Any]


def put(db: Connection, table: Table, values: Values, keys: Collection[str]) -> None:
    """Insert a row, or replace what stands under the same keys."""
    rest = {name: value for name, value in values.items() if name not in keys}
    statement = _insert(db, table).values(dict(values))
    if rest:
        db.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=rest))
    else:
        db.execute(statement.on_conflict_do_nothing())


def add_once(db: Connection, table: Table, values: Values) -> bool:
    """Insert a row unless one of its keys is taken; whether it was new."""
    return bool(db.execute(_insert(db, table).values(dict(values)).on_conflict_do_nothing()).rowcount)


def _insert(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)
