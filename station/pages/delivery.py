"""Pengiriman: cards on their way, out to the left, in to the right; each one is counted."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from station.desk.cast import PLACES
from station.presenters.counter import Counter, Route, date_words
from station.presenters.delivery import ParcelPresenter, ParcelState
from station.store.index import CaseRow
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, filled, head, label, reveal, row
from station.widgets.theme import Theme

COUNTED, NOT_COUNTED = ("Dihitung", "ok", "check"), ("Belum dihitung", "neu", "ring")


class ParcelPage(Page):
    """Both ways of one station."""

    title = "Pengiriman"

    def __init__(self, theme: Theme, counter: Counter, target: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self.outgoing = Lines(theme, "Siap dikirim")
        self.incoming = Lines(theme, "Dalam perjalanan ke sini")
        self.number = Field("number", "&Nomor kartu yang dihitung")
        self.number.enter_goes_on = False  # the next card is counted in the same place
        if isinstance(self.number.line, QLineEdit):
            self.number.line.returnPressed.connect(self.number.leave)
        self.number.left.connect(self._count)
        self._banner = Banner(theme)
        self._counted = label("", "b")
        self._none_out = label("Tidak ada kartu yang menunggu dikirim.", "mut", wrap=True)
        self._none_in = label("Tidak ada kiriman ke sini.", "mut", wrap=True)
        self._hint = label("Pindai atau ketik nomor permohonan di setiap kartu, lalu Enter.", "small", wrap=True)
        where = next((place.name for place in PLACES if place.station == target), target)
        out = filled(self.outgoing, head("Siap dikirim", label(f"ke {where}", "small")), self._none_out, self.outgoing)
        counting = (self._none_in, self.number, self._hint, self._banner, self.incoming)
        coming = filled(self.incoming, head("Dalam perjalanan ke sini", self._counted), *counting)
        whole = row(out, coming, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (out, coming)
        for part in (self._none_out, self._none_in):
            part.hide()  # until it is known to be so
        self._begun = False
        self._presenter = ParcelPresenter(counter, self.render_state, target)

    def opened(self) -> None:
        self._begun = False
        self._presenter.open()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: ParcelState) -> None:
        """Show both lists."""
        self.outgoing.show_lines([_line(entry) for entry in state.outgoing])
        self.incoming.show_lines(
            [_line(entry, COUNTED if entry.id in state.counted else NOT_COUNTED) for entry in state.incoming]
        )
        total = len(state.incoming)
        if self.number.line.hasFocus() and not total:
            self.setFocus()  # else hiding the field hands the focus to a button
        reveal(self._none_out, not state.outgoing)
        reveal(self.outgoing, bool(state.outgoing))
        reveal(self._none_in, not total)
        for part in (self.incoming, self.number, self._hint, self._counted):
            reveal(part, bool(total))
        self._counted.setText(f"{len(state.counted)} dari {total}" if total else "")
        words = state.fault or state.short
        self._banner.say("warn", words.title if words else "", words.text if words else "")
        self.context = f"{len(state.outgoing)} siap dikirim · {total} dalam perjalanan"
        self._tell(state)
        if not self._begun:
            self._begun = True
            (self.number.line if total else self.outgoing if state.outgoing else self).setFocus()

    def _tell(self, state: ParcelState) -> None:
        whole = bool(state.counted) and not state.missing
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Kirim semua", "F5", self._presenter.send, "", bool(state.outgoing), sign="truck"),
                Act("Terima dengan selisih", "F4", self._presenter.receive, "", state.short is not None),
                Act("Terima", "Ctrl+Return", self._presenter.receive, "primary", whole),
            )
        )

    def _count(self, _name: str, text: str) -> None:
        if text.strip():
            self._presenter.count(text)
            self.number.clear()


def _line(entry: CaseRow, chip: tuple[str, str, str] = ("", "neu", "dot")) -> Line:
    printed = f" · dicetak {date_words(entry.last_at)}" if entry.last_at and not chip[0] else ""
    return Line(entry.id, entry.name, f"{entry.number}{printed}", chip)
