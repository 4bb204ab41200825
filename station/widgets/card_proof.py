"""A card as it will be printed, inside a neutral outline: the blank's own print is not ours to draw."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen

from station.widgets.picture import Picture
from station.widgets.theme import Theme

ID1 = QSizeF(85.60, 53.98)
CORNER = 3.18 / 85.60  # of the width, ISO/IEC 7810
LARGEST = 560


class CardProof(Picture):
    """Fitted, never larger than a card can be looked at; dashed while there is none."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(name, theme)
        self._look = theme
        self.setMinimumSize(160, 100)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._look
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        box = self._box()
        corner = box.width() * CORNER
        if self._image.isNull():
            pen = QPen(t.colour("field"), 1.4)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawRoundedRect(box, corner, corner)
            painter.setPen(t.colour("mut"))
            painter.setFont(t.font(13))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("Belum ada kartu di meja"))
        else:
            clip = QPainterPath()
            clip.addRoundedRect(box, corner, corner)
            painter.fillPath(clip, QColor("white"))  # a card is white in every theme
            painter.save()
            painter.setClipPath(clip)
            painter.drawImage(box, self._image)
            painter.restore()
            painter.setPen(QPen(t.colour("field"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, corner, corner)
        painter.end()

    def _box(self) -> QRectF:
        room = QSizeF(min(self.width() - 4, self._look.px(LARGEST)), self.height() - 4)
        size = ID1.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )
