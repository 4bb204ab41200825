"""What a store says of itself while it works, so that someone else can tell later whether all of it is still there.

Each transaction tells twice: `intend` with the digest of the whole database as it will be, before the commit; `kept`
with the same digest once `writing` has returned, which is the store's own promise (station.store.cipher). So after a
cut the database has to be, row for row, what was last kept or what was intended since: nothing lost, nothing half.
A line of the log of prints and a file written whole (sync.durable) tell in the same way.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from station.store import cipher, slots, spendlog
from station.store.store import FILE, Store
from sync import durable

ROWS = """SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND (name NOT LIKE 'resident_words%' OR name = 'resident_words_content') ORDER BY name"""


def digest(connection: Any) -> str:
    """One value for every row of every table; `connection` is sqlcipher3's own.

    FTS5 writes the rest of its index only as it commits, so that is left to its own check (PRAGMA quick_check).
    """
    said = hashlib.sha256()
    for (name,) in connection.execute(ROWS).fetchall():
        said.update(name.encode())
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            if not str(row[0]).startswith("rekey."):  # noted by the change of the key, in no transaction of ours
                said.update(repr(row).encode())
    return said.hexdigest()[:32]


def line_of(body: bytes) -> str:
    """How a line of the log of prints is told."""
    return hashlib.sha256(body).hexdigest()[:32]


class Witness:
    """Stands beside the store of this process and tells by `say(word, what, value)`. Nothing the store does changes."""

    def __init__(self, say: Callable[[str, str, str], None]) -> None:
        self._say = say

    def watch(self) -> None:
        """From now on, for every store of this process."""
        cipher.Cipher.writing = self._transaction(cipher.Cipher.writing)  # type: ignore[method-assign]  # meant
        spendlog.SpendLog._append = self._line(spendlog.SpendLog._append)  # type: ignore[method-assign]  # meant
        slots.write_durably = self._file(durable.write_durably)  # type: ignore[attr-defined]  # meant

    def opened(self, store: Store) -> None:
        """What is shown from here on counts as kept, whoever wrote it before he was killed."""
        self._say("kept", "store", digest(store._cipher._connection()))

    def backed_up(self, folder: Path) -> None:
        """A backup that was reported as made."""
        self._say("kept", "backup", folder.name)

    def _transaction(self, real: Any) -> Any:
        say = self._say

        @contextmanager
        def writing(self: cipher.Cipher) -> Iterator[Connection]:
            if self.path.name != FILE:  # a store in the making counts when it has its name
                with real(self) as db:
                    yield db
                return
            with real(self) as db:
                yield db
                value = digest(db.connection.driver_connection)
                say("intend", "store", value)
            say("kept", "store", value)

        return writing

    def _line(self, real: Any) -> Any:
        def append(log: spendlog.SpendLog, record: Any) -> None:
            value = line_of(spendlog.canonical(record))
            self._say("intend", "line", value)
            real(log, record)
            self._say("kept", "line", value)

        return append

    def _file(self, real: Any) -> Any:
        def write(path: Path, data: bytes) -> None:
            value = f"{path.name} {hashlib.sha256(data).hexdigest()}"
            self._say("intend", "file", value)
            real(path, data)
            self._say("kept", "file", value)

        return write


def saying(descriptor: int) -> Callable[[str, str, str], None]:
    """One line of JSON at a time, out at once and in one piece."""

    def say(word: str, what: str, value: str) -> None:
        os.write(descriptor, json.dumps([word, what, value]).encode() + b"\n")

    return say
