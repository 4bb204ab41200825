"""The steps of a case in the rail: done ones ticked, the current one lit, locked ones dim and shut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from station.widgets.button import Button
from station.widgets.icons import icon
from station.widgets.items import StepItem
from station.widgets.theme import Theme


class StepButton(Button):
    """A step; its accessible name says number, word and state."""

    def __init__(self, theme: Theme, number: int, step: StepItem) -> None:
        super().__init__(step.word, role="side")
        self._look = theme
        self.number, self.step = number, step
        self.folded = False
        states = {
            "done": self.tr("selesai"),
            "current": self.tr("sekarang"),
            "open": self.tr("belum"),
            "locked": self.tr("terkunci"),
            "ended": self.tr("selesai"),
        }
        self.setEnabled(step.state not in ("locked", "ended"))
        self.setAccessibleName(
            self.tr("Langkah {number}, {step}, {state}").format(number=number, step=step.word, state=states[step.state])
        )
        self.setToolTip(step.word)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(36), self._look.px(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(36), self._look.px(30))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, current = QRectF(self.rect()), self.step.state == "current"
        if current or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour("current" if current else "sidehover"))
            painter.drawRoundedRect(box, 7, 7)
        if self.hasFocus():
            painter.setPen(QPen(t.colour("currentfg" if current else "sidestrong"), 3 if t.sharp else 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 6, 6)
        token = "currentfg" if current else "sidemut" if self.step.state == "locked" else "sidefg"
        self._paint_mark(painter, box, token)
        if not self.folded:
            painter.setPen(t.colour(token))
            painter.setFont(t.font(14, 600 if current else 400))
            painter.drawText(box.adjusted(t.px(42), 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, self.step.word)
        painter.end()

    def _paint_mark(self, painter: QPainter, box: QRectF, token: str) -> None:
        t = self._look
        side = t.px(20)
        left = (box.width() - side) / 2 if self.folded else t.px(11)
        mark = QRectF(left, box.center().y() - side / 2, side, side)
        if self.step.state in ("done", "ended"):
            painter.setPen(QPen(t.colour("sideok"), 1) if t.sharp else Qt.PenStyle.NoPen)
            painter.setBrush(t.colour("sideokbg"))
            painter.drawEllipse(mark)
            small = t.px(14)
            corner = QPointF(mark.center().x() - small / 2, mark.center().y() - small / 2)
            painter.drawPixmap(corner, icon("check", t.tokens["sideok"], small, 2.6))
            return
        painter.setPen(QPen(t.colour("currentfg" if token == "currentfg" else "sidemut"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(mark)
        painter.setPen(t.colour(token))
        painter.setFont(t.font(12, 600))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self.number))
