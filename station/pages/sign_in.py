"""Masuk: nothing of the register is open yet. And the lock over a running counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from station.widgets.field import Field
from station.widgets.page import Page
from station.widgets.parts import Banner, button, card, column, label, row, sign
from station.widgets.theme import Theme


class SignInPage(Page):
    """A card in the middle: officer, passphrase, Masuk. `training` are lines that say whom to sign in as."""

    title = "Masuk"

    def __init__(
        self,
        theme: Theme,
        place: str,
        officers: Sequence[tuple[str, str]],
        training: Sequence[str],
        enter: Callable[[str, str], None],
    ) -> None:
        super().__init__(theme)
        self._enter = enter
        self.officer = Field("officer", "&Petugas", list(officers))
        self.passphrase = Field("passphrase", "&Sandi")
        self.passphrase.enter_goes_on = False
        if isinstance(self.passphrase.line, QLineEdit):
            self.passphrase.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.passphrase.line.returnPressed.connect(self._submit)
        self.banner = Banner(theme)
        self.go = button("Masuk", self._submit, role="primary")
        brand = row(sign(theme, "card", "acc", 28, 1.9), label("Loket", "h1"), None, gap=10)
        box = card(brand, label(place, "mut"), self.officer, self.passphrase, self.banner, self.go, gap=12)
        box.setFixedWidth(theme.px(420))
        self._status = label("Belum ada yang masuk, pengiriman menunggu.", "small")
        parts: list[QWidget] = [box]
        if training:
            lines = [label(line, "small", wrap=True) for line in training]
            hint = card(label("Latihan", "b"), *lines, gap=4, margins=(16, 12, 16, 12))
            hint.setFixedWidth(theme.px(420))
            parts.append(hint)
        self.setLayout(
            column(None, *(row(None, part, None) for part in parts), row(None, self._status, None), None, gap=14)
        )
        self.setTabOrder(self.officer.line, self.passphrase.line)

    def opened(self) -> None:
        self.passphrase.line.setFocus()

    def busy(self, on: bool) -> None:
        """While the store is opened."""
        self.go.setEnabled(not on)
        self._status.setText("Membuka data stasiun…" if on else "Belum ada yang masuk, pengiriman menunggu.")

    def refuse(self, title: str, text: str) -> None:
        """Say why not; the passphrase is cleared."""
        self.banner.say("err", title, text)
        self.passphrase.put("")
        if isinstance(self.passphrase.line, QLineEdit):
            self.passphrase.line.clear()
        self.passphrase.line.setFocus()

    def _submit(self) -> None:
        if self.go.isEnabled() and self.passphrase.text:
            self._enter(self.officer.text, self.passphrase.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and isinstance(self.passphrase.line, QLineEdit):
            self.passphrase.line.clear()
        else:
            super().keyPressEvent(event)


class LockCover(QWidget):
    """Over the whole window: who locked, a passphrase, nothing of the applicant."""

    def __init__(self, theme: Theme, officer: str, unlock: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setAccessibleName("Kunci layar")
        self._unlock = unlock
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Sandi")
        self.passphrase.returnPressed.connect(self._submit)
        name = QLabel("&Sandi")
        name.setObjectName("fieldname")
        name.setBuddy(self.passphrase)
        self.banner = Banner(theme)
        locked = label(f"Terkunci oleh {officer} · permohonan tetap terbuka", "lead", wrap=True)
        box = card(
            sign(theme, "lock", "acc", 28),
            locked,
            name,
            self.passphrase,
            self.banner,
            row(button("Buka", self._submit, role="primary"), button("Ganti petugas", leave), None),
            gap=12,
        )
        box.setFixedWidth(theme.px(460))
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setLayout(column(None, row(None, box, None), None))

    def refuse(self, title: str, text: str) -> None:
        """Say why not."""
        self.banner.say("err", title, text)
        self.passphrase.clear()
        self.passphrase.setFocus()

    def _submit(self) -> None:
        if self.passphrase.text():
            self._unlock(self.passphrase.text())
