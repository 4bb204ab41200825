"""Ulang telunjuk: both index fingers again, compared with the prints just taken."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.fingers import MatchPresenter, MatchState
from station.widgets.banner import Banner
from station.widgets.card import card, head, well
from station.widgets.chip import Chip
from station.widgets.hands import finger_name
from station.widgets.label import Sign, label
from station.widgets.layout import clear, column, row
from station.widgets.page import Act, Page
from station.widgets.print_well import LOW_TALL, TALL, Print
from station.widgets.room import is_low, is_narrow
from station.widgets.theme import Theme

INDEX = (7, 2)


class MatchPage(Page):
    """Both index fingers, or the best two when an index finger has none."""

    title = "Ulang telunjuk"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._sign = Sign(theme, "finger", "acc", 28, 2.0)
        self._ask = label("", "lead")
        self._why = label("", "mut", wrap=True)
        self._rows = column(gap=10)
        self._banner = Banner(theme)
        top = row(self._sign, self._ask, gap=12)
        top.setStretch(1, 1)
        left = card(top, self._why, self._rows, self._banner, None, gap=12)
        self._side = QWidget()
        self._side.setLayout(column(self._print_card(), None))
        whole = row(left, self._side, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, self._side)
        self._presenter = MatchPresenter(counter, case, self.render_state)

    def _print_card(self) -> QFrame:
        self._note = label("", "small")
        self.print = Print("Gambar sidik jari", self.theme)
        return card(head("Gambar langsung", self._note), row(None, self.print, None), margins=(16, 12, 16, 16))

    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._presenter.close()

    def render_state(self, state: MatchState) -> None:
        """Show which finger is asked and what matched."""
        self.context = state.draft.number
        self._ask.setText(f"Tempelkan {finger_name(state.current)}" if state.current else "Cocok. Boleh lanjut.")
        self._sign.show_sign("finger" if state.current else "check", "acc" if state.current else "ok")
        self._why.setText(_why(state))
        self._show_rows(state)
        if state.image is not None:
            self.print.show_grey(state.image.width, state.image.height, state.image.pixels)
        self.print.show_edge("acc" if state.current and state.fault is None else "")
        self._note.setText(finger_name(state.current).capitalize() if state.current else "")
        words = state.fault or state.advice
        if words is not None:
            self._banner.say("err" if state.fault else "warn", words.title, words.text)
        else:
            say_returned(self._banner, state.draft.returned)
        self._why.setVisible(state.draft.returned is None)  # the reason takes its room
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        again = (Act("Coba lagi", "F5", self._presenter.scan_now, sign="rotate"),) if state.fault is not None else ()
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("iris", self._case))),
                *again,
                Act("Lanjut: Periksa", "Ctrl+Return", self._on, "primary", state.draft.matched),
            )
        )

    def _show_rows(self, state: MatchState) -> None:
        clear(self._rows)
        for position in state.asked:
            self._rows.addWidget(self._row(state, position))
        if not state.asked:
            self._rows.addWidget(label("Tidak ada jari terekam; langkah ini dilewati.", "mut", wrap=True))

    def _row(self, state: MatchState, position: int) -> QFrame:
        """One finger: sign, name, and how it stands."""
        name = label(finger_name(position).capitalize(), "big")
        if position in state.draft.matches:
            glyph, role, word = "check", "ok", f"Cocok, skor {state.draft.matches[position]}"
        elif position == state.current:
            glyph, role, word = "finger", "acc", "Tempelkan sekarang"
        else:
            glyph, role, word = "ring", "neu", "Menunggu"
        line = row(Sign(self.theme, glyph, role, 32, 2.2), name, Chip(self.theme, word, role, glyph), gap=14)
        line.setStretch(1, 1)
        return well(line, margins=(16, 14, 16, 14))

    def _on(self) -> None:
        self._counter.go(Route("periksa", self._case))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.print.want(self.theme.px(LOW_TALL if is_low(self, self.theme) else TALL))
        self._side.setFixedWidth(self.theme.px(260 if is_narrow(self, self.theme) else 326))


def _why(state: MatchState) -> str:
    why = "Dibandingkan dengan rekaman tadi, untuk cip kartu."
    if state.asked and not set(INDEX) <= set(state.asked):
        return f"{why} Telunjuk dikecualikan, maka jari terbaik yang diminta."
    return why
