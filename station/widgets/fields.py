"""Kinds of fields: dates, sixteen-digit numbers, passphrases."""

from __future__ import annotations

import re

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from station.widgets.field import Field
from station.widgets.icons import icon
from station.widgets.theme import Theme


def tidy_date(typed: str) -> str:
    """A date as people type it, as dd-mm-yyyy; unchanged where it is not one.

    >>> tidy_date("12032009"), tidy_date("1-3-2009"), tidy_date("12.3.2009"), tidy_date("besok")
    ('12-03-2009', '01-03-2009', '12-03-2009', 'besok')
    """
    plain = typed.strip()
    found = re.fullmatch(r"(\d{2})(\d{2})(\d{4})", plain) or re.fullmatch(
        r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", plain
    )
    return f"{int(found[1]):02d}-{int(found[2]):02d}-{found[3]}" if found else plain


def grouped(number: str) -> str:
    """A NIK or KK number as it is shown: 4-4-4-4.

    >>> grouped("1408065203090004")
    '1408 0652 0309 0004'
    """
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


class DateField(Field):
    """A date, dd-mm-yyyy; typed as 12032009 or 12-3-2009."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title)
        if isinstance(self.line, QLineEdit):
            self.line.setPlaceholderText(self.tr("hh-bb-tttt"))

    def read(self, typed: str) -> str:
        return tidy_date(typed)


class NumberField(Field):
    """A NIK or KK number: its text is digits only, shown 4-4-4-4; pasted with or without blanks."""

    def read(self, typed: str) -> str:
        return re.sub(r"[\s.-]", "", typed)

    def shown(self, text: str) -> str:
        return grouped(text) if text.isdigit() else text


class SecretField(Field):
    """A passphrase: hidden, shown by Alt+T, and it says when Caps Lock is on."""

    def __init__(self, name: str, title: str, theme: Theme | None = None) -> None:
        super().__init__(name, title)
        assert isinstance(self.line, QLineEdit)
        self._secret = self.line
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self.tr("Tampilkan sandi"), self)
        self._eye.setCheckable(True)
        self._eye.setProperty("shortcut", QKeySequence.fromString("Alt+T", QKeySequence.SequenceFormat.PortableText))
        self._eye.toggled.connect(self._show)
        if theme is not None:
            self._eye.setIcon(icon("eye", theme.tokens["mut"], theme.px(18)))
            self._secret.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        else:
            self.addAction(self._eye)

    def _show(self, on: bool) -> None:
        self._secret.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.text().isalpha():
            shifted = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            caps = event.text().isupper() is not shifted
            if caps or self.reason.startswith("▲"):
                self.set_warning(self.tr("Caps Lock menyala") if caps else None)
        return super().eventFilter(watched, event)
