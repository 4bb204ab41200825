"""A backup brought back: made ready beside the station's folder, checked there, and put in its place by a rename.

    kecamatan             the present data, moved aside as kecamatan.sebelum-pulih-MOMENT and never deleted
    kecamatan.dipulihkan  the copy being made ready; its file `ready` is written last

The log of prints never goes back: what the present one knows is kept (design 5). So is the machine's secret, which a
backup does not hold in clear. Nothing is touched before the copy has been opened with its key and walked.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from station.store.audit import RESTORED
from station.store.backup import SECRET, Backup, check_store, copy_durably, on_disk
from station.store.contents import Contents
from station.store.errors import NotFound, StoreBusy, StoreDamaged
from station.store.restored import mark_restored
from station.store.store import FILE, SPENT, Store
from sync.durable import sync_folder, write_durably

MACHINE, SETTINGS, READY = "machine.key", "settings.toml", "ready"
_SHARED_MEMORY_LOCK = 128  # the byte of the -shm file that every connection of SQLite holds (os_unix.c, DMS)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, the moment it is of, and where the data before it lie now (None: there were none)."""

    contents: Contents
    at: str
    aside: Path | None


def staging(home: Path) -> Path:
    """Where a copy for `home` is made ready."""
    return home.with_name(f"{home.name}.dipulihkan")


def stage(backup: Backup, home: Path) -> Path:
    """A copy of the backup beside `home`, with the machine's secret that is here. Raises NotFound without one."""
    if not (home / MACHINE).is_file():
        raise NotFound(SECRET)
    place = staging(home)
    with on_disk(place.name):
        if place.exists():
            shutil.rmtree(place)
        for name in backup.files:
            if name != SECRET:
                copy_durably(backup.folder / name, place / name)
        for name in (MACHINE, SETTINGS):
            if (home / name).exists():
                copy_durably(home / name, place / name)
        (place / MACHINE).chmod(0o600)
    return place


def make_ready(place: Path, backup: Backup, home: Path, key: bytes, now: str, by: str) -> Contents:
    """Walk the copy, mark it as restored, book who did it (`by`, unsigned: nobody is signed in there), and give it
    what the present log of prints knows."""
    found = check_store(place, key)
    if found.lacks(backup.contents):
        raise StoreDamaged(FILE)
    store = Store.open(place, key)
    try:
        mark_restored(store.facts, backup.at, now)
        store.views.note(now, by, RESTORED, backup.at)
        with on_disk(SPENT):
            if (home / SPENT).exists():
                store.take_spent((home / SPENT).read_bytes())
    finally:
        store.close()
    with on_disk(place.name):
        write_durably(place / READY, backup.at.encode())
    return found


def put_in_place(home: Path, now: str) -> Path | None:
    """Move the present data aside and the copy to its place; where the present data lie now."""
    place = staging(home)
    if not (place / READY).exists():
        raise NotFound(READY)
    aside = home.with_name(f"{home.name}.sebelum-pulih-{now.replace('-', '').replace(':', '')}")
    with on_disk(home.name):
        there = home.exists()
        if there:
            home.rename(aside)
        place.rename(home)
        sync_folder(home.parent)
        (home / READY).unlink()
    return aside if there else None


def forget_unready(home: Path) -> None:
    """Remove a copy that was not made ready; one that was may be all there is after a cut, and stays."""
    if staging(home).exists() and not (staging(home) / READY).exists():
        with on_disk(home.name):
            shutil.rmtree(staging(home))


def half_done(home: Path) -> bool:
    """Whether a cut came between the two renames: the present data are aside and the copy is not yet in place."""
    return not (home / FILE).exists() and (staging(home) / READY).exists()


def refuse_in_use(home: Path) -> None:
    """Raises StoreBusy while a program has the store open: what it writes would go aside with the old folder.

    Windows needs no question: it renames no folder with an open file.
    """
    shared = home / f"{FILE}-shm"
    if os.name != "posix" or not shared.exists():
        return
    import fcntl  # posix only

    with shared.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _SHARED_MEMORY_LOCK)
        except OSError as error:
            raise StoreBusy(FILE) from error
        fcntl.lockf(file, fcntl.LOCK_UN, 1, _SHARED_MEMORY_LOCK)
