"""`loket walkthrough --story kk`: three Kartu Keluarga from the counter to the hand-over, in one window."""

from __future__ import annotations

import json
import random
import secrets
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from station.compose.station import Place, Station
from station.desk.cast import KECAMATAN
from station.runner import check_qt
from station.settings import Settings, root_folder
from station.store.cases import CaseFilter
from station.walkthrough.drive import Record, file_of, packet_evidence
from station.walkthrough.family_resume import Named, still_to_do, take_up_family
from station.walkthrough.family_steps import STEPS, FamilyScene, Kept
from station.walkthrough.hands import Hands, StepFailed
from station.walkthrough.inventory import as_markdown
from station.walkthrough.stage import Stage, set_stage
from station.widgets.theme import application
from sync.durable import write_durably
from sync.keys import SigningKey


def walk_families(out: Path, *, seed: int | None = None, resume: bool = False) -> int:
    """Drive the story, or go on where a killed one ended; 0 when every step passed, 1 at the first that fails."""
    check_qt()
    out.mkdir(parents=True, exist_ok=True)
    done = json.loads((out / "progress.json").read_text()) if resume and (out / "progress.json").exists() else []
    facts = json.loads((out / "story.json").read_text()) if resume and (out / "story.json").exists() else {}
    seed = facts.get("seed", seed if seed is not None else secrets.randbelow(1_000_000))
    app = application(sys.argv[0])
    stage = set_stage(root_folder(), seed=seed, auto=False, delay_s=0.3)
    record = Record(out, done)
    try:
        told = _tell(_scene(app, stage, record, out, seed, facts), record)
    finally:
        stage.stop()
    if told is None:
        return 1
    _summary(told, stage, record, out)
    return 0


def _scene(app: QApplication, stage: Stage, record: Record, out: Path, seed: int, facts: dict[str, Any]) -> FamilyScene:
    pad = {"signature": stage.devices()["signature"]}
    place = Place(stage.root / KECAMATAN.folder, pad, out, KECAMATAN.name, use_keyring=False)
    station = Station(app, place, Settings(sync_seconds=1, lock_minutes=30))
    station.open()
    scene = FamilyScene(
        a=Hands(app, station.window),
        station=station,
        pen=stage.simulators["signature"].remote(),
        rng=random.Random(seed + len(record.steps)),
        picture=record.picture,
        told=record.told,
        remember=lambda: _remember(scene, out, seed),
        heads=set(facts.get("heads", ())),
        cases={kept["kind"]: Kept(**kept) for kept in facts.get("cases", ())},
    )
    return scene


def _remember(scene: FamilyScene, out: Path, seed: int) -> None:
    """What the story has learnt, for the day after a kill."""
    cases = [asdict(kept) for kept in scene.cases.values()]
    facts = {"seed": seed, "heads": sorted(scene.heads), "cases": cases}
    write_durably(out / "story.json", json.dumps(facts).encode())


def _tell(scene: FamilyScene, record: Record) -> dict[str, Any] | None:
    """The three cases as the store has them, or None when a step failed."""
    try:
        for name, step in _still(scene, record):
            began = time.monotonic()
            print(f"{name} ...", flush=True)
            step(scene)
            record.step(name, time.monotonic() - began)
            scene.remember()
            print(f"{name} ok, {time.monotonic() - began:.1f} s", flush=True)
        return _kept(scene)
    except StepFailed as error:
        record.picture(scene.a, "GAGAL")
        print(str(error), file=sys.stderr, flush=True)
        return None
    finally:
        scene.pen.close()
        scene.station.window.close()


def _still(scene: FamilyScene, record: Record) -> list[Named]:
    """The steps still to do; after a kill the window is brought to where the first of them begins."""
    steps = still_to_do({step["name"] for step in record.steps})
    if len(steps) < len(STEPS):
        began = time.monotonic()
        take_up_family(scene, steps)
        first = steps[0][0] if steps else "the end"
        print(f"taken up at {first} in {time.monotonic() - began:.1f} s", flush=True)
    return steps


def _kept(scene: FamilyScene) -> dict[str, Any]:
    """Numbers, services and where each stands, and the key the station signs packets with."""
    rooms = scene.station.rooms
    assert rooms is not None
    store = rooms.session.store
    rows = {row.number: row for row in store.cases.page(CaseFilter())}
    cases = [
        {
            "case": kept.number,
            "service": rows[kept.number].service,
            "status": rows[kept.number].status,
            "name": kept.person,
        }
        for kept in scene.cases.values()
    ]
    first = store.residents.get(rows[cases[0]["case"]].resident)
    key = SigningKey.from_bytes(bytes.fromhex(store.identity.signing_key)).public
    return {"cases": cases, "nik": str(first.nik), "name": first.name, "key": key}


def _summary(told: dict[str, Any], stage: Stage, record: Record, out: Path) -> None:
    first = told["cases"][0]["case"]
    databases = [stage.root / KECAMATAN.folder / "station.db", stage.root / "centre" / "centre.db"]
    papers = {"receipt": out / f"resi-{first}.pdf", "draft": out / f"rancangan-kk-{first}.pdf"}
    # A story killed at its receipt has none.
    files: dict[str, Any] = {name: file_of(path) for name, path in papers.items() if path.exists()}
    files |= {name: file_of(path) for name, path in packet_evidence(stage, told["key"], out).items()}
    summary = {
        "steps": record.steps,
        "files": {"databases": [file_of(path) for path in databases], **files},
        "case": first,
        "cases": told["cases"],
        "nik": told["nik"],
        "name": told["name"],
    }
    (out / "screens.md").write_text(as_markdown(record.pages), encoding="utf-8")
    (out / "summary.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")
