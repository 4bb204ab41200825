"""The station's encrypted file: SQLCipher under SQLAlchemy Core, one connection for each lane that uses it.

WAL with synchronous FULL: after a commit returns, kill -9 and power cuts lose nothing (measured, docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import SingletonThreadPool

from station.store.errors import StoreDamaged, StoreFull, StoreLocked, StoreNewer
from station.store.schema import VERSION, metadata
from sync import sqlcipher

_FULL = ("full", "disk i/o error")


class Cipher:
    """Transactions on one file. `reading` sees one moment; `writing` is durable when it ends without an exception."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._engine = _engine(path, key)

    @classmethod
    def open(cls, path: Path, key: bytes) -> Cipher:
        """Open or make the file; raises StoreLocked, StoreDamaged or StoreNewer."""
        cipher = cls(path, key)
        fresh = not path.exists()
        try:
            with cipher.writing() as connection:
                version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if version > VERSION:
                    raise StoreNewer(str(version))
                if version == 0:
                    _make(connection)
        except DatabaseError as error:
            cipher.close()
            raise (StoreDamaged if fresh else StoreLocked)(str(path.name)) from error
        return cipher

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._engine.connect().execution_options(loket_read=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; raises StoreFull when there is no room, and nothing of it stays."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            if any(word in str(error.orig).lower() for word in _FULL):
                raise StoreFull(self.path.name) from error
            raise

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()


def _engine(path: Path, key: bytes) -> Engine:
    engine = create_engine(f"sqlite:///{path}", module=sqlcipher.module(), poolclass=SingletonThreadPool, pool_size=8)

    def unlock(connection: Any, _record: object) -> None:
        sqlcipher.unlock(connection, key)
        connection.isolation_level = None  # our own BEGIN below

    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("loket_read", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", unlock)
    event.listen(engine, "begin", begin)
    return engine


def _make(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(
        text("CREATE VIRTUAL TABLE resident_words USING fts5(name, address, prefix='2 3', tokenize='unicode61')")
    )
    connection.execute(text("INSERT INTO resident_words(resident_words, rank) VALUES ('secure-delete', 1)"))
    connection.execute(text("CREATE VIRTUAL TABLE resident_vocabulary USING fts5vocab(resident_words, 'row')"))
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
