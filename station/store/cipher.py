"""The station's encrypted file: SQLCipher under SQLAlchemy Core, one connection for each lane that uses it.

WAL with synchronous FULL: after a commit returns, kill -9 and power cuts lose nothing (measured, docs/decisions/0005).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import SingletonThreadPool

from station.store.errors import (
    Conflict,
    DiskFault,
    NotFound,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreOlder,
)
from station.store.faults import translated
from station.store.schema import VERSION, make
from sync import sqlcipher
from sync.durable import sync_file, sync_folder

LANES = 32  # threads that may hold a connection; beyond it the pool would close one that is in use
CLOSE_WAIT_S = 10.0
PAGE = 4096  # bytes, SQLCipher 4
STEP = 1000  # pages copied between two words about it
CACHE_KIB = 64 * 1024  # a lane's pages in memory: deciphering one again costs more than a look-up

Watch: TypeAlias = Callable[[float], None]


def unwatched(_share: float) -> None:
    """Nobody looks on."""


class Cipher:
    """Transactions on one file. `reading` sees one moment; `writing` is durable when it ends without an exception.

    Any thread may use it: each gets its own connection (sqlcipher3 has threadsafety 1) and keeps it.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._lane = threading.local()
        self._engine = engine_on(path, key, self._lane)
        self._turn = threading.Condition()
        self._inside = 0
        self._deep = _Depth()  # a lane never waits for itself
        self._closed = False
        self._changing = False

    @property
    def key(self) -> bytes:
        """The key of the file as it is now."""
        return self._key

    @classmethod
    def make(cls, path: Path, key: bytes) -> Cipher:
        """A new file with empty tables; raises Conflict when there is one."""
        if path.exists():
            raise Conflict(path.name)
        cipher = cls(path, key)
        with cipher.writing() as db:
            make(db)
        return cipher

    @classmethod
    def open(cls, path: Path, key: bytes) -> Cipher:
        """Open the file, never an empty one. Raises NotFound, StoreLocked, StoreDamaged, StoreNewer, StoreOlder or
        DiskFault."""
        if not path.exists():
            raise NotFound(path.name)
        try:
            sqlcipher.sync_log(path)
        except OSError as error:
            raise DiskFault(path.name) from error
        cipher = cls(path, key)
        try:
            with cipher.reading() as db:
                version = db.exec_driver_sql("PRAGMA user_version").scalar_one()
        except StoreLocked:
            cipher.close()
            if _knows(path, key):
                raise StoreDamaged(path.name) from None
            raise
        if version != VERSION:
            cipher.close()
            raise _other_version(version, path)
        return cipher

    @staticmethod
    @contextmanager
    def blank() -> Iterator[Connection]:
        """A file in memory, to look at what this Loket would make."""
        engine = create_engine("sqlite://", module=sqlcipher.module())
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads; raises StoreDamaged, DiskFault, StoreBusy or StoreClosed."""
        with self._entered(), self._engine.connect().execution_options(loket_read=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; raises StoreFull, Conflict and what `reading` raises: then nothing of it stays."""
        with self._entered(), self._engine.begin() as connection:
            yield connection

    def look_up(self, sql: str, *values: str) -> Any | None:
        """The first value of one statement's first row. As its own transaction it costs 8 microseconds, not 270."""
        self._enter()  # and not `_entered`: two generators cost half as much as the look-up
        try:
            row = self._connection().execute(sql, values).fetchone()
        except sqlcipher.database_error() as error:
            _raise_translated(error, self.path)
            raise
        finally:
            self._leave()
        return row[0] if row else None

    def look_up_all(self, sql: str, *values: str) -> list[Any]:
        """The first value of each row of one statement, as its own transaction."""
        with self._entered():
            return [row[0] for row in self._connection().execute(sql, values)]

    def forget_deleted(self) -> None:
        """Empty the write-ahead log, so that what was erased is in no file; a reader elsewhere may delay it."""
        with self._entered():
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy_to(self, path: Path, key: bytes, watch: Watch = unwatched) -> None:
        """The file as it stands at one moment, under the same key, in a new file; others read and write meanwhile.

        `watch` is told the share that is done and may raise to stop. Raises Conflict when `path` is there,
        StoreDamaged, StoreFull, DiskFault or what `reading` raises. The backup
        API writes zeros for a page it cannot read, so this file is looked at too; twice, for a page may be half written
        at the first look.
        """
        if path.exists():
            raise Conflict(path.name)
        with self._entered(), translating(path):
            copy = sqlcipher.module().connect(str(path))
            try:
                sqlcipher.unlock(copy, key)
                self._copy_pages(copy, watch)
                copy.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                copy.close()
        seen = damaged_pages(self.path, key)
        if seen and set(seen) & set(damaged_pages(self.path, key)):
            raise StoreDamaged(seen[0])

    def _copy_pages(self, copy: Any, watch: Watch) -> None:
        """In steps inside one transaction that reads, so that all of it is one moment."""
        here = self._connection()
        here.execute("BEGIN")
        try:
            here.execute("SELECT count(*) FROM sqlite_master").fetchall()
            here.backup(copy, pages=STEP, progress=lambda _code, left, whole: watch(1 - left / whole if whole else 1.0))
        finally:
            here.execute("ROLLBACK")

    def change_key(self, key: bytes, write: Callable[[Any, Any], None], ready: Callable[[], None], part: Path) -> None:
        """Put a copy under another key in the place of the file; other lanes wait at the door meanwhile.

        `write(old, new)` fills the new file at `part` from raw connections; `ready` is called once it is whole and
        durable, just before the exchange. Raises StoreBusy when another lane or program does not let go of the file,
        and whatever the two raise: then the file and its key stay.
        """
        with self._changed():
            with self._sole() as old, translating(part):
                new = sqlcipher.module().connect(str(part))
                try:
                    sqlcipher.unlock(new, key)
                    write(old, new)
                    new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                finally:
                    new.close()
                faults = faults_in(part, key)
                if faults:
                    raise StoreDamaged(faults[0])
                sync_file(part)
                ready()
                if os.name == "posix":  # while nobody else can be inside; Windows exchanges no open file
                    part.replace(self.path)
            if part.exists():
                part.replace(self.path)
            sync_folder(self.path.parent)
            self._key = key

    @contextmanager
    def _changed(self) -> Iterator[None]:
        """Everybody out, and in again with the key of then."""
        with self._turn:
            if self._closed:
                raise StoreClosed(self.path.name)
            if self._changing:
                raise StoreBusy(self.path.name)
            self._changing = True
            idle = self._turn.wait_for(lambda: self._inside == 0, CLOSE_WAIT_S)
        try:
            if not idle:
                raise StoreBusy(self.path.name)
            self._engine.dispose()
            yield
        finally:
            if idle:
                self._lane = threading.local()
                self._engine = engine_on(self.path, self._key, self._lane)
            with self._turn:
                self._changing = False
                self._turn.notify_all()

    @contextmanager
    def _sole(self) -> Iterator[Any]:
        """The one connection to the file, which nobody else can open meanwhile; raises StoreBusy."""
        with translating(self.path):
            connection = sqlcipher.module().connect(str(self.path), isolation_level=None)
            try:
                sqlcipher.unlock(connection, self._key)
                connection.execute("PRAGMA busy_timeout = 0")
                connection.execute("PRAGMA journal_mode = DELETE").fetchall()  # refused while others have it open
                connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")  # the lock stays
                yield connection
            finally:
                connection.close()

    def close(self) -> None:
        """Wait for transactions on other lanes, refuse new ones, and let the file go."""
        with self._turn:
            self._closed = True
            idle = self._turn.wait_for(lambda: self._inside == 0 and not self._changing, CLOSE_WAIT_S)
        if idle:  # else a lane hangs inside: its connection is left to it
            self._engine.dispose()

    def _connection(self) -> Any:
        """This lane's own connection, below SQLAlchemy; outside a transaction each statement is its own."""
        if not hasattr(self._lane, "connection"):
            self._engine.connect().close()
        return self._lane.connection

    def _enter(self) -> None:
        deep = self._deep
        with self._turn:
            if self._changing and not deep.depth:
                self._turn.wait_for(lambda: not self._changing)
            if self._closed:
                raise StoreClosed(self.path.name)
            self._inside += 1
            deep.depth += 1

    def _leave(self) -> None:
        with self._turn:
            self._inside -= 1
            self._deep.depth -= 1
            if self._changing or self._closed:  # only these wait for anybody
                self._turn.notify_all()

    @contextmanager
    def _entered(self) -> Iterator[None]:
        self._enter()
        try:
            with translating(self.path):
                yield
        finally:
            self._leave()


