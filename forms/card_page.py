"""A card to draw on: ID-1, pixels of the community layout, the offset of one printer, and the parts printed apart.

ISO/IEC 7810 ID-1 is 85.60 x 53.98 mm. Places follow a layout of 720 px card width (0.1189 mm a pixel); official
places were not published, so each printer is calibrated with an offset read off a ruler card (forms.ruler).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms.fit import fit
from forms.pictures import for_card
from forms.sheet import BLACK, REGULAR, SEMIBOLD, Sheet

WIDTH, HEIGHT = 85.60, 53.98
PIXEL = WIDTH / 720
LABEL_X, INDENT_X, VALUE_X, VALUE_END = 26, 38, 190, 505
PHOTO = (515, 130, 175, 233)
MARK = (0.80, 0.22, 0.18)
FARTHEST = 3.0  # mm: more is a card that lies wrong, not an offset


class Part(StrEnum):
    """What of a front is drawn: all of it, or what goes to the colour panels or to the resin panel alone."""

    WHOLE = "whole"
    COLOUR = "colour"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Offset of one printer in mm, read off a ruler card; to the right and down is positive."""

    x: float = 0.0
    y: float = 0.0

    def __post_init__(self) -> None:
        """Raise ValueError for an offset no printer has."""
        if not (abs(self.x) <= FARTHEST and abs(self.y) <= FARTHEST):
            raise ValueError(f"offset {self.x}, {self.y} mm")


NO_OFFSET = Calibration()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the front: label, value, and where it stands."""

    label: str
    value: str
    y: float
    indented: bool = False
    end: float = VALUE_END
    bold: bool = False


class CardPage:
    """One front being drawn, in pixels of the layout."""

    def __init__(self, title: str, calibration: Calibration, part: Part) -> None:
        self._sheet = Sheet(WIDTH, HEIGHT, title=title)
        self._offset = calibration
        self.coloured = part is not Part.BLACK
        self.black = part is not Part.COLOUR

    def ink(self) -> None:
        """What follows is for the resin panel: pure black."""
        self._sheet.colour(BLACK)

    def text(self, x: float, y: float, words: str, size: float, *, font: str = REGULAR, align: str = "left") -> None:
        """One line; `size` in points."""
        self._sheet.text(self._x(x), self._y(y), words, size, font=font, align=align)

    def centred(self, field: str, x: float, y: float, width: float, words: str, size: float) -> None:
        """One line around `x`, smaller or on two lines where it must; raises DoesNotFit."""
        fitted = fit(field, words, width * PIXEL, size)
        y -= (len(fitted.lines) - 1) * 6
        for number, line in enumerate(fitted.lines):
            self.text(x, y + number * 11, line, fitted.size, align="centre")

    def row(self, row: Row) -> None:
        """Label, colon and value, which goes on two lines where it must; raises DoesNotFit."""
        self.text(INDENT_X if row.indented else LABEL_X, row.y, row.label, 5.2)
        self.text(VALUE_X - 12, row.y, ":", 5.2)
        font = SEMIBOLD if row.bold else REGULAR
        fitted = fit(row.label, row.value, (row.end - VALUE_X) * PIXEL, 5.4, font)
        first = row.y - (len(fitted.lines) - 1) * 6
        for index, line in enumerate(fitted.lines):
            self.text(VALUE_X, first + index * 11, line, fitted.size, font=font)

    def photo(self, data: bytes, place: tuple[int, int, int, int] = PHOTO) -> None:
        """The portrait, its blacks lifted out of the reach of the resin panel; raises BadPicture."""
        x, y, width, height = place
        pixels, size = for_card(data, width * PIXEL, height * PIXEL)
        self._sheet.picture(self._x(x), self._y(y), width * PIXEL, height * PIXEL, pixels, size)

    def mark(self, word: str) -> None:
        """Level across the front, under the words: both stay legible."""
        self._sheet.stamp(self._x(360), self._y(268), word, 42, MARK, 0.36)

    def strokes(self, lines: list[list[tuple[float, float]]], line: float) -> None:
        """Pen strokes; `line` in mm."""
        self._sheet.strokes([[(self._x(x), self._y(y)) for x, y in points] for points in lines], line)

    def finish(self) -> bytes:
        """The PDF."""
        return self._sheet.finish()

    def _x(self, pixels: float) -> float:
        return pixels * PIXEL + self._offset.x

    def _y(self, pixels: float) -> float:
        return pixels * PIXEL + self._offset.y
