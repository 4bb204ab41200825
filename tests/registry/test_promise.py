"""The service clock over whole stories of actions; days as they are written in the stamps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.actions import Kind, Outcome
from registry.case import Case
from registry.lifecycle import Status
from registry.officers import Role
from registry.promise import Calendar, ServiceClock, Wait, service_clock, wait_in
from registry.upstream import SiakStatus
from tests.registry.making import action

PLAIN = Calendar()
STEPS = {
    "lengkap": (Kind.SUBMITTED, "complete", "rina", Role.OPERATOR, "DAYUN"),
    "kurang": (Kind.SUBMITTED, "incomplete", "rina", Role.OPERATOR, "DAYUN"),
    "kembali": (Kind.RETURNED, "", "hendra", Role.VERIFIER, "DAYUN"),
    "tolak": (Kind.REJECTED, "", "hendra", Role.VERIFIER, "DAYUN"),
    "verifikasi": (Kind.VERIFIED, "", "hendra", Role.VERIFIER, "DAYUN"),
    "sfe": (Kind.UPSTREAM_ANSWERED, SiakStatus.SENT_FOR_ENROLLMENT, "DINAS", Role.CENTRE, "DINAS"),
    "gagal": (Kind.UPSTREAM_ANSWERED, SiakStatus.ENROLL_FAILURE_AT_CENTRAL, "DINAS", Role.CENTRE, "DINAS"),
    "prr": (Kind.UPSTREAM_ANSWERED, SiakStatus.PRINT_READY_RECORD, "DINAS", Role.CENTRE, "DINAS"),
    "rilis": (Kind.RELEASED, "", "DINAS", Role.CENTRE, "DINAS"),
    "setuju": (Kind.PRINT_APPROVED, "", "murni", Role.VERIFIER, "DAYUN"),
    "cetak": (Kind.PRINT_STARTED, "loket", "yuli", Role.PRINTING, "DAYUN"),
    "baik": (Kind.PRINT_BOOKED, Outcome.GOOD, "yuli", Role.PRINTING, "DAYUN"),
    "cip": (Kind.CHIP_VERIFIED, "", "yuli", Role.PRINTING, "DAYUN"),
    "serah": (Kind.HANDED_OVER, "finger", "rina", Role.OPERATOR, "DAYUN"),
}


def told(*story: str) -> Case:
    """A case from words like `23 lengkap`: the day of November 2026, and the step."""
    made = []
    for number, line in enumerate(story, 1):
        day, word = line.split()
        kind, variant, author, role, station = STEPS[word]
        after = f"{number - 1:04d}" if number > 1 else ""
        at = f"2026-11-{int(day):02d}T03:00:00Z"
        made.append(
            action(number, kind, author=author, role=role, variant=variant, station=station, after=after, at=at)
        )
    case = Case.of(made)
    assert case.refused == ()
    return case


def clock(case: Case, today: int, days: int = 1, calendar: Calendar = PLAIN) -> ServiceClock:
    return service_clock(case, days, date(2026, 11, today), calendar, lambda at: date.fromisoformat(at[:10]))


def test_it_starts_with_the_complete_berkas_and_not_before():
    waiting = clock(told("2 kurang"), 20)
    assert (waiting.started, waiting.due, waiting.stopped, waiting.late(date(2026, 11, 30))) == (
        None,
        None,
        True,
        False,
    )
    begun = clock(told("2 kurang", "23 lengkap"), 23)
    assert (begun.started, begun.due, begun.applicant) == (date(2026, 11, 23), date(2026, 11, 24), 0)
    assert not begun.stopped


def test_a_weekend_and_a_holiday_are_no_working_days():
    friday = told("27 lengkap")
    assert clock(friday, 27).due == date(2026, 11, 30)
    assert clock(friday, 27, calendar=Calendar(frozenset({date(2026, 11, 30)}))).due == date(2026, 12, 1)
    assert clock(told("28 lengkap"), 28).due == date(2026, 11, 30)


def test_it_is_late_on_the_day_after():
    case = told("23 lengkap")
    assert not clock(case, 24).late(date(2026, 11, 24))
    assert clock(case, 25).late(date(2026, 11, 25))
    assert clock(case, 25).ours == 2


def test_it_stops_while_the_applicant_mends():
    case = told("2 lengkap", "3 kembali")
    stopped = clock(case, 20)
    assert (stopped.turn, stopped.ours, stopped.applicant) == (Wait.APPLICANT, 1, 13)
    assert not stopped.late(date(2026, 11, 20))
    again = clock(told("2 lengkap", "3 kembali", "19 lengkap"), 20)
    assert (again.applicant, again.ours, again.due) == (12, 2, date(2026, 11, 19))  # the day promised was used up
    assert again.late(date(2026, 11, 20))


def test_the_centres_time_is_counted_apart():
    case = told("2 lengkap", "3 verifikasi", "5 sfe", "18 prr", "18 rilis")
    found = clock(case, 18)
    assert (found.ours, found.centre, found.applicant) == (1, 11, 0)
    assert found.turn is Wait.OURS
    assert found.due == date(2026, 11, 18)


def test_a_recording_that_pusat_cannot_read_waits_for_the_applicant():
    found = clock(told("2 lengkap", "2 verifikasi", "4 gagal"), 11)
    assert (found.turn, found.centre, found.applicant) == (Wait.APPLICANT, 2, 5)


def test_a_finished_case_grows_no_older():
    story = ("2 lengkap", "2 verifikasi", "4 prr", "4 rilis", "4 setuju", "5 cetak", "5 baik", "5 cip", "6 serah")
    found = clock(told(*story), 30)
    assert (found.ended, found.ours, found.centre, found.turn) == (date(2026, 11, 6), 2, 2, Wait.ENDED)
    assert found == clock(told(*story), 6)
    assert clock(told("2 lengkap", "3 tolak"), 30).ended == date(2026, 11, 3)


def test_each_status_is_somebodys_turn():
    ended = {s for s in Status if wait_in(s) is Wait.ENDED}
    assert ended >= {Status.REJECTED, Status.CANCELLED, Status.HANDED_OVER}
    assert {s for s in Status if wait_in(s) is Wait.APPLICANT} == {Status.INCOMPLETE, Status.RETURNED, Status.RERECORD}
    assert wait_in(Status.SUBMITTED) is Wait.OURS


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.sets(st.integers(0, 80)))
def test_counting_forth_and_back_agrees(day: date, count: int, off: set[int]):
    calendar = Calendar(frozenset(day + timedelta(days=step) for step in off))
    end = calendar.after(day, count)
    assert calendar.between(day, end) == count
    assert count == 0 or calendar.works(end)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 90), st.integers(0, 90))
def test_spans_add_up(day: date, one: int, two: int):
    middle, end = day + timedelta(days=one), day + timedelta(days=one + two)
    assert PLAIN.between(day, middle) + PLAIN.between(middle, end) == PLAIN.between(day, end)


@pytest.mark.parametrize("story", [("20 lengkap", "5 kembali"), ("20 lengkap", "5 kembali", "6 lengkap")])
def test_a_clock_set_back_counts_nothing(story: tuple[str, ...]):
    found = clock(told(*story), 6)
    assert (found.ours, found.applicant >= 0) == (0, True)
