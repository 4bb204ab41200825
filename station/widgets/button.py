"""Buttons: the deed as a verb, its key beside it; the accessible name is the word alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton

from station.widgets.icons import icon
from station.widgets.theme import Theme

KEY_WORDS = {"Return": "Enter", "Delete": "Del", "Escape": "Esc", "PgDown": "PgDn"}
ICON_TOKENS = {"primary": "accfg", "danger": "err", "flat": "acc"}


def key_words(key: str) -> str:
    """A key as it is shown.

    >>> key_words("Ctrl+Return")
    'Ctrl+Enter'
    """
    return "+".join(KEY_WORDS.get(part, part) for part in key.split("+"))


class Button(QPushButton):
    """A button that Enter presses too; `role` is primary, danger, flat, pill, tab, tool or ""."""

    def __init__(self, text: str, *, role: str = "", key: str = "", sign: str = "", theme: Theme | None = None) -> None:
        super().__init__()
        self._theme, self._sign, self._token = theme, sign, ICON_TOKENS.get(role, "fg")
        self._role = role
        self.setObjectName(role)
        self.show_text(text, key)
        self._draw()

    def show_text(self, text: str, key: str = "") -> None:
        """Change word and key."""
        self.word, self.key = text, key
        self.setText(f"{text}  {key_words(key)}" if key else text)
        self.setAccessibleName(text.replace("&", ""))

    def show_sign(self, theme: Theme, sign: str, token: str = "") -> None:
        """Give it a sign, tinted by a token of the theme."""
        self._theme, self._sign, self._token = theme, sign, token or self._token
        self._draw()

    def hide_sign(self) -> None:
        """Do without the sign, for want of room."""
        self._sign = ""
        self.setIcon(QPixmap())  # a pixmap everywhere: the class QIcon comes with enums that take 2 ms

    def _draw(self) -> None:
        if self._theme is None or not self._sign:
            return
        size = self._theme.px(20 if self._role == "tool" else 18)
        token = self._token if self.isEnabled() else "mut"
        self.setIcon(icon(self._sign, self._theme.tokens[token], size))
        self.setIconSize(QSize(size, size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange):
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
            and not event.isAutoRepeat()
            and _plain(event)
        ):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._role == "primary" and self.hasFocus():  # an edge in its own colour would not be seen
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlightedText().color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 4, 4)
            painter.end()


def button(
    text: str,
    handler: Callable[[], None] | None = None,
    *,
    role: str = "",
    key: str = "",
    sign: str = "",
    theme: Theme | None = None,
) -> Button:
    """A button that does `handler` when pressed; a sign needs the theme. The key is shown, not bound."""
    made = Button(text, role=role, key=key, sign=sign, theme=theme)
    if handler is not None:
        made.clicked.connect(lambda: handler())
    return made


def set_icon(target: QPushButton, theme: Theme, name: str, token: str) -> None:
    """Give any button a sign."""
    if isinstance(target, Button):
        target.show_sign(theme, name, token)
        return
    target.setIcon(icon(name, theme.tokens[token], theme.px(18)))
    target.setIconSize(QSize(theme.px(18), theme.px(18)))


def _plain(event: QKeyEvent) -> bool:
    return event.modifiers() in (QtCore.Qt.KeyboardModifier.NoModifier, QtCore.Qt.KeyboardModifier.KeypadModifier)
