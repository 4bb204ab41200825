"""From the tables of an older Loket to those of this one: a verified copy first, then one transaction.

    station.v1.db     the file as it was, under the same key; made before anything is changed

Structure is not stepped through versions. Alembic compares the file with `tables.metadata` and what differs is made:
tables and indexes that are missing are created, a table whose columns differ is built anew and its rows carried over;
triggers and the word index, of which Alembic knows nothing, are made as they stand in a file made today.
Columns that are only an index over what is signed are then written anew from it. A cut at any moment leaves the old
file or the new one, for all of it is one transaction of SQLite (docs/decisions/0011).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Integer, LargeBinary, MetaData, Table, literal, select, text
from sqlalchemy import column as named
from sqlalchemy import table as selectable
from sqlalchemy.schema import CreateTable

from registry.people import Resident
from station.store.audit import link_old_views
from station.store.cipher import Cipher, engine_on, faults_in, translating
from station.store.errors import StoreDamaged
from station.store.index import index_case
from station.store.problems import NIK_TAKEN, keep_problem
from station.store.residents import put_residents
from station.store.schema import VERSION, actions, cases, make, residents
from station.store.tables import metadata
from sync.durable import sync_file, sync_folder

_AT_ONCE = 2000
_WHOLE = ("add_table", "remove_table", "add_index", "remove_index")
_WORDS, _TRIGGERS, _TALLIES = "CREATE VIRTUAL TABLE %", "CREATE TRIGGER %", "tallies"
# Rows that comparison cannot carry, as those of a table that was replaced by another; each looks whether it is needed.
CARRIES: tuple[Callable[[Connection], None], ...] = ()


def copy_before(path: Path, version: int) -> Path:
    """Where the file of an older version is kept."""
    return path.with_name(f"{path.stem}.v{version}{path.suffix}")


def keep_copy(path: Path, key: bytes, version: int) -> Path:
    """A copy under the same key, opened and walked before it gets its name.

    Raises StoreDamaged, StoreFull or DiskFault; one of an earlier try is replaced, for an older Loket may have gone on
    since.
    """
    whole = copy_before(path, version)
    part = whole.with_suffix(".part")
    part.unlink(missing_ok=True)
    old = Cipher(path, key)
    try:
        old.copy_to(part, key)
        faults = faults_in(part, key)
        if faults:
            raise StoreDamaged(faults[0])
        sync_file(part)
        part.replace(whole)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
        old.close()
    return whole


def migrate(path: Path, key: bytes) -> None:
    """Bring the tables of an older version to this one, whole or not at all. Raises what a write raises."""
    engine = engine_on(path, key, threading.local())
    try:
        with translating(path), engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # below the transaction SQLAlchemy began: the pragma needs none
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # else a table built anew would empty its children
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() < VERSION:
                _grow(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreDamaged("foreign keys")
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
            connection.commit()
    finally:
        engine.dispose()


def _grow(db: Connection) -> None:
    """What differs from a file that this Loket makes: tables by Alembic, the rest by the statements that made it."""
    with Cipher.blank() as blank:
        make(blank)
        for carry in CARRIES:
            carry(db)
        _drop(db, _made(db, _TRIGGERS))  # so that none fires while rows are carried over
        anew = _grow_tables(db, blank)
        if residents.name in anew or _made(db, _WORDS) != _made(blank, _WORDS):
            _put_residents_anew(db, blank)
        _count_again(db)
        for sql in _made(blank, _TRIGGERS).values():
            db.exec_driver_sql(sql)
    link_old_views(db)
    if cases.name in anew:
        for case in db.scalars(select(actions.c.case).distinct()).all():
            index_case(db, case)


def _grow_tables(db: Connection, blank: Connection) -> frozenset[str]:
    """Make what is missing and build anew what differs; which tables were built anew."""
    context = MigrationContext.configure(db, opts={"include_name": partial(_of_ours, _made(blank, _WORDS))})
    op = Operations(context)
    changes = compare_metadata(context, metadata)
    anew = frozenset(_table_of(change) for change in changes if _kind(change) not in _WHOLE)
    whole = [change for change in changes if _kind(change) in _WHOLE]
    for what, thing in whole:
        if what == "remove_index":
            op.drop_index(thing.name)
        elif what == "remove_table" and not db.execute(select(text("1")).select_from(thing).limit(1)).first():
            op.drop_table(thing.name)  # one with rows stays, until a step of CARRIES has seen to them
    for what, thing in whole:
        if what == "add_table":
            thing.create(db)
            rows = [dict(row) for row in blank.execute(select(thing)).mappings()]
            if rows:
                db.execute(thing.insert(), rows)
        elif what == "add_index" and thing.table.name not in anew:  # a table built anew brings its indexes
            thing.create(db)
    for name in sorted(anew - {residents.name}):
        _build_anew(op, db, metadata.tables[name])
    return anew


def _put_residents_anew(db: Connection, blank: Connection) -> None:
    """Residents written from their records into an empty table and an empty word index: three times as fast as to
    replace them row by row."""
    table = metadata.tables[residents.name]
    old = f"{table.name}_old"
    for name in _indexes_of(db, table.name):
        db.exec_driver_sql(f'DROP INDEX "{name}"')
    db.exec_driver_sql(f'ALTER TABLE "{table.name}" RENAME TO "{old}"')
    db.execute(CreateTable(table))
    _make_words_anew(db, blank)
    for who, _ in put_residents(db, _all_residents(db, old)):  # an older Loket let two hold one NIK
        at = str(db.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")))
        keep_problem(db, at, NIK_TAKEN, who.id, who.to_record())
    db.exec_driver_sql(f'DROP TABLE "{old}"')
    for index in table.indexes:
        index.create(db)


def _indexes_of(db: Connection, table: str) -> tuple[str, ...]:
    """The indexes that were made by a statement, not by a constraint."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    return tuple(str(row[0]) for row in db.exec_driver_sql(asked, (table,)))


