"""Boxes side by side and one below the other, written as they look."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Piece = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]


def row(*pieces: Piece, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Side by side; None stretches, a number is a gap."""
    made = QHBoxLayout()
    _fill(made, pieces, gap, margins)
    return made


def column(*pieces: Piece, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """One below the other."""
    made = QVBoxLayout()
    _fill(made, pieces, gap, margins)
    return made


def clear(layout: QBoxLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear(inner)


def reveal(widget: QWidget, shown: bool) -> None:
    """Show or hide a part; one that has no place yet shows with its page (alone it would become a window)."""
    if not shown or widget.parent() is not None:
        widget.setVisible(shown)


def take_focus(made: QWidget) -> None:
    """Give the focus to a part just laid out: Qt shows it later, and what is not shown takes no focus."""
    made.show()
    made.setFocus()


def restyle(*widgets: QWidget) -> None:
    """Let the style sheet look again after a property it selects by was changed."""
    for widget in widgets:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def _fill(layout: QBoxLayout, pieces: tuple[Piece, ...], gap: int, margins: Margins) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for piece in pieces:
        if piece is None:
            layout.addStretch(1)
        elif isinstance(piece, int):
            layout.addSpacing(piece)
        elif isinstance(piece, QLayout):
            layout.addLayout(piece)
        else:
            layout.addWidget(piece)
