"""The whole story in real windows, and the same story killed again and again and taken up each time."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.printer.ipp_simulator import IppSimulator
from station.desk.cast import KECAMATAN
from station.store.cases import CaseFilter
from station.store.machine import machine_secret
from station.store.slots import Slots
from station.store.store import Store

KILLS = int(os.environ.get("LOKET_KILLS", "50"))
STEPS = 18
SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens.md"


def start(out, home, *more):
    command = [sys.executable, "-m", "station", "walkthrough", "--out", str(out), "--resume", *more]
    environment = {**os.environ, "LOKET_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    log = (out.parent / "log.txt").open("ab")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    log.close()
    return process


def through(out):
    file = out / "progress.json"
    return [step["name"] for step in json.loads(file.read_text())] if file.exists() else []


def seen(out):
    file = out / "seen.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def check_kept(home, told):
    """What the screen last called kept is in the store of the kecamatan."""
    folder = home / KECAMATAN.folder
    if not (folder / "slots.json").exists() or not told:
        return
    secret = machine_secret(folder, folder.name, use_keyring=False)
    keys = Slots(folder / "slots.json", secret.value).unlock("rina", "loket-latihan", datetime.now(UTC))
    store = Store.open(folder, keys.store_key)
    submitted = any(line["what"] == "submitted" for line in told)
    drafts = store.drafts.of_officer("rina")
    if not submitted and drafts:
        parts = store.drafts.parts(drafts[0].case)
        for line in told:
            if line["what"].startswith("finger."):
                assert line["what"] in parts, line
            if line["what"].startswith("field.phone="):
                assert parts["field.phone"]["text"] == line["what"].split("=")[1]
            if line["what"] == "photo.approved":
                assert parts["photo"]["approved_at"]
    elif submitted:
        assert any(row.number == told[-1]["case"] for row in store.cases.page(everything()))
    assert store.cases.verify_journal().broken_at == 0
    store.close()


def everything():
    return CaseFilter()


@pytest.mark.timeout(500)
def test_the_story_passes_and_leaves_its_evidence(tmp_path):
    out, home = tmp_path / "out", tmp_path / "home"
    out.mkdir()
    process = start(out, home)
    assert process.wait(timeout=450) == 0, (tmp_path / "log.txt").read_text()[-3000:]
    summary = json.loads((out / "summary.json").read_text())
    assert len(summary["steps"]) == STEPS
    assert {"packet", "manifest", "signature", "card", "receipt", "station_verify_key"} <= set(summary["files"])
    assert (out / "screens.md").read_text("utf-8") == SCREENS.read_text("utf-8"), "docs/screens.md is not what it shows"
    words = [summary["nik"].encode(), summary["name"].encode()]
    for file in home.rglob("*"):
        if file.is_file():
            assert not any(word in file.read_bytes() for word in words), file


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_a_story_killed_again_and_again_is_taken_up_each_time(tmp_path):
    rng = random.Random()
    kills, number = 0, 0
    while kills < KILLS:
        number += 1
        out, home = tmp_path / f"out-{number}", tmp_path / f"home-{number}"
        out.mkdir()
        (out / "kartu").mkdir()
        with IppSimulator("127.0.0.1", 0, out / "kartu", card_s=0.5) as printer:
            kills += one_story(out, home, printer.uri, rng)
    assert kills >= KILLS


def one_story(out, home, printer, rng):
    """Kill and take up until the story ends; how many kills."""
    kills = 0
    while True:
        process = start(out, home, "--printer", printer)
        before = len(seen(out)), len(through(out))
        deadline = time.monotonic() + 240
        wait = rng.uniform(1, 14)
        while process.poll() is None and (len(seen(out)), len(through(out))) == before:
            assert time.monotonic() < deadline, (out.parent / "log.txt").read_text()[-2000:]
            time.sleep(0.05)
        try:
            code = process.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            check_kept(home, seen(out))
            continue
        assert code == 0, (out.parent / "log.txt").read_text()[-3000:]
        assert len(set(through(out))) >= STEPS - 10
        return kills
