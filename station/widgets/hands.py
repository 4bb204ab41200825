"""Two painted hands, palms down: ten tips with their states and scores."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QMouseEvent, QPainter, QPainterPath, QPainterPathStroker, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.icons import icon
from station.widgets.theme import FAMILY, Theme

FINGERS = {6: "Jempol", 7: "Telunjuk", 8: "Tengah", 9: "Manis", 10: "Kelingking"} | {
    1: "Jempol", 2: "Telunjuk", 3: "Tengah", 4: "Manis", 5: "Kelingking"
}  # fmt: skip


def finger_name(position: int) -> str:
    """A finger in words.

    >>> finger_name(7)
    'telunjuk kiri'
    """
    return f"{FINGERS[position].lower()} {'kiri' if position > 5 else 'kanan'}"


# Fingertips as shares of the widget: x, y, tilt in degrees. Left hand left, palms down.
_TIPS = {
    10: (0.095, 0.37, -12), 9: (0.17, 0.235, -5), 8: (0.255, 0.18, 0), 7: (0.34, 0.255, 6), 6: (0.43, 0.55, 42),
    1: (0.57, 0.55, -42), 2: (0.66, 0.255, -6), 3: (0.745, 0.18, 0), 4: (0.83, 0.235, 5), 5: (0.905, 0.37, 12),
}  # fmt: skip
_PALMS = {6: (0.25, 0.76), 1: (0.75, 0.76)}


class Hands(QWidget):
    """Two hands, palms down; each tip shows its state: todo, now, good, poor or except, and its score."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._states: Mapping[int, tuple[str, str]] = {}
        self.setMinimumSize(360, 230)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_states(self, states: Mapping[int, tuple[str, str]]) -> None:
        """Position -> (state, score shown)."""
        self._states = states
        words = {"todo": "belum", "now": "sedang direkam", "good": "baik", "poor": "ulangi", "except": "pengecualian"}
        parts = [f"{finger_name(p)} {words[s]} {t}".strip() for p, (s, t) in states.items()]
        self.setAccessibleName("Sepuluh jari: " + ", ".join(parts))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        for position, (x, y, _) in _TIPS.items():
            if abs(at.x() - x * self.width()) < 24 and abs(at.y() - y * self.height()) < 30:
                self.chosen.emit(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for palm in _PALMS:
            self._hand(painter, palm)
        for position, tip in _TIPS.items():
            self._tip(painter, position, *tip)
        painter.end()

    def _hand(self, painter: QPainter, palm: int) -> None:
        w, h, t = self.width(), self.height(), self._theme
        px, py = _PALMS[palm]
        centre = QPointF(px * w, py * h)
        thick = min(w, h * 1.75) * 0.062
        outline, fill = QPen(t.colour("line"), 1.5), QBrush(t.colour("bg"))
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRoundedRect(QRectF(centre.x() - w * 0.125, centre.y() - h * 0.22, w * 0.25, h * 0.44), 34, 34)
        for position in range(palm, palm + 5):
            x, y, _ = _TIPS[position]
            root = QPointF(centre.x() + (x - px) * w * 0.62, centre.y() - h * 0.12 if position != palm else centre.y())
            stroke = QPainterPath(QPointF(x * w, y * h))
            stroke.lineTo(root)
            shape = shape.united(_thick(stroke, thick))
        painter.setPen(outline)
        painter.setBrush(fill)
        painter.drawPath(shape.simplified())
        painter.setPen(t.colour("fg"))
        font = QFont(FAMILY)
        font.setPixelSize(t.px(14))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        name = "Tangan kiri" if palm == 6 else "Tangan kanan"
        painter.drawText(QRectF(centre.x() - 80, centre.y() - 12, 160, 24), Qt.AlignmentFlag.AlignCenter, name)

    def _tip(self, painter: QPainter, position: int, x: float, y: float, tilt: float) -> None:
        t, (state, shown) = self._theme, self._states.get(position, ("todo", ""))
        edge, ground = {
            "todo": ("field", "card"), "now": ("acc", "accbg"), "good": ("ok", "okbg"),
            "poor": ("err", "errbg"), "except": ("warn", "warnbg"),
        }[state]  # fmt: skip
        long, wide = min(self.height() * 0.125, 52.0), min(self.height() * 0.09, 36.0)
        painter.save()
        painter.translate(x * self.width(), y * self.height())
        painter.rotate(tilt)
        painter.setPen(QPen(t.colour(edge), 3 if state == "now" else 1.6, _dash(state)))
        painter.setBrush(t.colour(ground))
        painter.drawRoundedRect(QRectF(-wide / 2, -long / 2, wide, long), wide / 2, wide / 2)
        painter.rotate(-tilt)
        font = QFont(FAMILY)
        font.setPixelSize(t.px(14))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(t.colour(edge if state != "todo" else "mut"))
        if shown:
            painter.drawText(QRectF(-24, -12, 48, 24), Qt.AlignmentFlag.AlignCenter, shown)
        elif state in ("now", "except", "poor"):
            glyph = {"now": "finger", "except": "warn", "poor": "x"}[state]
            painter.drawPixmap(QPointF(-9, -9), icon(glyph, t.tokens[edge], 18, 1.9))
        font.setPixelSize(t.px(12))
        painter.setFont(font)
        painter.setPen(t.colour("acc" if state == "now" else "mut"))
        above = -long / 2 - 20 if position not in (1, 6) else -long / 2 - 24
        painter.drawText(QRectF(-50, above, 100, 16), Qt.AlignmentFlag.AlignCenter, FINGERS[position])
        painter.restore()


def _thick(line: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(line)


def _dash(state: str) -> Qt.PenStyle:
    return Qt.PenStyle.DashLine if state == "todo" else Qt.PenStyle.SolidLine
