"""The commands: run, demo, walkthrough, doctor, sync, backup, restore. Each imports only what it needs."""

from __future__ import annotations

import argparse
import gc
import json
import resource as _resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from station.settings import Settings, read_settings, root_folder

Command: TypeAlias = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    options = _parser().parse_args(arguments)
    commands: dict[str, Command] = {
        "run": _run,
        "demo": _demo,
        "walkthrough": _walkthrough,
        "doctor": _doctor,
        "sync": _sync,
        "backup": partial(_told, _backup),
        "restore": partial(_told, _restore),
    }
    return commands[options.command](options)


def _told(command: Command, options: argparse.Namespace) -> int:
    """Run a command on the store; what stops it is said with its cause and the next step."""
    from station.problems import keeping_words
    from station.store.errors import StoreError

    try:
        return command(options)
    except StoreError as error:
        print(keeping_words(error).line, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="loket")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="open the station of this computer")
    run.add_argument("--place", default="kecamatan", help="folder of the station under LOKET_HOME")
    run.add_argument("--measure-start", action="store_true", help="print when the first page is painted, and end")
    demo = commands.add_parser("demo", help="open a training station with simulated devices and a centre")
    demo.add_argument("--station", choices=("kecamatan", "uptd"), default="kecamatan")
    walk = commands.add_parser("walkthrough", help="drive one resident through two stations and the centre")
    walk.add_argument("--out", type=Path, required=True)
    walk.add_argument("--fault", choices=("printer", "camera", "fingerprint", "signature", "centre"), default="")
    walk.add_argument("--seed", type=int, default=None)
    walk.add_argument("--printer", default="", help="URI of a running printer, instead of a simulated one of its own")
    walk.add_argument("--resume", action="store_true", help="go on where a killed walkthrough ended")
    doctor = commands.add_parser("doctor", help="test the devices set up here; the register stays locked")
    doctor.add_argument("--place", "--station", default="kecamatan", help="folder of the station under LOKET_HOME")
    _add(commands, "sync", "send and take once")
    backup = _add(commands, "backup", "copy the encrypted store, check the copy, and say where it is")
    backup.add_argument("--to", type=Path, help="folder for backups; LOKET_HOME/backups without it")
    restore = _add(commands, "restore", "check a backup and put it in the place of the present data, which are kept")
    restore.add_argument("file", type=Path, help="a backup's folder, or a file in it")
    for one in (backup, restore):
        one.add_argument("--passphrase-stdin", action="store_true", help="read the passphrase from standard input")
    return parser


def _add(commands: Any, name: str, words: str) -> argparse.ArgumentParser:
    """A command for one officer at one station."""
    one: argparse.ArgumentParser = commands.add_parser(name, help=words)
    one.add_argument("--place", "--station", default="kecamatan", help="folder of the station under LOKET_HOME")
    one.add_argument("--officer", default="", help="handle; asked for without it")
    return one


def _settings(root: Path, place: str) -> Settings:
    return read_settings(root / place / "settings.toml")


def _run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    gc.disable()  # nothing that loads is garbage, and looking for it takes a tenth of the start
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from station.compose.station import Place, Station
    from station.runner import check_qt

    check_qt()
    root = root_folder()
    settings = _settings(root, options.place)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    devices = {
        k: getattr(settings, k) for k in ("camera", "signature", "fingerprint", "printer") if getattr(settings, k)
    }
    station = Station(app, Place(root / options.place, devices, root / "keluaran", options.place), settings)  # type: ignore[arg-type]
    station.window.painted.connect(gc.enable)
    if options.measure_start:
        station.window.painted.connect(lambda: QTimer.singleShot(0, lambda: _painted(app, began)))
    station.open()
    code = app.exec()
    station.close()
    return int(code)


def _painted(app: object, began: float) -> None:
    spent = (time.monotonic() - began) * 1000
    peak = _resource.getrusage(_resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"painted_ms": spent, "rss_mb": peak}), flush=True)
    app.exit(0)  # type: ignore[attr-defined]


