"""The commands: run, demo, walkthrough, doctor, sync, backup, restore. Each imports only what it needs."""

from __future__ import annotations

import builtins
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias, cast

from station.settings import Settings, read_settings, root_folder

if TYPE_CHECKING:
    import argparse

Command: TypeAlias = "Callable[[argparse.Namespace], int]"


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _plain_run(given) or _parser(given).parse_args(given)
    commands: dict[str, Command] = {
        "run": _run,
        "demo": _demo,
        "walkthrough": _walkthrough,
        "doctor": _doctor,
        "sync": _sync,
        "backup": partial(_told, _backup),
        "restore": partial(_told, _restore),
        "import": partial(_told, _import),
    }
    if options.command != "run":  # which enables it once its first page is painted
        gc.enable()
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


def _plain_run(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of `run` as it is started day by day, without the 6 ms that argparse takes; else None."""
    if list(arguments) not in (["run"], ["run", "--measure-start"]):
        return None
    plain = SimpleNamespace(command="run", place="kecamatan", measure_start="--measure-start" in arguments)
    return cast("argparse.Namespace", plain)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The asked command alone where it is named, for to build them all takes 3 ms of a start; else all."""
    import argparse  # not for a plain `run`

    parser = argparse.ArgumentParser(prog="loket")
    commands = parser.add_subparsers(dest="command", required=True)
    named = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    for name, (words, fill) in COMMANDS.items():
        if name == named or not named:
            fill(commands.add_parser(name, help=words))
    return parser


def _fill_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--place", default="kecamatan", help="folder of the station under LOKET_HOME")
    run.add_argument("--measure-start", action="store_true", help="print when the first page is painted, and end")


def _fill_demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--station", choices=("kecamatan", "uptd"), default="kecamatan")


def _fill_walkthrough(walk: argparse.ArgumentParser) -> None:
    walk.add_argument("--out", type=Path, required=True)
    walk.add_argument(
        "--story", choices=("ktp", "kk", "rusak"), default="ktp", help="one card, three KK, or a spoiled card"
    )
    walk.add_argument("--fault", choices=("printer", "camera", "fingerprint", "signature", "centre"), default="")
    walk.add_argument("--seed", type=int, default=None)
    walk.add_argument("--printer", default="", help="URI of a running printer, instead of a simulated one of its own")
    walk.add_argument("--resume", action="store_true", help="go on where a killed walkthrough ended")


def _fill_place(one: argparse.ArgumentParser) -> None:
    one.add_argument("--place", "--station", default="kecamatan", help="folder of the station under LOKET_HOME")


def _fill_officer(one: argparse.ArgumentParser) -> None:
    _fill_place(one)
    one.add_argument("--officer", default="", help="handle; asked for without it")


def _fill_sync(sync: argparse.ArgumentParser) -> None:
    _fill_officer(sync)
    sync.add_argument("--stick", type=Path, help="no network: take what came back in this folder, and write what waits")
    sync.add_argument("--passphrase-stdin", action="store_true", help="read the passphrase from standard input")


def _fill_backup(backup: argparse.ArgumentParser) -> None:
    _fill_officer(backup)
    backup.add_argument("--to", type=Path, help="folder for backups; the disk of the settings without it")
    backup.add_argument("--passphrase-stdin", action="store_true", help="read the passphrase from standard input")


def _fill_restore(restore: argparse.ArgumentParser) -> None:
    _fill_officer(restore)
    restore.add_argument("file", type=Path, help="a backup's folder, or a file in it")
    restore.add_argument("--passphrase-stdin", action="store_true", help="read the passphrase from standard input")


def _fill_import(one: argparse.ArgumentParser) -> None:
    _fill_place(one)
    one.add_argument("file", type=Path, help="CSV in UTF-8 with the columns of SIAK's BIODATA_WNI")
    one.add_argument("--bast", default="", help="number of the berita acara; needed to take the file in")
    one.add_argument("--administrator", default="", help="handle; asked for without it")
    one.add_argument("--second", default="", help="handle of the second officer; asked for without it")
    one.add_argument("--codes", choices=("2026", "legacy"), default="2026", help="version of the codes in the file")
    one.add_argument("--check", action="store_true", help="look at every row and write the report only")
    one.add_argument("--passphrase-stdin", action="store_true", help="read both passphrases, a line each, from stdin")


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "run": ("open the station of this computer", _fill_run),
    "demo": ("open a training station with simulated devices and a centre", _fill_demo),
    "walkthrough": ("drive one resident through two stations and the centre", _fill_walkthrough),
    "doctor": ("test the devices set up here; the register stays locked", _fill_place),
    "sync": ("send and take once, or by stick", _fill_sync),
    "backup": ("copy the encrypted store, check the copy, and say where it is", _fill_backup),
    "import": ("take in a file of residents, signed by an administrator and a second officer", _fill_import),
    "restore": ("check a backup and put it in the place of the present data, which are kept", _fill_restore),
}


def _settings(root: Path, place: str) -> Settings:
    return read_settings(root / place / "settings.toml")


