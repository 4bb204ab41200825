"""Masuk: nothing of the register is open yet. And the lock over a running counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card, frame
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.fields import SecretField
from station.widgets.label import label, sign
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.room import is_low
from station.widgets.theme import Theme

WAITING = "Belum ada yang masuk, pengiriman menunggu."


class SignInPage(Page):
    """A card in the middle: officer, passphrase, Masuk. `training` are lines that say whom to sign in as, and
    the passphrase."""

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
        self.passphrase = secret_field(theme, self._submit)
        self.banner = Banner(theme)
        self.go = button("Masuk", self._submit, role="primary", key="Enter")
        self._ways = row(self.go, gap=10)
        self._status = label(WAITING, "small")
        brand = row(sign(theme, "card", "acc", 28, 1.9), label("Loket", "h1"), None, label(place, "mut"), gap=10)
        self._box = card(
            brand, self.officer, self.passphrase, self.banner, self._ways, gap=14, margins=(22, 18, 22, 20)
        )
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
        empty(self.passphrase)

    def offer(self, words: str, key: str, deed: Callable[[], None]) -> None:
        """A way on from what is refused, beside the passphrase's; asked for again it stays one."""
        if not self.acts:
            self._ways.addWidget(button(words, lambda: self.acts[0].handler(), key=key))
        self.tell((Act(words, key, deed),))

    def _submit(self) -> None:
        if self.go.isEnabled() and self.passphrase.text:
            self._enter(self.officer.text, self.passphrase.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        reveal(self._specimen, not is_low(self, self.theme))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape:
            empty(self.passphrase)
        else:
            super().keyPressEvent(event)


def secret_field(theme: Theme, submit: Callable[[], None]) -> SecretField:
    """A passphrase that Enter hands in."""
    made = SecretField("passphrase", "&Sandi", theme)
    made.enter_goes_on = False
    if isinstance(made.line, QLineEdit):
        made.line.returnPressed.connect(submit)
    return made


def empty(field: SecretField) -> None:
    if isinstance(field.line, QLineEdit):
        field.line.clear()
    field.line.setFocus()


def _training_card(theme: Theme, lines: Sequence[str], below: QWidget) -> QFrame:
    """Whom to sign in as while training, the passphrase last; in the colour of what must be looked at."""
    signs = ["user"] * (len(lines) - 1) + ["key"]
    people = [row(sign(theme, name, "warn"), label(line), gap=10) for name, line in zip(signs, lines, strict=True)]
    for person in people:
        person.setStretch(1, 1)
    head = row(label("Latihan: masuk sebagai", "h3"), None, Chip(theme, "PELATIHAN", "warn"))
    made = frame(column(head, *people, below, gap=8, margins=(18, 12, 18, 12)), "banner")
    made.setProperty("role", "warn")
    return made