def _demo(options: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    from station.compose.station import Place, Station
    from station.desk.cast import PASSPHRASE, PLACES, known_as
    from station.runner import check_qt
    from station.walkthrough.stage import set_stage

    check_qt()
    root = root_folder() / "demo"
    print(f"Loket demo: data di {root}", flush=True)
    print("Menyalakan pusat latihan dan perangkat simulasi ...", flush=True)
    stage = set_stage(root, seed=int(time.time()) % 100_000, auto=True)
    cast = next(place for place in PLACES if place.folder == options.station)
    print(f"Stasiun: {cast.name}. Masuk sebagai:", flush=True)
    for member in cast.officers:
        print(f"  {known_as(member.handle)}, sandi {PASSPHRASE}", flush=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    place = Place(root / cast.folder, stage.devices(), root / "keluaran", cast.name, use_keyring=False)
    station = Station(app, place, Settings(sync_seconds=3))  # type: ignore[arg-type]
    station.open()
    try:
        return int(app.exec())
    finally:
        station.close()
        stage.stop()


def _walkthrough(options: argparse.Namespace) -> int:
    from station.walkthrough.drive import walk

    return walk(options.out, fault=options.fault, seed=options.seed, resume=options.resume, printer=options.printer)


def _doctor(options: argparse.Namespace) -> int:
    from devices.catalog import Catalog, known_drivers
    from station.desk.doctor import WRONG, examine
    from station.settings import BadSettings

    home = root_folder() / options.place
    try:
        settings = _settings(root_folder(), options.place)
    except BadSettings as error:
        print(f"✕ Pengaturan: {error.why}. Betulkan atau hapus {error.file}, lalu jalankan doctor lagi.")
        return 1
    failed = 0
    for found in examine(home, settings, Catalog(known_drivers())):
        failed += found.mark == WRONG
        print(f"{found.mark} {found.name}: {found.text}", flush=True)
    return 1 if failed else 0


def _sync(options: argparse.Namespace) -> int:
    import getpass
    import threading

    from registry.uuid7 import Uuid7Source
    from station.desk.session import Clock
    from station.desk.sign_in import Door
    from station.desk.syncing import SyncDesk

    clock = Clock()
    door = Door(root_folder() / options.place, clock)
    if not options.officer:
        print("Sebut petugas: loket sync --officer NAMA", file=sys.stderr)
        return 2
    session = door.sign_in(options.officer, getpass.getpass("Sandi: "))
    report = SyncDesk(session.store, clock, Uuid7Source()).run(threading.Event())
    print(f"terkirim {report.sent}, diterima {report.received}, menunggu {report.waiting}")
    return 0 if report.problem is None else 1


def _backup(options: argparse.Namespace) -> int:
    from station.desk.keeping import Keeper
    from station.desk.session import Clock

    root = root_folder()
    target = options.to or root / "backups"
    handle, passphrase = _officer(options)
    made = Keeper(root / options.place, Clock()).back_up(handle, passphrase, target)
    print(f"Cadangan utuh dan sudah diuji: {made.folder}")
    print(f"{made.size / 1e6:.1f} MB, {made.contents.cases} permohonan, {made.contents.residents} penduduk")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from station.desk.keeping import Keeper
    from station.desk.session import Clock
    from station.problems import moment_words

    keeper = Keeper(root_folder() / options.place, Clock())
    if keeper.finish():
        print("Pemulihan yang terpotong sudah diselesaikan.")
    backup = keeper.look(options.file)
    print(f"Cadangan {backup.station} dari {moment_words(backup.at)}, {backup.contents.cases} permohonan, utuh.")
    handle, passphrase = _officer(options)
    done = keeper.restore(backup, handle, passphrase)
    print(f"Dipulihkan: {done.contents.cases} permohonan. Perekaman boleh berjalan.")
    print("Pencetakan menunggu pencocokan dengan Pusat supaya tidak ada kartu dicetak dua kali.")
    if done.aside:
        print(f"Data sebelumnya tidak dihapus: {done.aside}")
    return 0


def _officer(options: argparse.Namespace) -> tuple[str, str]:
    """Handle and passphrase, asked on the terminal or, for scripts, read from stdin; never from the command line."""
    import getpass

    if options.passphrase_stdin and not options.officer:
        sys.exit("Sebut petugas: --officer NAMA")
    handle = options.officer or input("Petugas: ")
    if options.passphrase_stdin:
        return handle, sys.stdin.readline().rstrip("\n")
    return handle, getpass.getpass("Sandi: ")
