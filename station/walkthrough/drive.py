"""`loket walkthrough`: one process with the windows of both stations, centre and devices as children, and a record of
every step in OUT: pictures, receipt, card, packet, summary.json."""

from __future__ import annotations

import hashlib
import json
import os
import random
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from PySide6.QtWidgets import QApplication

from devices.printer.ipp_simulator import IppSimulator
from station.compose.station import Place, Station
from station.desk.cast import KECAMATAN, UPTD
from station.runner import check_qt
from station.settings import Settings, root_folder
from station.store.cases import CaseFilter
from station.walkthrough.hands import Hands, StepFailed
from station.walkthrough.inventory import as_markdown, controls, name_of
from station.walkthrough.resume import Step, after_last, take_up
from station.walkthrough.scene import Scene, enter
from station.walkthrough.stage import CentreProcess, Stage, set_stage, start_centre
from station.widgets.theme import application
from sync import age
from sync.durable import write_durably
from sync.keys import SigningKey, public_pem


@dataclass(frozen=True, slots=True)
class Told:
    """Whose story it was, and the public key its station signs packets with."""

    number: str
    nik: str
    name: str
    station_key: str


class Record:
    """What OUT holds: numbered pictures, what the screen called saved, the summary."""

    def __init__(self, out: Path, done: list[dict[str, Any]]) -> None:
        self.out = out
        self.steps = done
        self.pages: dict[str, list[tuple[str, str, str]]] = {}
        self._last = ""
        self._number = len(list((out / "layar").glob("*.png")))

    def picture(self, hands: Hands, name: str) -> None:
        """The next numbered picture."""
        self._number += 1
        self.pages.setdefault(name_of(hands.window), []).extend(controls(hands.window))
        file = self.out / "layar" / f"{self._number:02d}-{name}.png"
        hands.shot(file)
        self._last = str(file.relative_to(self.out))

    def told(self, what: str, case: str) -> None:
        """The screen said this is kept: written down durably, for the day after a kill."""
        line = json.dumps({"what": what, "case": case, "at": time.time()}) + "\n"
        with (self.out / "seen.jsonl").open("a") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def step(self, name: str, seconds: float) -> None:
        """A step is through."""
        self.steps.append({"name": name, "seconds": round(seconds, 2), "screenshot": self._last})
        write_durably(self.out / "progress.json", json.dumps(self.steps).encode())


