"""The finger and the stop watch of bench/click.py: one event, and the first paint that shows what was asked for."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget

from station.window import Window

PATIENCE_MS = 20_000
LOOKED_AT = 50  # rows of a list; looking at all of a thousand would fetch them
W = TypeVar("W", bound=QWidget)


class NoAnswer(RuntimeError):
    """The window did not show what was asked for."""


class Clicks(QObject):
    """Times one click after another in one window."""

    def __init__(self, app: QApplication, window: Window) -> None:
        super().__init__()
        self.window = window
        self.times: dict[str, list[float]] = {}
        self._app = app
        self._loop = QEventLoop()
        self._answered: Callable[[], bool] | None = None
        self._ended = 0.0
        window.installEventFilter(self)
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.UpdateRequest and self._answered is not None and self._answered():
            self._answered = None
            QTimer.singleShot(0, self._painted)  # runs once this paint is done
        return False

    def time(self, kind: str, act: Callable[[], object], answered: Callable[[], bool]) -> None:
        """Do it, and note how long until it was on the window."""
        self.settle()
        self.times.setdefault(kind, []).append(self._until(act, answered, kind))

    def wait(self, answered: Callable[[], bool], what: str) -> None:
        """Until something is on the window, not timed."""
        if not answered():
            self._until(lambda: None, answered, what)

    def settle(self) -> None:
        """Let what the last click began come to its end."""
        for _ in range(5):
            self._app.processEvents()

    def _until(self, act: Callable[[], object], answered: Callable[[], bool], what: str) -> float:
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(self._loop.quit)
        limit.start(PATIENCE_MS)
        self._ended, self._answered = 0.0, answered
        began = time.perf_counter()
        act()
        self._loop.exec()
        limit.stop()
        if not self._ended:
            raise NoAnswer(f"{what}, on {self.window.page.title if self.window.page else 'no page'}")
        return (self._ended - began) * 1000

    def _painted(self) -> None:
        self._ended = time.perf_counter()
        self._loop.quit()

    # what a person does ---------------------------------------------------------------------------------------------
    def press(self, name: str, part: QWidget | None = None) -> None:
        """One key, by its name on the screen."""
        *held, last = name.split("+")
        mods = Qt.KeyboardModifier.NoModifier
        for word in held:
            mods |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}[word]
        QTest.keyClick(part or self._app.focusWidget() or self.window, Qt.Key[f"Key_{last}"], mods)

    def click(self, part: QWidget, place: QPoint | None = None) -> None:
        """The left button."""
        at = place or QPoint(part.width() // 2, part.height() // 2)
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def push(self, kind: str, word: str, among: QWidget | None, answered: Callable[[], bool]) -> None:
        """Time a button by its word. It is looked for again when all is still: a rail may just be made anew."""
        self.wait(lambda: self._button(word, among) is not None, f"the button {word}")
        self.time(kind, lambda: self.click(self.button(word, among)), answered)

    def shows_button(self, word: str) -> bool:
        """Whether the page shows a button of this word."""
        return self._button(word, self.window.page) is not None

    def button(self, word: str, among: QWidget | None = None) -> QAbstractButton:
        """A button by its word, or a step by the word in its name; raises NoAnswer."""
        found = self._button(word, among)
        if found is None:
            raise NoAnswer(f"no button {word}")
        return found

    def _button(self, word: str, among: QWidget | None) -> QAbstractButton | None:
        shown = (b for b in (among or self.window).findChildren(QAbstractButton) if b.isVisible() and b.isEnabled())
        return next((b for b in shown if word in (b.accessibleName(), *b.accessibleName().split(", "))), None)

    def part(self, kind: type[W]) -> W:
        """The first visible part of this kind on the page."""
        found = next(iter(self.parts(kind)), None)
        if found is None:
            raise NoAnswer(f"no {kind.__name__}")
        return found

    def has(self, kind: type[QWidget]) -> bool:
        """Whether the page shows one of this kind."""
        return bool(self.parts(kind))

    def parts(self, kind: type[W]) -> list[W]:
        """Those visible on the page."""
        page = self.window.page
        return [part for part in page.findChildren(kind) if part.isVisible()] if page is not None else []

    # what the window shows ------------------------------------------------------------------------------------------
    def another_page(self) -> Callable[[], bool]:
        """Whether a page made after now is on the window."""
        before = self.window.page
        return lambda: self.window.page is not before

    def titled(self, title: str) -> bool:
        """Whether this page is on the window."""
        return self.window.page is not None and self.window.page.title == title

    def names(self) -> list[str]:
        """The first line of each row of the list on the page."""
        views = self.window.page.findChildren(QAbstractItemView) if self.window.page else []
        view = next((v for v in views if v.isVisible() and v.accessibleName()), None)
        model = view.model() if view is not None else None
        count = model.rowCount() if model is not None else 0
        return [str(model.index(n, 0).data()).split("\n")[0] for n in range(min(count, LOOKED_AT))]

    def says(self, word: str) -> bool:
        """Whether a label of the page reads so."""
        page = self.window.page
        return page is not None and any(
            label.text() == word and label.isVisible() for label in page.findChildren(QLabel)
        )

    def says_below(self, word: str) -> bool:
        """Whether the line under the title begins so."""
        return self.window.page is not None and self.window.page.context.startswith(word)

    def may_go_on(self) -> bool:
        """Whether the act most meant may be done."""
        page = self.window.page
        return page is not None and any(act.role == "primary" and act.enabled for act in page.acts)

    def live(self) -> bool:
        """Whether a live picture is on the page."""
        preview = getattr(self.window.page, "preview", None)
        return bool(preview is not None and preview.showing)
