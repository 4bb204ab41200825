"""`Register pelayanan harian`: the day, and where the list goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from station.desk.list_files import Tray
from station.pages.list_sheet import PRINT, SAVE
from station.presenters.counter import Counter
from station.presenters.listing import ListPresenter
from station.presenters.register import day_named, register
from station.problems import Words
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme


class RegisterSheet(Sheet):
    """Stands on today; opens its deeds while the day can be read."""

    def __init__(self, theme: Theme, counter: Counter, tray: Tray, told: Callable[[str, Words], None]) -> None:
        self._counter = counter
        self._lists = ListPresenter(counter, tray, told)
        self.day = Field("day", "&Tanggal")
        self.day.put(f"{counter.today:%d-%m-%Y}")
        self.folder = Field("folder", "&Folder")
        self.folder.put(self._lists.folder)
        self._wrong = label("", "problem", wrap=True)
        body = QWidget()
        body.setLayout(column(self.day, self._wrong, self.folder, gap=8))
        answers = (
            Answer(BACK, "Kembali", key="Esc"),
            Answer(PRINT, "Cetak", key="F9"),
            Answer(SAVE, "Simpan PDF dan XLSX", "primary", "Ctrl+Return"),
        )
        text = "Semua permohonan yang direkam di stasiun ini pada hari itu. Tanpa NIK."
        super().__init__(theme, "Register pelayanan harian", text, answers, body=body, width=600)
        self.day.changed.connect(lambda _text: self._look())
        self.answered.connect(self._do)
        self._look()

    def _look(self) -> None:
        known = day_named(self.day.text) is not None
        self._wrong.setText("" if known else "Tulis tanggal seperti 24-11-2026.")
        for answer in (PRINT, SAVE):
            self.buttons[answer].setEnabled(known)

    def _do(self, answer: str) -> None:
        on = day_named(self.day.text)
        if on is None:
            return
        if answer == SAVE:
            self._lists.save(lambda: (register(self._counter, on),), self.folder.text)
        elif answer == PRINT:
            self._lists.print_out(lambda: (register(self._counter, on),))
