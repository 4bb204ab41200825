"""Fifty kills at random points of the desk: what it said was kept is there, and the case opens again at once."""

import hashlib
import json
import random
import subprocess
import sys
import threading
import time

import pytest

from registry.actions import Kind
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.recording import RecordingDesk
from station.desk.session import Clock, Officer, Session
from station.store.errors import NotFound
from station.store.store import Identity, Store
from sync import age
from sync.keys import SigningKey
from tests.forms.making import resident

KILLS = 50
KEY = bytes(range(32))


@pytest.fixture
def home(tmp_path):
    identity = age.generate_identity()
    who = Identity(
        station="DAYUN",
        name="Kantor Camat Dayun",
        area="14.08.06",
        letter="D",
        epoch=1,
        centre_url="http://127.0.0.1:1",
        centre_key="00" * 32,
        recipients=(age.recipient_of(identity),),
        training_root="00" * 32,
        signing_key=SigningKey.generate().to_bytes().hex(),
        age_identity=identity,
    )
    store = Store.create(tmp_path, KEY, who)
    store.residents.put([resident()])
    store.close()
    return tmp_path


def kill_after(process, told, extra_s):
    """Let it say a few things, then kill it in the middle of whatever it does."""
    while len(told) < 2 and process.poll() is None:
        time.sleep(0.002)
    time.sleep(extra_s)
    process.kill()


def one_life(home, seed, rng):
    command = [sys.executable, "-m", "tests.journeys.desk_child", str(home), KEY.hex(), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = []
        killer = threading.Thread(target=kill_after, args=(process, told, rng.random() * 0.15))
        killer.start()
        for line in process.stdout:
            if line.endswith("\n"):
                told.append(json.loads(line))
        killer.join()
    assert told, "the desk never opened"
    return told


def check(home, told):
    """Everything of the last life's words is in the store; returns the seconds until the case was open again."""
    began = time.monotonic()
    store = Store.open(home, KEY)
    session = Session(
        Officer("rina", "Rina", frozenset({Role.OPERATOR})),
        "DAYUN",
        SigningKey.from_bytes(hashlib.sha256(b"rina").digest()),
        store,
        Clock(),
        Uuid7Source(),
    )
    desk = RecordingDesk(session)
    last = {}
    for what, case, value in told:
        last[case, what] = value
    cases = {case for _, case, _ in told if case}
    for case in cases:
        kept = {what: value for (one, what), value in last.items() if one == case}
        if "submitted" in kept:
            assert store.cases.get(case).latest(Kind.SUBMITTED).header.id == kept["submitted"]
            continue
        try:
            draft = desk.load(case)
        except NotFound:  # submitted in the very moment of the kill: then the whole recording is there
            assert store.cases.get(case).latest(Kind.SUBMITTED) is not None
            continue
        check_draft(draft, kept, desk)
    spent = time.monotonic() - began
    assert store.cases.verify_journal().broken_at == 0
    store.close()
    return spent


def check_draft(draft, kept, desk):
    if "phone" in kept:
        assert draft.fields["phone"] == kept["phone"]
    if "photo" in kept:
        assert kept["photo"] in draft.photo.takes
        assert desk.blob(draft.photo.chosen)
    if "signature" in kept:
        assert draft.signature == kept["signature"]
    for what, value in kept.items():
        if what.startswith("finger."):
            take = draft.fingers[int(what[7:])]
            assert take.image == value
            assert desk.blob(take.image)
        if what.startswith("match."):
            assert draft.matches[int(what[6:])] == int(value)


@pytest.mark.timeout(400)
def test_fifty_kills_lose_nothing_that_was_said_to_be_kept(home):
    rng = random.Random(20261124)
    acknowledged = 0
    for seed in range(KILLS):
        told = one_life(home, seed, rng)
        acknowledged += len(told)
        assert check(home, told) < 5
    assert acknowledged > KILLS * 3
