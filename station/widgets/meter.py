"""Bars against a limit, and small curves of the last days."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.theme import Theme


class Meter(QWidget):
    """A bar of 0 to `top`, in the colour of a role, with a mark where the limit lies."""

    def __init__(self, theme: Theme, name: str, top: int = 100) -> None:
        super().__init__()
        self._theme, self._name, self._top = theme, name, top
        self._value, self._limit, self._role = 0, -1, "acc"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_value(self, value: int, role: str = "acc", limit: int = -1) -> None:
        """A value, its role, and a limit (-1 for none)."""
        self._value, self._limit, self._role = value, limit, role
        against = self.tr(", batas {limit}").format(limit=limit) if limit >= 0 else ""
        self.setAccessibleName(f"{self._name}: {value}{against}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(34 if self._limit >= 0 else 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = t.px(5) if self._limit >= 0 else (self.height() - t.px(8)) / 2
        groove = QRectF(0.5, top, self.width() - 1, t.px(8))
        painter.setPen(QPen(t.colour("line"), 1) if t.sharp else Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("neubg"))
        painter.drawRoundedRect(groove, groove.height() / 2, groove.height() / 2)
        share = max(0.0, min(1.0, self._value / self._top))
        if share > 0:
            filled = QRectF(groove.left(), groove.top(), max(groove.height(), groove.width() * share), groove.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour(self._role))
            painter.drawRoundedRect(filled, groove.height() / 2, groove.height() / 2)
        if self._limit >= 0:
            x = groove.left() + groove.width() * self._limit / self._top
            painter.setPen(QPen(t.colour("fg"), 2))
            painter.drawLine(QPointF(x, groove.top() - 4), QPointF(x, groove.bottom() + 4))
            painter.setFont(t.font(12, 500))
            painter.setPen(t.colour("mut"))
            below = QRectF(x - 60, groove.bottom() + 4, 120, t.px(16))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("batas {limit}").format(limit=self._limit))
        painter.end()


class Sparkline(QWidget):
    """The last days of one measure; the accessible name says its last value."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._values: tuple[float, ...] = ()
        self._role = "acc"
        self.setFixedHeight(theme.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_values(self, values: Sequence[float], role: str = "acc", last: str = "") -> None:
        """Oldest first; `last` is how the newest is read out."""
        self._values, self._role = tuple(values), role
        self.setAccessibleName(f"{self._name}: {last}" if last else self._name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = self.height() - 2.0
        painter.setPen(QPen(t.colour("line"), 1))
        painter.drawLine(QPointF(0, foot), QPointF(self.width(), foot))
        if len(self._values) > 1:
            lowest, highest = min(self._values), max(self._values)
            tall = (foot - 10) / ((highest - lowest) or 1.0)
            step = (self.width() - 12) / (len(self._values) - 1)
            points = [QPointF(4 + n * step, foot - 4 - (v - lowest) * tall) for n, v in enumerate(self._values)]
            painter.setPen(QPen(t.colour(self._role), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(points)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour(self._role))
            painter.drawEllipse(points[-1], 4, 4)
        painter.end()
