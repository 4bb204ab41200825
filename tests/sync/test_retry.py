"""When to try again: full jitter below a limit of its own for each kind of fault, and never before the centre asked."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import BadPacket, BadWire, Busy, ClockWrong, Locked, NotSealed, Refused, Unreachable
from sync.retry import LONGEST_S, LONGEST_TOLD_S, WAITS_S, Fault, Rest, fault_of, holds_all, next_try, stamp_of, waits

NOW = datetime(2026, 11, 24, 3, 42, 7, tzinfo=UTC)
KINDS = {
    Fault.NETWORK: Unreachable("unreachable"),
    Fault.CUT: Unreachable("cut-off"),
    Fault.BUSY: Busy(503, "busy", 0.0),
    Fault.REFUSED: Refused(409, "other-content"),
    Fault.TURN: Refused(409, "out-of-turn"),
    Fault.CLOCK: ClockWrong(90.0),
    Fault.LOCKED: Locked(403, "locked"),
    Fault.DISK: NotSealed("disk-full"),
    Fault.BAD: BadPacket("altered"),
}


def test_each_kind_of_fault_is_known_by_its_error():
    assert {fault: fault_of(error) for fault, error in KINDS.items()} == {fault: fault for fault in Fault}
    assert fault_of(BadWire("x")) is Fault.BAD
    assert set(WAITS_S) == set(Fault)


@pytest.mark.parametrize("fault", Fault)
@given(tries=st.integers(0, 10_000), chance=st.randoms(use_true_random=False))
def test_a_wait_lies_below_a_limit_that_doubles(fault, tries, chance):
    first, longest = WAITS_S[fault]
    limit = min(longest, first * 2 ** min(tries, 20))
    assert 1.0 <= next_try(KINDS[fault], tries, chance).total_seconds() <= max(1.0, limit)


def test_full_jitter_fills_the_whole_range_evenly():
    found = [next_try(Unreachable("unreachable"), 8, random.Random(n)).total_seconds() for n in range(600)]
    assert len(set(found)) == 600
    for quarter in range(4):
        assert 90 < sum(quarter * 225 <= each < (quarter + 1) * 225 for each in found) < 210


@given(told=st.floats(0, 1e9), tries=st.integers(0, 40), chance=st.randoms(use_true_random=False))
def test_never_before_the_centre_asked_and_not_for_ever(told, tries, chance):
    wait = next_try(Busy(429, "busy", told), tries, chance).total_seconds()
    assert min(told, LONGEST_TOLD_S) <= wait <= LONGEST_S


def test_what_holds_one_packet_does_not_hold_all():
    assert {fault for fault, error in KINDS.items() if holds_all(error)} == {
        Fault.NETWORK, Fault.CUT, Fault.BUSY, Fault.CLOCK, Fault.LOCKED,
    }  # fmt: skip


def test_a_rest_grows_with_failures_ends_with_success_and_is_kept():
    rest, chance = Rest(), random.Random(1)
    for tries in range(1, 5):
        rest = rest.after(Unreachable("unreachable"), NOW, chance)
        assert (rest.tries, rest.code) == (tries, "unreachable")
        assert waits(rest.until, NOW)
        assert Rest.from_bytes(rest.to_bytes()) == rest
    assert rest.after(None, NOW, chance) == Rest() == Rest.from_bytes(None)
    with pytest.raises(BadWire):
        Rest.from_bytes(b"{}")


@given(st.integers(-(10**9), 10**9))
def test_a_clock_that_was_set_does_not_silence_a_station(seconds):
    until = stamp_of(NOW)
    try:
        there = NOW + timedelta(seconds=seconds)
    except OverflowError:
        return
    assert waits(until, there) is (0 < -seconds <= LONGEST_S)
