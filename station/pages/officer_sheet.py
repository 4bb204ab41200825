"""The sheet of one officer: who, by which decree, in which roles, until when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from registry.roles import Role
from station.desk.cast import ROLE_WORDS
from station.desk.officers import Form
from station.widgets.field import Field
from station.widgets.fields import DateField
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

SAVE = "simpan"


class OfficerSheet(Sheet):
    """`answered` says SAVE or BACK; `form` is what was typed. The handle of an officer who is there stays."""

    def __init__(self, theme: Theme, title: str, text: str, form: Form, *, new: bool) -> None:
        self._form = form
        self.handle = Field("handle", "&Nama masuk (huruf kecil)")
        self.name = Field("name", "Nama &lengkap")
        self.nip = Field("nip", "N&IP (kosong bila bukan ASN)")
        self.decree = Field("decree", "N&omor SK")
        self.until = DateField("until", "&Berlaku sampai")
        self.roles = {role: QCheckBox(words.capitalize()) for role, words in ROLE_WORDS.items()}
        for role, box in self.roles.items():
            box.setAccessibleName(ROLE_WORDS[role].capitalize())
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.setChecked(role in form.roles)
        self.handle.put(form.handle)
        self.name.put(form.name)
        self.nip.put(form.nip)
        self.decree.put(form.decree)
        self.until.put(_shown(form.until))
        self.handle.setEnabled(new)
        body = QWidget()
        lines = (row(self.handle, self.name, gap=12), row(self.nip, self.decree, gap=12), row(self.until, None, gap=12))
        for line in lines:
            line.setStretch(0, 1)
            line.setStretch(1, 1)
        boxes = row(*self.roles.values(), None, gap=8)
        body.setLayout(column(*lines, label("Peran", "b"), boxes, gap=8))
        answers = (Answer(BACK, "Kembali"), Answer(SAVE, "Simpan", "primary", "Ctrl+Return"))
        super().__init__(theme, title, text, answers, body=body, width=700)

    @property
    def form(self) -> Form:
        """What stands in the fields."""
        roles = frozenset(Role(role) for role, box in self.roles.items() if box.isChecked())
        name, nip, decree = self.name.text.strip(), self.nip.text.replace(" ", ""), self.decree.text.strip()
        return Form(self.handle.text.strip(), name, nip, decree, roles, _iso(self.until.text))


def _shown(iso: str) -> str:
    return "-".join(reversed(iso.split("-")))


def _iso(typed: str) -> str:
    """dd-mm-yyyy as ISO; anything else as it is, for the desk to refuse.

    >>> _iso("30-06-2027"), _iso("besok")
    ('2027-06-30', 'besok')
    """
    return "-".join(reversed(typed.split("-")))
