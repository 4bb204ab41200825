"""A front in three layers, for drivers that take them apart: colour, resin black and overlay, 1011 x 638 at 300 dpi.

Card drivers send to the resin panel what is pure black (Zebra ZXP9, Datacard CR805), and a smoothed edge would be half
colour. So the black layer is drawn alone and without smoothing, one bit a dot, and the colour layer never holds a
letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.card_page import Part
from forms.raster import Raster, render, render_bits

DPI = 300
DOT = DPI / 25.4  # dots in a millimetre
Area = tuple[float, float, float, float]  # left, top, width, height in mm


@dataclass(frozen=True, slots=True)
class Bits:
    """One bit a dot, rows of whole bytes, the leftmost dot in the highest bit; 1 is printed."""

    width: int
    height: int
    rows: bytes

    def at(self, x: int, y: int) -> bool:
        """Whether a dot is printed."""
        stride = (self.width + 7) // 8
        return bool(self.rows[y * stride + x // 8] >> (7 - x % 8) & 1)


@dataclass(frozen=True, slots=True)
class Layers:
    """What each panel of the ribbon gets."""

    colour: Raster
    black: Bits
    overlay: Bits


def layers(draw: Callable[[Part], bytes], *, spared: tuple[Area, ...] = ()) -> Layers:
    """The layers of the front that `draw` makes; `spared` areas get no overlay, as over the contacts of a chip.

    A KTP-el has no contacts, so nothing is spared on it.
    """
    width, height, rows = render_bits(draw(Part.BLACK), dpi=DPI)
    colour = _cropped(render(draw(Part.COLOUR), dpi=DPI), width, height)
    return Layers(colour, Bits(width, height, rows), _overlay(width, height, spared))


def _cropped(raster: Raster, width: int, height: int) -> Raster:
    line = raster.width * 3
    rows = (raster.rgb[y * line : y * line + width * 3] for y in range(height))
    return Raster(width, height, b"".join(rows))


def _overlay(width: int, height: int, spared: tuple[Area, ...]) -> Bits:
    full = int.from_bytes(b"\xff" * ((width + 7) // 8), "big") >> (-width % 8) << (-width % 8)
    rows = [full] * height
    for left, top, wide, tall in spared:
        first, last = max(0, round(left * DOT)), min(width, round((left + wide) * DOT))
        hole = ((1 << (last - first)) - 1) << ((width + 7) // 8 * 8 - last)
        for y in range(max(0, round(top * DOT)), min(height, round((top + tall) * DOT))):
            rows[y] &= ~hole
    return Bits(width, height, b"".join(row.to_bytes((width + 7) // 8, "big") for row in rows))
