"""Effects happen exactly once with both real ends: the encrypted store and the client here, the application and its
books there, each dying at any of its writes, over a wire that loses, doubles, delays and reorders.

tests/sync/test_protocol.py tells the same of the client against a model, in far more stories; here nothing is a model.
"""

import os
import shutil
import tempfile
from collections import deque
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import Response
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from central import inbox
from central.app import _Doors
from central.errors import CentreError
from central.ledger.ledger import Book
from sync import http
from tests.invariants.world import HERE, Cut, found, quicken
from tests.sync.ends import Down, Ends, copied

BAD = ("lost", "answer lost", "doubled", "late", "no connection")
WEATHER = ("fine", "fine", *BAD)
PLAIN = settings(
    max_examples=10,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("ends") / "made"
    found(home)
    return home


class BothEnds(RuleBasedStateMachine):
    made: Path

    @initialize(part=st.sampled_from([4000, 64_000]))
    def begin(self, part):
        self._folder = tempfile.mkdtemp()
        self._patch = pytest.MonkeyPatch()
        quicken(self._patch)
        self._patch.setattr(http, "SMALLEST_PART", part)
        self._patch.setattr(http, "LARGEST_PART", part)
        self.seed()
        self.ends = Ends(copied(self.made, Path(self._folder) / "world"), self._patch)

    def seed(self):
        """Where a test puts a fault in."""

    def teardown(self):
        if not hasattr(self, "ends"):
            return
        try:
            self._clear_up()
        finally:
            self.ends.fuse.left = self.ends.centre_fuse.left = -1
            self.ends.close()
            self._patch.undo()
            shutil.rmtree(self._folder)

    # what happens -----------------------------------------------------------------------------------------------------
    @rule()
    def an_officer_records(self):
        self.ends.act()

    @rule()
    def the_centre_speaks(self):
        self.ends.say()

    @rule(weather=st.lists(st.sampled_from(WEATHER), max_size=10))
    def a_round(self, weather):
        self.ends.weather = deque(weather)
        self.ends.round()

    @rule(place=st.integers(0, 6), kind=st.sampled_from(BAD))
    def one_request_of_a_sending_goes_wrong(self, place, kind):
        self.ends.act()
        self.a_round(["fine"] * place + [kind])

    @rule(request=st.integers(2, 5), stage=st.integers(0, 2))
    def the_centre_dies_while_it_takes(self, request, stage):
        """Before, inside or after the transaction of one of the requests that carry a packet."""
        self.ends.act()
        self.the_centre_dies([], 3 * request + stage)

    @rule(weather=st.lists(st.sampled_from(WEATHER), max_size=6), writes=st.integers(0, 20))
    def the_station_dies(self, weather, writes):
        self.ends.weather, self.ends.fuse.left = deque(weather), writes
        with suppress(Cut):
            self.ends.round()
        self.ends.fuse.left = -1
        self.ends.restart(HERE)

    @rule(weather=st.lists(st.sampled_from(WEATHER), max_size=6), writes=st.integers(0, 20))
    def the_centre_dies(self, weather, writes):
        self.ends.weather, self.ends.centre_fuse.left = deque(weather), writes
        self.ends.round()
        self.ends.restart_centre()

    @precondition(lambda self: hasattr(self, "ends") and self.ends.late)
    @rule(which=st.integers(0, 100))
    def a_late_request_arrives(self, which):
        with suppress(Exception):
            self.ends.deliver(*self.ends.late.pop(which % len(self.ends.late)))

    @precondition(lambda self: hasattr(self, "ends") and self.ends.seen)
    @rule(which=st.integers(0, 10_000))
    def an_old_request_arrives_again(self, which):
        self.ends.deliver(*self.ends.seen[which % len(self.ends.seen)])

    # what always holds ------------------------------------------------------------------------------------------------
    @invariant()
    def effects_happen_once(self):
        if hasattr(self, "ends"):
            assert set(self.ends.follow_ups().values()) <= {0, 1}
            assert set(self.ends.taken().values()) <= {0, 1}

    @invariant()
    def what_the_station_believes_is_true(self):
        if hasattr(self, "ends"):
            assert self.ends.believed().items() <= self.ends.booked().items()

    def _clear_up(self):
        ends = self.ends
        ends.weather, ends.fuse.left, ends.centre_fuse.left = deque(), -1, -1
        for _ in range(4):
            report = ends.round()
        assert report.problem is None
        assert ends.store.side.waiting() == ()
        assert set(ends.booked()) == set(ends.written) == set(ends.believed())
        assert ends.follow_ups() == dict.fromkeys(ends.written, 1)
        assert ends.taken() == dict.fromkeys(ends.said, 1)
        assert ends.store.problems.count() == 0
        self.effects_happen_once()
        self.what_the_station_believes_is_true()


def run(kind, made, profile=PLAIN):
    kind.made = made
    run_state_machine_as_test(kind, settings=profile)


def test_effects_happen_once_whatever_wire_and_power_do(made):
    run(type("Plain", (BothEnds,), {}), made)


@pytest.mark.long
@pytest.mark.skipif("LOKET_HOURS" not in os.environ, reason="half an hour and more: asked for by LOKET_HOURS=1")
@pytest.mark.timeout(1800)
def test_effects_happen_once_in_many_stories(made):
    run(
        type("Deep", (BothEnds,), {}),
        made,
        settings(PLAIN, max_examples=150, stateful_step_count=40, derandomize=False),
    )


# The machine must be able to fail: two faults that would cost a resident his place in the line -----------------------
class NoDedupe(BothEnds):
    """A centre that forgets which packets it has taken, and which acts."""

    def seed(self):
        self._patch.setattr(inbox, "outcome", lambda _db, _action: None)
        plain = Book.packet
        forget = lambda book, station, packet: _without_receipt(plain(book, station, packet))  # noqa: E731 - one use
        self._patch.setattr(Book, "packet", forget)


class ReceiptBeforeStore(BothEnds):
    """A centre that gives its answer before its books are durable."""

    def seed(self):
        def answer(doors, work):
            said = None
            try:
                with doors._rooms.ledger.writing() as book:
                    said = work(book)
            except Down:
                if said is None:
                    raise
            except CentreError as error:
                return _refusal(error)
            return said

        self._patch.setattr(_Doors, "_answer", answer)


def _without_receipt(row):
    return replace(row, receipt=b"") if row is not None else None


def _refusal(error):
    return Response(status_code=error.status, headers={"Loket-Code": error.code})


@pytest.mark.parametrize("seeded", [NoDedupe, ReceiptBeforeStore], ids=lambda kind: kind.__name__)
def test_a_fault_put_in_on_purpose_is_found(made, seeded):
    # what went wrong once may go otherwise when it is played again: ids, salts and threads are new each time
    with pytest.raises((AssertionError, Flaky)):
        run(type("Seeded", (seeded,), {}), made, settings(PLAIN, max_examples=150))
