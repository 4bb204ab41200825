"""Rows that say how something stands: a sign in its role, a name, a value at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy

from station.widgets.label import Sign, label
from station.widgets.layout import clear, column, row
from station.widgets.theme import Theme

Standing = tuple[str, str, str, str]  # role, sign, name, value


class StatusRows(QFrame):
    """A few of them, one below the other; the accessible name of a value says what it is of."""

    def __init__(self, theme: Theme, gap: int = 8) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[Standing, ...] = ()
        self._column = column(gap=gap)
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(self, rows: Sequence[Standing]) -> None:
        """Replace all."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        clear(self._column)
        for role, picture, name, value in rows:
            right = label(value, "small")
            right.setAccessibleName(f"{name}: {value}")
            line = row(Sign(self._theme, picture, role, 18, 2.0), label(name), right, gap=9)
            line.setStretch(1, 1)
            self._column.addLayout(line)
