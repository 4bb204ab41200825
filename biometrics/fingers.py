"""What one capture of a finger is worth: NFIQ 2, contact area, and why it is poor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

THUMB_TO_MIDDLE = frozenset({1, 2, 3, 6, 7, 8})
GATE, SMALL_GATE, FLOOR, TRIES = 40, 30, 20, 3
DARK_RIDGE, LIGHT_RIDGE = 70.0, 150.0


@dataclass(frozen=True, slots=True)
class FingerScore:
    """NFIQ 2 (0..100), minutiae, share of the image in contact (0..1), and the cause of a low score or ""."""

    nfiq2: int
    minutiae: int
    area: float
    cause: str


def gate(finger: int) -> int:
    """The least NFIQ 2 for a finger of ISO/IEC 19794-4: 40 for thumb, index and middle, else 30.

    >>> gate(2), gate(10)
    (40, 30)
    """
    return GATE if finger in THUMB_TO_MIDDLE else SMALL_GATE


def contact(width: int, height: int, pixels: bytes) -> float:
    """The share of 16-pixel blocks with ridges in them."""
    image = numpy.frombuffer(pixels, numpy.uint8).reshape(height, width)
    rows, columns = height // 16, width // 16
    blocks = image[: rows * 16, : columns * 16].reshape(rows, 16, columns, 16)
    return float((blocks.std(axis=(1, 3)) > 18).mean())


def cause_of(width: int, height: int, pixels: bytes, nfiq2: int, area: float) -> str:
    """Why a capture is poor: blank, partial, too-dry, too-wet or unclear; "" when it is good."""
    if area < 0.08:
        return "blank"
    if nfiq2 >= GATE:
        return ""
    if area < 0.45:
        return "partial"
    ridges = float(numpy.percentile(numpy.frombuffer(pixels, numpy.uint8), 10))
    if ridges > LIGHT_RIDGE:
        return "too-dry"
    return "too-wet" if ridges < DARK_RIDGE and nfiq2 < FLOOR else "unclear"
