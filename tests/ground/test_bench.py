"""What the benches share, and the measuring of starts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import benches
from bench.__main__ import main as run_bench
from bench.click import percentile, table_of
from bench.report import Row, at_least, at_most, finish, interleaved, table, within
from bench.start import BARE, environment, measure

MET = at_most("start", 150.0, "ms", times=1.5, limit=100.0)
MISSED = at_least("ingest", 49.0, "/s", share=0.5, limit=100.0)


def test_a_goal_is_met_at_its_edge() -> None:
    assert MET.met
    assert not at_most("start", 150.1, "ms", times=1.5, limit=100.0).met
    assert not MISSED.met
    assert at_least("ingest", 50.0, "/s", share=0.5, limit=100.0).met
    assert within("packet", 350.0, "kB", most=350).met


def test_rows_are_written_in_the_agreed_form(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    assert finish([MET], file) == 0
    assert json.loads(file.read_text("utf-8")) == [
        {"name": "start", "value": 150.0, "unit": "ms", "limit": 100.0, "ratio": 1.5, "goal": "<= 1.5x", "met": True}
    ]


def test_a_missed_goal_is_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert finish([MET, MISSED], None) == 1
    assert capsys.readouterr().out == table([MET, MISSED]) + "\n"


def test_the_table_lines_up() -> None:
    lines = table([MET, within("start-memory", 95.25, "MB", most=300)]).splitlines()
    assert lines[1].split() == ["start", "150", "ms", "100", "ms", "1.50", "<=", "1.5x", "met"]
    assert lines[2].split() == ["start-memory", "95.25", "MB", "<=", "300", "MB", "met"]
    assert len({line.index(goal) for line, goal in zip(lines, ("goal", "<= 1.5x", "<= 300 MB"), strict=True)}) == 1


def test_measures_take_turns() -> None:
    order: list[str] = []
    values = iter([1.0, 10.0, 5.0, 20.0, 3.0, 90.0])

    def once(name: str) -> dict[str, float]:
        order.append(name)
        return {"ms": next(values)}

    assert interleaved(3, a=lambda: once("a"), b=lambda: once("b")) == {"a": {"ms": 3.0}, "b": {"ms": 20.0}}
    assert order == ["a", "b", "a", "b", "a", "b"]


def test_the_bare_window_is_painted(tmp_path: Path) -> None:
    told = measure(BARE, environment(str(tmp_path)))
    assert 0 < told["painted_ms"] < told["wall_ms"]


def test_a_program_that_says_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        measure([sys.executable, "-c", "pass"], environment(str(tmp_path)))


def test_a_row_without_a_limit_has_no_ratio() -> None:
    assert within("packet", 1.0, "kB", most=2) == Row("packet", 1.0, "kB", None, None, "<= 2 kB", True)


def test_the_95th_of_a_hundred_is_the_95th() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert (percentile(values, 0.95), percentile(values, 0.5), percentile([7.0], 0.95)) == (95.0, 50.0, 7.0)


def test_clicks_are_told_by_kind_and_all_together() -> None:
    lines = table_of({"hits": [10.0, 20.0], "step": [90.0], "letter": [500.0]}).splitlines()
    assert lines[1].split() == ["hits", "2", "15.0", "20.0", "20.0"]
    assert lines[4].split() == ["all", "but", "letters", "3", "20.0", "90.0", "90.0"]
    assert lines[5].startswith("load ")


def test_every_bench_can_be_named() -> None:
    assert {"click", "durability", "forms", "register", "start"} <= set(benches())


def test_a_bench_that_is_none_is_told_from_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_bench(["report"]) == 2
    assert "click durability" in capsys.readouterr().out


def test_a_bench_gets_the_rest_of_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        run_bench(["forms", "--help"])
    assert capsys.readouterr().out.startswith("usage: bench forms")
