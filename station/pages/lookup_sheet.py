"""Ambil dari Pusat (F4 in Penduduk): whom, for which case and why; below it what was asked before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.presenters.counter import Counter
from station.presenters.lookups import CASE, NUMBER, REASON, LookupPresenter, LookupState, chip_of, line_of
from station.store.lookups import Asked
from station.widgets.banner import Banner
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.lists import HEIGHT, Line, Lines
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

ASK, WIDTH, ROWS = "tanya", 620, 3


class LookupSheet(Sheet):
    """Stays open after a question, so that it is seen to be written; `wanted` carries a number that was answered."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, counter: Counter, number: str = "") -> None:
        self._presenter = LookupPresenter(counter, self.render_state)
        self._shown = LookupState()
        self.number = Field(NUMBER, "&NIK atau nomor KK")
        self.case = Field(CASE, "Nomor &permohonan")
        self.reason = Field(REASON, "&Alasan")
        self._banner = Banner(theme)
        self._earlier = label("Permintaan sebelumnya", "h3")
        self.list = Lines(theme, "Permintaan sebelumnya")
        self.list.setFixedHeight(theme.px(HEIGHT * ROWS) + 2)
        body = QWidget()
        numbers = row(self.number, self.case, gap=12)
        numbers.setStretch(0, 3)
        numbers.setStretch(1, 2)
        inside = column(gap=8)
        inside.addLayout(numbers)
        for part in (self.reason, self._banner, self._earlier, self.list):
            inside.addWidget(part)
        body.setLayout(inside)
        text = "Hanya untuk permohonan yang terbuka. Petugas, permohonan dan alasan tercatat di sini dan di Dinas."
        answers = (Answer(BACK, "Tutup", key="Esc"), Answer(ASK, "Minta data", "primary", "Ctrl+Return"))
        super().__init__(theme, "Ambil dari Pusat", text, answers, body=body, width=WIDTH)
        self.number.line.setText(number)  # type: ignore[union-attr]  # a field without choices is a line
        for field in (self.number, self.case, self.reason):
            field.changed.connect(lambda _text: self._look())
        self.list.opened.connect(self._choose)
        self._earlier.hide()
        self.list.hide()
        self._look()

    def opened(self) -> None:
        super().opened()
        (self.case if self.number.text else self.number).setFocus()
        self._presenter.open()

    def refresh(self) -> None:
        """Something came from the centre: perhaps an answer."""
        self._presenter.open()

    def close_with(self, answer: str) -> None:
        """A question is asked without closing."""
        if answer == ASK:
            self._presenter.ask(self.number.text, self.case.text, self.reason.text)
        else:
            super().close_with(answer)

    def render_state(self, state: LookupState) -> None:
        """Show the questions, and what became of the last one."""
        if state.written != self._shown.written:
            for field in (self.number, self.reason):
                field.clear()
            self.number.setFocus()
        for field in (self.number, self.case, self.reason):
            field.set_error(state.problem if field.name == state.field else None)
            if field.name == state.field and state is not self._shown:
                field.setFocus()
        said = state.said
        self._banner.say("ok" if state.ok else "err", said.title if said else "", said.text if said else "")
        if state.asked != self._shown.asked:
            self.list.show_lines([line(asked) for asked in state.asked])
        self._earlier.setVisible(bool(state.asked))
        self.list.setVisible(bool(state.asked))
        self._shown = state
        self._look()

    def _look(self) -> None:
        whole = all(field.text.strip() for field in (self.number, self.case, self.reason))
        self.buttons[ASK].setEnabled(whole)

    def _choose(self, errand: str) -> None:
        asked = next((asked for asked in self._shown.asked if asked.id == errand), None)
        if asked is not None and asked.number and asked.found:
            self.wanted.emit(asked.number)
            self.close_with(BACK)


def line(asked: Asked) -> Line:
    """A question as a row, without its number."""
    return Line(asked.id, *line_of(asked), chip_of(asked))
