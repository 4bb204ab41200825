"""Stik USB: three numbered steps from this counter to the UPTD and back, for days without a network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from station.desk.sticks import StickDesk
from station.presenters.counter import Counter, Route
from station.presenters.stick import NO_STICK, StickPresenter, StickState, drive_words, going_words
from station.problems.sticks import place_words
from station.widgets.choice import Choice
from station.widgets.field import Field
from station.widgets.layout import column
from station.widgets.meter import Meter
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, card, label, reveal, row
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

DEED = "ya"


class FolderSheet(Sheet):
    """Any folder in the place of a stick: one that the system does not call removable."""

    def __init__(self, theme: Theme) -> None:
        self.folder = Field("folder", "&Folder stik, misalnya /media/loket")
        body = QWidget()
        body.setLayout(column(self.folder, gap=8))
        answers = (Answer(BACK, "Kembali", key="Esc"), Answer(DEED, "Pakai folder ini", "primary", "Ctrl+Return"))
        text = "Semua yang ditulis ke sana tersegel. Folder itu sendiri tidak diubah."
        super().__init__(theme, "Pilih folder", text, answers, body=body)
        self.folder.line.textChanged.connect(self._look)  # type: ignore[union-attr]  # made with a line edit
        self._look()

    def _look(self) -> None:
        self.buttons[DEED].setEnabled(bool(self.folder.text.strip()))


class StickPage(Page):
    """Export, carry, take: one at a time, each with its key."""

    title = "Stik USB"

    def __init__(self, theme: Theme, counter: Counter, desk: StickDesk) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = StickState()
        self._banner = Banner(theme)
        self.drives = Choice()
        self.drives.setAccessibleName("Stik")
        self._where = label("", "mut", wrap=True)
        self._running = label("", "b")
        self._meter = Meter(theme, "Kemajuan")
        self._progress = QWidget()
        self._progress.setLayout(column(self._running, self._meter, gap=6))
        self._progress.hide()
        self._going = label("", "mut", wrap=True)
        station = counter.session.station
        uptd = label(
            f"Serahkan stik ke petugas UPTD. Ia mengembalikannya dengan berkas balasan {station}-… di stik yang sama.",
            "mut",
            wrap=True,
        )
        back = label(
            f"Pasang stik yang sudah kembali dari UPTD. Balasan untuk {place_words(station)} menutup status berkas dan "
            "membawa jawaban, izin cetak dan kabar dari Dinas.",
            "mut",
            wrap=True,
        )
        self._chips = tuple(Chip(theme) for _ in range(3))
        cards = (
            self._card(1, "Ekspor", self._going, "F5"),
            self._card(2, "Bawa ke UPTD", uptd, ""),
            self._card(3, "Masukkan berkas balasan", back, "F7"),
        )
        line = row(label("Stik", "h2"), self.drives, gap=18)
        line.setStretch(1, 1)
        choose = card(line, self._where, gap=6)
        steps = row(*cards, gap=14)
        for number in range(len(cards)):
            steps.setStretch(number, 1)
        self.setLayout(column(self._banner, choose, steps, self._progress, None, gap=12, margins=(24, 12, 24, 16)))
        self.panels = (choose, *cards)
        self._presenter = StickPresenter(counter, desk, self.render_state)
        self.drives.activated.connect(lambda _row: self._presenter.choose(str(self.drives.currentData())))

    def opened(self) -> None:
        self._presenter.open()
        self.drives.setFocus()

    def render_state(self, state: StickState) -> None:
        """Show what goes, where to, and what runs."""
        self._state = state
        self._say(state)
        self._fill(state)
        self._going.setText(going_words(state))
        self._running.setText(f"{state.busy} {state.share} %" if state.busy else "")
        self._meter.show_value(state.share)
        reveal(self._progress, bool(state.busy))
        for number, chip in enumerate(self._chips, 1):
            done = number < state.step
            words = "Selesai" if done else "Sekarang" if number == state.step else "Nanti"
            chip.show_word(words, "ok" if done else "acc" if number == state.step else "neu", "check" if done else "")
        if state.loaded:
            self.context = f"{state.carry.count} menunggu" if state.carry.count else "Tidak ada yang menunggu"
        self.tell(self._acts())

    def _say(self, state: StickState) -> None:
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif state.done is not None:
            self._banner.say("ok", state.done.title, state.done.text)
        elif state.loaded and state.drive is None:
            self._banner.say("warn", NO_STICK.title, NO_STICK.text)
        else:
            self._banner.say("acc", "", "")

    def _fill(self, state: StickState) -> None:
        shown = [(str(drive.folder), drive.name) for drive in state.drives]
        if shown != [(self.drives.itemData(at), self.drives.itemText(at)) for at in range(self.drives.count())]:
            self.drives.clear()
            for key, name in shown:
                self.drives.addItem(name, key)
        self.drives.setCurrentIndex(max(-1, self.drives.findData(state.chosen)))
        self.drives.setEnabled(bool(shown) and not state.busy)
        drive = state.drive
        self._where.setText(drive_words(drive) if drive else "Belum ada stik yang terpasang.")

    def _card(self, number: int, title: str, text: QWidget, key: str) -> QFrame:
        head = label(f"{number}  {title}", "h2", wrap=True)
        hint = label(f"Tekan {key}" if key else "Tanpa jaringan, di stik yang sama", "small")
        made = card(row(self._chips[number - 1], None), head, text, None, hint, gap=8)
        made.setAccessibleName(f"Langkah {number}: {title}")
        text.setAlignment(Qt.AlignmentFlag.AlignTop)  # type: ignore[attr-defined]  # a label
        return made

    def _acts(self) -> tuple[Act, ...]:
        if self._state.busy:
            return (Act("Batal", "Esc", self._presenter.cancel),)
        ready = self._state.drive is not None
        first = self._state.step == 1
        return (
            Act("Kembali", "Esc", lambda: self._counter.go(Route("sinkronisasi"))),
            Act("Cari lagi", "F3", self._presenter.open),
            Act("Pilih folder…", "F4", self._choose),
            Act("Masukkan berkas balasan", "F7", self._presenter.take, "" if first else "primary", enabled=ready),
            Act("Ekspor", "F5", self._presenter.export, "primary" if first else "", enabled=ready, sign="usb"),
        )

    def _choose(self) -> None:
        sheet = FolderSheet(self.theme)
        sheet.answered.connect(lambda answer: self._presenter.choose_folder(sheet.folder.text) if answer else None)
        self.ask(sheet)
