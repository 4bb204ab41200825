"""Hands and eyes on real windows: keys and mouse to the visible, active one; reading what it shows; pictures of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from station.widgets.parts import Banner, Chip, ChipButton
from station.window import Window

KEYS = {
    "Ctrl+Return": (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    "Return": (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    "Tab": (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
    "Space": (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    "Down": (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    "Escape": (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    "Ctrl+Shift+L": (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
}


TABS = 120  # more stops than any page has

W = TypeVar("W", bound=QWidget)


class StepFailed(RuntimeError):
    """The window did not show what it should have in time."""


class Hands:
    """One person before one window."""

    def __init__(self, app: QApplication, window: Window, limit_s: float = 60.0) -> None:
        self._app = app
        self.window = window
        self._limit_s = limit_s

    # keys -----------------------------------------------------------------------------------------------------------
    def look_here(self) -> None:
        """Bring this window to the front."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.until(lambda: self.window.isActiveWindow(), "window active")

    def press(self, name: str) -> None:
        """One key, by its name on the screen."""
        key, modifier = KEYS[name] if name in KEYS else _plain(name)
        QTest.keyClick(self._target(), key, modifier)
        self._settle()

    def write(self, text: str) -> None:
        """Text, sign by sign."""
        QTest.keyClicks(self._target(), text)
        self._settle()

    def reach(self, part: QWidget) -> None:
        """Tab on to a part; raises StepFailed when no Tab comes there: then nobody without a mouse does either."""
        for _ in range(TABS):
            if self._app.focusWidget() is part:
                return
            self.press("Tab")
        raise StepFailed(f"Tab never comes to {part.accessibleName() or type(part).__name__!r}")

    def fill(self, part: QWidget, text: str) -> None:
        """Reach a line, mark what it holds and type over it."""
        self.reach(part)
        self.press("Ctrl+A")
        self.write(text)

    def click(self, name: str) -> None:
        """A button by its word."""
        found = next((b for b in self._shown(QPushButton) if b.accessibleName() == name), None)
        if found is None or not found.isEnabled():
            raise StepFailed(f"no button {name!r}")
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(12, 12))
        self._settle()

    def focus_in(self, kind: type[QWidget]) -> bool:
        """Whether the keys go to a part of this kind."""
        return isinstance(self._app.focusWidget(), kind)

    def _target(self) -> QWidget:
        focused = self._app.focusWidget()
        return focused if focused is not None and focused.window() is self.window else self.window

    def _settle(self) -> None:
        self._app.processEvents()

    # eyes -----------------------------------------------------------------------------------------------------------
    def sees(self, words: str) -> bool:
        """Whether a label, chip or banner on screen has these words."""
        return any(words in text for text in self.texts())

    def texts(self) -> list[str]:
        """Every text on screen."""
        labels = [label.text() for label in self._shown(QLabel)]
        chips = [chip.accessibleName() for kind in (Chip, ChipButton) for chip in self._shown(kind)]
        return labels + chips

    def banner(self) -> str:
        """What the banner of the page says."""
        return " ".join(banner.words for banner in self._shown(Banner))

    def can(self, act: str) -> bool:
        """Whether an act of the page may be done now."""
        page = self.window.page
        return page is not None and any(a.text == act and a.enabled for a in page.acts)

    def title(self) -> str:
        """The page on screen."""
        return self.window.page.title if self.window.page else ""

    def combo(self, name: str) -> QComboBox:
        """A choice by its name."""
        found = next((c for c in self._shown(QComboBox) if c.accessibleName() == name), None)
        if found is None:
            raise StepFailed(f"no choice {name!r}")
        return found

    def _shown(self, kind: type[W]) -> list[W]:
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]

    def until(self, true: Callable[[], object], what: str, limit_s: float = 0.0) -> None:
        """Let the window run until something holds; raises StepFailed after the limit."""
        end = time.monotonic() + (limit_s or self._limit_s)
        while not true():
            if time.monotonic() > end:
                shown = " | ".join(text for text in self.texts() if text)[:900]
                raise StepFailed(f"waited for: {what}. On screen: {self.title()}: {shown}")
            QTest.qWait(15)

    def shot(self, file: Path) -> None:
        """A picture of the window as it is."""
        self._settle()
        QTest.qWait(60)
        file.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(file))


def _plain(name: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """F5, Ctrl+4, Alt+S, Ctrl+N ..."""
    *mods, last = name.split("+")
    modifier = Qt.KeyboardModifier.NoModifier
    for word in mods:
        modifier |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}[word]
    return Qt.Key[f"Key_{last.upper() if len(last) == 1 else last}"], modifier
