"""The way of one card through the print desk."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.icons import icon
from station.widgets.theme import Theme


class Track(QWidget):
    """Named stops; those behind are ticked, the next one is lit while something goes on there."""

    STOPS = (
        QT_TRANSLATE_NOOP("Track", "Disetujui"),
        QT_TRANSLATE_NOOP("Track", "Dikirim"),
        QT_TRANSLATE_NOOP("Track", "Dicetak"),
        QT_TRANSLATE_NOOP("Track", "Cip diperiksa"),
        QT_TRANSLATE_NOOP("Track", "Dibukukan"),
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._done, self._busy, self._fault = 0, False, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_done(0)

    def show_done(self, done: int, *, busy: bool = False, fault: bool = False) -> None:
        """How many stops are behind; whether the next is under way, or stopped by a fault."""
        self._done, self._busy, self._fault = done, busy, fault
        behind = ", ".join(self.tr(str(stop)) for stop in self.STOPS[:done]) or self.tr("belum mulai")
        self.setAccessibleName(self.tr("Perjalanan kartu: {behind}").format(behind=behind))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, middle, radius = self.width() / len(self.STOPS), t.px(15), t.px(10)
        for index, name in enumerate(self.STOPS):
            centre = QPointF(step * (index + 0.5), middle)
            if index:
                painter.setPen(QPen(t.colour("ok" if index < self._done else "line"), 2))
                painter.drawLine(
                    QPointF(centre.x() - step + radius + 3, middle), QPointF(centre.x() - radius - 3, middle)
                )
            self._paint_stop(painter, centre, index, radius)
            last = index == self._done - 1
            painter.setFont(t.font(12, 600 if last else 500))
            painter.setPen(t.colour("fg" if last else "mut"))
            room = QRectF(centre.x() - step / 2, t.px(30), step, t.px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self.tr(str(name)))
        painter.end()

    def _paint_stop(self, painter: QPainter, centre: QPointF, index: int, radius: int) -> None:
        t = self._theme
        role, glyph = "field", ""
        if index < self._done:
            role, glyph = "ok", "check"
        elif index == self._done and self._fault:
            role, glyph = "err", "x"
        elif index == self._done and self._busy:
            role, glyph = "acc", "dot"
        painter.setPen(QPen(t.colour(role), 1.6))
        painter.setBrush(t.colour("card" if role == "field" else f"{role}bg"))
        painter.drawEllipse(centre, radius, radius)
        if glyph:
            size = t.px(14)
            at = QPointF(centre.x() - size / 2, centre.y() - size / 2)
            painter.drawPixmap(at, icon(glyph, t.tokens[role], size, 2.6))
