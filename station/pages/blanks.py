"""Blangko: the ledger of this location, and receipts of new batches."""

from __future__ import annotations

from registry.stock import Entry, Move
from station.presenters.blanks import BlanksPresenter, BlanksState
from station.presenters.counter import Counter, Route, clock_words, day_words
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, card, filled, hair, head, label, reveal, row
from station.widgets.theme import Theme

MOVES = {
    Move.RECEIVED: ("Diterima", "acc", "download"), Move.TAKEN: ("Di meja cetak", "acc", "printer"),
    Move.PUT_BACK: ("Kembali utuh", "neu", "back"), Move.GOOD: ("Kartu baik", "ok", "check"),
    Move.SPOILED: ("Rusak", "err", "x"), Move.LOST: ("Hilang", "err", "help"),
}  # fmt: skip
REASONS = {
    "good": "", "gagal-encode": "gagal encode", "gagal-cetak": "gagal cetak", "elemen-salah": "elemen salah",
    "tidak-tercetak": "tidak tercetak", "rusak": "",
}  # fmt: skip


class BlanksPage(Page):
    """Lines are never edited, only followed by new ones."""

    title = "Blangko"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._sum = label("", "lead", wrap=True)
        self._empty = label("Belum ada blangko. Catat penerimaan (Ctrl+N).", "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._banner = Banner(theme)
        self.first = Field("first", "&Label pertama (B26-0417 / 00001)")
        self.count = Field("count", "&Jumlah")
        self.again = Field("again", "Jumlah, hitung &ulang")
        self.bast = Field("bast", "Nomor &BAST")
        self._fields = (self.first, self.count, self.again, self.bast)
        self._lines = Lines(theme, "Buku blangko")
        form = card(label("Terima blangko", "h2"), *self._fields, self._banner, None)
        form.setFixedWidth(theme.px(320))
        book = filled(
            self._lines, head("Buku blangko", label("Terbaru di atas", "small")), self._sum, hair(), self._empty,
            self._lines,
        )  # fmt: skip
        whole = row(book, form, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (book, form)
        self._presenter = BlanksPresenter(counter, self.render_state)

    def opened(self) -> None:
        self._presenter.open()
        self.first.line.setFocus()

    def render_state(self, state: BlanksState) -> None:
        """Show sum and lines."""
        total = state.sum
        self._sum.setText(
            f"Masuk {total.received} − baik {total.good} − rusak {total.spoiled} − hilang {total.lost} "
            f"− di meja {total.on_desk} = {total.on_hand}"
        )
        self._lines.show_lines([_line(entry, state) for entry in reversed(state.entries)])
        reveal(self._lines, bool(state.entries))
        reveal(self._empty, not state.entries)
        for made in self._fields:
            made.complain(state.wrong.get(made.name, ""))
        self._banner.say("err", state.fault.title if state.fault else "", state.fault.text if state.fault else "")
        self.context = f"{total.on_hand} blangko tersedia"
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Catat penerimaan", "Ctrl+N", self._begin, place="none"),
                Act("Catat", "Ctrl+Return", self._receive, "primary"),
            )
        )
        if state.emptied:
            self._begin()

    def _begin(self) -> None:
        for made in self._fields:
            made.clear()
        self.first.line.setFocus()

    def _receive(self) -> None:
        self._presenter.receive(self.first.text, self.count.text, self.again.text, self.bast.text)


def _line(entry: Entry, state: BlanksState) -> Line:
    many = f"{entry.count} blangko" if entry.count > 1 else state.numbers.get(entry.case, "1 blangko")
    reason = REASONS.get(entry.reason, entry.reason)
    parts = (many, state.names.get(entry.officer, entry.officer), day_words(entry.at), reason)
    return Line(entry.id, str(entry.blank), " · ".join(part for part in parts if part), MOVES[entry.move])
