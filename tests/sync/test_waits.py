"""What a round leaves for later: a busy centre, a packet that was refused, and what follows it."""

import random

import httpx2
import pytest

from sync.errors import Busy
from sync.plan import Plan
from tests.sync.stage import BLOBS, NOW, refusing


def test_a_busy_centre_is_left_in_peace_for_as_long_as_it_asked(stage):
    stage.side.write("case-1")
    stage.side.write("case-2")
    stage.spoil = refusing("/v1/announce", (503, {"Retry-After": "120"}))
    report = stage.run()
    assert isinstance(report.way, Busy)
    assert report.way.wait_s == 120.0
    assert len(stage.asked("announce")) == 1  # what holds for one holds for the other
    assert [info.next_at for info in stage.side.waiting() if info.tries] == [""]


def test_a_refused_packet_gets_a_next_try_of_its_own_and_others_go(stage):
    stage.side.write("case-1")
    other = stage.side.write("case-2", BLOBS)
    stage.spoil = refusing("/v1/packets/p-1", (409, {"Loket-Code": "out-of-turn"}))
    plan = Plan(by_itself=True, chance=random.Random(3))
    assert stage.run(plan=plan).sent == 1
    waits = stage.side.packets["p-1"].next_at
    assert NOW < waits <= "2026-11-24T03:43:09Z"
    stage.spoil, seen = None, len(stage.asked("announce"))
    stage.run(plan=plan)
    assert len(stage.asked("announce")) == seen
    assert stage.run(plan=plan, stamp=lambda: "2026-11-24T03:43:10Z").sent == 1
    assert set(stage.side.numbers) == {other, *stage.side.actions}


def test_what_follows_a_packet_that_waits_waits_too(stage):
    stage.side.write("case-1", BLOBS)
    stage.spoil = refusing("/v1/packets/p-1", (409, {"Loket-Code": "out-of-turn"}))
    plan = Plan(by_itself=True, chance=random.Random(3))
    stage.run(plan=plan)
    stage.side.write("case-1")
    stage.spoil = None
    assert (stage.run(plan=plan).sent, stage.run().sent) == (0, 2)


def test_it_is_told_which_packet_of_how_many_goes(stage):
    for number in range(3):
        stage.side.write(f"case-{number}")
    told = []
    stage.run(tell=lambda number, of: told.append((number, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("said", "wait"),
    [("30", 30.0), ("Tue, 24 Nov 2026 03:44:07 GMT", 120.0), ("Tue, 24 Nov 2026 03:00:00 GMT", 0.0), ("soon", 0.0),
     ("-5", 0.0), ("²", 0.0)],
)  # fmt: skip
def test_retry_after_is_a_count_or_a_date(stage, said, wait):
    stage.side.write("case-1")
    headers = httpx2.Headers({b"Retry-After": said.encode(), b"Date": b"Tue, 24 Nov 2026 03:42:07 GMT"})
    stage.spoil = refusing("/v1/announce", (429, headers))
    assert stage.run().way.wait_s == wait
