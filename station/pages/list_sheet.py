"""`Daftar`: where a list goes: files in a folder, or the printer of the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from station.presenters.listing import ListPresenter, Made
from station.widgets.field import Field
from station.widgets.layout import column
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

SAVE, PRINT = "simpan", "cetak"


class ListSheet(Sheet):
    """Stands on the folder used otherwise; `choices` where there are several lists: words and what makes them."""

    def __init__(self, theme: Theme, title: str, choices: Sequence[tuple[str, Made]], lists: ListPresenter) -> None:
        self._choices, self._lists = tuple(choices), lists
        self.which = Field("which", "&Daftar", [(str(at), words) for at, (words, _) in enumerate(self._choices)])
        self.folder = Field("folder", "&Folder")
        self.folder.put(lists.folder)
        body = QWidget()
        several = (self.which,) if len(self._choices) > 1 else ()
        body.setLayout(column(*several, self.folder, gap=8))
        answers = (
            Answer(BACK, "Kembali", key="Esc"),
            Answer(PRINT, "Cetak", key="F9"),
            Answer(SAVE, "Simpan PDF dan XLSX", "primary", "Ctrl+Return"),
        )
        super().__init__(theme, title, "Tanpa NIK. Untuk ditandatangani dan dihitung.", answers, body=body, width=600)
        self.answered.connect(self._do)

    def _do(self, answer: str) -> None:
        make = self._choices[int(self.which.text or 0)][1]
        if answer == SAVE:
            self._lists.save(make, self.folder.text)
        elif answer == PRINT:
            self._lists.print_out(make)
