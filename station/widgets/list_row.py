"""Rows of a short list with a button of their own: sign, name and why, chip, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from station.widgets.button import Button, button
from station.widgets.card import hair
from station.widgets.chip import Chip
from station.widgets.label import Sign, label
from station.widgets.layout import clear, column, row
from station.widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class Task:
    """One row: what it is, why it is here, its chip (word, role, glyph), and the deed of its button."""

    id: str
    title: str
    below: str
    chip: tuple[str, str, str]
    deed: str


class ListRow(QFrame):
    """A row; its button's accessible name says whose it is."""

    def __init__(self, theme: Theme, task: Task, do: Callable[[str], None]) -> None:
        super().__init__()
        word, role, glyph = task.chip
        self.button: Button = button(task.deed, lambda: do(task.id))
        self.button.setAccessibleName(f"{task.deed}: {task.title}")
        self.button.setMinimumWidth(theme.px(112))
        words = column(None, label(task.title, "b"), label(task.below, "small"), None, gap=1)
        line = row(Sign(theme, glyph, role), gap=14, margins=(2, 0, 0, 0))
        line.addLayout(words, 1)
        line.addWidget(Chip(theme, word, role, glyph))
        line.addSpacing(6)
        line.addWidget(self.button)
        self.setLayout(line)
        self.setFixedHeight(theme.px(54))


class Rows(QWidget):
    """A few rows, the most urgent first; arrows move between their buttons."""

    def __init__(self, theme: Theme, name: str, do: Callable[[str], None]) -> None:
        super().__init__()
        self._theme, self._do = theme, do
        self._tasks: tuple[Task, ...] = ()
        self._rows: list[ListRow] = []
        self._column: QVBoxLayout = column(gap=0)
        self.setLayout(self._column)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_tasks(self, tasks: tuple[Task, ...]) -> None:
        """Replace the rows; the focus stays on the same task if it is still there."""
        if tasks == self._tasks:
            return
        held = next((t.id for t, r in zip(self._tasks, self._rows, strict=True) if r.button.hasFocus()), "")
        self._tasks = tasks
        clear(self._column)
        self._rows = []
        for task in tasks:
            made = ListRow(self._theme, task, self._do)
            self._column.addWidget(hair())
            self._column.addWidget(made)
            self._rows.append(made)
            if task.id == held:
                made.button.setFocus()

    def focus_first(self) -> None:
        """Stand on the most urgent."""
        if self._rows:
            self._rows[0].button.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((n for n, each in enumerate(self._rows) if each.button.hasFocus()), None)
        if way and at is not None:
            self._rows[max(0, min(len(self._rows) - 1, at + way))].button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
