"""What an officer sets about the line, and the order in which packets go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import BadWire, Refused, Unreachable
from sync.plan import Plan, in_turn
from sync.ports import PacketInfo
from sync.rules import SMALL, Rules

NOW = datetime(2026, 11, 24, 3, 42, 7, tzinfo=UTC)
hours = st.builds(lambda hour, minute: f"{hour:02d}.{minute:02d}", st.integers(0, 23), st.integers(0, 59))


def info(number, case="case-1", *, size=100, kind="case", hours_old=0, next_at=""):
    created = f"{NOW - timedelta(hours=hours_old):%Y-%m-%dT%H:%M:%SZ}"
    return PacketInfo(f"p-{number:02d}", case, kind, size, "00" * 32, Path("x"), created, 0, "", next_at)


@given(st.integers(0, 10**6), st.one_of(st.just(("", "")), st.tuples(hours, hours)), st.text(max_size=20))
def test_rules_are_kept_as_they_were_set(limit, quiet, who):
    rules = Rules(limit, *quiet, paused_by=who)
    assert Rules.from_bytes(rules.to_bytes()) == rules
    assert rules.paused is bool(who)


@pytest.mark.parametrize("bad", [{"quiet_from": "8.00", "quiet_until": "09.00"}, {"quiet_from": "08.00"},
                                 {"quiet_from": "24.00", "quiet_until": "09.00"}, {"limit_kbit": 10**7}])  # fmt: skip
def test_what_is_no_rule_is_refused(bad):
    with pytest.raises(BadWire):
        Rules(**bad)


@given(hours, hours, hours)
def test_quiet_hours_go_round_the_clock(begin, end, now):
    local = datetime(2026, 11, 24, int(now[:2]), int(now[3:]))
    minutes = lambda hour: int(hour[:2]) * 60 + int(hour[3:])  # noqa: E731 - one use
    span = (minutes(end) - minutes(begin)) % 1440
    assert Rules(0, begin, end).quiet(local) is ((minutes(now) - minutes(begin)) % 1440 < span)


def test_in_quiet_hours_acts_go_and_captures_wait():
    plan = Plan(by_itself=True, quiet=True)
    assert plan.may_go(info(1, size=SMALL), NOW)
    assert not plan.may_go(info(1, size=SMALL + 1), NOW)
    assert replace(plan, by_itself=False).may_go(info(1, size=SMALL + 1), NOW)  # an officer asked


def test_a_packet_waits_for_its_time_unless_somebody_asks():
    late = info(1, next_at="2026-11-24T03:43:00Z")
    assert not Plan(by_itself=True).may_go(late, NOW)
    assert Plan(by_itself=True).may_go(late, NOW + timedelta(minutes=1))
    assert Plan().may_go(late, NOW)


def test_what_failed_with_the_way_itself_has_no_time_of_its_own():
    assert Plan().again(Unreachable("unreachable"), info(1), NOW) == ""
    assert Plan().again(Refused(409, "offset"), info(1), NOW) > f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def test_the_urgent_before_the_small_and_a_day_old_one_before_the_fresh():
    waiting = [
        info(1, "a", size=9000), info(2, "b", size=300), info(3, "c", size=200_000, hours_old=25),
        info(4, "d", size=5000, kind="request"), info(5, "e", size=100_000, hours_old=30),
    ]  # fmt: skip
    assert [one.case for one in in_turn(waiting, NOW)] == ["d", "e", "c", "b", "a"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.integers(1, 10**6), st.sampled_from(["case", "request"]), st.integers(0, 60)
        ),
        max_size=30,
    )
)
def test_never_a_packet_before_an_older_one_of_its_case(drawn):
    waiting = [info(n, case, size=size, kind=kind, hours_old=old) for n, (case, size, kind, old) in enumerate(drawn)]
    line = list(in_turn(reversed(waiting), NOW))
    assert sorted(one.id for one in line) == sorted(one.id for one in waiting)
    for case in "abcd":
        ids = [one.id for one in line if one.case == case]
        assert ids == sorted(ids)
