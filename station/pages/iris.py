"""Iris: no scanner is set up here, so the stored reason; one key goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from station.desk.recording import RecordingDesk
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.problems import store_words
from station.store.errors import StoreError
from station.widgets.banner import Banner
from station.widgets.card import card, hair, well
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.label import label, sign
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.theme import Theme
from station.work import on

REASONS = [
    ("alat tidak ada", "Alat tidak ada"),
    ("cedera mata", "Cedera mata"),
    ("tidak dapat membuka mata", "Tidak dapat membuka mata"),
    ("menolak", "Pemohon menolak"),
]


class IrisPage(Page):
    """Two eyes, and the reason why no iris is recorded."""

    title = "Iris"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._desk = RecordingDesk(counter.session)
        self.reason = Field("reason", "&Alasan tidak direkam", REASONS)
        if isinstance(self.reason.line, QComboBox):
            self.reason.line.setCurrentIndex(0)
        self.reason.setFixedWidth(theme.px(420))
        self._banner = Banner(theme)
        self._eyes = QWidget()
        self._eyes.setLayout(row(self._eye("Mata kiri"), self._eye("Mata kanan"), gap=14))
        box = card(
            self._banner,
            label("Tidak ada pemindai iris di loket ini.", "lead", wrap=True),
            label("Alasan disimpan bersama rekaman. Ctrl+Enter melanjutkan.", "mut", wrap=True),
            self._eyes, hair(), row(self.reason, None), None, gap=14,
        )  # fmt: skip
        self.setLayout(column(box, gap=0, margins=(24, 12, 24, 16)))

    def _eye(self, name: str) -> QFrame:
        """One eye and how it stands."""
        chip = Chip(self.theme, "tidak direkam", "warn")
        words = column(None, label(name, "h2"), chip, None, gap=6)
        line = row(sign(self.theme, "eye", "mut", 72, 1.2), words, gap=18)
        line.setStretch(1, 1)
        return well(line, margins=(20, 12, 20, 12))

    def opened(self) -> None:
        self._counter.tasks.start(self._load())
        self.reason.line.setFocus()

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "iris")
        self.context = draft.number
        say_returned(self._banner, draft.returned)
        self._eyes.setVisible(draft.returned is None)  # the reason takes their room
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
        try:
            await on("store", self._desk.skip_iris, self._case, self.reason.text)
        except StoreError as error:
            words = store_words(error)
            self._banner.say("err", words.title, words.text)
            self.set_saved(words.title.rstrip("."), ok=False)
            return
        self.saved = (f"✓ Tersimpan {clock_words(self._counter.session.clock.stamp())}", "ok")
        self._counter.go(Route("ulang-telunjuk", self._case))
