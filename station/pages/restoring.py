"""The sheets of Cadangan dan pulih: where the second disk is, and the question before a restore."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from station.presenters.counter import day_words
from station.widgets.field import Field
from station.widgets.fields import SecretField
from station.widgets.layout import column
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

DEED = "ya"


class DiskSheet(Sheet):
    """Where the second disk is mounted."""

    def __init__(self, theme: Theme) -> None:
        self.folder = Field("folder", "&Folder disk kedua, misalnya /media/cadangan")
        answers = (Answer(BACK, "Kembali", key="Esc"), Answer(DEED, "Tandai disk", "primary", "Ctrl+Return"))
        text = "Disk itu diberi folder bertanda, dan cadangan ditulis ke sana setiap hari. Semua isinya tersegel."
        super().__init__(theme, "Pilih disk cadangan", text, answers, body=_body(self.folder))
        _on_text(self.folder, lambda: self.buttons[DEED].setEnabled(bool(self.folder.text.strip())))
        self.buttons[DEED].setEnabled(False)


class RestoreSheet(Sheet):
    """What is lost by going back to a backup; the deed opens once the station's name and a passphrase are typed."""

    def __init__(self, theme: Theme, backup_at: str, loss: str, name: str, handle: str) -> None:
        self._name = name
        self.name = Field("name", f"Ketik &nama stasiun: {name}")
        self.passphrase = SecretField("passphrase", f"&Sandi {handle} saat cadangan dibuat", theme)
        answers = (Answer(BACK, "Kembali", key="Esc"), Answer(DEED, "Pulihkan", "danger", "Ctrl+Return"))
        title = f"Pulihkan cadangan {day_words(backup_at)}?"
        body = _body(self.name, self.passphrase)
        super().__init__(theme, title, loss, answers, body=body, width=560)
        for field in (self.name, self.passphrase):
            _on_text(field, self._look)
        self._look()

    def _look(self) -> None:
        same = self.name.text.strip().casefold() == self._name.casefold()
        self.buttons[DEED].setEnabled(same and bool(self.passphrase.text))


def _body(*fields: Field) -> QWidget:
    made = QWidget()
    made.setLayout(column(*fields, gap=8))
    return made


def _on_text(field: Field, look: object) -> None:
    field.line.textChanged.connect(look)  # type: ignore[union-attr]  # these are made with a line edit
