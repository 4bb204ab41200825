"""The master print of an invented finger: ridges grown from noise along an orientation field.

Orientation after Sherlock and Monro (zero-pole model, mild correction after Vizcaya and Gerhardt), classes in their
natural proportions, growth by a bank of Gabor filters as in SFinGe (Cappelli et al.). 500 ppi, 400 x 520 pixels.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from biometrics.cv import cv2

Field = NDArray[numpy.float32]
WIDTH, HEIGHT = 400, 520
CLASSES = ("right_loop", "left_loop", "whorl", "arch", "tented_arch")
SHARES = (0.325, 0.325, 0.28, 0.04, 0.03)
PERIODS = (8.0, 9.0, 10.0)
DIRECTIONS, ROUNDS, KERNEL = 24, 22, 19


def grow(seed: int) -> Field:
    """The ridge map of one finger in -1..1, positive on ridges; about a second."""
    rng = numpy.random.default_rng(seed)
    angle = _orientation(rng, str(rng.choice(CLASSES, p=SHARES)))
    wavy = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)).astype(numpy.float32), (0, 0), 60) * 25
    period = 9.0 + rng.normal(0, 0.45) + wavy
    period += (numpy.mgrid[0:HEIGHT, 0:WIDTH][0] / HEIGHT - 0.45) * 1.6  # ridges widen toward the joint
    masks = _masks(angle, period)
    filters = _bank()
    image = rng.normal(0, 0.35, (HEIGHT, WIDTH)).astype(numpy.float32)
    for _ in range(ROUNDS):
        image = _round(image, masks, filters)
    return numpy.asarray(cv2.GaussianBlur(image, (0, 0), 0.7), numpy.float32)


def _round(
    image: Field, masks: dict[tuple[float, int], NDArray[numpy.bool_]], filters: dict[tuple[float, int], Field]
) -> Field:
    grown = numpy.zeros_like(image)
    for key, mask in masks.items():
        ys, xs = numpy.nonzero(mask)
        if len(ys) == 0:
            continue
        top, bottom = max(int(ys.min()) - 10, 0), int(ys.max()) + 11
        left, right = max(int(xs.min()) - 10, 0), int(xs.max()) + 11
        window = cv2.filter2D(image[top:bottom, left:right], cv2.CV_32F, filters[key], borderType=cv2.BORDER_REFLECT)
        inside = mask[top:bottom, left:right]
        grown[top:bottom, left:right][inside] = window[inside]
    return numpy.asarray(numpy.tanh(grown * 6), numpy.float32)


def _masks(angle: Field, period: Field) -> dict[tuple[float, int], NDArray[numpy.bool_]]:
    nearest = numpy.argmin(numpy.abs(period[..., None] - numpy.array(PERIODS, numpy.float32)), -1)
    direction = numpy.round((angle % numpy.pi) / numpy.pi * DIRECTIONS).astype(int) % DIRECTIONS
    return {(p, k): (nearest == i) & (direction == k) for i, p in enumerate(PERIODS) for k in range(DIRECTIONS)}


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
        return numpy.arctan(height * numpy.sin((x - cx) / WIDTH * 2 * numpy.pi) * 1.3).astype(numpy.float32)
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
