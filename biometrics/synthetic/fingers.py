"""Ten invented fingers of one hand-owner, and repeated impressions of them with a quality to choose.

quality 1 is a clean live scan, 0 a dry or smudged, partial, off-centre one. Real quality scores and a real matcher
react to it, so good, retry and reject are all shown with true numbers (docs/decisions/0006).
"""

from __future__ import annotations

from pathlib import Path

import numpy
from numpy.typing import NDArray

from biometrics.cv import cv2
from biometrics.synthetic.masters import key_of, load
from biometrics.synthetic.ridges import HEIGHT, WIDTH, Field

Impression = NDArray[numpy.uint8]


class FingerBank:
    """The fingers of one seed; masters are grown on first use and kept in `cache_dir` when one is given."""

    def __init__(self, seed: int, cache_dir: Path | None = None) -> None:
        self._seed = seed
        self._cache = cache_dir
        self._masters: dict[int, Field] = {}

    def master(self, finger: int) -> Field:
        """The ridge map of a finger (1..10 as in ISO/IEC 19794-4)."""
        if finger not in self._masters:
            self._masters[finger] = load(key_of(self._seed, finger), self._cache)
        return self._masters[finger]

    def impression(self, finger: int, impression: int, quality: float) -> Impression:
        """One capture, 520 rows x 400 columns, 500 ppi; the same numbers give the same picture."""
        rng = numpy.random.default_rng([key_of(self._seed, finger), impression])
        return _press(self.master(finger), rng, float(numpy.clip(1 - quality, 0, 1)))


def _press(ridges: Field, rng: numpy.random.Generator, bad: float) -> Impression:
    mx, my = _placement(rng, bad)
    skin = cv2.remap(ridges, mx, my, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-1)
    press = rng.choice([-1, 1]) * (0.05 + 0.75 * bad**2) + rng.normal(0, 0.05)  # < 0 dry, > 0 wet
    level = 0.9 * skin + press + _cloud(rng, 30, 0.12 + 0.6 * bad**1.5)
    level = level + _grain(rng, 1.1) * (0.4 + 0.75 * bad) + _grain(rng, 4) * (0.4 + 0.3 * bad)
    ink = 1 / (1 + numpy.exp(-3.2 * level))
    touch = _contact(rng, mx, my, bad)
    ink = _scratch(rng, ink, bad)
    grey = 235 - ink * touch * (170 - 95 * bad**2) + _cloud(rng, 60, 6 + 22 * bad) + _grain(rng, 0.8) * (1.2 + 5 * bad)
    soft = cv2.GaussianBlur(grey.astype(numpy.float32), (0, 0), 0.9 + 1.3 * bad**2)
    return numpy.clip(soft, 0, 255).astype(numpy.uint8)


def _placement(rng: numpy.random.Generator, bad: float) -> tuple[Field, Field]:
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.float32)
    turn = numpy.deg2rad(rng.uniform(-1, 1) * 15)
    c, s = numpy.float32(numpy.cos(turn)), numpy.float32(numpy.sin(turn))
    dx, dy = (rng.uniform(-1, 1, 2) * 25 * (1 + bad)).astype(numpy.float32)
    u, v = x - WIDTH / 2 - dx, y - HEIGHT / 2 - dy
    mx = c * u - s * v + WIDTH / 2 + _cloud(rng, 45, 6 + 6 * bad)
    my = s * u + c * v + HEIGHT / 2 + _cloud(rng, 45, 6 + 6 * bad)
    return mx.astype(numpy.float32), my.astype(numpy.float32)


def _contact(rng: numpy.random.Generator, mx: Field, my: Field, bad: float) -> Field:
    ax, ay = WIDTH * (0.46 - 0.22 * bad**2), HEIGHT * (0.46 - 0.24 * bad**2)
    ox, oy = rng.uniform(-1, 1, 2) * 60 * bad
    reach = ((mx - WIDTH / 2 - ox) / ax) ** 2 + ((my - HEIGHT / 2 - oy) / ay) ** 2 + _cloud(rng, 18, 0.10)
    return numpy.asarray(1 / (1 + numpy.exp(numpy.clip((reach - 1) * 22, -40, 40))), numpy.float32)


def _scratch(rng: numpy.random.Generator, ink: Field, bad: float) -> Field:
    for _ in range(rng.poisson(0.6 + 9 * bad)):
        start = numpy.array([rng.uniform(0.15, 0.85) * WIDTH, rng.uniform(0.15, 0.85) * HEIGHT])
        turn = rng.uniform(0, numpy.pi)
        end = start + rng.uniform(20, 60 + 90 * bad) * numpy.array([numpy.cos(turn), numpy.sin(turn)])
        blank = numpy.zeros((HEIGHT, WIDTH), numpy.uint8)
        line = cv2.line(blank, start.astype(int).tolist(), end.astype(int).tolist(), 255, 1 + int(2 * bad), cv2.LINE_AA)
        ink = numpy.asarray(ink * (1 - line.astype(numpy.float32) / 255 * 0.85), numpy.float32)
    return ink


def _cloud(rng: numpy.random.Generator, spread: float, height: float) -> Field:
    coarse = rng.normal(0, 1, (HEIGHT // 8, WIDTH // 8)).astype(numpy.float32)
    smooth = cv2.GaussianBlur(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), (0, 0), spread)
    return numpy.asarray(smooth * (height / (numpy.abs(smooth).max() + 1e-6)), numpy.float32)


def _grain(rng: numpy.random.Generator, spread: float) -> Field:
    noise = rng.normal(0, 1, (HEIGHT, WIDTH)).astype(numpy.float32)
    return numpy.asarray(cv2.GaussianBlur(noise, (0, 0), spread) * (spread * 3.5), numpy.float32)
