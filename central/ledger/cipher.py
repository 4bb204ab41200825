"""Opens the centre's encrypted file: SQLCipher under SQLAlchemy's plain sqlite dialect (docs/decisions/0005)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from sync import sqlcipher


def open_engine(path: Path, key: bytes) -> Engine:
    """One connection to the file, which its user serialises; WAL and synchronous FULL, so that a receipt is durable."""
    sqlcipher.sync_log(path)
    engine = create_engine(
        f"sqlite:///{path}", module=sqlcipher.module(), poolclass=StaticPool, connect_args={"check_same_thread": False}
    )

    def unlock(connection: Any, _record: object) -> None:
        sqlcipher.unlock(connection, key)
        connection.isolation_level = None  # SQLAlchemy's own begin is written below

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", unlock)
    event.listen(engine, "begin", begin)
    return engine
