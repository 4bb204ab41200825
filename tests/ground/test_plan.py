"""Which parts run for which wish."""

from pathlib import Path

import pytest

from launch import plan as plans
from launch.parts import Outcome, Part, State
from launch.plan import Wish, plan

PYTHON = Path("/v/bin/python")
NEWER = Path("/v313/bin/python")


def names(wish: Wish, newer: Path | Outcome | None = NEWER) -> list[str]:
    return [step.name for step in plan(wish, PYTHON, newer)]


def command(wish: Wish, name: str) -> str:
    return next(
        " ".join(step.command) for step in plan(wish, PYTHON, NEWER) if isinstance(step, Part) and step.name == name
    )


def test_the_whole_plan_in_order() -> None:
    assert names(Wish(long=True)) == [
        "ruff check",
        "ruff format",
        "mypy --strict",
        "import contracts",
        "tests",
        "examples in the code",
        "fast tests on 3.13",
        "long tests",
    ]


def test_long_tests_run_only_when_asked() -> None:
    assert "long tests" not in names(Wish())
    assert command(Wish(), "tests").endswith("-m not long")
    assert command(Wish(long=True), "long tests").endswith("-m long")


def test_the_newest_python_runs_its_own_suite() -> None:
    assert command(Wish(), "fast tests on 3.13").startswith(str(NEWER))


def test_a_missing_newest_python_keeps_its_place() -> None:
    missing = Outcome("fast tests on 3.13", State.SKIPPED, note="python3.13 not found")
    assert missing in plan(Wish(), PYTHON, missing)


def test_arguments_make_it_only_pytest() -> None:
    wish = Wish.of(["tests/registry", "-k", "nik"])
    assert names(wish, None) == ["tests"]
    assert command(wish, "tests").endswith("-m pytest -m not long tests/registry -k nik")


def test_a_marker_of_ones_own_is_kept() -> None:
    wish = Wish.of(["-m", "long", "tests/sync"])
    assert command(wish, "tests").endswith("-m pytest -m long tests/sync")
    assert command(Wish.of(["--long", "tests/sync"]), "tests").endswith("-m pytest tests/sync")


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ([], Wish()),
        (["--long"], Wish(long=True)),
        (["--fast", "--", "--long"], Wish(fast=True, pytest=("--long",))),
        (["--", "-x", "tests"], Wish(pytest=("-x", "tests"))),
    ],
)
def test_words_are_read(words: list[str], wish: Wish) -> None:
    assert Wish.of(words) == wish


def test_help_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plans.test(tmp_path, PYTHON, ["--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: ./loket test")
