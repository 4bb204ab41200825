"""The live print: its picture, the NFIQ 2 score against the gate, and each try with its cause."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSizePolicy

from station.widgets.card import card
from station.widgets.label import label
from station.widgets.layout import reveal, row
from station.widgets.meter import Meter
from station.widgets.picture import Picture
from station.widgets.status_rows import Standing, StatusRows
from station.widgets.theme import Theme

TALL, LOW_TALL, LEAST = 236, 180, 84
SHAPE = 5 / 6


class Print(Picture):
    """A print on the glass; it gives way when words need the room."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__(name, theme)
        self._tall = theme.px(TALL)
        self._least = theme.px(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def want(self, tall: int) -> None:
        """How tall it is while there is room."""
        self._tall = tall
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(round(self._tall * SHAPE), self._tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._least * SHAPE), self._least)


class PrintWell(QFrame):
    """A card: `show_score` with None while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.picture = Print("Gambar sidik jari", theme)
        self._note = label("", "small")
        self._score = label("-", "big")
        self._bar = Meter(theme, "Skor NFIQ 2")
        self._tries = StatusRows(theme, gap=6)
        scored = row(label("NFIQ 2", "mut"), self._note, self._score, gap=12)
        scored.setStretch(1, 1)
        inside = card(
            label("Gambar langsung", "h2"),
            row(None, self.picture, None),
            scored,
            self._bar,
            self._tries,
            gap=8,
            margins=(16, 12, 16, 12),
        )
        line = row(inside)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.fold(False)

    def fold(self, low: bool) -> None:
        """Smaller on low screens."""
        self.picture.want(self._theme.px(LOW_TALL if low else TALL))

    def show_score(self, note: str, score: int | None, limit: int, tries: Sequence[Standing]) -> None:
        """What is on the glass, its score (None for none yet) against the limit (0 for none), and the tries."""
        self._note.setText(note)
        self._score.setText("-" if score is None else str(score))
        good = score is not None and score >= limit
        self._bar.show_value(score or 0, "ok" if good else "err", limit or -1)
        self._tries.show_rows(tries)
        reveal(self._tries, bool(tries))