def _run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    plain_import = builtins.__import__
    from PySide6.QtCore import QTimer

    # PySide6 puts a hook of its own here, for `from __feature__`, which we do not use; behind it every later import
    # takes a fifth longer and all of them together 29 MB more (measured).
    builtins.__import__ = plain_import

    from station.compose.station import Place, Station
    from station.runner import check_qt
    from station.widgets.theme import application

    check_qt()
    root = root_folder()
    settings = _settings(root, options.place)
    app = application(sys.argv[0])
    devices = {
        k: getattr(settings, k) for k in ("camera", "signature", "fingerprint", "printer") if getattr(settings, k)
    }
    station = Station(app, Place(root / options.place, devices, root / "keluaran", options.place), settings)
    station.window.painted.connect(gc.enable)
    if options.measure_start:
        station.window.painted.connect(lambda: QTimer.singleShot(0, lambda: _painted(app, began)))
    if options.measure_start:
        station.open()
    else:
        from station.compose.first import open_station

        open_station(station)
    code = app.exec()
    station.close()
    return int(code)


def _painted(app: object, began: float) -> None:
    spent = (time.monotonic() - began) * 1000
    import resource  # only Unix has it, and only this measures

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"painted_ms": spent, "rss_mb": peak}), flush=True)
    app.exit(0)  # type: ignore[attr-defined]  # Qt is not loaded where this is typed


def _demo(options: argparse.Namespace) -> int:
    from station.compose.station import Place, Station
    from station.desk.cast import PASSPHRASE, PLACES, known_as
    from station.runner import check_qt
    from station.walkthrough.stage import set_stage
    from station.widgets.theme import application

    check_qt()
    root = root_folder() / "demo"
    print(f"Loket demo: data di {root}", flush=True)
    print("Menyalakan pusat latihan dan perangkat simulasi ...", flush=True)
    stage = set_stage(root, seed=int(time.time()) % 100_000, auto=True, console=True)
    print(f"Konsol Dinas: {stage.centre.url}/console/ (latihan; rahasia TOTP diketik ke aplikasi kode)", flush=True)
    for one in stage.centre.console:
        print(f"  {one['name']}, sandi {one['passphrase']}, TOTP {one['totp']}", flush=True)
    cast = next(place for place in PLACES if place.folder == options.station)
    print(f"Stasiun: {cast.name}. Masuk sebagai:", flush=True)
    for member in cast.officers:
        print(f"  {known_as(member.handle)}, sandi {PASSPHRASE}", flush=True)
    app = application(sys.argv[0])
    paper = root / "keluaran" / "kertas"  # the office printer of the demo is a folder
    paper.mkdir(parents=True, exist_ok=True)
    devices = {**stage.devices(), "paper": paper.as_uri()}
    place = Place(root / cast.folder, devices, root / "keluaran", cast.name, use_keyring=False)
    station = Station(app, place, Settings(sync_seconds=3))
    station.open()
    try:
        return int(app.exec())
    finally:
        station.close()
        stage.stop()


def _walkthrough(options: argparse.Namespace) -> int:
    from station.walkthrough.drive import walk
    from station.walkthrough.families import walk_families
    from station.walkthrough.spoiled import STEPS as SPOILED

    if options.story == "kk":
        return walk_families(options.out, seed=options.seed, resume=options.resume)
    if options.story == "rusak":
        return walk(options.out, seed=options.seed, printer=options.printer, story=SPOILED)
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
    session = door.sign_in(*_officer(options))
    if options.stick is not None:
        from station.desk.stick_command import carry

        return carry(session, clock, options.stick, print)
    report = SyncDesk(session.store, clock, Uuid7Source()).run(threading.Event())
    print(f"terkirim {report.sent}, diterima {report.received}, menunggu {report.waiting}")
    return 0 if report.problem is None else 1


def _backup(options: argparse.Namespace) -> int:
    from station.desk.backups import backup_folder
    from station.desk.keeping import Keeper
    from station.desk.session import Clock

    root = root_folder()
    target = options.to or backup_folder(root / options.place)
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


def _import(options: argparse.Namespace) -> int:
    from station.desk.import_command import ImportCommand, Order
    from station.desk.session import Clock
    from station.desk.sign_in import Door

    root = root_folder()
    handles = {"administrator": options.administrator, "petugas kedua": options.second}

    def ask(who: str) -> tuple[str, str]:
        print(f"{who.capitalize()}:", file=sys.stderr)
        options.officer = handles[who]
        return _officer(options)

    order = Order(options.file, options.bast, options.codes, root / "keluaran", options.check)
    return ImportCommand(Door(root / options.place, Clock()), ask, print).run(order)


def _officer(options: argparse.Namespace) -> tuple[str, str]:
    """Handle and passphrase, asked on the terminal or, for scripts, read from stdin; never from the command line."""
    import getpass

    if options.passphrase_stdin and not options.officer:
        sys.exit("Sebut petugas: --officer NAMA")
    handle = options.officer or input("Petugas: ")
    if options.passphrase_stdin:
        return handle, sys.stdin.readline().rstrip("\n")
    return handle, getpass.getpass("Sandi: ")
