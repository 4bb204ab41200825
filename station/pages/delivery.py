"""Pengiriman: cards on their way, out to the left, in to the right; each one is scanned, and each scan is saved."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from station.desk.list_files import Tray
from station.desk.lists import place_name
from station.pages.list_sheet import ListSheet
from station.pages.stock_sheets import DEED, FieldsSheet
from station.presenters.counter import Counter, Route, clock_words, date_words, day_words
from station.presenters.listing import ListPresenter
from station.presenters.parcels import ParcelPresenter, ParcelState
from station.store.index import CaseRow
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, card, column, filled, head, label, reveal, row
from station.widgets.theme import Theme

COUNTED, NOT_COUNTED = ("Dihitung", "ok", "check"), ("Belum dihitung", "neu", "ring")
PACKED, NOT_PACKED = ("Di kiriman", "ok", "check"), ("Belum", "neu", "ring")


class SealSheet(FieldsSheet):
    """The number on the seal: after it the parcel is on its way."""

    def __init__(self, theme: Theme, cards: int, where: str) -> None:
        self.seal = Field("seal", "Nomor &segel")
        text = f"{cards} kartu ke {where}. Setelah dikirim, stasiun itu yang memegangnya; cetak daftarnya (F9)."
        super().__init__(theme, "Segel dan kirim", text, f"Kirim {cards} kartu", (self.seal,), (self.seal,))


class ParcelPage(Page):
    """Both ways of one station."""

    title = "Pengiriman"

    def __init__(self, theme: Theme, counter: Counter, target: str, tray: Tray) -> None:
        super().__init__(theme)
        self._counter, self._where = counter, place_name(target)
        self._state = ParcelState()
        self._presenter = ParcelPresenter(counter, self.render_state, target)
        self._lists = ListPresenter(counter, tray, self._presenter.tell)
        self.outgoing = Lines(theme, "Siap dikirim")
        self.incoming = Lines(theme, "Dalam perjalanan ke sini")
        self._build_number()
        self._banner = Banner(theme)
        self._packed, self._counted = label("", "b"), label("", "b")
        self._none_out = label("Tidak ada kartu yang menunggu dikirim.", "mut", wrap=True)
        self._none_in = label("Tidak ada kiriman ke sini.", "mut", wrap=True)
        self._last = label("", "small", wrap=True)
        above = head("Siap dikirim", row(self._packed, label(f"ke {self._where}", "small"), gap=10))
        out = filled(self.outgoing, above, self._none_out, self.outgoing, self._last)
        coming = filled(self.incoming, head("Dalam perjalanan ke sini", self._counted), self._none_in, self.incoming)
        both = row(out, coming, gap=14)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self._scanning = card(self.number, self._hint, gap=6, margins=(16, 12, 16, 12))
        whole = column(self._scanning, self._banner, both, gap=10, margins=(24, 12, 24, 16))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.panels = (self._scanning, out, coming)
        for part in (self._none_out, self._none_in, self._last, self._scanning):
            part.hide()  # until it is known to be so
        self.outgoing.current.connect(lambda _case: self._tell(self._state))
        self.incoming.current.connect(lambda _case: self._tell(self._state))
        self._begun = False

    def _build_number(self) -> None:
        self.number = Field("number", "&Nomor kartu")
        self.number.enter_goes_on = False  # the next card is scanned in the same place
        if isinstance(self.number.line, QLineEdit):
            self.number.line.returnPressed.connect(self.number.leave)
        self.number.left.connect(self._scan)
        self._hint = label("Pindai atau ketik nomor permohonan di setiap kartu, lalu Enter.", "small", wrap=True)

    def opened(self) -> None:
        self._begun = False
        self._presenter.open()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: ParcelState) -> None:
        """Show both lists."""
        self._state = state
        if not state.loaded:
            return
        self._show_lists(state)
        reveal(self._last, state.last is not None)
        if state.last is not None:
            said = f"Terakhir {state.last.number}: {state.last_cards} kartu, segel {state.last.seal}"
            self._last.setText(f"{said}, {day_words(state.last.at)}. Daftar dan berita acaranya: F9.")
        words = state.fault or state.short
        self._banner.say("warn", words.title if words else "", words.text if words else "")
        self.context = f"{len(state.outgoing)} siap dikirim · {len(state.incoming)} dalam perjalanan"
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._tell(state)
        if not self._begun:
            self._begun = True
            (self.number.line if state.incoming or state.outgoing else self).setFocus()

    def _show_lists(self, state: ParcelState) -> None:
        some_out, some_in = bool(state.outgoing), bool(state.incoming)
        packed, counted = state.packed, state.counted
        out = [_line(each, PACKED if each.id in packed else NOT_PACKED) for each in state.outgoing]
        coming = [_line(each, COUNTED if each.id in counted else NOT_COUNTED) for each in state.incoming]
        self.outgoing.show_lines(out)
        self.incoming.show_lines(coming)
        if self.number.line.hasFocus() and not (some_out or some_in):
            self.setFocus()  # else hiding the field hands the focus to a button
        reveal(self._scanning, some_out or some_in)
        for shown, part in (
            (not some_out, self._none_out), (some_out, self.outgoing), (some_out, self._packed),
            (not some_in, self._none_in), (some_in, self.incoming), (some_in, self._counted),
        ):  # fmt: skip
            reveal(part, shown)
        self._packed.setText(f"{len(packed)} dari {len(out)}" if some_out else "")
        self._counted.setText(f"{len(counted)} dari {len(coming)}" if some_in else "")

    def _tell(self, state: ParcelState) -> None:
        whole = bool(state.counted) and not state.missing
        chosen = self._chosen()
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Daftar…", "F9", self._ask_list, "", state.last is not None, sign="doc"),
                Act("Keluarkan", "F8", lambda: self._presenter.put_back(chosen), "", bool(chosen), place="none"),
                Act("Segel dan kirim…", "F5", self._ask_seal, "", bool(state.packed), sign="truck"),
                Act("Terima dengan selisih", "F4", self._presenter.receive, "", state.short is not None),
                Act("Terima", "Ctrl+Return", self._presenter.receive, "primary", whole),
            )
        )

    def _chosen(self) -> str:
        """The card in the list that has the focus, when it was scanned."""
        for lines, open_scans in ((self.outgoing, self._state.packed), (self.incoming, self._state.counted)):
            if lines.hasFocus() and lines.chosen in open_scans:
                return lines.chosen
        return ""

    def _ask_seal(self) -> None:
        sheet = SealSheet(self.theme, len(self._state.packed), self._where)
        sheet.answered.connect(lambda answer: self._presenter.send(sheet.seal.text) if answer == DEED else None)
        self.ask(sheet)

    def _ask_list(self) -> None:
        last = self._state.last
        if last is not None:
            title = f"Daftar dan berita acara {last.number}"
            self.ask(ListSheet(self.theme, title, [("", self._presenter.papers)], self._lists))

    def _scan(self, _name: str, text: str) -> None:
        if text.strip():
            self._presenter.scan(text)
            self.number.clear()


def _line(entry: CaseRow, chip: tuple[str, str, str]) -> Line:
    printed = f" · dicetak {date_words(entry.last_at)}" if entry.last_at and chip in (PACKED, NOT_PACKED) else ""
    return Line(entry.id, entry.name, f"{entry.number}{printed}", chip)
