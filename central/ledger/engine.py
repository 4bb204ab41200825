"""Opens the centre's books: the encrypted file (docs/decisions/0005), or a PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from central.errors import BadAddress
from sync import sqlcipher

POSTGRESQL = "postgresql+psycopg"
# A receipt is a promise: synchronous_commit is ours to say, whatever the server's own file says. No wait is for ever.
_SESSION = "-c synchronous_commit=on -c lock_timeout=15s -c idle_in_transaction_session_timeout=60s -c timezone=UTC"


def open_file(path: Path, key: bytes) -> Engine:
    """One connection to the file, which its user serialises; WAL and synchronous FULL, so that a receipt is durable."""
    sqlcipher.sync_log(path)
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher.module(),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # rows are personal data, and errors are logged
    )

    def unlock(connection: Any, _record: object) -> None:
        sqlcipher.unlock(connection, key)
        connection.isolation_level = None  # SQLAlchemy's own begin is written below

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", unlock)
    event.listen(engine, "begin", begin)
    return engine


def open_server(url: str, connections: int = 20) -> Engine:
    """A pool of connections to a PostgreSQL, READ COMMITTED; each is tried before use, so that a server that was
    started anew costs nobody an error. Raises BadAddress for another kind of address."""
    try:
        said = make_url(url)
    except ArgumentError as error:
        raise BadAddress("database-url") from error
    if said.drivername != POSTGRESQL:
        raise BadAddress("database-url")
    return create_engine(
        said,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=10,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": _SESSION},
    )
