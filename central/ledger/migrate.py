"""From the tables of an older centre to those of this one: a verified copy first (of a file), then one transaction.

    centre.v1.db     the file as it was, under the same key; for a PostgreSQL the operator's own backup is the copy

As at the station (docs/decisions/0011) structure is not stepped through: Alembic compares the books with
`schema.metadata`, and tables, columns and indexes that are missing are made. What comparison cannot see, a key that
changes or a column that has to be filled, is a numbered step before it. Version 1 is the baseline, as it was before
there were versions. Several processes may start at once: one migrates, the others wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, Table, func, inspect, select, text

from central.errors import CentreError
from central.ledger.copies import copy_file
from central.ledger.locks import lock_names
from central.ledger.schema import counters, facts, feed, metadata, residents
from central.ledger.statements import put
from registry.canonical import parse

VERSION = 2
FACT = "schema.version"
_AT_ONCE = 1000
_MADE = ("add_table", "add_column", "add_index")


class TooNew(CentreError):
    """These books were written by a newer Loket; this one would not understand them."""


def copy_before(path: Path, version: int) -> Path:
    """Where a file of an older version is kept."""
    return path.with_name(f"{path.stem}.v{version}{path.suffix}")


def migrate(engine: Engine, path: Path | None, key: bytes) -> None:
    """Make or bring up the tables; a file at `path` is copied and the copy verified first. Raises TooNew."""
    with engine.connect() as db:
        before = version_of(db)
    if before > VERSION:
        raise TooNew("too-new")
    if path is not None and 0 < before < VERSION:
        copy_file(engine, copy_before(path, before), key)
    with engine.begin() as db:
        lock_names(db, ("schema",))
        _bring_up(db)


def version_of(db: Connection) -> int:
    """Of the books: 0 for empty ones, 1 for those of before there were versions."""
    if not inspect(db).has_table(facts.name):
        return 0
    said: bytes | None = db.scalar(select(facts.c.value).where(facts.c.name == FACT))
    return int(said) if said else 1


def _bring_up(db: Connection) -> None:
    before = version_of(db)
    if before == 0:
        metadata.create_all(db)
    else:
        operations = Operations(MigrationContext.configure(db))
        for version in range(before + 1, VERSION + 1):
            STEPS[version](operations, db)
        _complete(operations, db)
    put(db, facts, {"name": FACT, "value": str(VERSION).encode()}, ["name"])


def _complete(op: Operations, db: Connection) -> None:
    """Tables, columns and indexes that the books do not have yet. New columns come empty, never unknown."""
    changes = [change for change in compare_metadata(op.migration_context, metadata) if isinstance(change, tuple)]
    for kind in _MADE:
        for change in (change for change in changes if change[0] == kind):
            _make(op, db, change)


def _make(op: Operations, db: Connection, change: Any) -> None:
    if change[0] == "add_table":
        change[1].create(db)
    elif change[0] == "add_column":
        add_column(op, change[2], change[3])
    elif not any(change[1].name == known["name"] for known in inspect(db).get_indexes(change[1].table.name)):
        change[1].create(db)


def add_column(op: Operations, table: str, column: Column[Any]) -> None:
    """A column with its empty value, which a table with rows needs."""
    new: Column[Any] = Column(column.name, column.type, nullable=column.nullable, server_default=_empty(column))
    op.add_column(table, new)


def _empty(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    if isinstance(column.type, LargeBinary):
        return text("''")
    return text("0") if isinstance(column.type, Integer) else text("''")


def _two(op: Operations, db: Connection) -> None:
    """Feeds number their own entries; residents have their KK in a column; counters have a table."""
    if not inspect(db).has_table(counters.name):
        counters.create(db)
    _feeds_anew(op, db)
    _kk_of_residents(op, db)


def _feeds_anew(op: Operations, db: Connection) -> None:
    """Entries keep their numbers, for the cursors of the stations are made of them; each feed goes on from its last."""
    new = feed.to_metadata(MetaData(), name="feed_anew")
    new.create(db)
    names = ["station", "seq", "kind", "body"]
    old = Table(feed.name, MetaData(), *(Column(name) for name in names))
    db.execute(new.insert().from_select(names, select(*old.columns)))
    op.drop_table(feed.name)
    op.rename_table(new.name, feed.name)
    for station, last in db.execute(select(feed.c.station, func.max(feed.c.seq)).group_by(feed.c.station)).all():
        put(db, counters, {"name": f"feed.{station}", "value": last}, ["name"])


def _kk_of_residents(op: Operations, db: Connection) -> None:
    op.execute("DROP INDEX IF EXISTS residents_by_kk")
    add_column(op, residents.name, residents.c.kk)
    at = ""
    while True:
        query = select(residents.c.id, residents.c.record).where(residents.c.id > at).order_by(residents.c.id)
        rows = db.execute(query.limit(_AT_ONCE)).all()
        if not rows:
            return
        at = rows[-1].id
        found = [{"who": row.id, "number": str(parse(row.record.encode()).get("kk") or "")} for row in rows]
        db.execute(text("UPDATE residents SET kk = :number WHERE id = :who"), found)


STEPS: Mapping[int, Callable[[Operations, Connection], None]] = {2: _two}
