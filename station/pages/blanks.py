"""Blangko: the books of this location, one tab for each; lines are never edited, only followed by new ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QScrollArea

from registry.handing import Way
from registry.stock import Item
from station.desk.list_files import Tray
from station.desk.stock import Difference
from station.desk.witness import Witness
from station.pages.month_sheet import MonthSheet
from station.pages.stock_sheets import (
    DEED,
    CorrectSheet,
    CountSheet,
    DifferenceSheet,
    HandSheet,
    UseSheet,
    WithdrawnSheet,
    holders,
)
from station.presenters.blanks import TABS, BlanksPresenter, BlanksState
from station.presenters.counter import Counter, Route, clock_words, day_words, thousands
from station.presenters.stock_words import (
    ITEM_WORDS,
    MOVES,
    count_words,
    forecast_words,
    note_words,
    signed,
    sum_words,
)
from station.problems import moment_words
from station.store.stock_book import BookLine
from station.widgets.banner import Banner
from station.widgets.button import Button
from station.widgets.card import card, filled
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.room import is_low, is_narrow
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.tall import Tall
from station.widgets.theme import Theme

COLUMNS = (
    Column("Waktu", 112), Column("Gerak", 140), Column("Jumlah", 78), Column("Label dan keterangan"),
    Column("Petugas", 116),
)  # fmt: skip
MARKS = {"KTP-el": "&KTP-el", "KIA": "K&IA", "Kartu ditarik": "Kartu &ditarik", "Pita dan film": "&Pita dan film"}
NARROW, WIDE = 250, 300  # the form
SUPPLIES = (Item.RIBBON, Item.FILM)
EMPTY = {
    Item.KTP: "Belum ada blangko. Catat penerimaan (Ctrl+N).",
    Item.KIA: "Belum ada blangko. Catat penerimaan (Ctrl+N).",
    Item.WITHDRAWN: "Belum ada kartu ditarik. Catat yang ditarik (F7).",
    Item.RIBBON: "Belum ada pita. Catat penerimaan (Ctrl+N).", Item.FILM: "Belum ada film. Catat penerimaan (Ctrl+N).",
}  # fmt: skip


class BlanksPage(Page):
    """Tabs above; the book left, the form of what came right."""

    title = "Blangko"

    def __init__(self, theme: Theme, counter: Counter, ask: Witness, tray: Tray) -> None:
        super().__init__(theme)
        self._counter, self._tray = counter, tray
        self._state = BlanksState()
        self._known: dict[str, BookLine] = {}
        self._presenter = BlanksPresenter(counter, ask, self.render_state, self._supply)
        self._sum, self._more = label("", "b", wrap=True), label("", "small", wrap=True)
        self._empty = label("", "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._banner = Banner(theme)
        self.table = PagedTable(theme, "Buku", COLUMNS)
        self.table.current.connect(lambda _row: self._tell())
        book = filled(
            self.table, self._sum, self._more, self._banner, self._empty, self.table, gap=6, margins=(14, 12, 14, 10)
        )
        self._form = self._build_form()
        self._form.setFixedWidth(theme.px(NARROW))
        below = row(book, self._form, gap=14)
        below.setStretch(0, 1)
        whole = column(self._build_tabs(), below, gap=10, margins=(24, 10, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (book, self._form)

    def _build_tabs(self) -> QHBoxLayout:
        self._group, tabs = QButtonGroup(self), row(gap=6)
        self.tabs: dict[str, Button] = {}
        for name, items in TABS.items():
            made = Button(MARKS[name], role="pill")
            made.setCheckable(True)
            made.setChecked(name == "KTP-el")
            made.clicked.connect(lambda _on=False, item=items[0]: self._presenter.choose(item))
            self._group.addButton(made)
            self.tabs[name] = made
            tabs.addWidget(made)
        tabs.addStretch(1)
        return tabs

    def _build_form(self) -> QFrame:
        self._form_title = label("", "h2")
        self.thing = Field("thing", "Ba&rang", [(item.value, ITEM_WORDS[item].capitalize()) for item in SUPPLIES])
        self.thing.changed.connect(self._chose_thing)
        self.first = Field("first", "&Label pertama")
        self.count = Field("count", "&Jumlah")
        self.again = Field("again", "Jumlah, hitung &ulang")
        self.bast = Field("bast", "Nomor &BAST")
        if isinstance(self.first.line, QLineEdit):
            self.first.line.setPlaceholderText("B26-0417 / 00001")
        self._fields = (self.first, self.count, self.again, self.bast)
        inner = Tall()
        inner.setLayout(column(self.thing, *self._fields, None, gap=8, margins=(0, 0, 6, 0)))
        scroll = QScrollArea()  # four reasons at once are more than a low page holds
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made = card(self._form_title, scroll, gap=8, margins=(16, 12, 12, 12), fill=scroll)
        self.thing.hide()
        return made

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()
        self.first.line.setFocus()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: BlanksState) -> None:
        """Show one book."""
        before, self._state = self._state, state
        self._known |= {each.id: each for each in state.rows}
        self._show_tab(state)
        if (state.rows, state.total, state.numbers) != (before.rows, before.total, before.numbers):
            self.table.show_source(state.total, self._fetch)
        reveal(self.table, bool(state.total))
        reveal(self._empty, state.recap is not None and not state.total)
        self._show_sums(state)
        for made in self._fields:
            made.complain(state.wrong.get(made.name, ""))
        said = state.fault or None
        self._banner.say("err" if said else "ok", said.title if said else state.said, said.text if said else "")
        words = ITEM_WORDS[state.item]
        self.context = f"{words[:1].upper()}{words[1:]}: {thousands(state.on_hand)} di lokasi ini"
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._tell()
        if state.emptied:
            self._begin()
        if state.difference is not None:
            self._presenter.asked()
            self._ask_difference(state.difference)

    def _show_tab(self, state: BlanksState) -> None:
        for name, items in TABS.items():
            self.tabs[name].setChecked(state.item in items)
        reveal(self.thing, state.item in SUPPLIES)
        reveal(self.first, state.labelled)
        if state.item in SUPPLIES:
            self.thing.put(state.item.value)
        words = ITEM_WORDS[state.item]
        self._form_title.setText(f"Terima {words}" if state.item is not Item.WITHDRAWN else "Terima dari lokasi lain")
        self._empty.setText(EMPTY[state.item])

    def _show_sums(self, state: BlanksState) -> None:
        if state.recap is None:
            return
        self._sum.setText(f"Bulan ini: {sum_words(state.recap)}")
        hands = ", ".join(f"{state.names.get(who, who)} {many}" for who, many in sorted(state.held.items()))
        parts = (
            f"di meja cetak {state.on_desk}" if state.on_desk else "",
            f"di tangan petugas: {hands}" if hands else "",
            f"hitung terakhir {count_words(state.counts)}",
            forecast_words(state.on_hand, state.used, self._counter.today) if state.item is not Item.WITHDRAWN else "",
        )
        said = " · ".join(part for part in parts if part)
        self._more.setText(said[:1].upper() + said[1:])

    def _fetch(self, offset: int, limit: int) -> list[TableRow] | None:
        rows = self._state.rows
        if offset + limit <= len(rows) or len(rows) >= self._state.total:
            return [self._row(each) for each in rows[offset : offset + limit]]
        self._presenter.more(offset, limit)
        return None

    def _supply(self, offset: int, rows: tuple[BookLine, ...]) -> None:
        self._known |= {each.id: each for each in rows}
        self.table.supply(offset, [self._row(each) for each in rows])

    def _row(self, each: BookLine) -> TableRow:
        word, role, glyph = MOVES[each.move]
        names = self._state.names
        cells = (
            Cell(moment_words(each.at), "mut"), Cell(word, "chip", role, glyph), Cell(signed(each.change), "b"),
            note_words(each, self._state.numbers), Cell(names.get(each.officer, each.officer), "mut"),
        )  # fmt: skip
        return TableRow(each.id, cells)

    # acts -------------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        item, low = self._state.item, is_low(self, self.theme)
        supply = item in SUPPLIES
        hands = () if item is Item.WITHDRAWN else self._hand_acts("none" if low else "bar")
        out = (Act("Catat keluar…", "F7", self._ask_use),) if supply else ()
        taken = (Act("Catat ditarik…", "F7", self._ask_withdrawn),) if item is Item.WITHDRAWN else ()
        wrong = Act("Betulkan baris…", "Ctrl+E", self._ask_correct, enabled=self._correctable(), place="none")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Catat penerimaan", "Ctrl+N", self._begin, place="none"),
                wrong,
                Act("Musnahkan…", "Ctrl+M", lambda: self._counter.go(Route("musnahkan")), place="head", sign="trash"),
                Act("Rekap bulanan…", "F9", self._ask_month, place="head", sign="doc"),
                Act("Hitung fisik…", "F5", self._ask_count),
                *hands,
                *out,
                *taken,
                Act("Catat", "Ctrl+Return", self._receive, "primary"),
            )
        )

    def _hand_acts(self, place: str) -> tuple[Act, ...]:
        return (
            Act("Serahkan…", "F4", lambda: self._ask_hand(Way.OUT)),
            Act("Kembalikan…", "F8", lambda: self._ask_hand(Way.BACK), "", bool(self._state.held), place=place),
        )

    def _correctable(self) -> bool:
        """What has no label may be corrected by a line; a blank is counted by hand."""
        chosen = self._known.get(self.table.chosen)
        return chosen is not None and not self._state.labelled and chosen.item is self._state.item

    def _begin(self) -> None:
        for made in self._fields:
            made.clear()
        (self.first if self._state.labelled else self.count).line.setFocus()

    def _chose_thing(self, name: str) -> None:
        if name and self._state.item in SUPPLIES:
            self._presenter.choose(Item(name))

    def _receive(self) -> None:
        self._presenter.receive(self.first.text, self.count.text, self.again.text, self.bast.text)

    def _ask_month(self) -> None:
        self.ask(MonthSheet(self.theme, self._counter, self._tray, lambda role, words: self.toast(words.line, role)))

    def _ask_hand(self, way: Way) -> None:
        state = self._state
        officers = state.officers if way is Way.OUT else holders(state.held, state.names)
        sheet = HandSheet(self.theme, way, ITEM_WORDS[state.item], officers)
        sheet.answered.connect(
            lambda answer: (
                self._presenter.hand(way, sheet.holder.text, sheet.count.text, sheet.note.text)
                if answer == DEED
                else None
            )
        )
        self.ask(sheet)

    def _ask_use(self) -> None:
        sheet = UseSheet(self.theme, ITEM_WORDS[self._state.item])
        sheet.answered.connect(
            lambda answer: (
                self._presenter.use(sheet.flow.text, sheet.count.text, sheet.reference.text, sheet.reason.text)
                if answer == DEED
                else None
            )
        )
        self.ask(sheet)

    def _ask_withdrawn(self) -> None:
        sheet = WithdrawnSheet(self.theme)
        sheet.answered.connect(
            lambda answer: self._presenter.withdraw(sheet.number.text, sheet.reason.text) if answer == DEED else None
        )
        self.ask(sheet)

    def _ask_correct(self) -> None:
        chosen = self._known.get(self.table.chosen)
        if chosen is None:
            return
        said = f"{MOVES[chosen.move][0].lower()} {chosen.count}, {day_words(chosen.at)}"
        sheet = CorrectSheet(self.theme, said)
        sheet.answered.connect(
            lambda answer: (
                self._presenter.correct(chosen.id, sheet.right.text, sheet.reason.text) if answer == DEED else None
            )
        )
        self.ask(sheet)

    def _ask_count(self) -> None:
        sheet = CountSheet(self.theme, ITEM_WORDS[self._state.item])
        sheet.answered.connect(lambda answer: self._presenter.count(sheet.counted.text) if answer == DEED else None)
        self.ask(sheet)

    def _ask_difference(self, found: Difference) -> None:
        own = self._counter.session.officer.handle
        others = [each for each in self._state.officers if each[0] != own]
        sheet = DifferenceSheet(self.theme, found.booked, found.counted, others, labelled=self._state.labelled)

        def answered(answer: str) -> None:
            if answer == DEED:
                reason, labels = sheet.reason.text, sheet.labels.text
                self._presenter.explain(found, reason, labels, sheet.second.text, sheet.passphrase.text)

        sheet.answered.connect(answered)
        self.ask(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._form.setFixedWidth(self.theme.px(NARROW if is_narrow(self, self.theme) else WIDE))
        self._tell()
