"""The action bar: what is saved at the left, the acts of the page at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from station.widgets.button import Button
from station.widgets.label import Elided, Sign
from station.widgets.layout import clear, column, restyle, reveal, row, take_focus
from station.widgets.page import Act
from station.widgets.theme import Theme

HEIGHT, LOW_HEIGHT = 62, 52
GLYPHS = {"ok": "check", "err": "x", "warn": "warn", "acc": "clock"}


class SavedState(QWidget):
    """`✓ Tersimpan 10.42.07` in the colour of its role."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sign = Sign(theme, "check", "ok", 18, 2.2)
        self._words = Elided()
        self._words.setObjectName("role")
        line: QHBoxLayout = row(self._sign, gap=6)
        line.addWidget(self._words, 1)
        self.setLayout(line)

    def say(self, words: str, role: str) -> None:
        """Change it; a leading ✓ or ✕ is drawn as the sign."""
        plain = words.removeprefix("✓ ").removeprefix("✕ ").removeprefix("▲ ")
        reveal(self._sign, role in GLYPHS and bool(plain))
        if role in GLYPHS:
            self._sign.show_sign(GLYPHS[role], role)
        self._words.setText(plain)
        if self._words.property("role") != role:
            self._words.setProperty("role", role)
            restyle(self._words)
        reveal(self, bool(plain))

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()


class Acts(QWidget):
    """Buttons of acts; kept while only what is enabled changes, so that the focus stays."""

    def __init__(self, theme: Theme, do: Callable[[Act], None]) -> None:
        super().__init__()
        self._theme, self._do = theme, do
        self._acts: tuple[Act, ...] = ()
        self._shape: list[tuple[str, str, str, str]] = []
        self.buttons: list[Button] = []
        self._row: QHBoxLayout = row(gap=10)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_acts(self, acts: Sequence[Act]) -> None:
        """Show these."""
        self._acts = tuple(acts)
        shape = [(act.text, act.key, act.role, act.sign) for act in acts]
        if shape != self._shape:
            self._shape = shape
            self._rebuild()
        for made, act in zip(self.buttons, acts, strict=True):
            made.setEnabled(act.enabled)
        reveal(self, bool(acts))

    def _rebuild(self) -> None:
        held = next((made.word for made in self.buttons if made.hasFocus()), "")
        clear(self._row)
        self.buttons = []
        for number, act in enumerate(self._acts):
            made = Button(act.text, role=act.role, key=act.key, sign=act.sign, theme=self._theme)
            made.clicked.connect(lambda _on=False, n=number: self._do(self._acts[n]))
            self._row.addWidget(made)
            self.buttons.append(made)
            if act.text == held:
                take_focus(made)

    def squeeze(self, room: int) -> None:
        """Give up signs, then the keys of lesser acts, until the buttons fit."""
        for stage in range(3):
            for made, act in zip(self.buttons, self._acts, strict=True):
                bare = stage > 1 and act.role != "primary"
                made.show_text(act.text, "" if bare else act.key)
                made.setToolTip(act.key if bare else "")
                if act.sign:
                    made.show_sign(self._theme, act.sign)
                if stage > 0:
                    made.hide_sign()
            wide = sum(made.sizeHint().width() for made in self.buttons) + 10 * max(0, len(self.buttons) - 1)
            if wide <= room:
                return


class ActionBar(QFrame):
    """What is saved and what is wrong at the left, acts at the right."""

    def __init__(self, theme: Theme, do: Callable[[Act], None]) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("bar")
        self.saved = SavedState(theme)
        self.problems = SavedState(theme)
        self.acts = Acts(theme, do)
        words = QWidget()
        words.setLayout(column(None, self.problems, self.saved, None, gap=0))
        line = row(words, gap=16, margins=(24, 0, 24, 0))
        line.setStretchFactor(words, 1)
        line.addWidget(self.acts)
        self.setLayout(line)
        self.fold(False)

    def show_state(self, saved: tuple[str, str], problems: str, acts: Sequence[Act]) -> None:
        """Show what a page tells; without anything to show the bar goes."""
        self.saved.say(*saved)
        self.problems.say(problems, "err")
        self.acts.show_acts(acts)
        self._squeeze()
        reveal(self, bool(saved[0] or problems or acts))

    def fold(self, low: bool) -> None:
        """Flatter on low screens."""
        self.setFixedHeight(self._theme.px(LOW_HEIGHT if low else HEIGHT))

    def _squeeze(self) -> None:
        least = self._theme.px(120) if self.saved.words or self.problems.words else 0
        self.acts.squeeze(self.width() - 48 - 16 - least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._squeeze()
