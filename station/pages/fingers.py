"""Sidik jari and Ulang telunjuk: two hands, the print as it comes, its score, and what to do about a low one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QProgressBar

from biometrics.fingers import gate
from registry.submission import RECORDING_ORDER
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.fingers import FingersPresenter, FingersState, MatchPresenter, MatchState
from station.widgets.field import Field
from station.widgets.hands import Hands, finger_name
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, button, card, clear, column, label, row
from station.widgets.pictures import Picture
from station.widgets.theme import Theme

REASONS = [("tidak-ada", "Tidak ada"), ("luka", "Luka"), ("aus", "Aus")]
LASTING = [("sementara", "Sementara"), ("tetap", "Tetap")]


class FingersPage(Page):
    """Ten fingers."""

    title = "Sidik jari"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._state: FingersState | None = None
        self._ask = label("", "lead", wrap=True)
        self._count = Chip(theme, "0 dari 10 terekam", "acc", "finger")
        self.hands = Hands(theme)
        left = card(
            row(self._ask, None, self._count),
            label("Jari lurus, rata, tekan ringan. Tahan sampai skor tampil.", "mut", wrap=True),
            self.hands,
            label("hijau baik · biru sedang direkam · putus-putus belum · ▲ pengecualian · ✕ ulangi", "small"),
        )
        self.print = Picture("Gambar sidik jari")
        self.print.setMinimumHeight(theme.px(150))
        self._score, self._limit = label("-", "h2"), label("", "small")
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Skor NFIQ 2")
        self._tries = column(gap=4)
        right = card(
            label("Gambar langsung", "h2"),
            self.print,
            row(label("NFIQ 2", "mut"), None, self._score),
            self._bar,
            self._limit,
            self._tries,
            margins=(16, 14, 16, 14),
        )
        self._banner = Banner(theme)
        side = column(right, self._banner, gap=10)
        side.setStretch(0, 1)
        whole = row(left, side, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 5)
        whole.setStretch(1, 2)
        self.setLayout(whole)
        self._presenter = FingersPresenter(counter, case, self.render_state)
        self.hands.chosen.connect(self._presenter.choose)

    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._presenter.close()

    def render_state(self, state: FingersState) -> None:
        """Show hands, print and advice."""
        self._state = state
        self.context = state.draft.number
        done = len(state.draft.fingers)
        self._count.show_word(f"{state.draft.recorded} dari 10 terekam", "acc", "finger")
        if state.current:
            self._ask.setText(f"Tempelkan {finger_name(state.current)}")
        else:
            self._ask.setText("Sepuluh jari selesai.")
        self.hands.show_states({position: _tip(state, position) for position in RECORDING_ORDER})
        self._show_print(state)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif state.advice is not None:
            self._banner.say("warn", state.advice.title, state.advice.text)
        else:
            self._banner.say("acc", "")
        if state.saved:
            self.saved = (f"✓ {done} jari tersimpan {clock_words(state.saved)}", "ok")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("tanda-tangan", self._case))),
                Act("Coba lagi", "F5", self._presenter.scan_now, "", state.fault is not None),
                Act("Tidak bisa direkam", "F4", self._except, "", bool(state.current)),
                Act("Ulangi jari ini", "F8", self._presenter.again),
                Act("Lanjut: Iris", "Ctrl+Return", self._on, "primary", state.draft.fingers_done),
            )
        )

    def _show_print(self, state: FingersState) -> None:
        if state.image is not None:
            self.print.show_grey(state.image.width, state.image.height, state.image.pixels)
        last = state.tries[-1].score if state.tries else None
        self._score.setText("-" if last is None else str(last))
        self._bar.setValue(last or 0)
        self._limit.setText(f"batas {gate(state.current)}" if state.current else "")
        clear(self._tries)
        for number, attempt in enumerate(state.tries, 1):
            self._tries.addWidget(label(f"Percobaan {number}: {attempt.score}", "small"))

    def _except(self) -> None:
        if self._state is None or not self._state.current:
            return
        sheet = ExceptionSheet(self, self.theme, finger_name(self._state.current))
        if sheet.exec() == QDialog.DialogCode.Accepted:
            self._presenter.cannot(sheet.reason.text, sheet.lasting.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step and self._state is not None:
            at = RECORDING_ORDER.index(self._state.current) if self._state.current else 0
            self._presenter.choose(RECORDING_ORDER[(at + step) % len(RECORDING_ORDER)])
        else:
            super().keyPressEvent(event)

    def _on(self) -> None:
        self._counter.go(Route("iris", self._case))


class ExceptionSheet(QDialog):
    """Why a finger cannot be recorded."""

    def __init__(self, parent: Page, theme: Theme, finger: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tidak bisa direkam")
        self.reason = Field("reason", "&Alasan", REASONS)
        self.lasting = Field("lasting", "&Berapa lama", LASTING)
        for made in (self.reason, self.lasting):
            if isinstance(made.line, QComboBox):
                made.line.setCurrentIndex(0)
        note = label("Petugas kedua memutuskan nanti; pemohon tidak menunggu.", "small", wrap=True)
        keep = button("Catat pengecualian", self.accept, role="primary")
        back = button("Kembali", self.reject)
        title = label(f"{finger.capitalize()} tidak bisa direkam", "h2", wrap=True)
        self.setLayout(column(title, self.reason, self.lasting, note, row(None, back, keep), margins=(20, 18, 20, 18)))
        self.setMinimumWidth(theme.px(380))


class MatchPage(Page):
    """Both index fingers again."""

    title = "Ulang telunjuk"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._ask = label("", "lead", wrap=True)
        self._rows = column(gap=10)
        self._banner = Banner(theme)
        self.print = Picture("Gambar sidik jari")
        left = card(
            self._ask,
            label("Dibandingkan dengan rekaman tadi, untuk cip kartu.", "mut", wrap=True),
            self._rows,
            self._banner,
            None,
        )
        whole = row(left, card(self.print), gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)
        self._presenter = MatchPresenter(counter, case, self.render_state)

    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._presenter.close()

    def render_state(self, state: MatchState) -> None:
        """Show which finger is asked and what matched."""
        self.context = state.draft.number
        self._ask.setText(f"Tempelkan {finger_name(state.current)}" if state.current else "✓ Cocok. Boleh lanjut.")
        clear(self._rows)
        for position in state.asked:
            matched = position in state.draft.matches
            word = f"Cocok, skor {state.draft.matches[position]}" if matched else "Menunggu"
            chip = Chip(self.theme, word, "ok" if matched else "neu")
            self._rows.addLayout(row(label(finger_name(position).capitalize(), "b"), None, chip))
        if not state.asked:
            self._rows.addWidget(label("Tidak ada jari terekam; langkah ini dilewati.", "mut", wrap=True))
        if state.image is not None:
            self.print.show_grey(state.image.width, state.image.height, state.image.pixels)
        words = state.fault or state.advice
        if words is not None:
            self._banner.say("err" if state.fault else "warn", words.title, words.text)
        else:
            self._banner.say("acc", "")
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("iris", self._case))),
                Act("Coba lagi", "F5", self._presenter.scan_now, "", state.fault is not None),
                Act("Lanjut: Periksa", "Ctrl+Return", self._on, "primary", state.draft.matched),
            )
        )

    def _on(self) -> None:
        self._counter.go(Route("periksa", self._case))


def _tip(state: FingersState, position: int) -> tuple[str, str]:
    take = state.draft.fingers.get(position)
    if position == state.current:
        return "now", ""
    if take is None:
        return "todo", ""
    if take.exception:
        return "except", ""
    return ("good" if take.quality >= gate(position) else "poor"), str(take.quality)
