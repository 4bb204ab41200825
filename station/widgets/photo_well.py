"""A photo in its place: 3:4, with the moment and the words beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from station.widgets.button import Button
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.picture import Picture
from station.widgets.theme import Theme


class PhotoWell(QFrame):
    """The photo at the left, title, rule and a warning at the right, and one deed below."""

    def __init__(self, theme: Theme, act: Button | None = None, *, height: int = 160) -> None:
        super().__init__()
        self.picture = Picture(self.tr("Foto pemohon"), theme)
        self.picture.setFixedSize(theme.px(height * 3 / 4), theme.px(height))
        self._title, self._below = label("", "b", wrap=True), label("", "small", wrap=True)
        self._warning = label("", "warn", wrap=True)
        words: QVBoxLayout = column(self._title, self._below, self._warning, None, gap=6)
        if act is not None:
            words.addWidget(act)
        line = row(self.picture, gap=14)
        line.addLayout(words, 1)
        self.setLayout(line)

    def show_photo(self, data: bytes, title: str, below: str = "", warning: str = "") -> None:
        """A JPEG (b"" for none yet) and its words."""
        self.picture.show_file(data)
        self._title.setText(title)
        self._below.setText(below)
        self._warning.setText(warning)
        reveal(self._below, bool(below))
        reveal(self._warning, bool(warning))
