"""One part of the test plan: run it under a heading, count its tests, and tell the whole at the end."""

import enum
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from launch.words import say

NO_TESTS = 5
"""pytest's exit code when it collected nothing."""


class State(enum.Enum):
    """How a part ended."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Counts:
    """Tests of one or more pytest runs; an error counts as a failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True, slots=True)
class Part:
    """A command of the plan."""

    name: str
    command: tuple[str, ...]
    counted: bool = False
    """It is pytest, and its tests are counted."""
    may_be_empty: bool = False
    """Finding no test is no failure here."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a part."""

    name: str
    state: State
    seconds: float = 0.0
    counts: Counts | None = None
    note: str = ""


def run_part(part: Part, root: Path, scratch: Path, env: Mapping[str, str]) -> Outcome:
    """Run one part in the repository's root, its output in the open."""
    say(f"\n──── {part.name} {'─' * max(3, 72 - len(part.name))}")
    report = scratch / f"{part.name.replace(' ', '-').replace('/', '-')}.xml"
    command = [*part.command, f"--junitxml={report}"] if part.counted else list(part.command)
    started = time.monotonic()
    try:
        code = subprocess.run(command, cwd=root, env=env, check=False).returncode
    except OSError as error:
        return Outcome(part.name, State.FAILED, note=f"could not start {command[0]}: {error.strerror}")
    seconds = time.monotonic() - started
    if code == NO_TESTS and part.counted and part.may_be_empty:
        return Outcome(part.name, State.SKIPPED, seconds, note="no tests")
    note = "" if code == 0 else f"exit {code}"
    return Outcome(part.name, State.FAILED if code else State.PASSED, seconds, count(report), note)


def count(report: Path) -> Counts | None:
    """Read a JUnit report as pytest writes it; None when the run died before writing one."""
    try:
        suites = ElementTree.parse(report).iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return None
    total = Counts()
    for suite in suites:
        ran, failures, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
        total += Counts(ran - failures - errors - skipped, failures + errors, skipped)
    return total


def summary(outcomes: Sequence[Outcome]) -> str:
    """The closing table. Its last line is the sum of the tests that really ran, when any did."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = [f"\n──── summary {'─' * 65}"]
    for outcome in outcomes:
        facts = ", ".join(filter(None, (str(outcome.counts or ""), outcome.note)))
        lines.append(f"  {outcome.name:{width}}  {outcome.state.value:7}  {outcome.seconds:6.1f} s  {facts}".rstrip())
    lines += [f"SKIP: {outcome.note}" for outcome in outcomes if outcome.state is State.SKIPPED]
    counted = [outcome.counts for outcome in outcomes if outcome.counts is not None]
    if counted:
        lines.append(str(sum(counted, Counts())))
    return "\n".join(lines)
