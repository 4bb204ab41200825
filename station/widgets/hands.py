"""Two hands, palms down, left on the left; each tip shows its state and score. Drawn on a sheet of 638 x 400."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.widgets.icons import icon
from station.widgets.theme import Theme

NAMES = (
    QT_TRANSLATE_NOOP("Hands", "Jempol"),
    QT_TRANSLATE_NOOP("Hands", "Telunjuk"),
    QT_TRANSLATE_NOOP("Hands", "Tengah"),
    QT_TRANSLATE_NOOP("Hands", "Manis"),
    QT_TRANSLATE_NOOP("Hands", "Kelingking"),
)
FINGERS = {position: str(NAMES[(position - 1) % 5]) for position in (*range(6, 11), *range(1, 6))}
STATE_WORDS = {
    "todo": QT_TRANSLATE_NOOP("Hands", "belum"),
    "now": QT_TRANSLATE_NOOP("Hands", "sedang direkam"),
    "good": QT_TRANSLATE_NOOP("Hands", "baik"),
    "poor": QT_TRANSLATE_NOOP("Hands", "ulangi"),
    "except": QT_TRANSLATE_NOOP("Hands", "pengecualian"),
}
TOKENS = {
    "todo": ("field", "card"), "now": ("acc", "accbg"), "good": ("ok", "okbg"), "poor": ("err", "errbg"),
    "except": ("warn", "warnbg"),
}  # fmt: skip
SHEET = (638.0, 400.0)


@dataclass(frozen=True, slots=True)
class Digit:
    """One finger of the left hand on the sheet: pad, tilt in degrees, radius at tip and root, root, and its word."""

    pad: tuple[float, float]
    tilt: float
    tip: float
    root: tuple[float, float]
    root_radius: float
    word: tuple[float, float]
    size: tuple[float, float] = (34.0, 50.0)


DIGITS = {
    10: Digit((68, 137), -15, 19.5, (90, 212), 17, (44, 99), (32, 44)),
    9: Digit((115, 81), -7, 20.5, (128, 205), 20.5, (100, 38)),
    8: Digit((174, 60), 0, 22, (171, 205), 23, (175, 14), (35, 51)),
    7: Digit((231, 91), 9, 21, (214, 207), 20.5, (250, 47)),
    6: Digit((290, 215), 43, 27, (212, 300), 31, (286, 180), (42, 58)),
}


def finger_name(position: int) -> str:
    """A finger in words.

    >>> finger_name(7)
    'telunjuk kiri'
    """
    return f"{FINGERS[position].lower()} {'kiri' if position > 5 else 'kanan'}"


class Hands(QWidget):
    """Two hands. States are todo, now, good, poor or except; a click on a finger asks for it."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._states: Mapping[int, tuple[str, str]] = {}
        self._outline = _outline()
        self.setMinimumSize(360, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_states({})

    def show_states(self, states: Mapping[int, tuple[str, str]]) -> None:
        """Position (ISO 19794-4) -> state and score shown."""
        self._states = states
        parts = [f"{self._named(p)} {self.tr(str(STATE_WORDS[s]))} {t}".strip() for p, (s, t) in states.items()]
        name = self.tr("Sepuluh jari")
        self.setAccessibleName(f"{name}: {', '.join(parts)}" if parts else name)
        self.update()

    def _named(self, position: int) -> str:
        words = self.tr("{finger} kiri") if position > 5 else self.tr("{finger} kanan")
        return words.format(finger=self.tr(FINGERS[position]).lower())

    # geometry ---------------------------------------------------------------------------------------------------------
    def _scale(self) -> float:
        return min(self.width() / SHEET[0], self.height() / SHEET[1])

    def _origin(self) -> QPointF:
        scale = self._scale()
        return QPointF((self.width() - SHEET[0] * scale) / 2, (self.height() - SHEET[1] * scale) / 2)

    def place(self, position: int) -> QPointF:
        """Where a finger's pad lies in the widget."""
        x, y = DIGITS[position if position > 5 else position + 5].pad
        scale, origin = self._scale(), self._origin()
        return QPointF(origin.x() + (x if position > 5 else SHEET[0] - x) * scale, origin.y() + y * scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        reach = 34 * self._scale()
        for position in FINGERS:
            apart = event.position() - self.place(position)
            if math.hypot(apart.x(), apart.y()) <= reach:
                self.chosen.emit(position)
                return

    # painting ---------------------------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(t.colour("focus"), 3 if t.sharp else 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 8, 8)
        painter.translate(self._origin())
        painter.scale(self._scale(), self._scale())
        for left in (True, False):
            self._paint_hand(painter, left)
        for position in FINGERS:
            self._paint_tip(painter, position)
        painter.end()

    def _paint_hand(self, painter: QPainter, left: bool) -> None:
        t = self._theme
        painter.save()
        if not left:
            painter.translate(SHEET[0], 0)
            painter.scale(-1, 1)
        painter.setPen(QPen(t.colour("handline"), 1.6))
        painter.setBrush(t.colour("hand"))
        painter.drawPath(self._outline)
        painter.setPen(QPen(t.colour("handline"), 1.2))
        for position, digit in DIGITS.items():
            for share in (0.42, 0.74) if position != 6 else (0.5,):
                painter.drawLine(*_crease(digit, share))
        painter.restore()
        middle, name = (167.0, self.tr("Tangan kiri")) if left else (SHEET[0] - 167, self.tr("Tangan kanan"))
        have = sum(1 for p, (state, _) in self._states.items() if (p > 5) is left and state in ("good", "poor"))
        self._words(painter, (middle, 294), (16, 600), "fg", name)
        self._words(painter, (middle, 316), (14, 400), "mut", self.tr("{have} dari 5").format(have=have))

    def _paint_tip(self, painter: QPainter, position: int) -> None:
        t, (state, shown) = self._theme, self._states.get(position, ("todo", ""))
        left = position > 5
        digit = DIGITS[position if left else position + 5]
        edge, ground = TOKENS[state]
        x, y = (digit.pad[0] if left else SHEET[0] - digit.pad[0]), digit.pad[1]
        wide, tall = digit.size
        painter.save()
        painter.translate(x, y)
        painter.rotate(digit.tilt if left else -digit.tilt)
        pill = QRectF(-wide / 2, -tall / 2, wide, tall)
        if state == "now":
            halo = t.colour(edge)
            halo.setAlpha(90)
            painter.setPen(QPen(halo, 4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill.adjusted(-4.5, -4.5, 4.5, 4.5), wide / 2 + 4, wide / 2 + 4)
        pen = QPen(t.colour(edge), 3 if state == "now" else 1.7)
        if state == "todo":
            pen.setDashPattern([3.2, 2.6])
        painter.setPen(pen)
        painter.setBrush(t.colour(ground))
        painter.drawRoundedRect(pill, wide / 2, wide / 2)
        painter.restore()
        self._paint_score(painter, QPointF(x, y), state, shown)
        if self._scale() * 12 >= 9.5 or state == "now":
            word = (digit.word[0] if left else SHEET[0] - digit.word[0], digit.word[1])
            token, weight = ("acc", 600) if state == "now" else ("mut", 500)
            self._words(painter, word, (12.5, weight), token, self.tr(FINGERS[position]))

    def _paint_score(self, painter: QPainter, at: QPointF, state: str, shown: str) -> None:
        edge = TOKENS[state][0]
        glyph = {"now": "finger", "except": "warn", "poor": "x"}.get(state, "")
        if state == "good" or (shown and state == "now"):
            self._words(painter, (at.x(), at.y() + 5), (15, 600), edge, shown)
        elif glyph:
            self._glyph(painter, at if not shown else QPointF(at.x(), at.y() - 9), glyph, edge, 18 if not shown else 14)
            if shown:
                self._words(painter, (at.x(), at.y() + 14), (13, 600), edge, shown)

    def _glyph(self, painter: QPainter, at: QPointF, name: str, token: str, size: float) -> None:
        picture = icon(name, self._theme.tokens[token], round(size * 2), 1.9)
        box = QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, picture, QRectF(picture.rect()))

    def _words(
        self, painter: QPainter, at: tuple[float, float], face: tuple[float, int], token: str, words: str
    ) -> None:
        """Words centred on a point of their base line; never under 12 px on screen, whatever the size of the sheet."""
        size, weight = face
        font = self._theme.font(14, weight)
        font.setPixelSize(max(1, round(max(size, 12 / self._scale()))))
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        wide = painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(QPointF(at[0] - wide / 2, at[1]), words)


def _outline() -> QPainterPath:
    """The left hand as one shape."""
    palm = QPainterPath(QPointF(73, 210))
    palm.cubicTo(66, 250, 66, 275, 73, 305)
    palm.cubicTo(82, 338, 100, 352, 100, 394)
    palm.lineTo(208, 394)
    palm.cubicTo(208, 362, 222, 344, 235, 322)
    palm.lineTo(240, 300)
    palm.lineTo(242, 236)
    palm.lineTo(234, 205)
    palm.lineTo(106, 198)
    palm.closeSubpath()
    for digit in DIGITS.values():
        palm = palm.united(_finger(digit))
    return palm.simplified()


def _finger(digit: Digit) -> QPainterPath:
    """A finger: wider or narrower towards its root, round at the tip."""
    along = math.radians(digit.tilt)
    tip = QPointF(digit.pad[0] + 6 * math.sin(along), digit.pad[1] - 6 * math.cos(along))
    root = QPointF(*digit.root)
    length = math.hypot(root.x() - tip.x(), root.y() - tip.y())
    side = QPointF((root.y() - tip.y()) / length, (tip.x() - root.x()) / length)
    shape = QPainterPath(tip + side * digit.tip)
    shape.lineTo(root + side * digit.root_radius)
    shape.lineTo(root - side * digit.root_radius)
    shape.lineTo(tip - side * digit.tip)
    shape.closeSubpath()
    round_tip = QPainterPath()
    round_tip.addEllipse(tip, digit.tip, digit.tip)
    return shape.united(round_tip)


def _crease(digit: Digit, share: float) -> tuple[QPointF, QPointF]:
    """A fold of the skin across a finger, at a share of its length."""
    pad, root = QPointF(*digit.pad), QPointF(*digit.root)
    at = pad + (root - pad) * share
    length = math.hypot(root.x() - pad.x(), root.y() - pad.y())
    side = QPointF((root.y() - pad.y()) / length, (pad.x() - root.x()) / length) * (digit.tip * 0.52)
    return at - side, at + side