class CentreSwitch:
    """The centre can be taken away and brought back at the same address."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def stop(self) -> None:
        """Away."""
        self._stage.centre.stop()

    def start_again(self) -> None:
        """Back, with what it knew."""
        stage = self._stage
        old = stage.centre
        home = stage.root / "centre"
        fresh = start_centre(home, stage.port, residents=0, delay_s=0.3, seed=0, codes=())
        stage.centre = CentreProcess(fresh.process, fresh.url, old.codes, old.identity)


def walk(
    out: Path,
    *,
    fault: str = "",
    seed: int | None = None,
    resume: bool = False,
    printer: str = "",
    story: Sequence[Step] = (),
) -> int:
    """Drive the story of a card, or another one of the same two windows; 0 when every step passed, 1 at the first that
    fails. Only the story of a card can be taken up again after a kill."""
    check_qt()
    out.mkdir(parents=True, exist_ok=True)
    done = json.loads((out / "progress.json").read_text()) if resume and (out / "progress.json").exists() else []
    facts = json.loads((out / "story.json").read_text()) if resume and (out / "story.json").exists() else {}
    seed = facts.get("seed", seed if seed is not None else secrets.randbelow(1_000_000))
    app = application(sys.argv[0])
    stage = set_stage(root_folder(), seed=seed, auto=False, delay_s=0.3)
    (out / "kartu").mkdir(exist_ok=True)
    machine = IppSimulator("127.0.0.1", 0, out / "kartu", card_s=1.0)
    machine.start()
    record = Record(out, done)
    try:
        scene = _scene(app, stage, machine, record, seed, fault, facts, out, printer or machine.uri)
        told = _tell(scene, record, out, seed, story)
    finally:
        machine.stop()
        stage.stop()
    if told is None:
        return 1
    _summary(told, stage, record, out)  # once all is closed: the files are hashed as they stay
    return 0


def _scene(
    app: QApplication,
    stage: Stage,
    printer: IppSimulator,
    record: Record,
    seed: int,
    fault: str,
    facts: dict[str, Any],
    out: Path,
    printer_uri: str,
) -> Scene:
    devices = stage.devices()
    settings = Settings(sync_seconds=1, lock_minutes=30)
    recording = {kind: devices[kind] for kind in ("camera", "signature", "fingerprint")}
    a = Station(app, Place(stage.root / KECAMATAN.folder, recording, out, KECAMATAN.name, use_keyring=False), settings)
    b = Station(
        app, Place(stage.root / UPTD.folder, {"printer": printer_uri}, out, UPTD.name, use_keyring=False), settings
    )
    a.open()
    b.open()
    scene = Scene(
        a=Hands(app, a.window),
        b=Hands(app, b.window),
        station_a=a,
        station_b=b,
        finger=stage.simulators["fingerprint"].remote(),
        pen=stage.simulators["signature"].remote(),
        camera=stage.simulators["camera"].remote(),
        printer=printer,
        rng=random.Random(seed + len(record.steps)),
        picture=record.picture,
        told=lambda what: record.told(what, scene.number),
        remember=lambda: _remember(scene, out, seed),
        phone=f"0812 {seed // 10000:04d} {seed % 10000:04d}",
        fault=fault,
        name=facts.get("name", ""),
        number=facts.get("number", ""),
        impression=1000 * len(record.steps),
        centre=CentreSwitch(stage),
        resumed=bool(facts) or bool(record.steps),
    )
    scene.finger.do("identity", seed=facts.get("hand", seed))
    scene.camera.do("identity", seed=seed)
    return scene


def _tell(scene: Scene, record: Record, out: Path, seed: int, story: Sequence[Step]) -> Told | None:
    """Whose story it was, or None when a step failed."""
    through = {step["name"] for step in record.steps}
    steps = list(story) or after_last(through)
    if through and steps and not story:
        began = time.monotonic()
        steps = take_up(scene, steps)
        print(
            f"taken up at {steps[0].__name__ if steps else 'the end'} in {time.monotonic() - began:.1f} s", flush=True
        )
    for step in steps:
        began = time.monotonic()
        print(f"{step.__name__} ...", flush=True)
        try:
            step(scene)
        except StepFailed as error:
            record.picture(scene.a, f"GAGAL-{step.__name__}-a")
            record.picture(scene.b, f"GAGAL-{step.__name__}-b")
            print(f"{step.__name__}: {error}", file=sys.stderr, flush=True)
            _end(scene)
            return None
        record.step(step.__name__, time.monotonic() - began)
        _remember(scene, out, seed)
        print(f"{step.__name__} ok, {time.monotonic() - began:.1f} s", flush=True)
    told = _whose(scene)
    _end(scene)
    return told


def _remember(scene: Scene, out: Path, seed: int) -> None:
    facts = {"seed": seed, "hand": seed, "name": scene.name, "number": scene.number}
    write_durably(out / "story.json", json.dumps(facts).encode())


def _whose(scene: Scene) -> Told:
    if scene.a.title() in ("", "Masuk"):  # taken up after a kill at the very end
        enter(scene, scene.a, "Fajar")
    rooms = scene.station_a.rooms
    assert rooms is not None
    store = rooms.session.store
    row = next(row for row in store.cases.page(CaseFilter()) if row.number == scene.number)
    resident = store.residents.get(row.resident)
    key = SigningKey.from_bytes(bytes.fromhex(store.identity.signing_key)).public
    return Told(scene.number, str(resident.nik), resident.name, key)


def _summary(told: Told, stage: Stage, record: Record, out: Path) -> None:
    places = (KECAMATAN.folder, UPTD.folder)
    databases = [*(stage.root / place / "station.db" for place in places), stage.root / "centre" / "centre.db"]
    files: dict[str, Any] = {name: file_of(path) for name, path in _evidence(stage, told, out).items()}
    summary = {
        "steps": record.steps,
        "files": {"databases": [file_of(path) for path in databases], **files},
        "case": told.number,
        "nik": told.nik,
        "name": told.name,
    }
    (out / "screens.md").write_text(as_markdown(record.pages), encoding="utf-8")
    (out / "summary.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")


def _evidence(stage: Stage, told: Told, out: Path) -> dict[str, Path]:
    """The files that show it: receipt, card, packet and what the stock tools need to open it."""
    receipt = out / f"resi-{told.number}.pdf"
    return {
        **({"receipt": receipt} if receipt.exists() else {}),  # a story killed at its receipt has none
        **{name: path for name, path in (("minutes", _newest(out, "*musnah*.pdf")),) if path is not None},
        "card": sorted((out / "kartu").glob("*.pdf"))[-1],
        **packet_evidence(stage, told.station_key, out),
    }


def _newest(out: Path, like: str) -> Path | None:
    return max(out.rglob(like), key=lambda file: file.stat().st_mtime, default=None)


def packet_evidence(stage: Stage, station_key: str, out: Path) -> dict[str, Path]:
    """The largest packet the centre took, and what the stock tools need to open and to verify it."""
    sealed = max((stage.root / "centre" / "packets").rglob("*.age"), key=lambda file: file.stat().st_size)
    packet = out / "packet.age"
    packet.write_bytes(sealed.read_bytes())
    with ZipFile(BytesIO(age.unseal(packet.read_bytes(), stage.centre.identity))) as opened:
        (out / "manifest.json").write_bytes(opened.read("manifest.json"))
        (out / "manifest.sig").write_bytes(opened.read("manifest.sig"))
    (out / "central_age_identity.txt").write_text(stage.centre.identity + "\n")
    (out / "station_verify_key.pem").write_bytes(public_pem(station_key))
    return {
        "packet": packet,
        "manifest": out / "manifest.json",
        "signature": out / "manifest.sig",
        "central_age_identity": out / "central_age_identity.txt",
        "station_verify_key": out / "station_verify_key.pem",
    }


def _end(scene: Scene) -> None:
    for remote in (scene.finger, scene.pen, scene.camera):
        remote.close()
    scene.station_a.window.close()
    scene.station_b.window.close()


def file_of(path: Path) -> dict[str, str]:
    """A file of the evidence: where it lies and what it hashes to."""
    return {"path": str(path.resolve()), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
