"""kill -9 at each call by which a station changes its files: founding, feed, recording, sealing, printing, erasing."""

import shutil
from collections import Counter

import pytest

from tests.durability.cuts import HOME, Told, record_lives, wrong_with
from tests.durability.kills import Nursery, heard, places

pytestmark = pytest.mark.tools
SOME = 89  # every so manyth place


@pytest.fixture(scope="module")
def everywhere(tracer, place):
    return places(record_lives(place / "whole", [1]))


def test_a_kill_at_some_calls_of_every_kind_loses_nothing(everywhere, place):
    assert {spot.call for spot in everywhere} == {
        "write",
        "pwrite64",
        "fsync",
        "rename",
        "unlink",
        "ftruncate",
        "mkdir",
    }
    kill_at([spot for spot in everywhere if spot.number % SOME == 1], place / "some")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_kill_at_every_call_loses_nothing(everywhere, place):
    assert len(everywhere) > 1000
    kill_at(everywhere, place / "every")


def kill_at(spots, place):
    ended, wrong = Counter(), []
    with Nursery() as nursery:
        for spot in spots:
            home, told = place / HOME, place / "told"
            place.mkdir()
            ended[nursery.life(home, told, 1, 0, spot)] += 1
            wrong += [(spot, what) for what in wrong_with(home, heard(told) if told.exists() else Told())]
            shutil.rmtree(place)
    assert wrong == []
    assert ended.keys() <= {-9, 0}
    assert ended[0] <= 7  # one life makes a call more or less than another: ids and sealed bytes differ
