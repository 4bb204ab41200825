"""Power cuts over database, write-ahead log, log of prints, slots and packets together (docs/decisions/0010)."""

import random
import sys

import pytest

from station.store.store import FILE
from tests.durability.cuts import HOME, Disk, Story, Told, happen, record_lives, survey
from tests.durability.disk import Cut
from tests.durability.founding import wrong_after_founding
from tests.durability.rekeying import GONE, wrong_after_rekey
from tests.durability.tracing import record
from tests.durability.workload import BACKUPS

pytestmark = pytest.mark.tools
PARTS = {"machine.key", "outbox", "slots.json", "spent.log", "station.db", "station.id"}


def test_a_replay_ends_with_the_very_bytes_of_the_real_disk(story, place):
    disk, told = Disk(), Told()
    for event in story.events:
        told = happen(disk, event, told)
    root = place / "story" / "disk"
    real = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    real.pop(f"{HOME}.centre")
    assert disk.after(Cut.KEPT, random.Random(0)) == real
    assert {name.split("/")[1] for name in real if name.startswith(HOME)} == PARTS
    assert {name.split("/")[2] for name in real if name.startswith(BACKUPS)} >= {"manifest.json", "station.db"}
    assert told.kept == story.kept > 80


def test_no_cut_loses_what_was_kept(story, place):
    found = survey(story, 200, 1, place / "story", every=60)
    assert found.wrong == []
    assert found.different > 120


def test_what_a_killed_life_left_is_durable_before_it_is_shown(tracer, place):
    """Killed between a commit's write and its sync; then the power goes while the next life begins."""
    folder = place / "seen"
    story = record_lives(folder, [1, 0], kills=["fsync:signal=KILL:when=41"])
    begins = story.lives[1]
    assert [story.events[begins - 1].path, story.events[begins - 1].call] == [f"{HOME}/station.db-wal", "wrote"]
    assert survey(story, 80, 1, folder, within=(begins, begins + 30)).wrong == []


def test_no_cut_of_a_change_of_the_key_shuts_anybody_out(tracer, place):
    folder = place / "rekeyed"
    (folder / "disk").mkdir(parents=True)
    root = (folder / "disk").resolve()
    command = [sys.executable, "-m", "tests.durability.rekeying", str(root / HOME)]
    story = Story(list(record(command, root, folder / "strace.log")))
    [done] = [number for number, event in enumerate(story.events) if GONE.encode() in event.data]
    offered = max(number for number in range(done) if story.events[number].other == f"{HOME}/{FILE}")
    assert offered > 500  # the exchange of the two files
    found = survey(story, 150, 1, folder, within=(offered - 200, done + 40), judge=wrong_after_rekey)
    assert found.wrong == []
    assert found.different > 60


def test_no_cut_of_a_set_up_leaves_a_station_that_cannot_be_opened(tracer, place):
    folder = place / "founded"
    (folder / "disk").mkdir(parents=True)
    root = (folder / "disk").resolve()
    command = [sys.executable, "-m", "tests.durability.founding", str(root / HOME)]
    story = Story(list(record(command, root, folder / "strace.log")))
    found = survey(story, 150, 1, folder, judge=wrong_after_founding)
    assert found.wrong == []
    assert found.different > 40


@pytest.mark.parametrize(
    ("careless", "lost"),
    [
        ("normal", {"rows are neither what was kept nor what was begun"}),
        ("unsynced", {"a line of the log of prints is gone"}),
    ],
)
def test_the_same_cuts_find_what_a_missing_safeguard_loses(careless, lost, tracer, place):
    story = record_lives(place / careless, [1], careless=careless)
    found = survey(story, 120, 1, place / careless)
    assert lost <= {what.partition(": ")[2] for what in found.wrong}


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2))
def test_no_cut_loses_anything_over_many_lives(seed, tracer, place):
    chance = random.Random(seed)
    kills = [f"{call}:signal=KILL:when={chance.randint(*most)}" for call, most in _MOST]
    story = record_lives(place / f"lives-{seed}", [1] * len(kills) + [2], kills=kills)
    found = survey(story, 2000, seed, place / f"lives-{seed}", every=100)
    assert found.wrong == []
    assert found.cuts == 2000


_MOST = (("pwrite64", (200, 800)), ("fsync", (10, 60)), ("rename", (1, 3)), ("write", (20, 60)))
