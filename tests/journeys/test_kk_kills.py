"""The story of three Kartu Keluarga killed again and again, and taken up each time: nothing said to be kept is lost."""

from __future__ import annotations

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

from registry.lifecycle import Status
from station.desk.cast import KECAMATAN
from station.store.cases import CaseFilter
from station.store.machine import machine_secret
from station.store.slots import Slots
from station.store.store import Store

KILLS = int(os.environ.get("LOKET_KILLS", "50"))
FEW = 3
STEPS = 16
REACHED = {  # what the screen said -> where the case stands then, or further on
    "verified": {Status.VERIFIED, Status.AWAITING_TTE, Status.KK_READY, Status.OLD_WITHDRAWN, Status.HANDED_OVER},
    "withdrawn": {Status.OLD_WITHDRAWN, Status.HANDED_OVER},
    "handed-over": {Status.HANDED_OVER},
}


def start(out: Path, home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "station", "walkthrough", "--story", "kk", "--out", str(out), "--resume"]
    environment = {**os.environ, "LOKET_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    with (out.parent / "log.txt").open("ab") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


def seen(out: Path) -> list[dict[str, str]]:
    file = out / "seen.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def through(out: Path) -> list[str]:
    file = out / "progress.json"
    return [step["name"] for step in json.loads(file.read_text())] if file.exists() else []


def check_kept(home: Path, told: list[dict[str, str]]) -> None:
    """Each row that the screen called kept is in its draft or case, and each act it told is in the journal."""
    folder = home / KECAMATAN.folder
    if not told:
        return
    secret = machine_secret(folder, folder.name, use_keyring=False)
    keys = Slots(folder / "slots.json", secret.value).unlock("rina", "loket-latihan", datetime.now(UTC))
    store = Store.open(folder, keys.store_key)
    cases = {row.number: row for row in store.cases.page(CaseFilter())}
    drafts = {row.number: row for row in store.drafts.all()}
    for line in told:
        if line["what"].startswith("family."):
            assert line["case"] in cases or store.drafts.parts(drafts[line["case"]].case)["family"]["edits"], line
        elif line["what"] == "submitted":
            assert line["case"] in cases, line
        else:
            assert Status(cases[line["case"]].status) in REACHED[line["what"]], line
    assert store.cases.verify_journal().broken_at == 0
    store.close()


def one_story(folder: Path, rng: random.Random, most: int) -> int:
    """Kill at most so often and take up until the story ends; how many kills."""
    out, home, kills = folder / "out", folder / "home", 0
    out.mkdir(parents=True)
    while True:
        process = start(out, home)
        before, deadline = (len(seen(out)), len(through(out))), time.monotonic() + 240
        while process.poll() is None and (len(seen(out)), len(through(out))) == before:
            assert time.monotonic() < deadline, (folder / "log.txt").read_text()[-2000:]
            time.sleep(0.05)
        try:
            code = process.wait(timeout=rng.uniform(0.3, 7) if kills < most else 450)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            check_kept(home, seen(out))
            continue
        assert code == 0, (folder / "log.txt").read_text()[-3000:]
        check_end(out, home)
        return kills


def check_end(out: Path, home: Path) -> None:
    """All three went to the hand-over, however often it was cut."""
    check_kept(home, seen(out))
    assert len(set(through(out))) >= STEPS - 8
    cases = json.loads((out / "summary.json").read_text())["cases"]
    assert [(case["service"], case["status"]) for case in cases] == [
        ("kk-tambah-lahir", "handed-over"),
        ("kk-pisah", "handed-over"),
        ("kk-perubahan", "handed-over"),
    ]
    assert len({case["case"] for case in cases}) == 3


@pytest.mark.timeout(600)
def test_a_story_killed_a_few_times_is_taken_up_each_time(tmp_path):
    assert one_story(tmp_path / "story", random.Random(), FEW) == FEW


@pytest.mark.long
@pytest.mark.skipif("LOKET_HOURS" not in os.environ, reason="half an hour and more: asked for by LOKET_HOURS=1")
@pytest.mark.timeout(3000)
def test_stories_killed_again_and_again_are_taken_up_each_time(tmp_path):
    rng, kills, number = random.Random(), 0, 0
    while kills < KILLS:
        number += 1
        kills += one_story(tmp_path / str(number), rng, KILLS - kills)
    assert kills >= KILLS
