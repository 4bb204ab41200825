"""The live picture: newest frame only, the 3:4 part that becomes the photo, an oval for the face, one instruction.

A plain widget with a mailbox is the fastest way measured; each frame is RGB32, the raster engine's own format.
"""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.icons import icon
from station.widgets.theme import Theme

# On the picture, not on a card: the same in every theme.
SHADE, INK, GOOD, PLATE = QColor(10, 16, 26, 130), QColor("#ffffff"), QColor("#3ddc84"), QColor(12, 20, 30, 215)
GOOD_PLATE, NIGHT, EDGE = QColor(15, 74, 44, 235), QColor("#2a323d"), QColor(10, 16, 26, 150)


class Mailbox(QObject):
    """Holds the newest frame only; put from any thread, at most one signal waits."""

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._turn = threading.Lock()
        self._frame: Any = None
        self._told = False

    def put(self, frame: Any) -> None:
        """A new frame (from a device lane)."""
        with self._turn:
            self._frame = frame
            told, self._told = self._told, True
        if not told:
            self.ready.emit()

    def take(self) -> Any:
        """The newest frame (on the screen's thread)."""
        with self._turn:
            self._told = False
            return self._frame


class Preview(QWidget):
    """Frames come as (width, height, buffer), 4 bytes a pixel, through `mailbox.put` from any thread."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._buffer: Any = None
        self._words, self._good = "", False
        self._tags: tuple[str, ...] = ()
        self._hold = -1.0
        self._frozen = False
        self.mailbox = Mailbox()
        self.mailbox.ready.connect(self._newest, Qt.ConnectionType.QueuedConnection)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Gambar langsung kamera"))

    # what it shows ----------------------------------------------------------------------------------------------------
    def say(self, words: str, *, good: bool = False) -> None:
        """One instruction, in the picture; `good` turns frame and oval green."""
        self._words, self._good = words, good
        self.setAccessibleDescription(words)
        self.update()

    def show_tags(self, *tags: str) -> None:
        """Small plates at the upper left: `SIMULASI`, `1280×720 · 30 fps`."""
        self._tags = tags
        self.update()

    def show_hold(self, left_s: float | None) -> None:
        """The ring that closes before the photo is taken by itself: seconds left of 0.5, None for no ring."""
        self._hold = -1.0 if left_s is None else left_s
        self.update()

    def freeze(self, frozen: bool) -> None:
        """Grey and still while the camera is away; what `say` says stays readable."""
        self._frozen = frozen
        self.update()

    def clear(self) -> None:
        """Show no picture."""
        self._image = None
        self.update()

    @property
    def showing(self) -> bool:
        """Whether a frame is on screen."""
        return self._image is not None

    def _newest(self) -> None:
        frame = self.mailbox.take()
        if frame is not None and not self._frozen:
            width, height, self._buffer = frame  # the buffer must live as long as the image
            self._image = QImage(self._buffer, width, height, width * 4, QImage.Format.Format_RGB32)
            self.update()

    # painting ---------------------------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), NIGHT)
        if self._image is not None:
            shown = _cover(self._image.size(), QSizeF(self.size()))
            painter.drawImage(shown, self._image)
            if self._frozen:
                painter.fillRect(self.rect(), QColor(120, 128, 138, 150))
            else:
                self._guide(painter, shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._plates(painter)
        self._instruct(painter)
        self._ring(painter)
        self._round_off(painter)
        painter.end()

    def _guide(self, painter: QPainter, shown: QRectF) -> None:
        """The cut is the whole height of the frame at 3:4, as biometrics.photo.frame_box has it."""
        tall = min(shown.height(), shown.width() * 4 / 3)
        box = QRectF(shown.center().x() - tall * 3 / 8, shown.center().y() - tall / 2, tall * 3 / 4, tall)
        box = box.intersected(QRectF(self.rect())).adjusted(3, 3, -3, -3)
        side = QRectF(self.rect())
        painter.fillRect(QRectF(0, 0, box.left(), side.height()), SHADE)
        painter.fillRect(QRectF(box.right(), 0, side.width() - box.right(), side.height()), SHADE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(INK, 2))
        painter.drawRoundedRect(box, 6, 6)
        face = QPointF(box.center().x(), box.top() + box.height() * 0.42)
        across, down = box.width() * 0.335, box.height() * 0.31
        for pen in (QPen(EDGE, 6), QPen(GOOD if self._good else INK, 3)):
            if not self._good and pen.width() == 3:
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawEllipse(face, across, down)
        level = face.y() + down * 0.05  # where the eyes belong
        painter.setPen(QPen(GOOD if self._good else INK, 3))
        for start, end in ((box.left() + 5, 26.0), (box.right() - 31, 26.0)):
            painter.drawLine(QPointF(start, level), QPointF(start + end, level))

    def _plates(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(12, 600))
        top = 14.0
        for tag in self._tags:
            wide = painter.fontMetrics().horizontalAdvance(tag) + 16
            box = QRectF(14, top, wide, self._theme.px(24))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(PLATE)
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(INK)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag)
            top += box.height() + 8

    def _instruct(self, painter: QPainter) -> None:
        if not self._words:
            return
        t = self._theme
        painter.setFont(t.font(20, 600))
        glyph = t.px(34) if self._good else 0
        room = self.width() - 24 - t.px(48) - glyph
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        wide = painter.fontMetrics().horizontalAdvance(words) + t.px(36) + glyph
        box = QRectF((self.width() - wide) / 2, self.height() - t.px(66), wide, t.px(46))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GOOD_PLATE if self._good else PLATE)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if self._good:
            size = t.px(22)
            at = QPointF(box.left() + t.px(16), box.center().y() - size / 2)
            painter.drawPixmap(at, icon("check", GOOD.name(), size, 2.2))
        painter.setPen(INK)
        painter.drawText(box.adjusted(t.px(18) + glyph, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _ring(self, painter: QPainter) -> None:
        if self._hold < 0:
            return
        t = self._theme
        box = QRectF(self.width() - t.px(60), self.height() - t.px(64), t.px(40), t.px(40))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(PLATE)
        painter.drawEllipse(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(GOOD, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box.adjusted(2, 2, -2, -2), 90 * 16, -round(360 * 16 * (1 - min(1.0, self._hold / 0.5))))
        painter.setPen(INK)
        painter.setFont(t.font(13, 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{self._hold:.1f}".replace(".", ","))

    def _round_off(self, painter: QPainter) -> None:
        """Corners in the colour of the card below: rounder than clipping, and cheaper."""
        corners = QPainterPath()
        corners.addRect(QRectF(self.rect()))
        inner = QPainterPath()
        inner.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillPath(corners - inner, self._theme.colour("card"))


def _cover(inner: QSize, outer: QSizeF) -> QRectF:
    """Fill the widget; what is cut away lies outside the photo's own 3:4, unless the widget is narrower than that."""
    narrowest = inner.height() * 3 / 4 / inner.height()
    if outer.width() / max(1.0, outer.height()) < narrowest:
        size = QSizeF(inner).scaled(outer, Qt.AspectRatioMode.KeepAspectRatio)
    else:
        size = QSizeF(inner).scaled(outer, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if size.height() > outer.height():  # wider than the camera: never cut the height
            size = QSizeF(inner).scaled(outer, Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF((outer.width() - size.width()) / 2, (outer.height() - size.height()) / 2, size.width(), size.height())
