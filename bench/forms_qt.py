"""The same page drawn by Qt: what forms draw is written down once, then painted by QPainter on a QPdfWriter.

Qt only paints, it wraps and fits nothing, so the comparison is in its favour.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QImage, QPageSize, QPainter, QPdfWriter, QPen

import forms
import forms.card_page
import forms.kk
import forms.paper.form
import forms.receipt
from forms.sheet import BOLD, REGULAR, SEMIBOLD, Sheet

DPI = 1200
DOT = DPI / 25.4  # dots in a millimetre
WEIGHTS = {REGULAR: QFont.Weight.Normal, SEMIBOLD: QFont.Weight.DemiBold, BOLD: QFont.Weight.Bold}
SIDES = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A document as the calls that drew it."""

    width: float
    height: float
    calls: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...]


NAMES = ("text", "stamp", "colour", "box", "rule", "dotted", "ring", "picture", "strokes", "cells", "next_page")


def written_down(make: Callable[[], bytes]) -> Drawing:
    """The calls to the sheet while `make` runs."""
    made: list[Sheet] = []
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    class Recorder(Sheet):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            made.append(self)

        def __getattribute__(self, name: str) -> Any:
            method = super().__getattribute__(name)
            if name not in NAMES:
                return method

            def call(*args: Any, **named: Any) -> Any:
                calls.append((name, args, named))
                return method(*args, **named)

            return call

    with ExitStack() as patched:
        for place in (forms.paper.form, forms.card_page, forms.kk, forms.receipt):
            patched.enter_context(patch.object(place, "Sheet", Recorder))
        make()
    return Drawing(made[0].width, made[0].height, tuple(calls))


class QtSheet:
    """Paints a drawing. Needs a QGuiApplication."""

    def __init__(self) -> None:
        for file in sorted((Path(forms.__file__).parent / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        self._fonts: dict[tuple[str, float], tuple[QFont, QFontMetricsF]] = {}

    def pdf(self, drawing: Drawing) -> bytes:
        """The document as Qt writes it."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(buffer)
        self._writer.setResolution(DPI)
        self._writer.setPageSize(QPageSize(QSizeF(drawing.width, drawing.height), QPageSize.Unit.Millimeter))
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._painter = QPainter(self._writer)
        self.colour((0, 0, 0))
        for name, args, named in drawing.calls:
            getattr(self, name)(*args, **named)
        self._painter.end()
        return bytes(buffer.data().data())

    def text(self, x: float, y: float, text: str, size: float, *, font: str = REGULAR, align: str = "left") -> None:
        chosen, metrics = self._font(font, size)
        self._painter.setFont(chosen)
        shift = SIDES[align] * metrics.horizontalAdvance(text) if align != "left" else 0.0
        self._painter.drawText(QPointF(x * DOT - shift, y * DOT), text)

    def stamp(self, x: float, y: float, text: str, size: float, rgb: tuple[float, float, float], alpha: float) -> None:
        self._painter.save()
        self.colour(rgb, alpha)
        self.text(x, y, text, size, font=BOLD, align="centre")
        self._painter.restore()

    def colour(self, rgb: tuple[float, float, float], alpha: float = 1.0) -> None:
        self._colour = QColor.fromRgbF(*rgb, alpha)
        self._painter.setPen(self._colour)

    def box(self, x: float, y: float, width: float, height: float, *, fill: bool = False, line: float = 0.2) -> None:
        area = QRectF(x * DOT, y * DOT, width * DOT, height * DOT)
        if fill:
            self._painter.fillRect(area, self._colour)
        else:
            self._pen(line)
            self._painter.drawRect(area)

    def rule(self, x1: float, y1: float, x2: float, y2: float, line: float = 0.2) -> None:
        self._pen(line)
        self._painter.drawLine(QPointF(x1 * DOT, y1 * DOT), QPointF(x2 * DOT, y2 * DOT))

    def dotted(self, x1: float, y: float, x2: float, line: float = 0.25) -> None:
        self._painter.setPen(QPen(self._colour, line * DOT, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap))
        self._painter.drawLine(QPointF(x1 * DOT, y * DOT), QPointF(x2 * DOT, y * DOT))

    def ring(self, x: float, y: float, radius: float, line: float = 0.2) -> None:
        self._pen(line)
        self._painter.drawEllipse(QPointF(x * DOT, y * DOT), radius * DOT, radius * DOT)

    def picture(self, x: float, y: float, width: float, height: float, rgb: bytes, size: tuple[int, int]) -> None:
        image = QImage(rgb, size[0], size[1], size[0] * 3, QImage.Format.Format_RGB888)
        self._painter.drawImage(QRectF(x * DOT, y * DOT, width * DOT, height * DOT), image)

    def strokes(self, lines: list[list[tuple[float, float]]], line: float) -> None:
        self._pen(line)
        for points in lines:
            self._painter.drawPolyline([QPointF(x * DOT, y * DOT) for x, y in points])

    def cells(self, x: float, y: float, cell: float, rows: list[bytes]) -> None:
        for row_number, row in enumerate(rows):
            for column, on in enumerate(row):
                if on:
                    area = QRectF((x + column * cell) * DOT, (y + row_number * cell) * DOT, cell * DOT, cell * DOT)
                    self._painter.fillRect(area, self._colour)

    def next_page(self) -> None:
        self._writer.newPage()

    def _pen(self, line: float) -> None:
        self._painter.setPen(QPen(self._colour, line * DOT))

    def _font(self, name: str, size: float) -> tuple[QFont, QFontMetricsF]:
        if (name, size) not in self._fonts:
            font = QFont("Inter")
            font.setWeight(WEIGHTS[name])
            font.setPointSizeF(size)
            self._fonts[name, size] = (font, QFontMetricsF(font, self._writer))
        return self._fonts[name, size]
