"""The master print of an invented finger: ridges grown from noise along an orientation field.

Orientation after Sherlock and Monro (zero-pole model, mild correction after Vizcaya and Gerhardt), classes in their
natural proportions, growth by a bank of Gabor filters as in SFinGe (Cappelli et al.). 500 ppi, 400 x 520 pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from biometrics.cv import cv2

Field = NDArray[numpy.float32]
WIDTH, HEIGHT = 400, 520
CLASSES = ("right_loop", "left_loop", "whorl", "arch", "tented_arch")
SHARES = (0.325, 0.325, 0.28, 0.04, 0.03)
PERIODS = (8.0, 9.0, 10.0)
DIRECTIONS, ROUNDS, KERNEL, MARGIN = 24, 22, 19, 10


def grow(seed: int) -> Field:
    """The ridge map of one finger in -1..1, positive on ridges; about a second."""
    rng = numpy.random.default_rng(seed)
    angle = _orientation(rng, str(rng.choice(CLASSES, p=SHARES)))
    wavy = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)).astype(numpy.float32), (0, 0), 60) * 25
    period = 9.0 + rng.normal(0, 0.45) + wavy
    period += (numpy.mgrid[0:HEIGHT, 0:WIDTH][0] / HEIGHT - 0.45) * 1.6  # ridges widen toward the joint
    patches = _patches(angle, period)
    image = rng.normal(0, 0.35, (HEIGHT, WIDTH)).astype(numpy.float32)
    for _ in range(ROUNDS):
        image = _round(image, patches)
    return numpy.asarray(cv2.GaussianBlur(image, (0, 0), 0.7), numpy.float32)


@dataclass(frozen=True, slots=True)
class _Patch:
    """Where one filter of the bank works: its bounding box with a margin, and the pixels inside."""

    box: tuple[slice, slice]
    inside: NDArray[numpy.bool_]
    kernel: Field


def _round(image: Field, patches: tuple[_Patch, ...]) -> Field:
    grown = numpy.zeros_like(image)
    for patch in patches:
        wave = cv2.filter2D(image[patch.box], cv2.CV_32F, patch.kernel, borderType=cv2.BORDER_REFLECT)
        grown[patch.box][patch.inside] = wave[patch.inside]
    return numpy.asarray(numpy.tanh(grown * 6), numpy.float32)


def _patches(angle: Field, period: Field) -> tuple[_Patch, ...]:
    nearest = numpy.argmin(numpy.abs(period[..., None] - numpy.array(PERIODS, numpy.float32)), -1)
    direction = numpy.round((angle % numpy.pi) / numpy.pi * DIRECTIONS).astype(int) % DIRECTIONS
    found = []
    for (length, k), kernel in _bank().items():
        mask = (nearest == PERIODS.index(length)) & (direction == k)
        if mask.any():
            box = _around(mask)
            found.append(_Patch(box, mask[box], kernel))
    return tuple(found)


def _around(mask: NDArray[numpy.bool_]) -> tuple[slice, slice]:
    ys, xs = numpy.nonzero(mask)
    rows = slice(max(int(ys.min()) - MARGIN, 0), int(ys.max()) + MARGIN + 1)
    return rows, slice(max(int(xs.min()) - MARGIN, 0), int(xs.max()) + MARGIN + 1)


def _bank() -> dict[tuple[float, int], Field]:
    half = KERNEL // 2
    y, x = numpy.mgrid[-half : half + 1, -half : half + 1].astype(numpy.float32)
    bank = {}
    for period in PERIODS:
        spread = period * 0.42
        for k in range(DIRECTIONS):
            turn = numpy.pi * k / DIRECTIONS
            across = -x * numpy.sin(turn) + y * numpy.cos(turn)
            wave = numpy.exp(-(x * x + y * y) / (2 * spread * spread)) * numpy.cos(2 * numpy.pi * across / period)
            wave -= wave.mean()
            bank[period, k] = (wave / numpy.abs(wave).sum()).astype(numpy.float32)
    return bank


def _orientation(rng: numpy.random.Generator, kind: str) -> Field:
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.float32)
    cx, cy = WIDTH * 0.5 + rng.normal(0, 12), HEIGHT * 0.42 + rng.normal(0, 14)
    if kind == "arch":
        height = (0.9 + 0.35 * rng.random()) * numpy.exp(-(((y - HEIGHT * 0.5) / (HEIGHT * 0.26)) ** 2))
        bent = numpy.arctan(height * numpy.sin((x - cx) / WIDTH * 2 * numpy.pi) * 1.3)
        return numpy.asarray(bent, numpy.float32)
    cores, deltas = _singularities(rng, kind, float(cx), float(cy))
    field = numpy.zeros((HEIGHT, WIDTH), numpy.float32)
    for (px, py), sign in [(core, 1) for core in cores] + [(delta, -1) for delta in deltas]:
        turn = numpy.arctan2(y - py, x - px)
        field += sign * 0.5 * (turn + rng.normal(0, 0.10) * numpy.sin(2 * turn))
    return field


def _singularities(
    rng: numpy.random.Generator, kind: str, cx: float, cy: float
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    def near(value: float, spread: float) -> float:
        return float(value + rng.normal(0, spread))

    if kind == "whorl":
        gap, shift = 14 + 30 * rng.random(), float(rng.uniform(-10, 10))
        cores = [(cx + shift, cy - gap), (cx - shift, cy + gap + 8)]
        low = cy + HEIGHT * 0.33
        return cores, [(near(cx - WIDTH * 0.4, 10), near(low, 10)), (near(cx + WIDTH * 0.4, 10), near(low, 10))]
    if kind == "tented_arch":
        return [(cx, cy)], [(near(cx, 4), near(cy + HEIGHT * 0.24, 10))]
    side = 1 if kind == "left_loop" else -1
    return [(cx, cy)], [(near(cx + side * WIDTH * 0.30, 14), near(cy + HEIGHT * 0.30, 14))]
