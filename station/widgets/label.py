"""Words and signs as labels: they give way instead of widening the window, and follow the theme."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from station.widgets.icons import icon
from station.widgets.layout import restyle, reveal
from station.widgets.theme import Theme


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A text; `name` is its look: h1, h2, h3, lead, num, big, b, mut, small, cap, ok, warn, err, acc, problem."""
    made = QLabel(text) if wrap else Elided(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    tall = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Maximum
    made.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
    return made


class Elided(QLabel):
    """A label that gives way: too long a text ends in "…" and shows whole as a tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().minimumSizeHint().width(), 40), super().minimumSizeHint().height())

    def _cut(self) -> str:
        if self.buddy() is not None or "\n" in self.text():
            return self.text()
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        if metrics.horizontalAdvance(self.text()) <= room:
            return self.text()
        return metrics.elidedText(self.text(), QtCore.Qt.TextElideMode.ElideRight, room)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:  # made when asked for: most labels never need one
            self.setToolTip("" if self._cut() == self.text() else self.text())
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self._cut()
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment() | QtCore.Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class Sign(QLabel):
    """A sign of ours as a label, tinted by a token of the theme in force."""

    def __init__(self, theme: Theme, name: str, token: str = "mut", size: int = 18, stroke: float = 1.75) -> None:
        super().__init__()
        self._theme = theme
        self._size, self._stroke = size, stroke
        self.show_sign(name, token)

    def show_sign(self, name: str, token: str) -> None:
        """Change what it shows."""
        self._name, self._token = name, token
        self._draw()

    def _draw(self) -> None:
        side = self._theme.px(self._size)
        self.setPixmap(icon(self._name, self._theme.tokens[self._token], side, self._stroke))
        self.setFixedSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()


def sign(theme: Theme, name: str, token: str = "mut", size: int = 18, stroke: float = 1.75) -> Sign:
    """An icon as a label."""
    return Sign(theme, name, token, size, stroke)


class Note(QLabel):
    """Words in the colour of a role: `say("ok", "Tersimpan 10.42.07")`; hidden while there is nothing to say."""

    def __init__(self, text: str = "", role: str = "ok") -> None:
        super().__init__()
        self.setObjectName("role")
        self.say(role, text)

    def say(self, role: str, text: str) -> None:
        """Change words and role; "" hides it."""
        if self.property("role") != role:
            self.setProperty("role", role)
            restyle(self)
        self.setText(text)
        reveal(self, bool(text))
