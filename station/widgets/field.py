"""A field of a form: name above, the reason of an error below, saved when it is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from station.widgets.parts import column, label


class Field(QWidget):
    """A line or a choice. `left` carries the text when the field is left after a change; Enter goes on."""

    left = Signal(str, str)  # name, text

    def __init__(self, name: str, title: str, choices: list[tuple[str, str]] | None = None) -> None:
        super().__init__()
        self.name = name
        self._saved = ""
        self.enter_goes_on = True
        self.line: QLineEdit | QComboBox = QComboBox() if choices is not None else QLineEdit()
        if isinstance(self.line, QComboBox):
            for key, shown in choices or []:
                self.line.addItem(shown, key)
            self.line.setMinimumContentsLength(6)
            self.line.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        plain = title.replace("&", "")
        self.line.setAccessibleName(plain)
        self.line.setObjectName("")
        heading = QLabel(title)
        heading.setObjectName("fieldname")
        heading.setBuddy(self.line)
        self._reason = label("", "problem", wrap=True)
        self._reason.hide()
        self.setLayout(column(heading, self.line, self._reason, gap=3))
        self.line.installEventFilter(self)

    @property
    def text(self) -> str:
        """What is typed, or the key of what is chosen."""
        if isinstance(self.line, QComboBox):
            return str(self.line.currentData() or "")
        return self.line.text()

    def put(self, text: str) -> None:
        """Show a value as saved."""
        if isinstance(self.line, QComboBox):
            index = self.line.findData(text)
            self.line.setCurrentIndex(index)
        elif not self.line.hasFocus() or self.line.text() == self._saved:
            self.line.setText(text)
        self._saved = text

    def complain(self, reason: str, *, warning: bool = False) -> None:
        """Say what is wrong, or "" for nothing."""
        self._reason.setObjectName("caution" if warning else "problem")
        glyph = "▲" if warning else "✕"
        self._reason.setText(f"{glyph} {reason}" if reason else "")
        self._reason.setVisible(bool(reason))
        self._reason.style().unpolish(self._reason)
        self._reason.style().polish(self._reason)
        self.line.setProperty("wrong", bool(reason) and not warning)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.line.setAccessibleDescription(reason)

    @property
    def reason(self) -> str:
        """What it complains of."""
        return self._reason.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() is QEvent.Type.FocusOut:
            self.leave()
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.enter_goes_on:
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Tell of a change once."""
        if self.text != self._saved:
            self._saved = self.text
            self.left.emit(self.name, self.text)
