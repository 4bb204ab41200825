"""What a database says in its own words, told in ours: all of it passes, and a station asks again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, TimeoutError

from central.errors import CentreError, Contended, NotNow

# PostgreSQL, appendix A: 40001 serialization, 40P01 deadlock, 55P03 lock not available; 53100 disk full
_AGAIN = frozenset({"40001", "40P01", "55P03"})
_FULL = frozenset({"53100"})
_AWAY = ("08", "57P", "53", "58", "25P03", "XX")  # connection, shutdown, resources, system, idle too long, corruption


@contextmanager
def translating() -> Iterator[None]:
    """Raises NotNow or Contended for what is no fault of the caller; lets the rest through."""
    try:
        yield
    except TimeoutError as error:  # no connection of the pool came free
        raise NotNow("busy") from error
    except (DataError, UnicodeEncodeError) as error:  # PostgreSQL keeps no NUL and no half of a surrogate
        raise CentreError("malformed") from error
    except DBAPIError as error:
        told = _told(error)
        if told is None:
            raise
        raise told from error


def _told(error: DBAPIError) -> CentreError | None:
    code = getattr(error.orig, "sqlstate", None)
    words = str(error.orig)
    if code in _AGAIN:
        return Contended("contended")
    if code in _FULL or "database or disk is full" in words:
        return NotNow("disk-full")
    if "database is locked" in words:
        return Contended("contended")
    if error.connection_invalidated or "disk I/O error" in words or "unable to open" in words:
        return NotNow("database-away")
    if type(error.orig).__name__ == "OperationalError" and code is None:
        return NotNow("database-away")  # psycopg could not connect, or the connection broke
    return NotNow("database-away") if code and code.startswith(_AWAY) else None
