"""The log outside the store: a signed line for every print begun, fsynced, without personal data.

    canonical {"v":1, "serial", "attempt", "at"} TAB signature in hex NEWLINE

and one with "good":1 for the good card of a release. A restored copy of the store has fewer; a log that was cut short
has fewer than the store. Both stop printing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from registry.canonical import NotCanonical, Plain, canonical, parse
from station.store.errors import DiskFault, StoreFull
from sync.durable import sync_folder, write_durably

NO_ROOM = (28, 122)  # ENOSPC, EDQUOT


class SpendLog:
    """Appends and reads lines; only what is new is read and verified again."""

    def __init__(self, path: Path, sign: Callable[[bytes], bytes], holds: Callable[[bytes, bytes], bool]) -> None:
        self._path = path
        self._sign = sign
        self._holds = holds
        self._read_to = 0
        self._begun: dict[str, int] = {}
        self._good: set[str] = set()
        self._named = False  # whether the file's name is known to survive a cut

    def add(self, serial: str, attempt: int, at: str) -> None:
        """One more print begun; durable when it returns. Raises StoreFull or DiskFault: it may then count as begun."""
        self._append({"v": 1, "serial": serial, "attempt": attempt, "at": at})

    def add_good(self, serial: str, at: str) -> None:
        """The good card of a release exists; durable when it returns. Raises StoreFull or DiskFault."""
        self._append({"v": 1, "serial": serial, "attempt": self.begun().get(serial, 0), "at": at, "good": 1})

    def _append(self, record: dict[str, Plain]) -> None:
        body = canonical(record)
        line = body + b"\t" + self._sign(body).hex().encode() + b"\n"
        try:
            with self._path.open("ab") as file:
                file.write((b"" if self._ends_well() else b"\n") + line)
                file.flush()
                os.fsync(file.fileno())
            if not self._named:  # also for a file that is there: who made it may have been killed before this
                sync_folder(self._path.parent)
                self._named = True
        except OSError as error:
            raise (StoreFull if error.errno in NO_ROOM else DiskFault)(self._path.name) from error

    def begun(self) -> dict[str, int]:
        """Serial -> the highest attempt begun, by lines whose signature holds; a torn line is no line.

        Raises DiskFault.
        """
        try:
            self._read_on()
        except OSError as error:
            raise DiskFault(self._path.name) from error
        return dict(self._begun)

    def good(self) -> frozenset[str]:
        """Serials with a good card, by lines whose signature holds. Raises DiskFault."""
        self.begun()
        return frozenset(self._good)

    def take_in(self, other: bytes) -> None:
        """Add the lines of another copy of this log that are not here: a log never goes back. Raises as `add`."""
        have = self._path.read_bytes() if self._path.exists() else b""
        here = set(have.splitlines())
        fresh = [line for line in other.splitlines() if line not in here]
        if not fresh:
            return
        joined = b"".join(line + b"\n" for line in (*have.splitlines(), *fresh))
        try:
            write_durably(self._path, joined)
        except OSError as error:
            raise (StoreFull if error.errno in NO_ROOM else DiskFault)(self._path.name) from error

    def _read_on(self) -> None:
        size = self._path.stat().st_size if self._path.exists() else 0
        if size < self._read_to:  # another file than the one we read
            self._read_to, self._begun, self._good = 0, {}, set()
        if size == self._read_to:
            return
        with self._path.open("rb") as file:
            file.seek(self._read_to)
            lines, end, _ = file.read().rpartition(b"\n")
        self._read_to += len(lines) + len(end)
        for line in lines.splitlines():
            self._take(line)

    def _take(self, line: bytes) -> None:
        body, _, mark = line.partition(b"\t")
        try:
            if not self._holds(body, bytes.fromhex(mark.decode())):
                return
            record = parse(body)
            serial, attempt, good = str(record["serial"]), int(record["attempt"]), int(record.get("good", 0))
        except (ValueError, TypeError, NotCanonical, KeyError):
            return
        self._begun[serial] = max(self._begun.get(serial, 0), attempt)
        if good:
            self._good.add(serial)

    def _ends_well(self) -> bool:
        """Whether the last line was finished: a cut may have torn it, and the next must not hang on it."""
        if self._path.stat().st_size == 0:
            return True
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
