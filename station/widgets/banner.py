"""What happened and what to do, in the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from station.widgets.button import Button
from station.widgets.chip import GLYPHS
from station.widgets.label import Sign, label
from station.widgets.layout import column, restyle, reveal, row
from station.widgets.theme import Theme


class Banner(QFrame):
    """Title, text, and one way on; hidden until it has something to say."""

    def __init__(self, theme: Theme, act: Button | None = None) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._sign = Sign(theme, "info", "acc", 20, 2.0)
        self._title, self._text = label("", "b", wrap=True), label("", "", wrap=True)
        line: QHBoxLayout = row(column(self._sign, None), gap=10, margins=(12, 10, 12, 10))
        line.addLayout(column(self._title, self._text, gap=2), 1)
        if act is not None:
            line.addWidget(act)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(self, role: str, title: str, text: str = "", glyph: str = "") -> None:
        """Show it in a role (ok, warn, err, acc), or hide it when `title` is ""."""
        if title:
            self._sign.show_sign(glyph or GLYPHS[role], role)
            if self.property("role") != role:
                self.setProperty("role", role)
                restyle(self)
        self._title.setText(title)
        self._text.setText(text)
        reveal(self._text, bool(text))
        self.setAccessibleName(f"{title} {text}".strip())
        reveal(self, bool(title))
        self.updateGeometry()

    @property
    def words(self) -> str:
        """What it says now."""
        return f"{self._title.text()} {self._text.text()}".strip()

    def sizeHint(self) -> QSize:
        """As high as its words are at the width it has."""
        hint, inside = super().sizeHint(), self.layout()
        if inside is not None and inside.hasHeightForWidth():
            hint.setHeight(inside.totalHeightForWidth(max(1, self.width())))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
