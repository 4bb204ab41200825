"""kill -9 at random moments: everything that was said to be saved is there, and nothing is half there."""

import hashlib
import os
import random
import signal
import subprocess
import sys

import pytest

from station.store.errors import NotFound
from station.store.store import Store
from tests.station.store.making import KEY, person, recording, store_in

KILLS = 10


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is meant")
def test_nothing_said_to_be_saved_is_lost_over_ten_kills(tmp_path):
    folder = tmp_path / "kecamatan"
    store_in(folder).close()
    chance = random.Random(20261124)
    said: list[tuple[str, int]] = []
    for round_ in range(KILLS):
        before = len(said)
        said += _write_and_kill(folder, 1000 * (round_ + 1), chance.randrange(1, 40), chance.random() * 0.01)
        assert len(said) > before
        store = Store.open(folder, KEY)
        _check(store, said)
        store.close()
    assert len(said) > 10 * KILLS


def _write_and_kill(folder, first, lines, moment):
    command = [sys.executable, "-m", "tests.station.store.writer", str(folder), str(first)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdin is not None
    said = []
    with child.stdin, child.stdout:
        for _ in range(lines):
            said.append(child.stdout.readline())
        with pytest.raises(subprocess.TimeoutExpired):  # somewhere inside the next write
            child.wait(timeout=moment)
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()  # what was said before the kill came
    assert child.wait() == -signal.SIGKILL
    return [(what, int(number)) for what, number in (line.decode().split() for line in said if line.endswith(b"\n"))]


def _check(store, said):
    submitted = {number for what, number in said if what == "submitted"}
    for what, number in said:
        case, text = f"case-{number}", f"text {number}"
        if what == "submitted":
            found = recording(person(number))
            assert store.cases.get(case).actions[0].payload == found.submission.to_bytes()
            assert {name: store.blobs.get(name) for name in found.blobs} == found.blobs
            with pytest.raises(NotFound):
                store.drafts.get(case)
        elif what == "spent":
            assert store.releases.spending(f"R-{number}").begun == 1
        elif number not in submitted and not _just_submitted(store, case):
            _check_draft(store, what, case, text)
    check = store.cases.verify_journal()
    assert check.broken_at == 0
    assert check.count >= len(submitted)
    assert store.releases.reconcile_needed is False


def _check_draft(store, what, case, text):
    parts = store.drafts.parts(case)
    assert parts["field.name"] == {"text": text}
    if what == "ink":
        ink = text.encode() * 500
        assert parts["signature"] == {"blob": "x"}
        assert store.blobs.get(hashlib.sha256(ink).hexdigest()) == ink


def _just_submitted(store, case):
    """Whether the kill came after the commit and before the word of it."""
    try:
        return bool(store.cases.get(case).actions)
    except NotFound:
        return False
