"""Ink as it flows, 2:1; stored signatures are drawn by it too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.theme import Theme

PAPER, RULE, INK = QColor("#ffffff"), QColor("#c5ccd6"), QColor("#14202e")  # paper is white in every theme
PAD = (8000, 4000)  # 80 x 40 mm in 1/100 mm


class InkView(QWidget):
    """Strokes of points in 1/100 mm. With `by_hand` a mouse or pen on the screen draws too: `drawn` has each point."""

    drawn = Signal(float, float, bool)  # x_mm, y_mm, down

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[list[QPointF]] = []
        self._size = PAD
        self._title = ""
        self.by_hand = False
        self.setAccessibleName(name)
        self.setMinimumSize(100, 50)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_lines(self, lines: Sequence[Sequence[tuple[float, float]]], size: tuple[int, int] = PAD) -> None:
        """Replace the ink on a sheet of a size, both in 1/100 mm."""
        self._lines = [[QPointF(x, y) for x, y in line] for line in lines]
        self._size = size
        self.update()

    def add_point(self, x: float, y: float, *, starts: bool) -> None:
        """One more point; cheap, for ink as it flows. A pen that touches down starts a line."""
        if starts or not self._lines:
            self._lines.append([])
        self._lines[-1].append(QPointF(x, y))
        self.update()

    @property
    def empty(self) -> bool:
        """Whether there is no ink."""
        return not self._lines

    def _place(self) -> tuple[float, float, float]:
        scale = min((self.width() - 2) / self._size[0], (self.height() - 2) / self._size[1])
        return scale, (self.width() - self._size[0] * scale) / 2, (self.height() - self._size[1] * scale) / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale, left, top = self._place()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(left, top, self._size[0] * scale, self._size[1] * scale)
        painter.setPen(QPen(self._theme.colour("field"), 1))
        painter.setBrush(PAPER)
        painter.drawRoundedRect(sheet, 8, 8)
        if sheet.height() > 120:
            painter.setPen(QPen(RULE, 1, Qt.PenStyle.DashLine))
            base = sheet.top() + sheet.height() * 0.72
            painter.drawLine(QPointF(sheet.left() + 24, base), QPointF(sheet.right() - 24, base))
        pen = QPen(INK, max(1.6, 45 * scale), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._lines:
            painter.drawPath(_smooth([QPointF(left + p.x() * scale, top + p.y() * scale) for p in line]))
        painter.end()

    # drawing by hand --------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_hand(event, True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._by_hand(event, True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._by_hand(event, False)

    def _by_hand(self, event: QMouseEvent, down: bool) -> None:
        if self.by_hand:
            scale, left, top = self._place()
            at = event.position()
            self.drawn.emit((at.x() - left) / scale / 100, (at.y() - top) / scale / 100, down)


def _smooth(points: list[QPointF]) -> QPainterPath:
    """A stroke as a curve through the middles of its points: pads give 100 to 200 of them a second, screens fewer."""
    path = QPainterPath(points[0] if points else QPointF())
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.1, 0.0))
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    if len(points) > 1:
        path.lineTo(points[-1])
    return path
