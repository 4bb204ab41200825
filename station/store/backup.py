"""A backup: one folder with all a station needs to go on, and nothing of it in clear.

    station.db        the encrypted file at one moment, same key      slots.json   wrapped keys, as beside the store
    machine.key.age   the machine's secret, sealed to the centre and its offline recovery key
    spent.log         the signed log of prints (serials only)         outbox/      sealed packets without receipt
    manifest.json     station, moment, counts, and SHA-256 of each of the above

It is written under another name, opened with its key and checked, and only then gets its own: a backup that is there
is a whole one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from registry.canonical import NotCanonical, Record, canonical, parse
from station.store.cipher import Watch, faults_in, unwatched
from station.store.contents import Contents
from station.store.errors import Conflict, DiskFault, NotFound, StoreDamaged, StoreFull
from station.store.machine import MachineSecret
from station.store.spendlog import NO_ROOM
from station.store.store import FILE, OUTBOX, SPENT, Store
from sync import age
from sync.durable import make_folder, sync_file, sync_folder, write_durably

MANIFEST, SLOTS, SECRET = "manifest.json", "slots.json", "machine.key.age"
PART = ".part"
COPIED, CHECKED = 0.6, 0.85  # shares of the work: pages copied, copy walked; then each file is read once more


class BackupDamaged(StoreDamaged):
    """A backup that is not whole; its text names the file."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole backup: where, of which station and moment, how much is in it, and its files with their SHA-256."""

    folder: Path
    station: str
    at: str
    contents: Contents
    files: dict[str, str]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        there = (self.folder / name for name in self.files)
        return sum(path.stat().st_size for path in there if path.exists())


def write_backup(
    store: Store, key: bytes, secret: MachineSecret, target: Path, at: str, watch: Watch = unwatched
) -> Backup:
    """A verified backup in a new folder in `target`. Raises StoreFull, DiskFault, StoreDamaged or Conflict.

    The station works on meanwhile; what it adds after the copy began may be missing. `watch` is told the share that is
    done; what it raises stops the work, and nothing of it stays.
    """
    station = store.identity.station
    whole = target / f"{station}-{at.replace('-', '').replace(':', '')}"
    part = target / f".{whole.name}{PART}"
    if whole.exists():
        raise Conflict(whole.name)
    with on_disk(target.name):
        make_folder(target)
        for left in target.glob(f".{station}-*{PART}"):  # of a backup that was cut off
            shutil.rmtree(left)
        try:
            part.mkdir()
            contents = _copy_all(store, key, secret, part, watch)
            _write_manifest(part, station, at, contents)
            part.rename(whole)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        sync_folder(target)
    made = read_backup(whole)
    watch(1.0)
    return made


def find_backup(path: Path) -> Path:
    """The folder of a backup named by itself or by any file in it; raises NotFound."""
    folder = path if path.is_dir() else path.parent
    if not path.exists() or not (folder / MANIFEST).is_file():
        raise NotFound(path.name)
    return folder


def read_backup(folder: Path) -> Backup:
    """What a backup says of itself, each file compared with its SHA-256; raises BackupDamaged or DiskFault."""
    made = read_manifest(folder)
    with on_disk(folder.name):
        for name, digest in made.files.items():
            if not (folder / name).is_file() or _digest(folder / name) != digest:
                raise BackupDamaged(name)
    return made


def read_manifest(folder: Path) -> Backup:
    """What a backup says of itself; its files are not looked at. Raises BackupDamaged or DiskFault."""
    with on_disk(folder.name):
        try:
            record = parse((folder / MANIFEST).read_bytes())
            if record["v"] != 1:
                raise BackupDamaged(MANIFEST)
            contents = Contents(**{name: int(record["contents"][name]) for name in Contents.__slots__})
            files = {str(name): str(digest) for name, digest in record["files"].items()}
            made = Backup(folder, str(record["station"]), str(record["at"]), contents, files)
        except (NotCanonical, LookupError, TypeError, ValueError, AttributeError) as error:
            raise BackupDamaged(MANIFEST) from error
    if any(".." in Path(name).parts or Path(name).is_absolute() for name in files):
        raise BackupDamaged(MANIFEST)
    if not {FILE, SLOTS} <= files.keys():
        raise BackupDamaged(MANIFEST)
    return made


def check_store(folder: Path, key: bytes) -> Contents:
    """Open a copy of a store with its key and walk pages, tables and journal. Raises StoreDamaged or StoreLocked."""
    store = Store.open(folder, key)
    try:
        found = store.contents()
        journal = store.cases.verify_journal()
    finally:
        store.close()
    faults = faults_in(folder / FILE, key)
    if faults or journal.broken_at:
        raise StoreDamaged(faults[0] if faults else f"journal {journal.broken_at}")
    return found


def copy_durably(source: Path, target: Path) -> None:
    """Copy one file; after it the copy survives a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as old, target.open("xb") as new:
        shutil.copyfileobj(old, new, 1 << 20)
        new.flush()
        os.fsync(new.fileno())
    sync_folder(target.parent)


def _copy_all(store: Store, key: bytes, secret: MachineSecret, part: Path, watch: Watch) -> Contents:
    """The log of prints comes after the store: so it is never the shorter of the two."""
    before = store.contents()
    store.copy_to(part / FILE, key, lambda share: watch(share * COPIED))
    contents = check_store(part, key)
    watch(CHECKED)
    if contents.lacks(before):
        raise StoreDamaged("copy")
    copy_durably(store.folder / SLOTS, part / SLOTS)
    if (store.folder / SPENT).exists():
        copy_durably(store.folder / SPENT, part / SPENT)
    for packet in sorted((store.folder / OUTBOX).glob("*.age")):
        with suppress(FileNotFoundError):  # its receipt has come meanwhile
            copy_durably(packet, part / OUTBOX / packet.name)
    if store.identity.recipients:
        write_durably(part / SECRET, age.seal(secret.value.hex().encode(), store.identity.recipients))
    return contents


def _write_manifest(part: Path, station: str, at: str, contents: Contents) -> None:
    """The last file, once all others are on the disk."""
    files = {path.relative_to(part).as_posix(): path for path in sorted(part.rglob("*")) if path.is_file()}
    for path in files.values():
        sync_file(path)
    digests = {name: _digest(path) for name, path in files.items()}
    record: Record = {"v": 1, "station": station, "at": at, "contents": asdict(contents), "files": digests}
    write_durably(part / MANIFEST, canonical(record))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def on_disk(name: str) -> Iterator[None]:
    """Faults of the file system as errors of this room."""
    try:
        yield
    except OSError as error:
        raise (StoreFull if error.errno in NO_ROOM else DiskFault)(name) from error