def _make_words_anew(db: Connection, blank: Connection) -> None:
    """The word index as this Loket makes it, empty, with its configuration."""
    _drop(db, _made(db, _WORDS))
    for name, sql in _made(blank, _WORDS).items():
        db.exec_driver_sql(sql)
        if "fts5(" in sql:
            for row in blank.exec_driver_sql(f'SELECT k, v FROM "{name}_config"').all():
                db.exec_driver_sql(f'INSERT OR REPLACE INTO "{name}_config" VALUES (?, ?)', tuple(row))


def _made(db: Connection, like: str) -> dict[str, str]:
    """Name -> statement of what was made by statements like this one, in order."""
    asked = "SELECT name, sql FROM sqlite_master WHERE sql LIKE ? ORDER BY rowid"
    return {str(row[0]): str(row[1]) for row in db.exec_driver_sql(asked, (like,))}


def _drop(db: Connection, made: Mapping[str, str]) -> None:
    for name, sql in reversed(list(made.items())):
        db.exec_driver_sql(f'DROP {"TRIGGER" if sql.startswith("CREATE TRIGGER") else "TABLE"} "{name}"')


def _count_again(db: Connection) -> None:
    """Where counts are kept beside their tables, by name."""
    if _TALLIES in metadata.tables:
        for name in db.execute(text(f"SELECT name FROM {_TALLIES}")).scalars().all():
            db.execute(
                text(f'UPDATE {_TALLIES} SET many = (SELECT count(*) FROM "{name}") WHERE name = :n'), {"n": name}
            )


def _kind(change: Any) -> str:
    """What differs; "" for a list of changes to one column."""
    return str(change[0]) if isinstance(change, tuple) else ""


def _of_ours(words: Mapping[str, str], name: str | None, kind: str, _parents: Any) -> bool:
    """Whether to compare it: not a word index, nor the tables that FTS5 keeps for itself."""
    if kind != "table" or name is None:
        return True
    return not any(name == word or name.startswith(f"{word}_") for word in words)


def _table_of(change: Any) -> str:
    """The table a change of column, type or constraint is about."""
    first = change[0] if isinstance(change, list) else change
    said = first[1] if first[0].endswith(("constraint", "fk")) else first[2]
    return str(said if isinstance(said, str) else said.table.name)


def _build_anew(op: Operations, db: Connection, table: Table) -> None:
    """The way of sqlite.org/lang_altertable.html, section 7; a column that was not there is empty, not unknown."""
    had = {str(row[1]) for row in db.exec_driver_sql(f'PRAGMA table_info("{table.name}")')}
    new = table.to_metadata(MetaData(), name=f"{table.name}_anew")
    op.execute(CreateTable(new))
    kept = [c for c in table.columns if c.computed is None]
    values = [named(c.name) if c.name in had else _empty(c) for c in kept]
    op.execute(new.insert().from_select([c.name for c in kept], select(*values).select_from(selectable(table.name))))
    op.drop_table(table.name)
    op.rename_table(new.name, table.name)
    for index in table.indexes:
        index.create(db)


def _empty(column: Any) -> Any:
    if column.nullable:
        return literal(None)
    kind = column.type
    return literal(0 if isinstance(kind, Integer) else b"" if isinstance(kind, LargeBinary) else "")


def _all_residents(db: Connection, table: str) -> Iterator[Resident]:
    """All of a table, by row."""
    at = 0
    while True:
        asked = f'SELECT row, record FROM "{table}" WHERE row > ? ORDER BY row LIMIT {_AT_ONCE}'
        rows = db.exec_driver_sql(asked, (at,)).all()
        if not rows:
            return
        at = rows[-1][0]
        yield from (Resident.from_record(json.loads(record)) for _, record in rows)
