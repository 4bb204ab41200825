"""A handwritten signature as strokes, after the idea of ISO/IEC 19794-7: positions, time and pressure, no picture.

Units: hundredths of a millimetre from the upper left, milliseconds from the first point, pressure 0..1000.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from registry.canonical import canonical, parse
from registry.errors import RegistryError


class NotInk(RegistryError):
    """The bytes hold no strokes."""


@dataclass(frozen=True, slots=True)
class InkPoint:
    """One pen position while the tip was down."""

    t: int
    x: int
    y: int
    pressure: int


@dataclass(frozen=True, slots=True)
class Ink:
    """The strokes on a surface of `width` x `height`; `origin` is "pad", "pointer" or "thumb"."""

    width: int
    height: int
    strokes: tuple[tuple[InkPoint, ...], ...]
    origin: str = "pad"

    def to_bytes(self) -> bytes:
        """The canonical blob."""
        strokes = [[[p.t, p.x, p.y, p.pressure] for p in stroke] for stroke in self.strokes]
        return canonical(
            {"v": 1, "width": self.width, "height": self.height, "strokes": strokes, "origin": self.origin}
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Ink:
        """The strokes in a blob; raises NotInk or NotCanonical."""
        record = parse(data)
        try:
            strokes = tuple(tuple(InkPoint(*point) for point in stroke) for stroke in record["strokes"])
            return cls(record["width"], record["height"], strokes, record["origin"])
        except (KeyError, TypeError) as error:
            raise NotInk("no strokes") from error

    @property
    def length(self) -> float:
        """The way of the pen in hundredths of a millimetre."""
        return sum(_distance(a, b) for stroke in self.strokes for a, b in pairwise(stroke))

    @property
    def is_signature(self) -> bool:
        """More than a dot: at least 10 mm of line.

        >>> Ink(8000, 4000, ((InkPoint(0, 100, 100, 500), InkPoint(9, 160, 100, 500)),)).is_signature
        False
        """
        return self.length >= 1000

    def bounds(self) -> tuple[int, int, int, int]:
        """left, top, right, bottom of the ink; raises NotInk when there is none."""
        points = [point for stroke in self.strokes for point in stroke]
        if not points:
            raise NotInk("empty")
        return (
            min(p.x for p in points),
            min(p.y for p in points),
            max(p.x for p in points),
            max(p.y for p in points),
        )


def _distance(a: InkPoint, b: InkPoint) -> float:
    return float(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5)
