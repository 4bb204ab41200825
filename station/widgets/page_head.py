"""The head of a page: title, one line of context; at the right what the page sets aside there and its head acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.widgets.action_bar import Acts
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act
from station.widgets.theme import Theme


class PageHead(QWidget):
    """Title and context; on low screens they stand in the top bar instead."""

    def __init__(self, theme: Theme, do: Callable[[Act], None]) -> None:
        super().__init__()
        self._title, self._context = label("", "h1"), label("", "mut")
        self._words = QWidget()
        self._words.setLayout(column(self._title, self._context, gap=0))
        self._aside: QHBoxLayout = row(gap=8)
        self._shown: QWidget | None = None
        self.acts = Acts(theme, do)
        line = row(self._words, gap=12, margins=(24, 14, 24, 0))
        line.setStretchFactor(self._words, 1)
        line.addLayout(self._aside)
        line.addWidget(self.acts)
        self.setLayout(line)

    def show_head(self, title: str, context: str, aside: QWidget | None, acts: Sequence[Act], *, low: bool) -> None:
        """Show these; a head with nothing left to show goes."""
        self._title.setText(title)
        self._context.setText(context)
        reveal(self._context, bool(context))
        self._words.setVisible(not low)
        if aside is not self._shown:
            if self._shown is not None:
                self._aside.removeWidget(self._shown)
                self._shown.hide()
                self._shown.setParent(None)
            if aside is not None:
                self._aside.addWidget(aside)
            self._shown = aside
        self.acts.show_acts(acts)
        line = self.layout()
        if line is not None:
            line.setContentsMargins(24, 8 if low else 14, 24, 0)
        self.setVisible(not low or aside is not None)
