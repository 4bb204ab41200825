"""Whatever the network and the power do, every action has its effect at the centre exactly once, and every entry of the
feed at the station exactly once and in order.

Hypothesis drives the real client (cycle, packets, signatures) against a centre in memory. Requests are lost, answers
are lost, both are doubled, old answers come late, old requests arrive again, files vanish, and the station is cut off
before or after any write. Then the weather clears, and after a few rounds nothing may be missing or doubled.

Only age is replaced: it greases its headers by chance, and a run must be repeatable byte for byte.
"""

import itertools
import tempfile
from collections import deque
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from sync import age, http, outbox
from sync.cycle import Cycle
from sync.durable import write_durably
from sync.errors import BadPacket
from sync.http import Centre
from sync.line import Line
from tests.sync.courier import OnTheSpot
from tests.sync.making import STATION, key, station_keys
from tests.sync.model import ModelCentre, Way, response
from tests.sync.side import MemorySide

PART = 900  # a packet of one action is two parts
WEATHER = ("fine", "fine", "request lost", "answer lost", "doubled", "late answer", "no connection")


class Cut(BaseException):
    """The power is gone."""


def plain_seal(data, recipients):
    """Says for whom it is and hides nothing."""
    return " ".join(recipients).encode() + b"\n" + data


def plain_unseal(data, identity):
    recipients, _, inside = data.partition(b"\n")
    if age.recipient_of(identity).encode() not in recipients.split():
        raise BadPacket("not-for-us")
    return inside


