"""The commands: run, demo, walkthrough, doctor, sync, backup, restore. Each imports only what it needs."""

from __future__ import annotations

import argparse
import gc
import json
import resource as _resource
import sys
import time
from pathlib import Path

from station.settings import Settings, read_settings, root_folder


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    options = _parser().parse_args(arguments)
    handler = {"run": _run, "demo": _demo, "walkthrough": _walkthrough, "doctor": _doctor, "sync": _sync,
               "backup": _backup, "restore": _restore}[options.command]  # fmt: skip
    return handler(options)


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
    commands.add_parser("doctor", help="test the devices set up here; the register stays locked")
    for name, words in (
        ("sync", "send and take once"),
        ("backup", "copy the encrypted store"),
        ("restore", "put a copy back"),
    ):
        one = commands.add_parser(name, help=words)
        one.add_argument("--place", default="kecamatan")
        one.add_argument("--officer", default="")
        one.add_argument("--file", type=Path)
    return parser


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


def _doctor(_options: argparse.Namespace) -> int:
    from devices.catalog import Catalog, known_drivers
    from devices.errors import DeviceError
    from station.problems import device_words

    settings = _settings(root_folder(), "kecamatan")
    catalog = Catalog(known_drivers())
    failed = 0
    for kind in ("camera", "signature", "fingerprint", "printer"):
        uri = getattr(settings, kind)
        if not uri:
            print(f"{kind:12} tidak dipasang")
            continue
        try:
            device = getattr(catalog, kind)(uri)
            identity = device.identify()
            device.close()
            print(f"{kind:12} siap: {identity.model} {identity.serial} {identity.firmware}")
        except DeviceError as error:
            failed += 1
            print(f"{kind:12} GANGGUAN: {device_words(kind, error).line}")
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
    print(
        "Cadangan terjadwal datang bersama issue register; salin folder stasiun saat program tertutup.", file=sys.stderr
    )
    return 2


def _restore(options: argparse.Namespace) -> int:
    print("Pemulihan terpandu datang bersama issue register.", file=sys.stderr)
    return 2
