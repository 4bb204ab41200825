"""The folder of sealed files: what waits lies in it, what has its receipt lies in `sent/` for some days more.

A sealed file is the second copy of a case, readable by the centre and the recovery key only; it goes when the centre
has had time to back up its own. Files without a packet in the store come from a cut while sealing and are sealed anew.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sync.durable import make_folder, sync_folder, write_whole
from sync.errors import NotSealed

KEPT = timedelta(days=7)
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


class Outbox:
    """Sealed files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sent = folder / "sent"
        self._made: set[Path] = set()

    def path(self, packet: str) -> Path:
        """Where the file of a packet lies while it waits."""
        return self._folder / f"{packet}.age"

    def put(self, packet: str, data: bytes) -> Path:
        """Write a sealed file; durable after the next `settle`. Raises NotSealed."""
        path = self.path(packet)
        try:
            self._make(self._folder)
            write_whole(path, data)
        except OSError as error:
            path.with_suffix(".age.part").unlink(missing_ok=True)
            raise _not_sealed(error) from error
        return path

    def settle(self) -> None:
        """Make the names of all that was put durable: one fsync for many files. Raises NotSealed."""
        try:
            sync_folder(self._folder)
        except OSError as error:
            raise _not_sealed(error) from error

    def fault(self, path: Path, sha256: str) -> str:
        """Why a file cannot be sent: file-missing, file-damaged or ""."""
        try:
            data = path.read_bytes()
        except OSError:
            return "file-missing"
        return "" if hashlib.sha256(data).hexdigest() == sha256 else "file-damaged"

    def put_away(self, path: Path, now: datetime) -> None:
        """Keep a file that has its receipt; before the receipt is booked, so that no cut makes it an orphan."""
        with suppress(OSError):  # the copy is a precaution; the receipt is what counts
            self._make(self._sent)
            os.utime(path, (now.timestamp(), now.timestamp()))
            path.replace(self._sent / path.name)
            sync_folder(self._sent)

    def sweep(self, waiting: Collection[str], now: datetime) -> None:
        """Remove files of no packet, and sent ones whose days are over."""
        for path in self._folder.glob("*.age*"):
            if path.name not in waiting:
                path.unlink(missing_ok=True)
        for path in self._sent.glob("*.age"):
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink(missing_ok=True)

    def _make(self, folder: Path) -> None:
        """Once: a file is no safer than the name of its folder, and that is one more fsync."""
        if folder not in self._made or not folder.is_dir():
            make_folder(folder)
            self._made.add(folder)


def _not_sealed(error: OSError) -> NotSealed:
    return NotSealed("disk-full" if error.errno in _FULL else "folder-not-writable")
