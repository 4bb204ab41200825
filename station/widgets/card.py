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


def card(*pieces: Piece, gap: int = 10, margins: Margins = (18, 16, 18, 16)) -> QFrame:
    """A card."""
    return frame(column(*pieces, gap=gap, margins=margins))


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
