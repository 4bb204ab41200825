"""What every page is: a title, a line of context, acts with their keys, and what is saved. The shell shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.widgets.theme import Theme


def _nothing() -> None:
    """What ends with a page that has nothing under way."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a page: its word, its key, whether it is the primary one, and whether it may be done now."""

    text: str
    key: str
    handler: Callable[[], None]
    role: str = ""  # "primary", "danger" or ""
    enabled: bool = True


class Page(QWidget):
    """The base of pages. Subclasses call `tell` after a change of title, acts or saved state."""

    told = Signal()
    title = ""
    context = ""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.acts: tuple[Act, ...] = ()
        self.saved: tuple[str, str] = ("", "")  # words, role
        self.problems = ""
        self.ended: Callable[[], None] = _nothing

    def tell(self, acts: tuple[Act, ...] | None = None) -> None:
        """Say that the shell should look again."""
        if acts is not None:
            self.acts = acts
        self.told.emit()

    def opened(self) -> None:
        """The page is on screen: start what it shows."""

    def left(self) -> None:
        """The page goes: stop devices and timers."""

    def refresh(self) -> None:
        """Something came from the centre: show it if it is shown here."""
