"""Painted parts: the live picture, ink, two hands, a print, the track of a card, a stored image."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.icons import icon
from station.widgets.theme import FAMILY, Theme


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
    """The live picture with a 3:4 frame and an oval; frames are RGB32 buffers of (width, height, bytes)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._buffer: Any = None
        self._words = ""
        self.mailbox = Mailbox()
        self.mailbox.ready.connect(self._newest, Qt.ConnectionType.QueuedConnection)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gambar langsung kamera")

    def say(self, words: str) -> None:
        """One instruction, in the picture."""
        self._words = words
        self.setAccessibleDescription(words)
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
        if frame is not None:
            width, height, self._buffer = frame  # the buffer must live as long as the image
            self._image = QImage(self._buffer, width, height, width * 4, QImage.Format.Format_RGB32)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#2a323d"))
        if self._image is not None:
            painter.drawImage(_fit(self._image.size(), self.rect().size()), self._image)
            self._guide(painter, _fit(self._image.size(), self.rect().size()))
        self._instruct(painter)
        painter.end()

    def _guide(self, painter: QPainter, shown: QRectF) -> None:
        wide = shown.height() * 3 / 4
        box = QRectF(shown.center().x() - wide / 2, shown.top() + 2, wide, shown.height() - 4)
        shade = QPainterPath()
        shade.addRect(shown)
        hole = QPainterPath()
        hole.addRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shade - hole, QColor(16, 24, 36, 120))
        painter.setPen(QPen(QColor("#ffffff"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(QPen(QColor("#8fe0b4"), 3, Qt.PenStyle.DashLine))
        painter.drawEllipse(
            QPointF(box.center().x(), box.top() + box.height() * 0.40), wide * 0.27, box.height() * 0.28
        )

    def _instruct(self, painter: QPainter) -> None:
        if not self._words:
            return
        font = QFont(FAMILY)
        font.setPixelSize(self._theme.px(20))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(self._words) + 48
        box = QRectF(self.width() / 2 - wide / 2, self.height() - 60, wide, 42)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 24, 36, 225))
        painter.drawRoundedRect(box, 20, 20)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)


class Picture(QWidget):
    """A stored image, fitted; grey prints are dark on light, 8 bit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._image = QImage()
        self._name = name
        self.setAccessibleName(f"{name}: belum ada")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_file(self, data: bytes) -> None:
        """A JPEG or PNG; b"" for nothing."""
        self._image = QImage.fromData(data) if data else QImage()
        self._shown(bool(data))

    def show_rgb(self, width: int, height: int, rgb: bytes) -> None:
        """24-bit pixels."""
        self._image = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888).copy()
        self._shown(True)

    def show_grey(self, width: int, height: int, pixels: bytes) -> None:
        """8-bit pixels."""
        self._image = QImage(pixels, width, height, width, QImage.Format.Format_Grayscale8).copy()
        self._shown(True)

    def _shown(self, there: bool) -> None:
        self.setAccessibleName(self._name if there else f"{self._name}: belum ada")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(_fit(self._image.size(), self.rect().size()), self._image)
        painter.end()


class InkView(QWidget):
    """Ink as it flows, 2:1; with `by_hand` a mouse or a pen on the screen may draw. Points are 1/100 mm."""

    drawn = Signal(float, float, bool)  # x_mm, y_mm, down

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[list[QPointF]] = []
        self._size = (8000, 4000)
        self.by_hand = False
        self.setAccessibleName(name)
        self.setMinimumSize(200, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_lines(self, lines: list[list[tuple[float, float]]], size: tuple[int, int]) -> None:
        """Replace the ink."""
        self._lines = [[QPointF(x, y) for x, y in line] for line in lines]
        self._size = size
        self.update()

    def _place(self) -> tuple[float, float, float]:
        scale = min((self.width() - 16) / self._size[0], (self.height() - 16) / self._size[1])
        return scale, (self.width() - self._size[0] * scale) / 2, (self.height() - self._size[1] * scale) / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale, left, top = self._place()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(left, top, self._size[0] * scale, self._size[1] * scale)
        painter.setPen(QPen(self._theme.colour("field"), 1))
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(sheet, 8, 8)
        painter.setPen(QPen(QColor("#c5ccd6"), 1, Qt.PenStyle.DashLine))
        base = sheet.top() + sheet.height() * 0.72
        painter.drawLine(QPointF(sheet.left() + 20, base), QPointF(sheet.right() - 20, base))
        width = max(1.6, 0.5 * 100 * scale)
        painter.setPen(
            QPen(QColor("#14202e"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        for line in self._lines:
            painter.drawPolyline([QPointF(left + p.x() * scale, top + p.y() * scale) for p in line])
        painter.end()

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


class Track(QWidget):
    """The way of one card: named stations, done ones ticked."""

    STOPS = ("Disetujui", "Dikirim", "Dicetak", "Cip diperiksa", "Dibukukan")

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._done = 0
        self.setMinimumHeight(theme.px(52))
        self.setMaximumHeight(theme.px(60))

    def show_done(self, done: int) -> None:
        """How many stops are behind."""
        self._done = done
        self.setAccessibleName("Perjalanan kartu: " + ", ".join(self.STOPS[:done]) if done else "Perjalanan kartu")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(self.STOPS)
        font = QFont(FAMILY)
        font.setPixelSize(t.px(12))
        painter.setFont(font)
        painter.setPen(QPen(t.colour("line"), 2))
        painter.drawLine(QPointF(step / 2, 16), QPointF(self.width() - step / 2, 16))
        for index, name in enumerate(self.STOPS):
            centre, done = QPointF(step * (index + 0.5), 16), index < self._done
            painter.setPen(QPen(t.colour("ok" if done else "field"), 1.6))
            painter.setBrush(t.colour("okbg" if done else "card"))
            painter.drawEllipse(centre, 10, 10)
            if done:
                painter.drawPixmap(QPointF(centre.x() - 7, 9), icon("check", t.tokens["ok"], 14, 2.4))
            painter.setPen(t.colour("fg" if done else "mut"))
            painter.drawText(QRectF(centre.x() - step / 2, 30, step, 18), Qt.AlignmentFlag.AlignCenter, name)
        painter.end()


def _fit(inner: QSize, outer: QSize) -> QRectF:
    size = inner.scaled(outer, Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (outer.width() - size.width()) / 2, (outer.height() - size.height()) / 2
    return QRectF(left, top, size.width(), size.height())


def pixmap_of(data: bytes, height: int) -> QPixmap:
    """A stored picture at a height, for small wells."""
    return QPixmap.fromImage(QImage.fromData(data)).scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