class Protocol(RuleBasedStateMachine):
    centre_kind, side_kind = ModelCentre, MemorySide

    @initialize()
    def begin(self):
        self._folder = tempfile.TemporaryDirectory()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(http, "SMALLEST_PART", PART)
        self._patch.setattr(http, "LARGEST_PART", PART)
        self._patch.setattr(outbox, "write_whole", self._write)
        self._patch.setattr(age, "seal", plain_seal)
        self._patch.setattr(age, "unseal", plain_unseal)
        self.model, self.side = self.centre_kind(), self.side_kind(self._gate)
        self.way = Way(self.model, self._weather)
        self.weather, self.cut_in = deque(), None
        self.answers, self.said = [], []
        self.ids = (f"p-{number}" for number in itertools.count(1))

    def teardown(self):
        if not hasattr(self, "_folder"):
            return
        try:
            self._clear_up()
        finally:
            self._patch.undo()
            self._folder.cleanup()

    # what happens ----------------------------------------------------------------------------------------------------
    @rule(case=st.integers(1, 4))
    def an_officer_acts(self, case):
        self.side.write(f"case-{case}")

    @rule()
    def the_centre_speaks(self):
        self.said.append(f"entry {len(self.said)}")
        self.model.say(self.said[-1])

    @rule(weather=st.lists(st.sampled_from(WEATHER), max_size=12))
    def a_round(self, weather):
        self.weather = deque(weather)
        self._round()

    @rule(weather=st.lists(st.sampled_from(WEATHER), max_size=6), step=st.integers(0, 8))
    def a_round_cut_off(self, weather, step):
        self.weather, self.cut_in = deque(weather), step
        with suppress(Cut):
            self._round()
        self.cut_in = None

    @precondition(lambda self: hasattr(self, "way") and self.way.seen)
    @rule(which=st.integers(0, 10_000))
    def an_old_request_arrives_again(self, which):
        self.way.ask(*self.way.seen[which % len(self.way.seen)])

    @precondition(lambda self: hasattr(self, "side") and self.side.packets)
    @rule(which=st.integers(0, 100))
    def a_file_is_lost(self, which):
        infos = list(self.side.packets.values())
        infos[which % len(infos)].path.unlink(missing_ok=True)

    # what always holds -----------------------------------------------------------------------------------------------
    @invariant()
    def nothing_has_two_effects(self):
        if hasattr(self, "model"):
            assert set(self.model.effects.values()) <= {1}
            assert self.side.taken == self.said[: len(self.side.taken)]

    @invariant()
    def what_the_station_believes_is_true(self):
        if hasattr(self, "model"):
            assert self.side.numbers.items() <= self.model.booked.items()
            assert self.side.refused == {}

    # -----------------------------------------------------------------------------------------------------------------
    def _clear_up(self):
        self.weather, self.cut_in = deque(), None
        for _ in range(4):
            report = self._round()
        assert report.problem is None
        assert list(self.side.waiting()) == []
        assert self.side.numbers == self.model.booked
        assert set(self.side.actions) == set(self.model.booked)
        assert self.side.taken == self.said
        left = {path.parent.name for path in Path(self._folder.name).rglob("*.age*")}
        assert left <= {"sent"}

    def _round(self):
        line = Line("http://centre", STATION, key(STATION), transport=self.way)
        cycle = Cycle(
            self.side,
            Centre("", line=line),
            station_keys(),
            Path(self._folder.name),
            self.ids.__next__,
            lambda: "2026-11-24T03:42:07Z",
            self.side.reseal,
            courier=OnTheSpot(),
        )
        try:
            return cycle.run()
        finally:
            line.close()

    def _gate(self, step):
        if self.cut_in is not None:
            self.cut_in -= 1
            if self.cut_in < 0:
                raise Cut(step)

    def _write(self, path, data):
        self._gate("write")
        path.with_suffix(".age.part").write_bytes(data[: len(data) // 2])
        self._gate("half written")
        write_durably(path, data)
        self._gate("written")

    def _weather(self, request, ask):
        """What the network makes of one request."""
        kind = self.weather.popleft() if self.weather else "fine"
        target = request.url.raw_path
        if kind == "no connection":
            raise httpx2.ConnectError("no connection")
        if kind == "request lost":
            raise httpx2.ReadTimeout("request lost")
        reply = ask()
        content = reply.read()
        self.answers.append((request.method, target, reply.status_code, dict(reply.headers), content))
        if kind == "doubled":
            again = ask()
            return response(again.status_code, again.headers, again.read())
        if kind == "answer lost":
            raise httpx2.ReadTimeout("answer lost")
        if kind == "late answer":
            old = next(one for one in self.answers if one[:1] == (request.method,))
            return response(*old[2:])
        return response(reply.status_code, reply.headers, content)


QUIET = settings(
    max_examples=30,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Protocol.TestCase.settings = QUIET
TestProtocol = Protocol.TestCase


# The checks above must be able to fail: the same storm, step by step, over the right and over three wrong designs.
class Forgetful(ModelCentre):
    """Does not know a packet again when its last part is doubled."""

    def _part(self, packet, offset, body):
        if self.receipts.pop(packet, None):
            del self.parts[packet][offset:]
        return super()._part(packet, offset, body)

    def _enter(self, action):
        super()._enter(action)
        self.effects[action] += action in self.entered
        self.entered.add(action)

    def __init__(self):
        super().__init__()
        self.entered = set()


class Blind(ModelCentre):
    """Appends whatever comes, wherever it belongs: what made an upload server declare broken files whole."""

    def _part(self, packet, offset, body):
        return super()._part(packet, len(self.parts.get(packet, b"")), body)


class Careless(MemorySide):
    """Moves the cursor before the effect, in two transactions."""

    def apply(self, page):
        self.at = page.end
        self.gate("between")
        self.taken += [item.record["text"] for item in page.items]


def storm(centre, side):
    """Double each request of a round once, and cut the station off at each of its writes once."""

    class Machine(Protocol):
        centre_kind, side_kind = centre, side

    machine = Machine()
    machine.begin()
    try:
        for place in range(8):
            machine.a_round([])
            machine.an_officer_acts(1)
            machine.the_centre_speaks()
            machine.a_round(["fine"] * place + ["doubled"])
            machine.an_officer_acts(2)
            machine.the_centre_speaks()
            machine.a_round_cut_off([], place)
            machine.nothing_has_two_effects()
            machine.what_the_station_believes_is_true()
    finally:
        machine.teardown()


def test_the_storm_does_the_right_design_no_harm():
    storm(ModelCentre, MemorySide)


@pytest.mark.parametrize(
    ("centre", "side"),
    [(Forgetful, MemorySide), (Blind, MemorySide), (ModelCentre, Careless)],
    ids=lambda k: k.__name__,
)
def test_the_storm_finds_a_wrong_design(centre, side):
    with pytest.raises(AssertionError):
        storm(centre, side)
