"""Chips: a word with its glyph in a role's colours. Tables paint theirs with the same function."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPointF, QRectF, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from station.widgets.icons import icon
from station.widgets.theme import Theme

GLYPHS = {"warn": "warn", "err": "x", "ok": "check", "acc": "clock", "wait": "clock", "neu": "ring"}


def chip_font(theme: Theme) -> QFont:
    """The typeface on chips."""
    return theme.font(13, 500)


def chip_width(theme: Theme, word: str, font: QFont) -> int:
    """How wide a chip with a glyph is."""
    return round(QFontMetricsF(font).horizontalAdvance(word)) + theme.px(34)


def paint_chip(painter: QPainter, box: QRectF, theme: Theme, shown: tuple[str, str, str], font: QFont) -> None:
    """Paint a chip: word, role, glyph."""
    word, role, glyph = shown
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(role), 1) if theme.sharp else QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{role}bg"))
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    size = theme.px(14)
    painter.drawPixmap(
        QPointF(box.left() + theme.px(8), box.center().y() - size / 2), icon(glyph, theme.tokens[role], size, 2.2)
    )
    painter.setPen(theme.colour(role))
    painter.setFont(font)
    painter.drawText(box.adjusted(theme.px(25), 0, 0, 0), QtCore.Qt.AlignmentFlag.AlignVCenter, word)


class Chip(QWidget):
    """A chip; the accessible name is its word."""

    def __init__(self, theme: Theme, word: str = "", role: str = "neu", glyph: str = "", height: int = 24) -> None:
        super().__init__()
        self._theme = theme
        self._height = height
        self.show_word(word, role, glyph)

    def show_word(self, word: str, role: str, glyph: str = "") -> None:
        """Change what it says."""
        self._shown = word, role, glyph or GLYPHS[role]
        self.setAccessibleName(word)
        self._measure()

    def _measure(self) -> None:
        font = chip_font(self._theme)
        self.setFixedSize(chip_width(self._theme, self._shown[0], font), self._theme.px(self._height))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._theme, self._shown, chip_font(self._theme))
        painter.end()


class ChipButton(QPushButton):
    """A chip one can press or reach by Tab, such as the sync light."""

    asked = Signal()

    def __init__(self, theme: Theme, word: str = "", role: str = "neu", glyph: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("flat")
        self.clicked.connect(self.asked)
        self.show_word(word, role, glyph)

    def show_word(self, word: str, role: str, glyph: str = "") -> None:
        """Change what it says."""
        self._shown = word, role, glyph or GLYPHS[role]
        self.setAccessibleName(word)
        self._measure()

    def _measure(self) -> None:
        font = chip_font(self._theme)
        self.setFixedSize(chip_width(self._theme, self._shown[0], font) + 6, self._theme.px(32))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        paint_chip(painter, box, t, self._shown, chip_font(t))
        if self.hasFocus():
            painter.setPen(QPen(t.colour("focus"), 3 if t.sharp else 2))
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            around = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        painter.end()
