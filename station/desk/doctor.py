"""What a technician may know of a station: its files and its devices, with the store locked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.errors import DeviceError, DeviceFault
from station.desk.backups import offered
from station.desk.equipment import KINDS, Shelf
from station.problems import KINDS as NAMES
from station.problems import Words, device_words, moment_words, store_words
from station.settings import Settings
from station.store.errors import StoreError
from station.store.slots import Slots
from station.store.store import FILE

OK, ABSENT, WRONG = "✓", "○", "✕"
LOW = 2_000_000_000
EXAMPLES = {
    "camera": "uvc://0",
    "signature": "isdv4:///dev/ttyUSB0",
    "fingerprint": "sfm:///dev/ttyUSB1?baud=115200",
    "printer": "ipp://192.168.1.20:631/ipp/print",
}
AGAIN = "lalu jalankan doctor lagi."


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and what to do."""

    name: str
    mark: str
    text: str


def examine(home: Path, settings: Settings, shelf: Shelf) -> Iterator[Finding]:
    """Files first, then each kind of device."""
    yield _station(home)
    yield _disk(home)
    yield _backup(home)
    for kind in KINDS:
        yield _device(kind, str(getattr(settings, kind)), shelf, home / "settings.toml")


def _station(home: Path) -> Finding:
    if not (home / FILE).exists():
        how = "Stasiun latihan: ./loket demo. Stasiun dinas: daftarkan dengan kode dari Pusat."
        return Finding("Stasiun", ABSENT, f"belum ada di {home}. {how}")
    try:
        handles = Slots(home / "slots.json", b"").handles()
    except StoreError as error:
        return Finding("Stasiun", WRONG, store_words(error).line)
    if not handles:
        return Finding("Stasiun", WRONG, f"slots.json di {home} hilang. Pulihkan cadangan: ./loket restore FOLDER.")
    size = (home / FILE).stat().st_size / 1e6
    return Finding("Stasiun", OK, f"terkunci, {size:.1f} MB, {len(handles)} petugas, di {home}")


def _disk(home: Path) -> Finding:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    words = f"{free / 1e9:.1f} GB kosong"
    if free >= LOW:
        return Finding("Disk", OK, words)
    return Finding("Disk", WRONG, f"{words}. Hapus berkas lain di disk ini sebelum merekam.")


def _backup(home: Path) -> Finding:
    """The newest whole backup; its files are compared, the store stays shut."""
    found = offered(home)
    if found is not None:
        return Finding("Cadangan", OK, f"utuh dari {moment_words(found.at)}, {found.folder.parent}")
    return Finding("Cadangan", ABSENT, "belum ada yang utuh. Buat satu: ./loket backup --to FOLDER-DI-DISK-KEDUA.")


def _device(kind: str, uri: str, shelf: Shelf, settings: Path) -> Finding:
    name = NAMES[kind][0]
    if not uri:
        how = f'Tulis {kind} = "{EXAMPLES[kind]}" di {settings}, {AGAIN}'
        return Finding(name, ABSENT, f"tidak dipasang. {how} Tanpa alat: ./loket sim {kind} --tcp 127.0.0.1:0")
    try:
        with closing(getattr(shelf, kind)(uri)) as device:
            who = device.identify()
            said = " ".join(part for part in (who.model, who.serial, who.firmware) if part)
            trouble = _trouble(kind, device)
    except DeviceError as error:
        return Finding(name, WRONG, f"{_words(kind, error, settings).line} [{uri}, {error.reason}]")
    return Finding(name, WRONG if trouble else OK, f"{trouble or 'siap:'} {said} [{uri}]")


def _trouble(kind: str, device: Any) -> str:
    """What a printer that answers complains of."""
    reasons: tuple[str, ...] = device.state().reasons if kind == "printer" else ()
    return device_words(kind, DeviceFault(reason=reasons[0])).line if reasons else ""


def _words(kind: str, error: DeviceError, settings: Path) -> Words:
    if error.reason in ("bad-uri", "unknown-scheme"):
        name = NAMES[kind][0]
        return Words(f"Alamat {name.lower()} tidak dikenal.", f"Betulkan di {settings}, misalnya {EXAMPLES[kind]}.")
    return device_words(kind, error, again=AGAIN)
