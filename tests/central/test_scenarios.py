"""The simulated SIAK: its scenarios are data, its course is fixed by the case, and it goes on after each failure."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from central.scenarios import FAILURES, PATH, SCENARIOS, BadScenario, Scenario, scenario_of
from central.upstream import SimulatedUpstream
from registry.upstream import SiakStatus

READY = SiakStatus.PRINT_READY_RECORD
CASES = [f"0192a0b1-c2d3-7000-8000-{number:012d}" for number in range(2000)]


def told(upstream: SimulatedUpstream, case: str, **facts: bool) -> list[SiakStatus]:
    """Every answer until the last."""
    found = []
    while not found or found[-1].next_in is not None:
        found.append(upstream.answer(case, len(found), facts))
    return [answer.status for answer in found]


def test_a_smooth_course_is_siaks_own_order() -> None:
    assert told(SimulatedUpstream(1.0), CASES[0]) == [*PATH, READY]


@pytest.mark.parametrize("failure", FAILURES)
def test_each_failure_has_a_scenario_that_leads_to_it(failure: SiakStatus) -> None:
    course = told(SimulatedUpstream(1.0, scenario_of(failure.value.lower().replace("_", "-"))), CASES[0])
    assert failure in course
    assert (course[-1] is READY) == (failure is SiakStatus.ADJUDICATE_RECORD)


def test_a_failed_search_passes_when_it_is_sent_again() -> None:
    upstream = SimulatedUpstream(1.0, scenario_of("search-failure-at-central"))
    assert told(upstream, CASES[0])[-1] is SiakStatus.SEARCH_FAILURE_AT_CENTRAL
    assert told(upstream, CASES[0], resent=True)[-1] is READY


def test_the_shares_are_met_and_a_case_has_always_the_same_course() -> None:
    scenario = SCENARIOS["campuran"]
    ends = Counter(status for case in CASES for status in set(scenario.course(case, {})) & set(FAILURES))
    for status, share in scenario.shares.items():
        assert abs(ends[status] / len(CASES) * 100 - share) < 3
    assert all(scenario.course(case, {}) == scenario.course(case, {}) for case in CASES[:50])


def test_facts_of_the_recording_come_before_chance() -> None:
    scenario = SCENARIOS["campuran"]
    assert {scenario.course(case, {"duplicate": True})[-1] for case in CASES[:50]} == {SiakStatus.DUPLICATE_RECORD}


def test_a_step_stands_as_long_as_the_scenario_says() -> None:
    upstream = SimulatedUpstream(2.0, scenario_of("lambat"))
    waits = [upstream.answer(CASES[0], given, {}).next_in for given in range(5)]
    assert waits == [2.0, 2.0, 40.0, 14.0, None]


def test_a_scenario_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "pelatihan.toml"
    path.write_text("[delays]\nPROCESSING = 4\n[shares]\nDUPLICATE_RECORD = 100\n")
    assert told(SimulatedUpstream(1.0, scenario_of(str(path))), CASES[3])[-1] is SiakStatus.DUPLICATE_RECORD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[shares]\nPRINT_READY_RECORD = 1\n", "unknown-status"),
        ("[shares]\nDUPLICATE_RECORD = 101\n", "bad-share"),
        ("[shares]\nDUPLICATE_RECORD = -1\n", "bad-share"),
        ("[delays]\nPROCESSING = -1\n", "bad-delay"),
        ("[shares]\nGONE = 1\n", "unreadable"),
        ("shares = 3\n", "unreadable"),
        ("[[[", "unreadable"),
        (None, "no-such-scenario"),
    ],
)
def test_a_bad_scenario_is_refused(tmp_path: Path, text: str | None, code: str) -> None:
    path = tmp_path / "x.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(BadScenario) as refused:
        scenario_of(str(path))
    assert refused.value.code == code


def test_no_scenario_is_without_its_name() -> None:
    assert all(name == scenario.name for name, scenario in SCENARIOS.items())
    assert Scenario("x").factor(READY) == 1.0
