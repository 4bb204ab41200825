"""When the machine rests: by its heat, by cards in a row, by its cleaning, by days of standing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.port import Marker, PrinterState
from station.desk.governor import Advice, Limits, Row, Step, advise, row_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = Limits(cards=3, rest=timedelta(minutes=2))


def state(**facts):
    return PrinterState("idle", **facts)


def seconds(*moments):
    return [NOON + timedelta(seconds=each) for each in moments]


@pytest.mark.parametrize(("temperature", "step"), [(160, Step.GO), (170, Step.GO), (171, Step.COOL), (None, Step.GO)])
def test_above_170_it_cools(temperature, step):
    assert advise(LIMITS, state(temperature=temperature), Row(), NOON).step is step


def test_the_longer_it_has_to_cool_the_hotter_it_is():
    told = advise(LIMITS, state(temperature=175), Row(), NOON)
    assert (told.temperature, told.until) == (175, NOON + timedelta(minutes=4))


def test_a_machine_that_says_it_is_too_hot_is_believed_without_a_figure():
    told = advise(LIMITS, state(reasons=("fuser-over-temp",)), Row(), NOON)
    assert told.step is Step.COOL
    assert told.waits


def test_after_so_many_cards_in_a_row_it_rests_from_the_last_one_on():
    row = row_of(seconds(0, 20, 40), LIMITS)
    assert advise(LIMITS, None, row, NOON + timedelta(seconds=60)) == Advice(
        Step.REST, NOON + timedelta(seconds=160), None
    )
    assert advise(LIMITS, None, row, NOON + timedelta(seconds=160)).step is Step.GO


def test_a_pause_in_between_begins_the_row_anew():
    assert row_of(seconds(0, 20, 160, 180), LIMITS).cards == 2
    assert row_of(seconds(0, 20, 140, 160), LIMITS).cards == 2


def test_without_a_limit_nothing_rests():
    row = row_of(seconds(*range(0, 2000, 20)), Limits(cards=0))
    assert advise(Limits(cards=0), None, row, NOON + timedelta(seconds=2000)).step is Step.GO


@pytest.mark.parametrize(
    "facts", [{"markers": (Marker("Rol", "cleaner-unit", 0),)}, {"reasons": ("cleaner-life-over",)}]
)
def test_cleaning_is_asked_for_and_stops_nothing(facts):
    told = advise(LIMITS, state(**facts), Row(), NOON)
    assert told.step is Step.CLEAN
    assert not told.waits


def test_a_used_ribbon_is_not_cleaning():
    assert advise(LIMITS, state(markers=(Marker("YMCKO", "ribbon", 0),)), Row(), NOON).step is Step.GO


def test_after_days_of_standing_a_test_comes_first():
    row = Row(1, NOON - timedelta(days=3))
    assert advise(LIMITS, state(), row, NOON).step is Step.TEST
    assert advise(LIMITS, state(), Row(1, NOON - timedelta(days=2)), NOON).step is Step.GO
    assert advise(LIMITS, state(), Row(), NOON).step is Step.GO, "a machine that never printed here"


@given(st.lists(st.integers(0, 5000), max_size=40, unique=True).map(sorted))
def test_never_more_than_the_limit_without_a_rest(moments):
    """Whoever waits when told to never has more in a row than the limit."""
    row, now = Row(), NOON
    for moment in moments:
        now = max(now, NOON + timedelta(seconds=moment))
        told = advise(LIMITS, None, row, now)
        now = told.until if told.waits and told.until else now
        row = row.after(now, LIMITS)
        assert row.cards <= LIMITS.cards