class _Depth(threading.local):
    """How often this lane is inside."""

    depth = 0


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Faults of the database on `path` as errors of this room."""
    try:
        yield
    except (DatabaseError, sqlcipher.database_error()) as error:
        _raise_translated(error, path)
        raise


def _raise_translated(error: Exception, path: Path) -> None:
    found = translated(getattr(error, "orig", None) or error, path)
    if found is not None:
        raise found from error


def faults_in(path: Path, key: bytes) -> tuple[str, ...]:
    """What is wrong with a file: pages whose HMAC does not hold (SQLCipher), broken tables or indexes (SQLite)."""
    pages = damaged_pages(path, key)
    if pages:
        return pages
    connection = sqlcipher.module().connect(str(path))
    try:
        sqlcipher.unlock(connection, key)
        with translating(path):
            said = tuple(str(row[0]) for row in connection.execute("PRAGMA quick_check"))
    finally:
        connection.close()
    return () if said == ("ok",) else said


def damaged_pages(path: Path, key: bytes, *, still: bool = False) -> tuple[str, ...]:
    """What SQLCipher says of each page whose HMAC does not hold (the key is wrong, or the page is).

    `still`: the file as it lies there, without its log; nothing beside it is made, read or mended.
    """
    name = f"{path.absolute().as_uri()}?immutable=1" if still else str(path)
    connection = sqlcipher.module().connect(name, uri=still)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return tuple(row[0] for row in connection.execute("PRAGMA cipher_integrity_check"))
    finally:
        connection.close()


def _other_version(version: int, path: Path) -> StoreError:
    if version == 0:
        return StoreDamaged(path.name)
    return (StoreNewer if version > VERSION else StoreOlder)(str(version))


def _knows(path: Path, key: bytes) -> bool:
    """Whether any whole page fits the key: then it is the right one, and the file is damaged (or cut short)."""
    unfit = [message for message in damaged_pages(path, key) if message.startswith("HMAC")]
    pages = -(-path.stat().st_size // PAGE)
    return len(unfit) < pages


def engine_on(path: Path, key: bytes, lane: threading.local) -> Engine:
    """Connections to one file, each keyed and set up; `lane.connection` is the thread's own."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher.module(),
        poolclass=SingletonThreadPool,
        pool_size=LANES,
        hide_parameters=True,  # a logged traceback shows no resident
        connect_args={"check_same_thread": False},  # so that `close` can close the other lanes' connections
    )

    def unlock(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # our own BEGIN below
        sqlcipher.unlock(connection, key)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        lane.connection = connection

    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("loket_read", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", unlock)
    event.listen(engine, "begin", begin)
    return engine
