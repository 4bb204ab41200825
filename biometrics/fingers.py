"""What one capture of a finger is worth: NFIQ 2, minutiae, contact area, why it is poor; and its template.

All here is slow (a second to load, then 0.1 to 0.3 s an image) and runs in the worker process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from biometrics.errors import BadImage
from biometrics.gates import FLOOR, GATE, SMALL_GATE, TRIES, gate
from biometrics.templates import Template

if TYPE_CHECKING:
    from biometrics.nbis_engine import Print
    from biometrics.surface import Surface

__all__ = ["FLOOR", "GATE", "SMALL_GATE", "TRIES", "FingerScore", "analyse", "gate", "score", "template"]

SMALLEST, LARGEST = 64, 4000  # pixels of a side
DRY, WET = 0.45, 0.53  # share of dark in the contact area; half is a good print
FINGERTIP = 50_000  # pixels at 500 ppi, 1.3 cm2: with less, a tip lies only partly on the glass


@dataclass(frozen=True, slots=True)
class FingerScore:
    """NFIQ 2 (0..100), minutiae, part of the image in contact (0..1), and why the score is low.

    `cause` is too-dry, too-wet, partial, blank or not-a-finger; None for a good capture and where none can be told.
    """

    nfiq2: int
    minutiae: int
    area: float
    cause: str | None


def score(width: int, height: int, pixels: bytes, dpi: int = 500) -> FingerScore:
    """Judge an 8-bit grey image, row by row from the top, ridges dark; raises BadImage for a size that cannot be."""
    return analyse(width, height, pixels, dpi)[0]


def template(width: int, height: int, pixels: bytes, dpi: int = 500) -> bytes:
    """The private template of an image, for `match.compare`; raises BadImage("not-a-finger") when it shows none."""
    found = analyse(width, height, pixels, dpi)[1]
    if not found:
        raise BadImage("not-a-finger")
    return found


def analyse(width: int, height: int, pixels: bytes, dpi: int = 500) -> tuple[FingerScore, bytes]:
    """Score and private template at once; the template is b"" when there is no print in the image."""
    from biometrics.surface import look  # numpy: not where only a FingerScore or a gate is named

    _check(width, height, pixels, dpi)
    surface = look(width, height, pixels)
    if surface.blank:
        return FingerScore(0, 0, surface.area, "blank"), b""
    found = None if surface.foreign else _read(width, height, pixels, surface)
    if found is None:
        return FingerScore(0, 0, surface.area, _cause(0, surface) if surface.ridged else "not-a-finger"), b""
    judged = FingerScore(found.nfiq2, found.minutiae, surface.area, _cause(found.nfiq2, surface))
    return judged, Template.from_private(found.record).to_private()


def _check(width: int, height: int, pixels: bytes, dpi: int) -> None:
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST) or len(pixels) != width * height:
        raise BadImage("size")
    if not 490 <= dpi <= 510:  # NFIQ 2 is trained at 500; 1000 dpi scanners deliver 500 on request
        raise BadImage("resolution")


def _read(width: int, height: int, pixels: bytes, surface: Surface) -> Print | None:
    from biometrics.nbis_engine import loaded  # a second to load: not where only a FingerScore is named

    for sivv in (True, False) if surface.ridged else (True,):
        try:
            return loaded(sivv).read(width, height, pixels)
        except BadImage:
            continue
    return None


def _cause(nfiq2: int, surface: Surface) -> str | None:
    if nfiq2 >= GATE:
        return None
    if surface.pixels < FINGERTIP:
        return "partial"
    if surface.ink < DRY:
        return "too-dry"
    return "too-wet" if surface.ink > WET else None
