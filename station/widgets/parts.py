"""Small parts that pages are made of: labels that elide, chips, cards, banners, buttons, rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.widgets.icons import icon
from station.widgets.theme import FAMILY, Theme

GLYPHS = {"warn": "warn", "err": "x", "ok": "check", "acc": "clock", "wait": "clock", "neu": "dot"}
Piece = QWidget | QLayout | int | None


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A text; `name` is its style (h1, h2, lead, num, b, mut, small, cap)."""
    made = Elided(text) if not wrap else QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    if not wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made


class Elided(QLabel):
    """A label that gives way: too long a text ends in "…" and shows whole as a tip, and never widens the window."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().minimumSizeHint().width(), 40), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        if shown == self.text() or self.buddy() is not None:
            super().paintEvent(event)
            return
        self.setToolTip(self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def row(*pieces: Piece, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Side by side; None stretches, a number is a gap."""
    made = QHBoxLayout()
    _fill(made, pieces, gap, margins)
    return made


def column(*pieces: Piece, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """One below the other."""
    made = QVBoxLayout()
    _fill(made, pieces, gap, margins)
    return made


def frame(layout: QLayout, name: str = "card") -> QFrame:
    """A box around a layout: card, well, bar, top, side, banner."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def card(*pieces: Piece, gap: int = 10, margins: tuple[int, int, int, int] = (18, 16, 18, 16)) -> QFrame:
    """A card."""
    return frame(column(*pieces, gap=gap, margins=margins))


def hair() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setObjectName("hair")
    return made


def sign(theme: Theme, name: str, token: str = "mut", size: int = 18, stroke: float = 1.75) -> QLabel:
    """An icon as a label."""
    made = QLabel()
    made.setPixmap(icon(name, theme.tokens[token], theme.px(size), stroke))
    made.setFixedSize(theme.px(size), theme.px(size))
    return made


class Chip(QWidget):
    """A word with its glyph in a role's colours; the accessible name is the word."""

    def __init__(self, theme: Theme, word: str = "", role: str = "neu", glyph: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._font = QFont(FAMILY)
        self._font.setPixelSize(theme.px(13))
        self._font.setWeight(QFont.Weight.DemiBold)
        self.show_word(word, role, glyph)

    def show_word(self, word: str, role: str, glyph: str = "") -> None:
        """Change what it says."""
        self._word, self._role, self._glyph = word, role, glyph or GLYPHS[role]
        self.setFixedSize(chip_width(self._theme, word, self._font), self._theme.px(24))
        self.setAccessibleName(word)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._theme, (self._word, self._role, self._glyph), self._font)
        painter.end()


def chip_width(theme: Theme, word: str, font: QFont) -> int:
    """How wide a chip with a glyph is."""
    return int(QFontMetricsF(font).horizontalAdvance(word)) + theme.px(34)


def paint_chip(painter: QPainter, box: QRectF, theme: Theme, shown: tuple[str, str, str], font: QFont) -> None:
    """Paint a chip: word, role, glyph. Tables paint theirs with this too."""
    word, role, glyph = shown
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(role), 1) if theme.name == "kontras" else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{role}bg"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2 - 1, box.height() / 2 - 1)
    size = theme.px(14)
    painter.drawPixmap(
        int(box.left() + theme.px(9)), int(box.center().y() - size / 2 + 1), icon(glyph, theme.tokens[role], size, 2.2)
    )
    painter.setPen(theme.colour(role))
    painter.setFont(font)
    painter.drawText(box.adjusted(theme.px(26), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)


def button(text: str, handler: Callable[[], None] | None = None, *, role: str = "", key: str = "") -> QPushButton:
    """A button whose accessible name is its word without the key; `role` primary, danger, flat or ""."""
    made = QPushButton(f"{text}  {key.replace('Return', 'Enter')}" if key else text)
    made.setObjectName(role)
    made.setAccessibleName(text.replace("&", ""))
    made.setAutoDefault(True)
    if handler is not None:
        made.clicked.connect(lambda: handler())
    return made


class Banner(QFrame):
    """What happened and what to do, in the page; hidden until it has something to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("banner")
        self._sign, self._title, self._text = QLabel(), label("", "b", wrap=True), label("", "", wrap=True)
        self.setLayout(row(self._sign, column(self._title, self._text, gap=2), gap=10, margins=(12, 10, 12, 10)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(self, role: str, title: str, text: str = "") -> None:
        """Show it, or hide it when `title` is ""."""
        self.setVisible(bool(title))
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.setPixmap(icon(GLYPHS[role], self._theme.tokens[role], self._theme.px(20), 2.0))
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())

    @property
    def words(self) -> str:
        """What it says now."""
        return f"{self._title.text()} {self._text.text()}".strip()


class Facts(QFrame):
    """Rows of name and value."""

    def __init__(self, name_width: int = 150) -> None:
        super().__init__()
        self._width = name_width
        self._column = column(gap=6)
        self.setLayout(self._column)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Replace all rows."""
        clear(self._column)
        for name, value in rows:
            left = label(name, "small")
            left.setFixedWidth(self._width)
            right = label(value, "b")
            right.setAccessibleName(f"{name}: {value}")
            self._column.addLayout(row(left, right, gap=8))


def clear(layout: QBoxLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear(inner)


def set_icon(target: QPushButton, theme: Theme, name: str, token: str) -> None:
    """Give a button a sign."""
    target.setIcon(QIcon(icon(name, theme.tokens[token], theme.px(18))))
    target.setIconSize(QSize(theme.px(18), theme.px(18)))


def _fill(layout: QBoxLayout, pieces: tuple[Piece, ...], gap: int, margins: tuple[int, int, int, int]) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for piece in pieces:
        if piece is None:
            layout.addStretch(1)
        elif isinstance(piece, int):
            layout.addSpacing(piece)
        elif isinstance(piece, QLayout):
            layout.addLayout(piece)
        else:
            layout.addWidget(piece)
