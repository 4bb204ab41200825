"""Boxes: cards, wells, hairlines, and the head of a card."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from station.widgets.label import label
from station.widgets.layout import Margins, Piece, clear, column, row


def frame(layout: QLayout, name: str = "card") -> QFrame:
    """A box around a layout: card, well, bar, top, side, banner, strip, toast, sheet."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def card(*pieces: Piece, gap: int = 10, margins: Margins = (18, 16, 18, 16), fill: QWidget | None = None) -> QFrame:
    """A card; `fill` is the piece that takes what room there is, before any stretch."""
    inside = column(*pieces, gap=gap, margins=margins)
    if fill is not None:
        inside.setStretchFactor(fill, 100)
    return frame(inside)


def filled(fill: QWidget, *pieces: Piece, gap: int = 10, margins: Margins = (18, 16, 18, 16)) -> QFrame:
    """A card in which one piece takes the room; while it is hidden the room stays empty below the others."""
    inside = column(*pieces, gap=gap, margins=margins)
    inside.setStretchFactor(fill, 1)
    inside.addStretch(0)
    return frame(inside)


def well(*pieces: Piece, gap: int = 8, margins: Margins = (12, 10, 12, 10)) -> QFrame:
    """A sunken box inside a card."""
    return frame(column(*pieces, gap=gap, margins=margins), "well")


def head(title: str, *right: Piece, gap: int = 8) -> QHBoxLayout:
    """The head of a card: its title, and at the right a note, a chip or a button."""
    made = row(label(title, "h2"), None, gap=gap)
    for piece in right:
        if isinstance(piece, QLayout):
            made.addLayout(piece)
        elif piece is not None and not isinstance(piece, int):
            made.addWidget(piece)
    return made


def hair(name: str = "hair") -> QFrame:
    """A hairline; `upright` stands."""
    made = QFrame()
    made.setObjectName(name)
    return made


class Facts(QFrame):
    """Rows of name and value; `look` is how large the values are."""

    def __init__(self, name_width: int = 150, look: str = "b", gap: int = 6) -> None:
        super().__init__()
        self._width, self._look = name_width, look
        self._rows: list[tuple[str, str]] = []
        self._column = column(gap=gap)
        self.setLayout(self._column)

    def wear(self, look: str, gap: int) -> None:
        """Values in another size, rows closer or wider."""
        if (look, gap) != (self._look, self._column.spacing()):
            self._look = look
            self._column.setSpacing(gap)
            self.show_rows(self._rows)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Replace all rows."""
        self._rows = list(rows)
        clear(self._column)
        for name, value in rows:
            left = label(name, "small")
            left.setFixedWidth(self._width)
            right = label(value, self._look)
            right.setAccessibleName(f"{name}: {value}")
            self._column.addLayout(row(left, right, gap=8))
