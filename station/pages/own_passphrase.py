"""The first sign-in of a new officer: a passphrase of his own, before anything else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card
from station.widgets.fields import SecretField
from station.widgets.label import label, sign
from station.widgets.layout import column, row
from station.widgets.page import Page
from station.widgets.theme import Theme

WHY = "Sandi awal hanya untuk sekali ini. Pilih sandi yang hanya Anda tahu, paling sedikit 10 huruf."


class OwnPassphrasePage(Page):
    """Twice the same, then `done(passphrase)`; Esc goes back to the sign-in."""

    title = "Sandi Anda sendiri"

    def __init__(self, theme: Theme, officer: str, done: Callable[[str], None], back: Callable[[], None]) -> None:
        super().__init__(theme)
        self._done, self._back = done, back
        self.first = SecretField("first", "&Sandi baru", theme)
        self.again = SecretField("again", "&Ulangi sandi")
        self.again.enter_goes_on = False
        if isinstance(self.again.line, QLineEdit):
            self.again.line.returnPressed.connect(self._submit)
        self.banner = Banner(theme)
        self.go = button("Simpan sandi", self._submit, role="primary", key="Enter")
        brand = row(sign(theme, "key", "acc", 28, 1.9), label(self.title, "h1"), None, label(officer, "mut"), gap=10)
        box = card(
            brand, label(WHY, wrap=True), self.first, self.again, self.banner, self.go, gap=14, margins=(22, 18, 22, 20)
        )
        box.setFixedWidth(theme.px(440))
        self.setLayout(column(None, row(None, box, None), None, gap=14, margins=(24, 12, 24, 12)))
        self.setTabOrder(self.first.line, self.again.line)

    def opened(self) -> None:
        self.first.line.setFocus()

    def busy(self, on: bool) -> None:
        """While it is kept."""
        self.go.setEnabled(not on)

    def refuse(self, title: str, text: str) -> None:
        """Say why not; both are typed anew."""
        self.busy(False)
        self.banner.say("err", title, text)
        for field in (self.again, self.first):
            if isinstance(field.line, QLineEdit):
                field.line.clear()
        self.first.line.setFocus()

    def _submit(self) -> None:
        if not self.go.isEnabled() or not self.first.text:
            return
        if self.first.text != self.again.text:
            self.refuse("Dua sandi berbeda.", "Ketik sandi yang sama dua kali.")
            return
        self.busy(True)
        self._done(self.first.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)
