"""What every page is: a title, a line of context, acts with their keys, and what is saved. The shell shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.widgets.theme import Theme


def _nothing() -> None:
    """What ends with a page that has nothing under way."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a page: its word, its key, what it does, and whether it may be done now.

    It is done by a click on its button or by its key, while its page is on screen and nothing lies over it.
    """

    text: str  # the deed as a verb; may hold a mnemonic, `&Setuju`
    key: str  # "F5", "Ctrl+Return", "Alt+S"; "" for none
    handler: Callable[[], None]
    role: str = ""  # "primary", "danger" or ""
    enabled: bool = True
    sign: str = ""  # an icon
    place: str = "bar"  # "bar", "head" (beside the title) or "none" (key only, listed under F1)


class Page(QWidget):
    """The base of pages. A subclass sets what the shell shows and calls `tell`, or a setter, which tells by itself.

    `render_state(state)` is each page's own; its signals say what an officer meant, never which widget was pressed.
    """

    told = Signal()  # the shell should look again
    toasted = Signal(str, str)  # words, role
    sheet_asked = Signal(object)  # a Sheet to lay over the window
    title = ""
    context = ""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.acts: tuple[Act, ...] = ()
        self.saved: tuple[str, str] = ("", "")  # words, role
        self.problems = ""
        self.ended: Callable[[], None] = _nothing  # called once when the page is left, after `left`
        self.aside: QWidget | None = None  # chips or figures at the right of the title
        self.panels: tuple[QWidget, ...] = ()  # where F6 and Shift+F6 go, in order

    @property
    def primary(self) -> Act | None:
        """The one act that is most meant."""
        return next((act for act in self.acts if act.role == "primary"), None)

    def tell(self, acts: Sequence[Act] | None = None) -> None:
        """Say that the shell should look again."""
        if acts is not None:
            self.acts = tuple(acts)
        self.told.emit()

    def show_actions(self, acts: Sequence[Act]) -> None:
        """Replace the acts; buttons keep their focus while only what is enabled changes."""
        self.tell(acts)

    def set_context(self, words: str) -> None:
        """The line under the title."""
        self.context = words
        self.told.emit()

    def set_saved(self, words: str | None, ok: bool = True) -> None:
        """Left of the bar: `Tersimpan 10.42.07` after the commit, or not ok: `Belum tersimpan: ruang simpan penuh`."""
        self.saved = (words or "", "ok" if ok else "err")
        self.told.emit()

    def set_problems(self, problems: Sequence[str]) -> None:
        """What must be mended before going on; several are counted, F6 jumps to the first."""
        several = self.tr("{count} isian perlu diperbaiki").format(count=len(problems))
        self.problems = several if len(problems) > 1 else "".join(problems)
        self.told.emit()

    def toast(self, words: str, role: str = "ok") -> None:
        """Say something in the corner of the window."""
        self.toasted.emit(words, role)

    def ask(self, sheet: QWidget) -> None:
        """Lay a sheet over the window; it is closed by its answer."""
        self.sheet_asked.emit(sheet)

    def opened(self) -> None:
        """The page is on screen: start what it shows."""

    def left(self) -> None:
        """The page goes: stop devices and timers."""

    def refresh(self) -> None:
        """Something came from the centre: show it if it is shown here."""

    def next_problem(self) -> bool:
        """Put the focus on the first field that is wrong; False when there is none. F6 asks this first."""
        return False
