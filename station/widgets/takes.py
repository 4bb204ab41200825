"""The takes of a photo, small and in a row; one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station.widgets.button import Button
from station.widgets.layout import clear, row
from station.widgets.picture import pixmap_of
from station.widgets.theme import Theme

HEIGHT, MOST = 84, 4


class Takes(QWidget):
    """Buttons of small pictures, the newest last; `chosen` carries the name of a take."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self.buttons: dict[str, Button] = {}
        self._row: QHBoxLayout = row(gap=8)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_takes(self, takes: Mapping[str, bytes], current: str) -> None:
        """Name -> JPEG, oldest first; only the last few are shown, with the numbers they had."""
        if tuple(takes) != self._names:
            self._names = tuple(takes)
            clear(self._row)
            first = max(0, len(takes) - MOST)
            self.buttons = {
                name: self._button(number, name, picture)
                for number, (name, picture) in enumerate(takes.items(), 1)
                if number > first
            }
            for made in self.buttons.values():
                self._row.addWidget(made)
            self._row.addStretch(1)
        for name, made in self.buttons.items():
            made.setChecked(name == current)

    def _button(self, number: int, name: str, picture: bytes) -> Button:
        tall = self._theme.px(HEIGHT)
        made = Button("", role="pill")
        made.setAccessibleName(self.tr("Pengambilan {number}").format(number=number))
        made.setToolTip(made.accessibleName())
        made.setCheckable(True)
        made.setIcon(QIcon(pixmap_of(picture, tall)))
        made.setIconSize(QSize(tall * 3 // 4, tall))
        made.setFixedSize(tall * 3 // 4 + 12, tall + 12)
        made.clicked.connect(lambda: self.chosen.emit(name))
        return made
