"""The one who checks finds each broken promise: else thousands of good cuts would say nothing."""

import random
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from station.store.store import FILE, OUTBOX, SPENT, Store
from tests.durability.cuts import HOME, SLOTS, Told, wrong_with
from tests.durability.kills import heard
from tests.durability.near import near_centre
from tests.durability.witness import digest
from tests.durability.workload import BACKUPS, Life
from tests.station.store.making import KEY

WORDS = 'fts5: corruption found reading blob 137438953473 from table "resident_words"'
ROWS = "rows are neither what was kept nor what was begun"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A home after a lap and one packet more, and all that was promised of it."""
    place = tmp_path_factory.mktemp("lived")
    home, told = place / HOME, place / "told"
    with told.open("wb") as out:
        subprocess.run([sys.executable, "-m", "tests.durability.workload", str(home), "1", "0"], check=True, stdout=out)
    assert wrong_with(home, heard(told)) == []
    life = Life(home, near_centre(place / f"{HOME}.centre"), random.Random(1))
    life.record()
    assert life._cycle.seal_new().waiting == 1
    promised = replace(heard(told), store=digest(life.store._cipher._connection()), backups=frozenset())
    life.store.close()
    return home, promised


@pytest.fixture
def lived(once, tmp_path):
    """A copy of it, to be spoilt."""
    home, told = once
    shutil.copytree(home, tmp_path / HOME)
    assert wrong_with(tmp_path / HOME, told) == []
    return tmp_path / HOME, told


def test_every_promise_that_is_broken_is_named(lived):
    home, told = lived

    def broken(path, data):
        before = path.read_bytes()
        path.write_bytes(data(before)) if data else path.unlink()
        found = wrong_with(home, told)
        path.write_bytes(before)
        return found

    packet = next((home / OUTBOX).glob("*.age"))
    cut, lines = (lambda data: data[:-1]), (lambda data: b"".join(data.splitlines(keepends=True)[:-1]))
    assert broken(packet, cut) == broken(packet, None) == ["a packet is gone or torn"]
    assert broken(home / SPENT, lines) == ["a line of the log of prints is gone"]  # the good card's: none is begun less
    assert "store and log of prints tell different histories" in broken(home / SPENT, None)
    assert broken(home / SLOTS, None) == ["the slots are gone"]
    assert broken(home / SLOTS, cut)[0] == "the slots are neither what was kept nor what was begun"
    assert broken(home / "machine.key", cut) == ["the slots do not open: SecretMissing"]
    assert broken(home / FILE, None) == ["the store is gone"]
    assert broken(home / FILE, lambda data: data[:-2000] + bytes([data[-2000] ^ 1]) + data[-1999:]) != []
    assert wrong_with(home, told) == []


def test_a_backup_that_is_gone_or_spoilt_is_named(once, lived, tmp_path):
    home, told = lived
    assert wrong_with(home, replace(told, backups=frozenset({"DAYUN-1"}))) == ["a backup is gone"]
    [backup] = (once[0].with_name(BACKUPS)).iterdir()
    shutil.copytree(backup, tmp_path / BACKUPS / backup.name)
    promised = replace(told, backups=frozenset({backup.name}))
    assert wrong_with(home, promised) == []
    (tmp_path / BACKUPS / backup.name / SLOTS).write_bytes(b"{")
    assert wrong_with(home, promised) == ["a backup is not whole: BackupDamaged('slots.json')"]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE jobs SET stage = 'sent'", [ROWS]),
        ("DELETE FROM drafts", [ROWS]),
        ("UPDATE actions SET head = zeroblob(32) WHERE own = 1", [ROWS, "the journal is broken"]),
        ("DELETE FROM resident_words_data WHERE id > 10", [WORDS]),
    ],
)
def test_rows_that_changed_are_named(lived, sql, found):
    home, told = lived
    store = Store.open(home, KEY)
    store.drafts.start("case-9", "ktp-baru", "r-1", "rina", "D-9", "t")
    told = replace(told, store=digest(store._cipher._connection()))
    store._cipher._connection().execute(sql)
    store.close()
    assert wrong_with(home, told) == found


def test_what_was_begun_may_be_there_or_not(lived):
    home, told = lived
    assert wrong_with(home, Told().hear(b'["intend", "store", "%s"]' % told.store.encode())) == []
    before = replace(told, store="0" * 32)
    assert wrong_with(home, before) == [ROWS]
    assert wrong_with(home, before.hear(b'["intend", "store", "%s"]' % told.store.encode())) == []
