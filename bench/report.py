"""What every bench says at its end: a table for a person, rows for a machine.

A row holds a value against a limit measured in the same run, so its ratio means the same on a fast and a slow machine.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a bench, in the form all benches share."""

    name: str
    value: float
    unit: str
    limit: float | None
    """What it is held against, in the same unit, measured in the same run; None for a goal that stands alone."""
    ratio: float | None
    """value / limit."""
    goal: str
    """In words and numbers: "<= 1.5x", ">= 50 %", "<= 300 MB"."""
    met: bool


def at_most(name: str, value: float, unit: str, *, times: float, limit: float) -> Row:
    """`value` must not exceed `times` the limit.

    >>> at_most("start", 150.0, "ms", times=1.5, limit=120.0)
    Row(name='start', value=150.0, unit='ms', limit=120.0, ratio=1.25, goal='<= 1.5x', met=True)
    """
    ratio = value / limit
    return Row(name, value, unit, limit, ratio, f"<= {times:g}x", ratio <= times)


def at_least(name: str, value: float, unit: str, *, share: float, limit: float) -> Row:
    """`value` must reach `share` of the limit (0.5 is half of it).

    >>> at_least("ingest", 40.0, "/s", share=0.5, limit=100.0).met
    False
    """
    ratio = value / limit
    return Row(name, value, unit, limit, ratio, f">= {share * 100:g} %", ratio >= share)


def within(name: str, value: float, unit: str, *, most: float) -> Row:
    """`value` must not exceed a number that stands alone.

    >>> within("packet", 351.0, "kB", most=350).met
    False
    """
    return Row(name, value, unit, None, None, f"<= {most:g} {unit}", value <= most)


def reaching(name: str, value: float, unit: str, *, least: float) -> Row:
    """`value` must reach a number that stands alone.

    >>> reaching("preview", 29.5, "fps", least=25).met
    True
    """
    return Row(name, value, unit, None, None, f">= {least:g} {unit}", value >= least)


def table(rows: Sequence[Row]) -> str:
    """The rows for a person."""
    lines = [("name", "value", "limit", "ratio", "goal", "")]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:.4g} {row.unit}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        lines.append((row.name, f"{row.value:.4g} {row.unit}", limit, ratio, row.goal, "met" if row.met else "NOT MET"))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def interleaved(rounds: int, **measures: Callable[[], Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Run the measures in turns, so that a busy minute falls on all of them; returns the medians of each."""
    seen: dict[str, list[Mapping[str, float]]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            seen[name].append(measure())
    return {
        name: {key: statistics.median(sample[key] for sample in samples) for key in samples[0]}
        for name, samples in seen.items()
    }


def options(description: str, *, rounds: int) -> argparse.ArgumentParser:
    """The options all benches share; a bench adds its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here")
    parser.add_argument("--rounds", type=int, default=rounds, help="how often to measure (default: %(default)s)")
    return parser


def finish(rows: Sequence[Row], json_file: Path | None) -> int:
    """Print the table, write the rows if asked; returns the exit code, 1 when a goal was missed."""
    sys.stdout.write(table(rows) + "\n")
    if json_file is not None:
        json_file.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")
    return 0 if all(row.met for row in rows) else 1
