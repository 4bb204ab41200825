"""Sheets: a question laid over the window, only for what cannot be taken back or must be said first.

A sheet is part of the window, not a window of its own: no nested event loop, no help from a window manager.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from station.widgets.button import Button
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.theme import Theme

BACK = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a sheet: its id, the deed as a verb, its role and key."""

    id: str
    text: str
    role: str = ""
    key: str = ""


class Sheet(QWidget):
    """Title, words or a body of fields, and answers. `answered` carries the id of an answer; Esc answers BACK ("")."""

    answered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str = "",
        answers: Sequence[Answer] = (),
        *,
        body: QWidget | None = None,
        width: int = 460,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._width = width
        self._keys = {answer.key: answer.id for answer in answers if answer.key}
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.box = QFrame()
        self.box.setObjectName("sheet")
        inside = column(label(title, "h2", wrap=True), gap=10, margins=(22, 20, 22, 18))
        if text:
            inside.addWidget(label(text, wrap=True))
        if body is not None:
            inside.addWidget(body, 1)
        self.buttons: dict[str, Button] = {}
        if answers:
            inside.addSpacing(6)
            inside.addLayout(row(None, *(self._answer(answer) for answer in answers)))
        self.box.setLayout(inside)
        self.setLayout(column(None, row(None, self.box, None, gap=0), None, gap=0, margins=(20, 12, 20, 12)))

    def _answer(self, answer: Answer) -> Button:
        made = Button(answer.text, role=answer.role, key=answer.key)
        made.clicked.connect(lambda: self.close_with(answer.id))
        self.buttons[answer.id] = made
        return made

    def close_with(self, answer: str) -> None:
        """Answer and go."""
        self.answered.emit(answer)

    def opened(self) -> None:
        """It lies over the window: the focus goes to its first field, else to the way back, never to the deed."""
        inner = [part for part in self.box.findChildren(QWidget) if _takes_focus(part)]
        fields = [part for part in inner if not isinstance(part, Button)]
        safe = [part for part in inner if isinstance(part, Button) and part.objectName() not in ("primary", "danger")]
        for part in (*fields, *safe, *inner):
            part.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside the sheet."""
        inner = [part for part in self._chain() if _takes_focus(part)]
        if not inner:
            return True
        here = QApplication.focusWidget()
        at = inner.index(here) if here in inner else -1 if forward else 0
        inner[(at + (1 if forward else -1)) % len(inner)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _chain(self) -> list[QWidget]:
        found: list[QWidget] = []
        part = self.box.nextInFocusChain()
        while part is not None and part is not self.box:
            if self.box.isAncestorOf(part):
                found.append(part)
            part = part.nextInFocusChain()
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_with(BACK)
            return
        pressed = _combination(event)
        if pressed in self._keys and self.buttons[self._keys[pressed]].isEnabled():
            self.close_with(self._keys[pressed])
            return
        event.accept()  # nothing below may hear it

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit)
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        self.box.setFixedWidth(min(self.theme.px(self._width), self.width() - 40))
        self.box.setMaximumHeight(self.height() - 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(8, 14, 22, 235 if self.theme.sharp else 130))
        painter.end()


def confirm(theme: Theme, title: str, text: str, deed: str, *, back: str = "", danger: bool = False) -> Sheet:
    """Ask before what cannot be taken back; `answered` says "ya" or BACK. The focus stands on the way back."""
    back = back or QCoreApplication.translate("Sheet", "Kembali")
    answers = (Answer(BACK, back), Answer("ya", deed, "danger" if danger else "primary", "Ctrl+Return"))
    return Sheet(theme, title, text, answers)


def scrolling(inner: QWidget, height: int) -> QScrollArea:
    """A body that scrolls inside its sheet."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setMinimumHeight(height)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


def _takes_focus(part: QWidget) -> bool:
    return part.isEnabled() and part.isVisible() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _combination(event: QKeyEvent) -> str:
    """A key press in the words of `Answer.key`."""
    names = {Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "Return"}
    key = Qt.Key(event.key())
    word = names.get(key, key.name.removeprefix("Key_"))
    ctrl = "Ctrl+" if event.modifiers() & Qt.KeyboardModifier.ControlModifier else ""
    alt = "Alt+" if event.modifiers() & Qt.KeyboardModifier.AltModifier else ""
    return f"{ctrl}{alt}{word}"
