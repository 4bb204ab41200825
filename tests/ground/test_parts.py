"""Parts of the plan are counted by what really ran."""

import os
import sys
from pathlib import Path

import pytest

from launch.parts import Counts, Outcome, Part, State, count, run_part, summary

SUITE = """
import pytest
def test_passes(): pass
def test_fails(): assert False
def test_skips(): pytest.skip("no scanner")
@pytest.fixture
def broken(): raise RuntimeError("fixture")
def test_errors(broken): pass
"""


def pytest_part(*arguments: str, may_be_empty: bool = False) -> Part:
    words = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)
    return Part("tests", words, counted=True, may_be_empty=may_be_empty)


def test_pytest_is_counted_by_its_report(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_some.py").write_text(SUITE)
    outcome = run_part(pytest_part("test_some.py"), tmp_path, tmp_path, os.environ)
    assert outcome.state is State.FAILED
    assert outcome.counts == Counts(passed=1, failed=2, skipped=1)
    out = capfd.readouterr().out
    assert out.startswith("\n──── tests ─")
    assert "1 failed, 1 passed, 1 skipped, 1 error in" in out


@pytest.mark.parametrize(("may_be_empty", "state"), [(True, State.SKIPPED), (False, State.FAILED)])
def test_no_test_passes_only_where_it_may(tmp_path: Path, may_be_empty: bool, state: State) -> None:
    (tmp_path / "test_none.py").write_text("")
    outcome = run_part(pytest_part("test_none.py", may_be_empty=may_be_empty), tmp_path, tmp_path, os.environ)
    assert outcome.state is state


def test_a_run_that_died_is_failed_and_not_counted(tmp_path: Path) -> None:
    part = Part("tests", (sys.executable, "-c", "import os; os._exit(134)"), counted=True, may_be_empty=True)
    outcome = run_part(part, tmp_path, tmp_path, os.environ)
    assert (outcome.state, outcome.counts, outcome.note) == (State.FAILED, None, "exit 134")


def test_a_program_that_is_not_there_is_failed(tmp_path: Path) -> None:
    outcome = run_part(Part("ruff", (str(tmp_path / "ruff"),)), tmp_path, tmp_path, os.environ)
    assert outcome.state is State.FAILED
    assert "could not start" in outcome.note


def test_a_report_cut_short_counts_nothing(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text("<testsuites><testsuite tests='3'")
    assert count(report) is None


def test_the_table_ends_with_the_sum() -> None:
    lines = summary(
        [
            Outcome("ruff check", State.PASSED, 0.3),
            Outcome("tests", State.FAILED, 12.0, Counts(10, 1, 2), "exit 1"),
            Outcome("fast tests on 3.13", State.SKIPPED, note="python3.13 not found"),
            Outcome("long tests", State.PASSED, 60.0, Counts(5, 0, 0)),
        ]
    ).splitlines()
    assert "  tests               FAILED     12.0 s  10 passed, 1 failed, 2 skipped, exit 1" in lines
    assert lines[-2:] == ["SKIP: python3.13 not found", "15 passed, 1 failed, 2 skipped"]


def test_the_table_without_tests_claims_none() -> None:
    assert "passed," not in summary([Outcome("ruff check", State.PASSED, 0.3)])
