"""Papers and cards to look at: fitted, then larger (+), smaller (−), turned (R); arrows or the mouse move."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.theme import Theme

STEP, LARGEST, PACE = 1.25, 8.0, 60
MARK = QColor(255, 190, 60, 90)


class PageView(QWidget):
    """One page of paper. `turned_page` asks for the page before (-1, key [) or after (+1, key ])."""

    turned_page = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._image = QImage()
        self._zoom, self._turn, self._at = 1.0, 0, QPointF()
        self._mark = QRectF()
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(f"{name}: belum ada")
        self.setAccessibleDescription(self.tr("Perbesar +, perkecil −, putar R, halaman [ ]"))

    # what it shows ----------------------------------------------------------------------------------------------------
    def show_file(self, data: bytes, words: str = "") -> None:
        """A JPEG or PNG; b"" for nothing. `words` say which page it is."""
        self._show(QImage.fromData(data) if data else QImage(), words)

    def show_rgb(self, width: int, height: int, rgb: bytes, words: str = "") -> None:
        """24-bit pixels."""
        self._show(QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888).copy(), words)

    def show_mark(self, box: tuple[float, float, float, float] | None) -> None:
        """Mark a field's place: left, top, width, height as shares of the page; None takes the mark away."""
        self._mark = QRectF(*box) if box else QRectF()
        self.update()

    def _show(self, image: QImage, words: str) -> None:
        self._image, self._mark = image, QRectF()
        self.setAccessibleName(
            f"{self._name}: {words or 'terbuka'}" if not image.isNull() else f"{self._name}: belum ada"
        )
        self.reset()

    # looking ----------------------------------------------------------------------------------------------------------
    def reset(self) -> None:
        """The whole page, upright."""
        self._zoom, self._turn, self._at = 1.0, 0, QPointF()
        self.update()

    def zoom(self, by: float) -> None:
        """Larger or smaller, about the middle."""
        self._zoom = max(1.0, min(LARGEST, self._zoom * by))
        self._move(QPointF())

    def turn(self) -> None:
        """A quarter to the right."""
        self._turn = (self._turn + 90) % 360
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Left: QPointF(PACE, 0), Qt.Key.Key_Right: QPointF(-PACE, 0),
            Qt.Key.Key_Up: QPointF(0, PACE), Qt.Key.Key_Down: QPointF(0, -PACE),
        }  # fmt: skip
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key is Qt.Key.Key_R:
            self.turn()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.turned_page.emit(1 if key is Qt.Key.Key_BracketRight else -1)
        elif key in moves and self._zoom > 1:
            self._move(moves[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
        else:
            self._move(QPointF(0, event.angleDelta().y() / 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._move(event.position() - self._grip)
            self._grip = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None

    def _move(self, by: QPointF) -> None:
        """Move the page, never out of sight."""
        size = self._size()
        far_x, far_y = max(0.0, (size.width() - self.width()) / 2), max(0.0, (size.height() - self.height()) / 2)
        at = self._at + by
        self._at = QPointF(max(-far_x, min(far_x, at.x())), max(-far_y, min(far_y, at.y())))
        self.update()

    def _size(self) -> QSize:
        """The page on screen at this zoom."""
        upright = self._image.size() if self._turn % 180 == 0 else self._image.size().transposed()
        room = QSize(max(1, self.width() - 24), max(1, self.height() - 24))
        return upright.scaled(room, Qt.AspectRatioMode.KeepAspectRatio) * self._zoom

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        focus = self.hasFocus()
        painter.setPen(QPen(t.colour("focus" if focus else "desk"), (3 if t.sharp else 2) if focus else 1))
        painter.setBrush(t.colour("desk"))
        painter.drawRoundedRect(frame, 8, 8)
        if self._image.isNull():
            painter.setPen(t.colour("deskfg"))
            painter.setFont(t.font(14))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Belum ada berkas"))
            painter.end()
            return
        painter.setClipRect(frame.adjusted(2, 2, -2, -2))
        size = self._size()
        painter.translate(QRectF(self.rect()).center() + self._at)
        painter.rotate(self._turn)  # not setTransform(QTransform().rotate(...)): that hands over what is already freed
        wide, tall = (size.width(), size.height()) if self._turn % 180 == 0 else (size.height(), size.width())
        page = QRectF(-wide / 2, -tall / 2, wide, tall)
        painter.fillRect(page.translated(4, 4), QColor(0, 0, 0, 70))
        painter.drawImage(page, self._image)
        if not self._mark.isEmpty():
            m = self._mark
            box = QRectF(
                page.left() + m.left() * wide, page.top() + m.top() * tall, m.width() * wide, m.height() * tall
            )
            painter.setPen(QPen(QColor("#c27a00"), 2))
            painter.setBrush(MARK)
            painter.drawRoundedRect(box, 4, 4)
        painter.end()
