"""A sheet for a deed that two officers sign: the second one is chosen and gives his passphrase."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from station.widgets.field import Field
from station.widgets.fields import SecretField
from station.widgets.layout import column, row
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

DEED = "ya"


class WitnessSheet(Sheet):
    """`answered` says DEED or BACK; the deed opens once everything is filled. `own`: the first one signs anew too.

    `question` asks for a sentence, "" for none; `more` are fields besides.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        deed: str,
        officers: Sequence[tuple[str, str]],
        *,
        own: str = "",
        question: str = "",
        more: Sequence[Field] = (),
    ) -> None:
        self.own = SecretField("own", f"&Sandi {own}", theme)
        self.reason = Field("reason", question)
        self.second = Field("second", "&Petugas kedua", [("", "Pilih petugas"), *officers])
        self.passphrase = SecretField("passphrase", "Sandi petugas &kedua", theme)
        self._asked = [part for part, wanted in ((self.reason, question), (self.own, own)) if wanted]
        self._asked += more
        pair = row(self.second, self.passphrase, gap=12)
        for place in (0, 1):
            pair.setStretch(place, 1)
        body = QWidget()
        body.setLayout(column(*self._asked, pair, gap=8))
        answers = (Answer(BACK, "Kembali", key="Esc"), Answer(DEED, deed, "primary", "Ctrl+Return"))
        super().__init__(theme, title, text, answers, body=body, width=620)
        for field in (*self._asked, self.second, self.passphrase):
            field.changed.connect(lambda _text: self._look())
        for secret in (self.own, self.passphrase):
            if isinstance(secret.line, QLineEdit):
                secret.enter_goes_on = True
        self._look()

    def _look(self) -> None:
        filled = (*(part.text.strip() for part in self._asked), self.second.text, self.passphrase.text)
        self.buttons[DEED].setEnabled(all(filled))
