"""Batas kecepatan: how much of the office's line sending may take, and in which hours large packets wait."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from station.presenters.sync import LIMITS, hours_fault, limit_words
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme
from sync.rules import Rules

SET = "atur"


class LineSheet(Sheet):
    """Stands on what holds now; its deed opens while the hours can be read."""

    def __init__(self, theme: Theme, rules: Rules) -> None:
        kept = sorted({*LIMITS, rules.limit_kbit})
        self.limit = Field("limit", "Batas &kecepatan", [(str(kbit), limit_words(kbit)) for kbit in kept])
        self.begin, self.end = Field("begin", "Jam tenang &mulai"), Field("end", "Jam tenang &selesai")
        self.limit.put(str(rules.limit_kbit))
        self.begin.put(rules.quiet_from)
        self.end.put(rules.quiet_until)
        self._fault = label("", "problem", wrap=True)
        hours = row(self.begin, self.end, gap=12)
        body, inside = QWidget(), column(self.limit, gap=8)
        inside.addLayout(hours)
        inside.addWidget(self._fault)
        body.setLayout(inside)
        text = (
            "Dalam jam tenang hanya kiriman kecil yang jalan sendiri; rekaman menyusul sesudahnya. Berita dari Dinas "
            "tetap diterima. Kirim sekarang (F5) selalu mengirim."
        )
        answers = (Answer(BACK, "Batal", key="Esc"), Answer(SET, "Terapkan", "primary", "Ctrl+Return"))
        super().__init__(theme, "Batas kecepatan", text, answers, body=body, width=480)
        for field in (self.begin, self.end):
            field.changed.connect(lambda _text: self._look())
        self._look()

    def _look(self) -> None:
        fault = hours_fault(self.begin.text, self.end.text)
        self._fault.setText(fault)
        self.buttons[SET].setEnabled(not fault)
