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
from station.walkthrough.hands import Hands, StepFailed
from station.walkthrough.inventory import as_markdown, controls, name_of
from station.walkthrough.resume import take_up
from station.walkthrough.scene import Scene
from station.walkthrough.stage import CentreProcess, Stage, set_stage, start_centre
from station.walkthrough.story import STEPS
from sync import age
from sync.durable import write_durably
from sync.keys import SigningKey, public_pem


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


def walk(out: Path, *, fault: str = "", seed: int | None = None, resume: bool = False, printer: str = "") -> int:
    """Drive the story; 0 when every step passed, 1 at the first that fails."""
    check_qt()
    out.mkdir(parents=True, exist_ok=True)
    done = json.loads((out / "progress.json").read_text()) if resume and (out / "progress.json").exists() else []
    facts = json.loads((out / "story.json").read_text()) if resume and (out / "story.json").exists() else {}
    seed = facts.get("seed", seed if seed is not None else secrets.randbelow(1_000_000))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    stage = set_stage(root_folder(), seed=seed, auto=False, delay_s=0.3)
    (out / "kartu").mkdir(exist_ok=True)
    machine = IppSimulator("127.0.0.1", 0, out / "kartu", card_s=1.0)
    machine.start()
    record = Record(out, done)
    try:
        scene = _scene(app, stage, machine, record, seed, fault, facts, out, printer or machine.uri)  # type: ignore[arg-type]
        return _tell(scene, stage, record, out, seed)
    finally:
        machine.stop()
        stage.stop()


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


def _tell(scene: Scene, stage: Stage, record: Record, out: Path, seed: int) -> int:
    through = {step["name"] for step in record.steps}
    steps = [step for step in STEPS if step.__name__ not in through]
    if through and steps:
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
            return 1
        record.step(step.__name__, time.monotonic() - began)
        _remember(scene, out, seed)
        print(f"{step.__name__} ok, {time.monotonic() - began:.1f} s", flush=True)
    _summary(scene, stage, record, out)
    _end(scene)
    return 0


def _remember(scene: Scene, out: Path, seed: int) -> None:
    facts = {"seed": seed, "hand": seed, "name": scene.name, "number": scene.number}
    write_durably(out / "story.json", json.dumps(facts).encode())


def _summary(scene: Scene, stage: Stage, record: Record, out: Path) -> None:
    rooms = scene.station_a.rooms
    if rooms is None:
        raise StepFailed("nobody is signed in at A")
    who = rooms.session.store.identity
    row = next(r for r in rooms.session.store.cases.page(_everything()) if r.number == scene.number)
    resident = rooms.session.store.residents.get(row.resident)
    files = _evidence(stage, scene, out, SigningKey.from_bytes(bytes.fromhex(who.signing_key)).public)
    summary = {
        "steps": record.steps,
        "files": {name: {"path": str(path), "sha256": _sha(path)} for name, path in files.items()},
        "case": scene.number,
        "nik": str(resident.nik),
        "name": resident.name,
    }
    (out / "screens.md").write_text(as_markdown(record.pages), encoding="utf-8")
    (out / "summary.json").write_text(json.dumps(summary, indent=1))


def _evidence(stage: Stage, scene: Scene, out: Path, station_key: str) -> dict[str, Path]:
    """The files that show it: databases, receipt, card, packet and what its stock tools need."""
    sealed = max((stage.root / "centre" / "packets").glob("*.age"), key=lambda file: file.stat().st_size)
    packet = out / "packet.age"
    packet.write_bytes(sealed.read_bytes())
    with ZipFile(BytesIO(age.unseal(packet.read_bytes(), stage.centre.identity))) as opened:
        (out / "manifest.json").write_bytes(opened.read("manifest.json"))
        (out / "manifest.sig").write_bytes(opened.read("manifest.sig"))
    (out / "central_age_identity.txt").write_text(stage.centre.identity + "\n")
    (out / "station_verify_key.pem").write_bytes(public_pem(station_key))
    receipt = out / f"resi-{scene.number}.pdf"
    card = sorted((out / "kartu").glob("*.pdf"))[-1]
    return {
        "database_kecamatan": stage.root / KECAMATAN.folder / "station.db",
        "database_uptd": stage.root / UPTD.folder / "station.db",
        "database_centre": stage.root / "centre" / "centre.db",
        **({"receipt": receipt} if receipt.exists() else {}),  # a story killed at its receipt has none
        "card": card,
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


def _everything() -> Any:
    from station.store.cases import CaseFilter

    return CaseFilter()


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
