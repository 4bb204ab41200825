"""Masuk: nothing of the register is open yet. And the lock over a running counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card, frame
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.fields import SecretField
from station.widgets.label import label, sign
from station.widgets.layout import column, reveal, row
from station.widgets.page import Page
from station.widgets.room import is_low
from station.widgets.theme import Theme

WAITING = "Belum ada yang masuk, pengiriman menunggu."


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
        self.passphrase = _secret(theme, self._submit)
        self.banner = Banner(theme)
        self.go = button("Masuk", self._submit, role="primary", key="Enter")
        self._status = label(WAITING, "small")
        brand = row(sign(theme, "card", "acc", 28, 1.9), label("Loket", "h1"), None, label(place, "mut"), gap=10)
        self._box = card(brand, self.officer, self.passphrase, self.banner, self.go, gap=14, margins=(22, 18, 22, 20))
        parts: list[QWidget] = [self._box]
        self._specimen = label("Semua keluaran bertanda SPESIMEN.", "small")
        if training:
            parts.append(_training_card(theme, training, self._specimen))
        for part in parts:
            part.setFixedWidth(theme.px(440))
        middle = (row(None, part, None) for part in parts)
        self.setLayout(column(None, *middle, row(None, self._status, None), None, gap=14, margins=(24, 12, 24, 12)))
        self.setTabOrder(self.officer.line, self.passphrase.line)

    def opened(self) -> None:
        self.passphrase.line.setFocus()

    def busy(self, on: bool) -> None:
        """While the store is opened."""
        self.go.setEnabled(not on)
        self._status.setText("Membuka data stasiun…" if on else WAITING)

    def refuse(self, title: str, text: str) -> None:
        """Say why not; the passphrase is cleared."""
        self.banner.say("err", title, text)
        _empty(self.passphrase)

    def _submit(self) -> None:
        if self.go.isEnabled() and self.passphrase.text:
            self._enter(self.officer.text, self.passphrase.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        reveal(self._specimen, not is_low(self, self.theme))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            _empty(self.passphrase)
        else:
            super().keyPressEvent(event)


class LockCover(QWidget):
    """Over the whole window: the time, who locked, a passphrase; nothing of the applicant."""

    def __init__(self, theme: Theme, officer: str, unlock: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setAccessibleName("Kunci layar")
        self.theme = theme
        self._unlock = unlock
        self.passphrase = _secret(theme, self._submit)
        self.setFocusProxy(self.passphrase)
        self.banner = Banner(theme)
        self._clock = label("", "clock")
        self._clock.setAccessibleName("Jam")
        locked = label(f"Terkunci oleh {officer} · permohonan tetap terbuka", "big", wrap=True)
        head = row(sign(theme, "lock", "acc", 28), locked, gap=12)
        head.setStretch(1, 1)
        acts = row(button("Ganti petugas", leave), None, button("Buka", self._submit, role="primary", key="Enter"))
        box = card(head, self.passphrase, self.banner, acts, gap=14, margins=(22, 18, 22, 20))
        box.setFixedWidth(theme.px(460))
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setLayout(column(None, row(None, self._clock, None), row(None, box, None), None, gap=18))
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self._tick.start(1000)
        self._show_time()

    def refuse(self, title: str, text: str) -> None:
        """Say why not."""
        self.banner.say("err", title, text)
        _empty(self.passphrase)

    def _submit(self) -> None:
        if self.passphrase.text:
            self._unlock(self.passphrase.text)

    def _show_time(self) -> None:
        self._clock.setText(f"{datetime.now().astimezone():%H.%M}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._clock.setVisible(not is_low(self, self.theme))


def _secret(theme: Theme, submit: Callable[[], None]) -> SecretField:
    """A passphrase that Enter hands in."""
    made = SecretField("passphrase", "&Sandi", theme)
    made.enter_goes_on = False
    if isinstance(made.line, QLineEdit):
        made.line.returnPressed.connect(submit)
    return made


def _empty(field: SecretField) -> None:
    if isinstance(field.line, QLineEdit):
        field.line.clear()
    field.line.setFocus()


def _training_card(theme: Theme, lines: Sequence[str], below: QWidget) -> QFrame:
    """Whom to sign in as while training; in the colour of what must be looked at."""
    people = [row(sign(theme, "user", "warn"), label(line), gap=10) for line in lines]
    for person in people:
        person.setStretch(1, 1)
    head = row(label("Latihan: masuk sebagai", "h3"), None, Chip(theme, "PELATIHAN", "warn"))
    made = frame(column(head, *people, below, gap=8, margins=(18, 12, 18, 12)), "banner")
    made.setProperty("role", "warn")
    return made
