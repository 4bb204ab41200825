"""Stored pictures: a photo, a print, a page of paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.theme import Theme


class Picture(QWidget):
    """An image, fitted; grey prints are dark on light, 8 bit. With a theme, an empty one shows where it will stand."""

    def __init__(self, name: str, theme: Theme | None = None, *, radius: int = 6) -> None:
        super().__init__()
        self._theme, self._radius = theme, radius
        self._image = QImage()
        self._name = name
        self._edge = ""
        self._shown(False)
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

    def show_edge(self, role: str) -> None:
        """A 2 px edge in a role's colour while something is going on; "" for none. Needs the theme."""
        self._edge = role
        self.update()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self._image.isNull()

    def _shown(self, there: bool) -> None:
        self.setAccessibleName(self._name if there else self.tr("{name}: belum ada").format(name=self._name))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        if not self._image.isNull():
            inset = 8 if self._edge else 0
            inner = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            box = fit(self._image.size(), inner.size().toSize()).translated(inset, inset)
            clip = QPainterPath()
            clip.addRoundedRect(box, self._radius, self._radius)
            painter.setClipPath(clip)
            painter.drawImage(box, self._image)
            painter.setClipping(False)
        elif self._theme is not None:
            pen = QPen(self._theme.colour("field"), 1.4)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self._radius, self._radius)
            painter.setPen(self._theme.colour("mut"))
            painter.setFont(self._theme.font(13))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Belum ada"))
        if self._edge and self._theme is not None:
            painter.setPen(QPen(self._theme.colour(self._edge), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


def fit(inner: QSize, outer: QSize) -> QRectF:
    """The largest box of the shape of `inner` in the middle of `outer`."""
    size = inner.scaled(outer, Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (outer.width() - size.width()) / 2, (outer.height() - size.height()) / 2
    return QRectF(left, top, size.width(), size.height())


def pixmap_of(data: bytes, height: int) -> QPixmap:
    """A stored picture at a height, for small wells."""
    return QPixmap.fromImage(QImage.fromData(data)).scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
