"""How a simulated pen moves: strokes in millimetres to one sample per report, and plausible signatures by seed."""

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Stroke = Sequence[tuple[float, float]]

STEP_MM = 1.4
HOVER_STEPS = 12
TAP_REPORTS = 3


@dataclass(frozen=True, slots=True)
class PenSample:
    """Where the pen is at one report; `pressure` 0 to 1, `near` while the pad feels it, `down` while it touches."""

    x_mm: float
    y_mm: float
    pressure: float = 0.0
    near: bool = True
    down: bool = False


def pen_samples(strokes: Sequence[Stroke]) -> list[PenSample]:
    """The pen's way through `strokes`: every given point is met, the pen hovers between them and leaves at the end."""
    samples: list[PenSample] = []
    for stroke in strokes:
        if samples:
            samples += _hover(samples[-1], stroke[0])
        samples += _ink(list(_dense(stroke)))
    if samples:
        last = samples[-1]
        samples += [PenSample(last.x_mm, last.y_mm), PenSample(last.x_mm, last.y_mm, near=False)]
    return samples


def signature(seed: int, width_mm: float, height_mm: float) -> list[list[tuple[float, float]]]:
    """A signature of two or three strokes that fits the area; the same seed gives the same one."""
    dice = random.Random(seed)
    strokes = [_scrawl(dice, 0.12, dice.uniform(0.5, 0.62)), _scrawl(dice, dice.uniform(0.5, 0.6), 0.86)]
    if dice.random() < 0.7:
        strokes.append(_flourish(dice))
    return [[(round(x * width_mm, 2), round(y * height_mm, 2)) for x, y in stroke] for stroke in strokes]


def _dense(stroke: Stroke) -> Iterator[tuple[float, float]]:
    yield stroke[0]
    for (x0, y0), (x1, y1) in itertools.pairwise(stroke):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / STEP_MM))
        for step in range(1, steps + 1):
            yield x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
    if len(stroke) == 1:
        yield from [stroke[0]] * (TAP_REPORTS - 1)


def _ink(points: Sequence[tuple[float, float]]) -> Iterator[PenSample]:
    for at, (x, y) in enumerate(points):
        swell = math.sin(math.pi * (at + 1) / (len(points) + 1))
        yield PenSample(x, y, 0.2 + 0.6 * math.sqrt(swell), down=True)


def _hover(last: PenSample, target: tuple[float, float]) -> Iterator[PenSample]:
    for step in range(1, HOVER_STEPS):
        part = step / HOVER_STEPS
        yield PenSample(last.x_mm + (target[0] - last.x_mm) * part, last.y_mm + (target[1] - last.y_mm) * part)


def _scrawl(dice: random.Random, left: float, right: float) -> list[tuple[float, float]]:
    """Loops along a rising base line, the first one tall like an initial; in parts of the area."""
    turns, lean, slope = dice.uniform(3.0, 5.5), dice.uniform(0.02, 0.05), dice.uniform(-0.12, 0.02)
    middle, tall, phase = dice.uniform(0.48, 0.56), dice.uniform(0.2, 0.28), dice.uniform(0, math.tau)
    points = []
    for at in range(121):
        part = at / 120
        angle = phase + part * turns * math.tau
        height = 0.07 + tall * math.exp(-4 * part) + 0.04 * math.sin(part * 9 + phase)
        x = left + (right - left) * part + lean * math.cos(angle)
        points.append((min(max(x, 0.05), 0.95), middle + slope * part + height * math.sin(angle)))
    return points


def _flourish(dice: random.Random) -> list[tuple[float, float]]:
    """One sweep back under the name."""
    level, bow = dice.uniform(0.76, 0.84), dice.uniform(0.03, 0.07)
    return [(0.88 - 0.72 * at / 60, level - bow * math.sin(math.pi * at / 60) + 0.02 * at / 60) for at in range(61)]
