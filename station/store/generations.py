"""The backups that lie in one folder: listed without reading them whole, and the oldest taken away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station.store.backup import MANIFEST, PART, Backup, BackupDamaged, on_disk, read_backup, read_manifest
from station.store.errors import DiskFault
from station.store.store import FILE


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the list: its folder, what it says of itself (None: nothing readable), and what is wrong with it
    ("" for nothing seen so far; a file's name; `cut-off` for one that was never finished)."""

    folder: Path
    backup: Backup | None
    fault: str = ""
    size: int = 0  # bytes of its files

    @property
    def at(self) -> str:
        """Its moment, "" where it does not say."""
        return self.backup.at if self.backup else ""


CUT_OFF = "cut-off"


def listed(target: Path, station: str = "") -> tuple[Listed, ...]:
    """The backups in a folder, the newest first, of one station or of all; then those that are not whole.

    Raises DiskFault. Files are not compared: that takes `read_backup`.
    """
    with on_disk(target.name):
        folders = sorted(path for path in target.iterdir() if path.is_dir()) if target.is_dir() else []
    found = [entry for folder in folders for entry in _entry(folder)]
    mine = [entry for entry in found if not station or entry.backup is None or entry.backup.station == station]
    return tuple(sorted(mine, key=lambda entry: (entry.at, entry.folder.name), reverse=True))


def newest_whole(targets: tuple[Path, ...], station: str = "") -> Backup | None:
    """The newest backup in any of the folders whose every file is as it was written."""
    entries = [entry for target in targets for entry in _readable(target, station)]
    for entry in sorted(entries, key=lambda entry: entry.at, reverse=True):
        try:
            return read_backup(entry.folder)
        except (BackupDamaged, DiskFault):
            continue
    return None


def prune(target: Path, station: str, keep: int) -> int:
    """Take away all but the newest `keep` backups of a station; how many went. Raises DiskFault.

    One that is being taken away is no longer offered: its name is the first thing to go.
    """
    whole = [entry for entry in listed(target, station) if entry.backup is not None]
    with on_disk(target.name):
        for entry in whole[max(1, keep) :]:
            going = entry.folder.with_name(f".{entry.folder.name}{PART}")
            entry.folder.rename(going)
            shutil.rmtree(going)
    return len(whole[max(1, keep) :])


def _entry(folder: Path) -> Iterator[Listed]:
    if folder.name.startswith(".") and folder.name.endswith(PART):
        yield Listed(folder, None, CUT_OFF)
        return
    try:
        found = read_manifest(folder)
        yield Listed(folder, found, size=found.size)
    except (BackupDamaged, DiskFault, OSError):
        if (folder / FILE).exists():  # else it is no backup at all
            yield Listed(folder, None, MANIFEST)


def _readable(target: Path, station: str) -> tuple[Listed, ...]:
    try:
        return tuple(entry for entry in listed(target, station) if entry.backup is not None)
    except DiskFault:
        return ()
