"""The backups of an open station: where they go, when the next is due, which are whole, and what one would lose.

They go to the folder that marks the second disk, `CADANGAN-DAYUN` below the folder of the settings. Without one in the
settings they lie beside the station, which helps against a damaged file and not against a dead disk. The marked folder
is never made by itself: where it is missing the disk is not plugged in, and an empty mount point must not be filled.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from station.desk.room import LOW, free_at
from station.desk.schedule import due
from station.desk.session import Clock
from station.settings import Settings, read_settings, write_settings
from station.store.backup import Backup, check_store, copy_durably, on_disk, read_backup, write_backup
from station.store.cipher import Watch, unwatched
from station.store.contents import Contents
from station.store.errors import DiskFault, StoreDamaged, StoreError
from station.store.generations import Listed, listed, newest_whole, prune
from station.store.machine import machine_secret
from station.store.nameplate import read_nameplate
from station.store.store import FILE, Store

BESIDE = "backups"
KEPT_BESIDE = 3  # on the station's own disk they take the room of what is recorded
HOUR = len("2026-11-24T03")
_SEEN, _LAST, _FAULT = "backup.seen", "backup.last", "backup.fault"


class DiskAbsent(StoreError):
    """The second disk is not plugged in; its text is the marked folder's name."""


class Halted(Exception):
    """Whoever watches has stopped the work."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Where backups go now: the folder, whether it is there, and whether it is on another disk than the station."""

    folder: Path
    present: bool
    second: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How backups stand: the disk, the last one's stamp ("" for none), what stopped the last try (an error's name),
    when the disk was last seen, and the hours of the settings."""

    disk: Disk
    last: str = ""
    fault: str = ""
    seen: str = ""
    hours: tuple[str, ...] = ()
    keep: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """What is here and not in a backup: cases, acts and recordings begun or changed since, and of the acts those the
    centre has not receipted."""

    cases: int
    actions: int
    drafts: int
    unsent: int


def watching(halt: Event, tell: Watch = unwatched) -> Watch:
    """Tell how far it is, and stop the work with Halted once `halt` is set."""

    def watch(share: float) -> None:
        if halt.is_set():
            raise Halted
        tell(share)

    return watch


def marked(station: str) -> str:
    """The folder that marks the disk of a station."""
    return f"CADANGAN-{station}"


def disk_of(home: Path, settings: Settings, station: str) -> Disk:
    """Where the backups of a station go."""
    if not settings.backup_folder:
        return Disk(home.parent / BESIDE, True, False)
    folder = Path(settings.backup_folder) / marked(station)
    return Disk(folder, folder.is_dir(), True)


def backup_folder(home: Path) -> Path:
    """Where the backups of the station kept in `home` go, whose store is shut. Raises DiskAbsent."""
    disk = disk_of(home, read_settings(home / "settings.toml"), read_nameplate(home).station)
    if not disk.present:
        raise DiskAbsent(disk.folder.name)
    return disk.folder


def places(home: Path) -> tuple[Path, ...]:
    """Every folder where backups of a station may lie, as long as its store is shut."""
    beside = home.parent / BESIDE
    settings, station = read_settings(home / "settings.toml"), read_nameplate(home).station
    if not settings.backup_folder:
        return (beside,)
    named = Path(settings.backup_folder)
    return (named / marked(station), beside) if station else (*sorted(named.glob(marked("*"))), beside)


def offered(home: Path) -> Backup | None:
    """The newest whole backup of the station kept in `home`, whose store may be damaged or shut."""
    return newest_whole(places(home), read_nameplate(home).station)


class BackupDesk:
    """Backs up an open store on a lane of its own; work goes on meanwhile."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._home = store.folder
        self._station = store.identity.station

    def standing(self) -> Standing:
        """How backups stand; notes that the disk was seen."""
        settings = self._settings()
        disk = disk_of(self._home, settings, self._station)
        seen, now = self._fact(_SEEN), self._clock.stamp()
        if disk.present and disk.second and seen[:HOUR] != now[:HOUR]:  # days are told, so once an hour is often enough
            self._store.facts.put({_SEEN: now.encode()})
            seen = now
        hours = tuple(settings.backup_hours.split())
        keep = settings.backup_keep if disk.second else min(KEPT_BESIDE, settings.backup_keep)
        return Standing(disk, self._fact(_LAST), self._fact(_FAULT), seen, hours, keep)

    def due(self, *, quiet: bool) -> bool:
        """Whether one should be written now by itself."""
        stands = self.standing()
        last = _local(stands.last) if stands.last else None
        now = self._clock.now().astimezone().replace(tzinfo=None)
        return stands.disk.present and due(last, now, stands.hours, quiet=quiet) and self._has_room(stands.disk)

    def _has_room(self, disk: Disk) -> bool:
        """Whether a backup by itself leaves the station's own disk the room that recording needs."""
        size = (self._home / FILE).stat().st_size
        return disk.second or free_at(self._home) > LOW + 2 * size

    def due_at_leaving(self) -> bool:
        """Whether the second disk is there and something was done since the last backup."""
        stands = self.standing()
        return stands.disk.second and stands.disk.present and self._store.changed_at() > stands.last

    def back_up(self, watch: Watch = unwatched) -> Backup:
        """Write a verified backup and take the oldest away. Raises DiskAbsent or what `write_backup` raises."""
        stands = self.standing()
        try:
            if not stands.disk.present:
                raise DiskAbsent(stands.disk.folder.name)
            made = self._write(stands.disk.folder, watch)
            prune(stands.disk.folder, self._station, stands.keep)
        except StoreError as error:
            self._store.facts.put({_FAULT: type(error).__name__.encode()})
            raise
        self._store.facts.put({_LAST: made.at.encode(), _FAULT: b""})
        return made

    def all(self) -> tuple[Listed, ...]:
        """The backups on the disk, the newest first. Raises DiskFault."""
        disk = self.standing().disk
        return listed(disk.folder, self._station) if disk.present else ()

    def look(self, entry: Listed) -> Listed:
        """An entry with every file compared with its SHA-256."""
        try:
            return replace(entry, backup=read_backup(entry.folder), fault="") if entry.backup else entry
        except StoreError as error:
            return replace(entry, fault=str(error) or type(error).__name__)

    def test(self, backup: Backup, watch: Watch = unwatched) -> Contents:
        """Open a copy of a backup as a restore would: files, pages, tables, journal, counts.

        Raises BackupDamaged, StoreDamaged, StoreLocked for one under an older key, StoreFull or DiskFault.
        """
        place = self._home.with_name(f"{self._home.name}.diuji")
        read_backup(backup.folder)
        watch(0.4)
        with on_disk(place.name):
            shutil.rmtree(place, ignore_errors=True)
            try:
                copy_durably(backup.folder / FILE, place / FILE)
                watch(0.7)
                found = check_store(place, self._store.key)
            finally:
                shutil.rmtree(place, ignore_errors=True)
        if found.lacks(backup.contents):
            raise StoreDamaged(FILE)
        watch(1.0)
        return found

    def loss(self, backup: Backup) -> Loss:
        """What going back to a backup would take from the station."""
        now = self._store.contents()
        drafts = sum(1 for draft in self._store.drafts.all() if draft.touched_at > backup.at)
        unsent = self._store.side.unsealed_count() + len(self._store.side.waiting())
        was = backup.contents
        return Loss(max(0, now.cases - was.cases), max(0, now.actions - was.actions), drafts, unsent)

    def choose_disk(self, folder: Path) -> Disk:
        """Backups go to the disk mounted at `folder` from now on: it is marked and written into the settings.

        Raises DiskFault, for a folder that is not there too.
        """
        if not folder.is_dir():
            raise DiskFault(folder.name)
        with on_disk(folder.name):
            (folder / marked(self._station)).mkdir(exist_ok=True)
            write_settings(self._home / "settings.toml", replace(self._settings(), backup_folder=str(folder)))
        return self.standing().disk

    def _write(self, folder: Path, watch: Watch) -> Backup:
        secret = machine_secret(self._home, self._home.name)
        return write_backup(self._store, self._store.key, secret, folder, self._clock.stamp(), watch)

    def _settings(self) -> Settings:
        return read_settings(self._home / "settings.toml")

    def _fact(self, name: str) -> str:
        return (self._store.facts.get(name) or b"").decode()


def _local(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone().replace(tzinfo=None)
