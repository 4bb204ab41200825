"""Tiles of Beranda: a figure with its name, its key and one more line; a press goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from station.widgets.button import Button, key_words
from station.widgets.icons import icon
from station.widgets.theme import Theme

HEIGHT, LOW_HEIGHT = 122, 92


class Tile(Button):
    """Sign and name, a large figure, one line below; without that line it is lower (ringkas)."""

    def __init__(self, theme: Theme, name: str, sign: str, token: str = "acc", key: str = "") -> None:
        super().__init__(name, role="tile")
        self._look, self._picture, self._tint, self._goes = theme, sign, token, key
        self.figure, self.below = "", ""
        self._low = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figure("0")

    def show_figure(self, figure: str, below: str = "") -> None:
        """Change figure and line."""
        self.figure, self.below = figure, below
        self.setAccessibleName(f"{self.word}: {figure}")
        self.setAccessibleDescription(below)
        self.setToolTip(below)
        self.update()

    def fold(self, low: bool) -> None:
        """Without the third line on low screens."""
        self._low = low
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(LOW_HEIGHT if self._low else HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(120), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = 3.0 if t.sharp else 2.0
        over = self.underMouse()
        edge = QPen(t.colour("focus"), ring) if self.hasFocus() else QPen(t.colour("field" if over else "line"), 1)
        painter.setPen(edge)
        painter.setBrush(t.colour("card"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        left, size = t.px(17), t.px(20)
        painter.drawPixmap(QPointF(left, t.px(17)), icon(self._picture, t.tokens[self._tint], size))
        name = QRectF(left + t.px(30), t.px(14), box.width() - left - t.px(42), t.px(26))
        self._say(painter, name, self.word, (14, 600), "fg")
        self._say(painter, QRectF(left, t.px(42), box.width() - left, t.px(40)), self.figure, (30, 600), "fg")
        if self._goes:
            painter.setFont(t.font(12, 500))
            painter.setPen(t.colour("mut"))
            right = QRectF(0, t.px(50), box.width() - t.px(16), t.px(24))
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, key_words(self._goes))
        if not self._low:
            room = QRectF(left, t.px(84), box.width() - left - t.px(12), t.px(24))
            self._say(painter, room, self.below, (13, 400), "mut")
        painter.end()

    def _say(self, painter: QPainter, room: QRectF, words: str, face: tuple[int, int], token: str) -> None:
        painter.setFont(self._look.font(*face))
        painter.setPen(self._look.colour(token))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
