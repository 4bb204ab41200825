"""How text settles in a box: as large as it may be, else smaller, else on more lines, else refused; nothing is cut."""

from __future__ import annotations

from dataclasses import dataclass

from forms.errors import DoesNotFit
from forms.sheet import MM, REGULAR, check_glyphs, width_mm

LEAST = 5.0  # points: still read without a glass
STEP = 0.2
LEAD = 1.15  # line to line, in sizes


@dataclass(frozen=True, slots=True)
class Settled:
    """Lines, their size in points and the distance from one to the next in mm."""

    lines: tuple[str, ...]
    size: float
    lead: float

    @property
    def height(self) -> float:
        """Of all lines, in mm."""
        return len(self.lines) * self.lead


def settle(field: str, text: str, width: float, height: float, size: float, font: str = REGULAR) -> Settled:
    """`text` within `width` x `height` mm; raises DoesNotFit naming the field, or MissingGlyph.

    A word too long for the box (an e-mail, a certificate number) goes on in the next line, before the type gets tiny.

    >>> settle("name", "SUHAILA MARDIANI", 60, 5, 9).size
    9
    >>> settle("name", "SUHAILA MARDIANI BINTI MARDIANTO", 30, 8, 9).lines
    ('SUHAILA MARDIANI', 'BINTI MARDIANTO')
    """
    check_glyphs(text, font)
    found = _shrink(text, width, height, size, font, whole=True) or _shrink(
        text, width, height, size, font, whole=False
    )
    if found is None:
        raise DoesNotFit(field, text)
    return found


def _shrink(text: str, width: float, height: float, size: float, font: str, *, whole: bool) -> Settled | None:
    while True:
        lead = size * LEAD / MM
        lines = _lines(text, width, size, font, whole=whole)
        if lines is not None and len(lines) * lead <= max(height, size / MM):
            return Settled(tuple(lines), size, lead)
        if size <= LEAST:
            return None
        size = max(size - STEP, LEAST)


def lines_of(text: str, width: float, size: float, font: str = REGULAR) -> list[str]:
    """Lines no wider than `width` mm, broken at spaces, a word longer than a line within itself."""
    return _lines(text, width, size, font, whole=False) or []


def _lines(text: str, width: float, size: float, font: str, *, whole: bool) -> list[str] | None:
    if width_mm(text, size, font) <= width:
        return [text]
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_mm(joined, size, font) <= width:
            lines[-1] = joined
        elif width_mm(word, size, font) <= width:
            lines.append(word)
        else:
            pieces = _parts(word, width, size, font, whole=whole)
            if pieces is None:
                return None
            lines.extend(pieces)
    return lines


def _parts(word: str, width: float, size: float, font: str, *, whole: bool) -> list[str] | None:
    """A long word broken after its slashes (SLTA/SMA/Sederajat); else, unless it must stay whole, anywhere."""
    lines = [""]
    for part in word.replace("/", "/\0").split("\0"):
        if width_mm(lines[-1] + part, size, font) <= width:
            lines[-1] += part
        elif width_mm(part, size, font) <= width:
            lines.append(part)
        else:
            return None if whole else _pieces(word, width, size, font)
    return [line for line in lines if line]


def _pieces(word: str, width: float, size: float, font: str) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_mm(pieces[-1] + character, size, font) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
