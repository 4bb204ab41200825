"""Iris: no scanner is set up here, so the stored reason; one key goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from station.desk.recording import RecordingDesk
from station.presenters.counter import Counter, Route, clock_words
from station.widgets.field import Field
from station.widgets.page import Act, Page
from station.widgets.parts import card, column, label, row
from station.widgets.theme import Theme
from station.work import on

REASONS = [
    ("alat tidak ada", "Alat tidak ada"),
    ("cedera mata", "Cedera mata"),
    ("tidak dapat membuka mata", "Tidak dapat membuka mata"),
    ("menolak", "Pemohon menolak"),
]


class IrisPage(Page):
    """The reason why no iris is recorded."""

    title = "Iris"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._desk = RecordingDesk(counter.session)
        self.reason = Field("reason", "&Alasan tidak direkam", REASONS)
        if isinstance(self.reason.line, QComboBox):
            self.reason.line.setCurrentIndex(0)
        self.reason.setMaximumWidth(theme.px(420))
        box = card(
            label("Tidak ada pemindai iris di loket ini.", "lead", wrap=True),
            label("Alasan disimpan bersama rekaman. Ctrl+Enter melanjutkan.", "mut", wrap=True),
            row(self.reason, None),
            None,
        )
        self.setLayout(column(box, gap=0, margins=(24, 12, 24, 16)))

    def opened(self) -> None:
        self._counter.tasks.start(self._load())
        self.reason.line.setFocus()

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "iris")
        self.context = draft.number
        if draft.iris_reason:
            self.reason.put(draft.iris_reason)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("sidik-jari", self._case))),
                Act("Lanjut: Ulang telunjuk", "Ctrl+Return", self._on, "primary"),
            )
        )

    def _on(self) -> None:
        self._counter.tasks.start(self._save())

    async def _save(self) -> None:
        await on("store", self._desk.skip_iris, self._case, self.reason.text)
        self.saved = (f"✓ Tersimpan {clock_words(self._counter.session.clock.stamp())}", "ok")
        self._counter.go(Route("ulang-telunjuk", self._case))
