"""The one door to sqlcipher3: its DB-API module and the pragmas both stores open their files with.

It stands in sync because station and centre both keep sealed files and may not know each other.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Protocol

from sqlcipher3 import dbapi2

from sync.durable import sync_file, sync_folder

OLDEST = (3, 51, 3)  # before it, WAL resets could lose committed rows (sqlite.org, the WAL-reset bug)


class SqlCipherUnfit(Exception):
    """The library, the key or the file does not allow the file to be used."""


class _Connection(Protocol):
    def execute(self, sql: str) -> object: ...


def module() -> ModuleType:
    """The DB-API module; refuses an SQLite with the WAL-reset bug."""
    if dbapi2.sqlite_version_info < OLDEST:
        raise SqlCipherUnfit(f"SQLite {dbapi2.sqlite_version} is older than 3.51.3")
    return dbapi2  # type: ignore[no-any-return]  # untyped library


def database_error() -> type[Exception]:
    """What the library raises for a wrong key or a damaged file."""
    return dbapi2.DatabaseError  # type: ignore[no-any-return]  # untyped library


def unlock(connection: _Connection, key: bytes) -> None:
    """Key the connection and set what keeps acknowledged rows through a power cut (measured: NORMAL loses them)."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "busy_timeout = 10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def sync_log(path: Path) -> None:
    """Before a database is opened: make its write-ahead log durable, with its name. Raises OSError.

    A process that was killed may have written a commit and not synced it. SQLite takes it for good, so it would be
    read, shown and answered for, and a power cut could still take it away.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        sync_file(log)
        sync_folder(log.parent)
