"""The test plan: what `./loket test` runs and in which order."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from launch.parts import Outcome, Part, State, run_part, summary
from launch.pythons import find_python
from launch.stamp import stamp_of
from launch.start import child_env
from launch.system import offer_test_programs, this_machine
from launch.venv import ensure, install_lock
from launch.words import SetupError, say

NEWEST = (3, 13)
"""The newest Python we promise to run on; the oldest is guarded at the door."""

NOT_LONG = "not long"
FAST = "not long and not tools"
PARALLEL = ("-n", "2", "--dist", "loadfile")
"""Two processes, each file wholly in one: what a module sets up is set up once, and a crash of Qt is told by name."""

DOCTESTED = ("registry", "packaging/launch", "bench/report.py", "bench/click.py")

USAGE = """usage: ./loket test [--long] [--fast] [--] [pytest's arguments]

  (nothing)   ruff, mypy, import contracts, the tests, and the fast ones again on Python 3.13
  --long      the minutes of kills and load as well: what .ci/run does
  --fast      the checks and the fast tests on this Python; installs no system programs
  ARGUMENTS   only pytest, with these: ./loket test tests/registry -k nik"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    long: bool = False
    fast: bool = False
    pytest: tuple[str, ...] = ()

    @classmethod
    def of(cls, arguments: Sequence[str]) -> "Wish":
        """Read the words after `./loket test`; what comes after `--`, or is not ours, is pytest's."""
        words = list(arguments)
        cut = words.index("--") if "--" in words else len(words)
        ours, theirs = words[:cut], words[cut + 1 :]
        rest = [word for word in ours if word not in ("--long", "--fast")]
        return cls("--long" in ours, "--fast" in ours, (*rest, *theirs))


def test(root: Path, python: Path, arguments: Sequence[str]) -> int:
    """Run the plan; returns 0 when every part of it passed or was skipped with its reason told."""
    wish = Wish.of(arguments)
    if wish.pytest in (("-h",), ("--help",)):
        say(USAGE)
        return 0
    if not wish.fast:
        offer_test_programs(this_machine())
    steps = plan(wish, python, None if wish.fast or wish.pytest else newest(root, python))
    with tempfile.TemporaryDirectory(prefix="loket-test-") as scratch:
        outcomes = [
            step if isinstance(step, Outcome) else run_part(step, root, Path(scratch), _env(step)) for step in steps
        ]
    say(summary(outcomes))
    return 1 if any(outcome.state is State.FAILED for outcome in outcomes) else 0


def plan(wish: Wish, python: Path, newer: Path | Outcome | None) -> list[Part | Outcome]:
    """The parts in order. `newer` is the second Python, or why there is none."""
    if wish.pytest:
        return [Part("tests", _pytest(python, *_marked(wish), *wish.pytest), counted=True)]
    steps: list[Part | Outcome] = [
        Part("ruff check", (str(python), "-m", "ruff", "check", ".")),
        Part("ruff format", (str(python), "-m", "ruff", "format", "--check", ".")),
        Part("mypy --strict", (str(python), "-m", "mypy")),
        Part("import contracts", (str(python.with_name("lint-imports")),)),
        Part("tests", _pytest(python, *PARALLEL, "-m", FAST if wish.fast else NOT_LONG), counted=True),
        Part("examples in the code", _pytest(python, "--doctest-modules", *DOCTESTED), counted=True, may_be_empty=True),
    ]
    if isinstance(newer, Outcome):
        steps.append(newer)
    elif newer is not None:
        steps.append(Part(_on_newest(), _pytest(newer, *PARALLEL, "-m", FAST), counted=True))
    if wish.long:
        steps.append(Part("long tests", _pytest(python, "-m", "long"), counted=True, may_be_empty=True))
    return steps


def newest(root: Path, python: Path) -> Path | Outcome:
    """An environment of the newest Python from the same lock, or the outcome that stands in its place."""
    if sys.version_info[:2] >= NEWEST:
        return Outcome(
            _on_newest(), State.SKIPPED, note="the tests above ran on Python {}.{}".format(*sys.version_info)
        )
    found = find_python(NEWEST)
    if found is None:
        return Outcome(_on_newest(), State.SKIPPED, note="python{}.{} not found".format(*NEWEST))
    program, version = found
    # The first environment holds uv, which makes the second in seconds.
    install = partial(install_lock, uv=shutil.which("uv", path=str(python.parent)))
    try:
        return ensure(root / ".venv{}{}".format(*NEWEST), stamp_of(root, version), program, install=install)
    except SetupError as error:
        return Outcome(_on_newest(), State.FAILED, note=str(error))


def _on_newest() -> str:
    return "fast tests on {}.{}".format(*NEWEST)


def _marked(wish: Wish) -> tuple[str, ...]:
    """A marker only where the caller gave none: pytest takes the last -m."""
    if wish.long or "-m" in wish.pytest:
        return ()
    return ("-m", FAST if wish.fast else NOT_LONG)


def _pytest(python: Path, *arguments: str) -> tuple[str, ...]:
    return (str(python), "-m", "pytest", *arguments)


def _env(part: Part) -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **child_env(Path(part.command[0]))}
