"""Bar charts as numbers for the SVG template: drawn at the server, no script, and never without the table beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, WIDTH, ROW, BAR = 112, 440, 34, 12  # pixels: shown as they are, so that no word gets smaller than 12
_ROOM = 46  # for the number after a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it lies, how long it is, and the number written after it."""

    y: int
    length: int
    value: int
    second: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows of one or two bars, their names at the left."""

    title: str
    series: tuple[str, ...]
    names: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]
    height: int
    left: int = LEFT
    width: int = WIDTH
    bar: int = BAR


def bars(title: str, series: tuple[str, ...], rows: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """The chart of `rows`: a name, and one value for each of the series (one or two)."""
    most = max((value for _, values in rows for value in values), default=0) or 1
    room = WIDTH - LEFT - _ROOM
    made = [
        Bar(place * ROW + 4 + index * (BAR + 1), round(room * value / most), value, index > 0)
        for place, (_, values) in enumerate(rows)
        for index, value in enumerate(values)
    ]
    names = tuple((place * ROW + 20, name) for place, (name, _) in enumerate(rows))
    return Chart(title, series, names, tuple(made), len(rows) * ROW + 8)
