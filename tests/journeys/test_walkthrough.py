"""The whole story in real windows, and the same story killed again and again and taken up each time."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from devices.printer.ipp_simulator import IppSimulator
from station.desk.cast import KECAMATAN
from station.store.cases import CaseFilter
from station.store.machine import machine_secret
from station.store.slots import Slots
from station.store.store import Store
from tests.journeys.plain import layers, needles, shown_below, shown_in

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


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One whole story: its evidence, its home, its summary."""
    folder = tmp_path_factory.mktemp("story")
    out, home = folder / "out", folder / "home"
    out.mkdir()
    process = start(out, home)
    assert process.wait(timeout=450) == 0, (folder / "log.txt").read_text()[-3000:]
    return out, home, json.loads((out / "summary.json").read_text())


@pytest.mark.timeout(500)
def test_the_story_passes_and_leaves_its_evidence(told):
    out, _, summary = told
    assert len(summary["steps"]) == STEPS
    assert {"packet", "manifest", "signature", "card", "receipt", "station_verify_key"} <= set(summary["files"])
    assert len(summary["files"]["databases"]) == 3
    for found in (*summary["files"]["databases"], *files_of(summary).values()):
        assert hashlib.sha256(Path(found["path"]).read_bytes()).hexdigest() == found["sha256"], found
    assert (out / "screens.md").read_text("utf-8") == SCREENS.read_text("utf-8"), "docs/screens.md is not what it shows"


@pytest.mark.timeout(500)
def test_nothing_it_left_at_home_shows_the_person(told):
    _, home, summary = told
    wanted = needles(summary["nik"], summary["name"])
    assert any(home.rglob("*.age"))
    assert shown_below(home, wanted) == {}
    assert shown_in(Path(summary["files"]["packet"]["path"]).read_bytes(), wanted) == set()
    receipt = shown_in(Path(summary["files"]["receipt"]["path"]).read_bytes(), wanted)
    assert not {what for what in receipt if what.startswith("nik")}
    card = shown_in(Path(summary["files"]["card"]["path"]).read_bytes(), wanted)
    assert {"nik utf-8", "NAME utf-8"} <= card  # the scan sees through a card, so it would have seen the rest
    assert b"SPESIMEN" in b"".join(layers(Path(summary["files"]["card"]["path"]).read_bytes()))


@pytest.mark.tools
@pytest.mark.timeout(500)
def test_stock_programs_open_the_packet_and_none_opens_a_database(told, tmp_path):
    _, home, summary = told
    file = {name: found["path"] for name, found in files_of(summary).items()}
    databases = sorted(home.rglob("*.db"))
    assert len(databases) == 3
    for database in databases:
        assert "not a database" in run("sqlite3", str(database), ".tables", fails=True)
    run("age", "-d", "-i", file["central_age_identity"], "-o", str(tmp_path / "packet.zip"), file["packet"])
    with ZipFile(tmp_path / "packet.zip") as opened:
        assert opened.read("manifest.json") == Path(file["manifest"]).read_bytes()
        assert opened.read("manifest.sig") == Path(file["signature"]).read_bytes()
        wanted = needles(summary["nik"], summary["name"])
        inside = shown_in((tmp_path / "packet.zip").read_bytes(), wanted)  # as base64 of an action
        assert any(what.startswith("nik") for what in inside)
    verify = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", file["station_verify_key"], "-rawin")
    verify += ("-in", file["manifest"], "-sigfile", file["signature"])
    assert "Verified Successfully" in run(*verify)
    altered = tmp_path / "manifest.json"
    altered.write_bytes(Path(file["manifest"]).read_bytes() + b" ")
    run(*(str(altered) if word == file["manifest"] else word for word in verify), fails=True)
    card = run("pdftotext", file["card"], "-")
    assert "SPESIMEN" in card
    assert summary["nik"] in card.replace(" ", "")


def files_of(summary):
    """The single files of a summary."""
    return {name: found for name, found in summary["files"].items() if name != "databases"}


def run(*command, fails=False):
    """What a program said; it must end as expected."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


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
