"""Copies of the embedded file: made page by page while the centre runs, walked before they get their name."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from central.errors import CentreError
from sync import sqlcipher
from sync.durable import sync_file, sync_folder


class BadCopy(CentreError):
    """A copy of the books is damaged, or not under this key."""


def copy_file(engine: Engine, target: Path, key: bytes) -> Path:
    """A copy under the same key, whole and proved when this returns. Raises BadCopy, OSError."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        _write(engine, part, key)
        check_file(part, key)
        sync_file(part)
        part.replace(target)
        sync_folder(target.parent)
    finally:
        for leftover in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            leftover.unlink(missing_ok=True)
    return target


def _write(engine: Engine, part: Path, key: bytes) -> None:
    other = sqlcipher.module().connect(str(part))
    try:
        sqlcipher.unlock(other, key)
        with engine.connect() as db:
            db.exec_driver_sql("COMMIT")  # a copy is read outside of any transaction
            db.connection.driver_connection.backup(other)  # type: ignore[union-attr]  # the DB-API's own connection
            db.exec_driver_sql("BEGIN")  # for SQLAlchemy to end
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        other.close()


def check_file(path: Path, key: bytes) -> None:
    """Open a copy and walk every page and table of it. Raises BadCopy."""
    known = sqlcipher.module().connect(str(path))
    try:
        sqlcipher.unlock(known, key)
        for pragma in ("cipher_integrity_check", "integrity_check"):
            said = [str(row[0]) for row in known.execute(f"PRAGMA {pragma}").fetchall()]
            if said not in ([], ["ok"]):
                raise BadCopy(said[0])
    except sqlcipher.database_error() as error:
        raise BadCopy("unreadable") from error
    finally:
        known.close()
