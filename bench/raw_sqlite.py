"""The limit of a look-up: SQLite's C interface on an open file, called through ctypes, one prepared statement.

Nothing stands between the loop and the library but five calls by ctypes for each look-up: bind, step, read, step and
reset. The file holds the same rows under the same indexes, without cipher, and the same cache.
"""

import ctypes
import ctypes.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROW, DONE, OPEN_READONLY = 100, 101, 1


class NoLibrary(RuntimeError):
    """This machine has no SQLite library to call."""


class RawSqlite:
    """One connection, read only."""

    def __init__(self, path: Path, cache_kib: int) -> None:
        name = ctypes.util.find_library("sqlite3")
        if name is None:
            raise NoLibrary("libsqlite3")
        self._lib = ctypes.CDLL(name)
        self._lib.sqlite3_column_text.restype = ctypes.c_char_p
        self._lib.sqlite3_libversion.restype = ctypes.c_char_p
        self._db = ctypes.c_void_p()
        self._check(self._lib.sqlite3_open_v2(str(path).encode(), ctypes.byref(self._db), OPEN_READONLY, None))
        self._check(self._lib.sqlite3_exec(self._db, f"PRAGMA cache_size = -{cache_kib}".encode(), None, None, None))

    @property
    def version(self) -> str:
        """The library's own number."""
        return str(self._lib.sqlite3_libversion().decode())

    def texts(self, sql: str, values: Sequence[bytes]) -> int:
        """Run a statement with one value after another and read the first column of each row; how many there were."""
        lib, at = self._lib, ctypes.c_void_p()
        self._check(lib.sqlite3_prepare_v2(self._db, sql.encode(), -1, ctypes.byref(at), None))
        bind, step, text, reset = (
            lib.sqlite3_bind_text, lib.sqlite3_step, lib.sqlite3_column_text, lib.sqlite3_reset
        )  # fmt: skip
        found = 0
        for value in values:
            bind(at, 1, value, len(value), None)
            while step(at) == ROW:
                text(at, 0)
                found += 1
            reset(at)
        self._check(lib.sqlite3_finalize(at))
        return found

    def close(self) -> None:
        """Let the file go."""
        self._check(self._lib.sqlite3_close(self._db))

    @staticmethod
    def _check(code: Any) -> None:
        if code:
            raise RuntimeError(f"SQLite says {code}")
