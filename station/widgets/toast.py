"""Toasts: short words lower right, at most three; all are kept for the list of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QWidget

from station.widgets.label import label, sign
from station.widgets.layout import row
from station.widgets.theme import Theme

STAY_MS = {"ok": 4000, "acc": 6000, "warn": 0, "err": 0}  # 0: until the next step (warn) or until read (err)
GLYPHS = {"ok": "check", "acc": "info", "warn": "warn", "err": "x"}
MOST, WIDE, FADE_MS, KEPT = 3, 340, 120, 100


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was said: when, in what role, in which words."""

    at: datetime
    role: str
    words: str


class Toast(QFrame):
    """One toast; a click takes it away."""

    def __init__(self, theme: Theme, words: str, role: str) -> None:
        super().__init__()
        self.role = role
        self.setObjectName("toast")
        self.setAccessibleName(words)
        self._words = label(words, wrap=True)
        line = row(sign(theme, GLYPHS[role], role, 18, 2.0), gap=10, margins=(14, 11, 14, 11))
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.setLayout(line)
        self.setFixedWidth(theme.px(WIDE))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()
        self.deleteLater()


class Toasts:
    """The toasts of one window and everything they ever said."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        self._theme, self._window = theme, window
        self._shown: list[Toast] = []
        self.notices: list[Notice] = []

    def say(self, words: str, role: str = "ok") -> None:
        """Say something; the oldest goes when there are three."""
        self.notices = [*self.notices[1 - KEPT :], Notice(datetime.now().astimezone(), role, words)]
        made = Toast(self._theme, words, role)
        made.setParent(self._window)
        made.destroyed.connect(lambda: self._gone(made))
        self._shown.append(made)
        while len(self._shown) > MOST:
            self._drop(self._shown[0])
        made.show()
        self.place()
        _fade_in(made)
        if STAY_MS[role]:
            QTimer.singleShot(STAY_MS[role], made, lambda: self._drop(made))

    def next_step(self) -> None:
        """The officer went on: warnings have done their work."""
        for made in [each for each in self._shown if each.role == "warn"]:
            self._drop(made)

    def read(self) -> None:
        """All were read."""
        for made in tuple(self._shown):
            self._drop(made)

    def forget(self) -> None:
        """Another officer comes: nothing of what was said stays."""
        self.read()
        self.notices = []

    @property
    def words(self) -> list[str]:
        """What is on screen now, oldest first."""
        return [each.accessibleName() for each in self._shown]

    def place(self) -> None:
        """Put them lower right, the newest lowest, above the action bar."""
        bottom = self._window.height() - self._theme.px(74)
        for made in reversed(self._shown):
            line = made.layout()
            made.resize(made.width(), line.totalHeightForWidth(made.width()) if line else made.height())
            bottom -= made.height() + 8
            made.move(self._window.width() - made.width() - 24, bottom)
            made.raise_()

    def _drop(self, made: Toast) -> None:
        if made in self._shown:
            self._shown.remove(made)
            made.hide()
            made.deleteLater()
            self.place()

    def _gone(self, made: Toast) -> None:
        if made in self._shown:
            self._shown.remove(made)


def _fade_in(made: QWidget) -> None:
    effect = QGraphicsOpacityEffect(made)
    made.setGraphicsEffect(effect)
    fade = QPropertyAnimation(effect, b"opacity", made)
    fade.setDuration(FADE_MS)
    fade.setStartValue(0.2)
    fade.setEndValue(1.0)
    fade.setEasingCurve(QEasingCurve.Type.OutCubic)
    fade.finished.connect(lambda: made.setGraphicsEffect(None))  # type: ignore[arg-type]  # None takes it off
    fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
