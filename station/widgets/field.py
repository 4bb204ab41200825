"""A field of a form: name above, the reason of an error below, saved when it is left."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSizePolicy, QWidget

from station.widgets.choice import Choice
from station.widgets.label import label
from station.widgets.layout import column, restyle, reveal


class Field(QWidget):
    """A line or a choice. `left` carries name and text when the field is left after a change; Enter goes on.

    `title` may hold a mnemonic (`Nama &lengkap`); the accessible name is the title without it.
    """

    left = Signal(str, str)  # name, text
    changed = Signal(str)  # text, at each keystroke or choice

    def __init__(self, name: str, title: str, choices: list[tuple[str, str]] | None = None) -> None:
        super().__init__()
        self.name = name
        self._saved = ""
        self.enter_goes_on = True  # off where Enter does the deed, as after a passphrase
        self.line: QLineEdit | QComboBox = QLineEdit() if choices is None else Choice(choices)
        if isinstance(self.line, QComboBox):
            self.line.currentIndexChanged.connect(lambda _index: self.changed.emit(self.text))
        else:
            self.line.textChanged.connect(lambda _text: self.changed.emit(self.text))
        self.line.setAccessibleName(title.replace("&", ""))
        heading = QLabel(title)
        heading.setObjectName("fieldname")
        heading.setBuddy(self.line)
        self._reason = label("", "problem", wrap=True)
        self._note = label("", "note")
        self._reason.hide()
        self._note.hide()
        self.setFocusProxy(self.line)
        self._stand_at_top(heading)
        self.line.installEventFilter(self)
        self._saved = self.text  # a choice stands on its first item: leaving it untouched is no change

    def _stand_at_top(self, heading: QLabel) -> None:
        """A neighbour's reason makes a whole row taller: nothing here moves for it, and no reason is cut."""
        heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        heading.setContentsMargins(0, 0, 0, 4)
        for words in (self._reason, self._note):
            words.setProperty("alignment", "AlignTop")
            words.setContentsMargins(0, 4, 0, 0)
        rest = QWidget()  # takes what is left over; Qt gives nothing to a spacer that does not expand
        rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setLayout(column(heading, self.line, self._reason, self._note, rest, gap=0))

    # value --------------------------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        """What is typed, or the key of what is chosen."""
        if isinstance(self.line, QComboBox):
            return str(self.line.currentData() or "")
        return self.read(self.line.text())

    def read(self, typed: str) -> str:
        """The value of what is typed; kinds of fields tidy it here."""
        return typed

    def shown(self, text: str) -> str:
        """How a value stands in the line."""
        return text

    def put(self, text: str) -> None:
        """Show a value as saved; what is being typed is not overwritten."""
        if isinstance(self.line, QComboBox):
            self.line.setCurrentIndex(self.line.findData(text))
        elif not self.line.hasFocus() or self.text == self._saved:
            self.line.setText(self.shown(text))
        self._saved = text

    def set_choices(self, choices: list[tuple[str, str]]) -> None:
        """Replace the choices, keeping what is chosen."""
        if isinstance(self.line, QComboBox):
            kept = self.text
            self.line.clear()
            for key, shown in choices:
                self.line.addItem(shown, key)
            self.line.setCurrentIndex(self.line.findData(kept))

    # reasons --------------------------------------------------------------------------------------------------------
    def set_error(self, reason: str | None) -> None:
        """Red edge, and what is wrong and what to do; None clears."""
        self._say("problem", "✕", reason or "")

    def set_warning(self, reason: str | None) -> None:
        """Something to look at; nothing is stopped. None clears."""
        self._say("caution", "▲", reason or "")

    def set_note(self, words: str) -> None:
        """A remark below, such as `Semula: PELAJAR`; "" for none."""
        self._note.setText(words)
        reveal(self._note, bool(words))

    def complain(self, reason: str, *, warning: bool = False) -> None:
        """`set_warning` or `set_error`; "" clears."""
        (self.set_warning if warning else self.set_error)(reason)

    @property
    def reason(self) -> str:
        """What it complains of, with its sign."""
        return self._reason.text()

    @property
    def wrong(self) -> bool:
        """Whether it shows an error."""
        return bool(self.line.property("wrong"))

    def _say(self, look: str, glyph: str, reason: str) -> None:
        words = f"{glyph} {reason}" if reason else ""
        wrong = bool(reason) and look == "problem"
        if (self._reason.objectName(), self._reason.text(), self.wrong) == (look, words, wrong):
            return
        self._reason.setObjectName(look)
        self._reason.setText(words)
        reveal(self._reason, bool(reason))
        self.line.setProperty("wrong", wrong)
        self.line.setProperty("caution", bool(reason) and not wrong)
        self.line.setAccessibleDescription(reason)
        restyle(self._reason, self.line)

    # leaving --------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            if event.type() is QEvent.Type.FocusOut:
                self.leave()
            elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._enters(event):
                self.leave()
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _enters(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (QtCore.Qt.KeyboardModifier.NoModifier, QtCore.Qt.KeyboardModifier.KeypadModifier)
        return (
            plain
            and self.enter_goes_on
            and QtCore.Qt.Key(event.key()) in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
        )

    def leave(self) -> None:
        """Tell of a change once."""
        text = self.text
        if text != self._saved:
            self._saved = text
            self.left.emit(self.name, text)
        if isinstance(self.line, QLineEdit) and self.line.text() != self.shown(self.text):
            self.line.setText(self.shown(self.text))

    def clear(self) -> None:
        """Empty it for the next entry, even while it is being typed in."""
        if isinstance(self.line, QLineEdit):
            self._saved = ""
            self.line.clear()
