"""The lock over a running counter. Loaded when somebody first locks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.pages.sign_in import empty, secret_field
from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card
from station.widgets.label import label, sign
from station.widgets.layout import column, row
from station.widgets.room import is_low
from station.widgets.theme import Theme


class LockCover(QWidget):
    """Over the whole window: the time, who locked, a passphrase; nothing of the applicant."""

    def __init__(self, theme: Theme, officer: str, unlock: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setAccessibleName("Kunci layar")
        self.theme = theme
        self._unlock = unlock
        self.passphrase = secret_field(theme, self._submit)
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
        empty(self.passphrase)

    def _submit(self) -> None:
        if self.passphrase.text:
            self._unlock(self.passphrase.text)

    def _show_time(self) -> None:
        self._clock.setText(f"{datetime.now().astimezone():%H.%M}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._clock.setVisible(not is_low(self, self.theme))
