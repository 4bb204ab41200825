"""Musnahkan: what lies in the locked box left, the berita acara right; two witnesses, two officers, no way back."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea

from registry.destruction import METHODS
from registry.destruction import Witness as Seen
from registry.stock import Item
from station.desk.destroying import Occasion
from station.desk.list_files import Tray
from station.desk.witness import Witness
from station.pages.list_sheet import ListSheet
from station.pages.witness_sheet import DEED, WitnessSheet
from station.presenters.counter import Counter, Route, day_words
from station.presenters.destroying import DestroyPresenter, DestroyState
from station.presenters.listing import ListPresenter
from station.presenters.stock_words import ITEM_WORDS, REASONS
from station.store.destroying import Waiting
from station.widgets.banner import Banner
from station.widgets.card import card, filled, head
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.tall import Tall
from station.widgets.theme import Theme

COLUMNS = (Column("", 34), Column("Kartu", 150), Column("Nama"), Column("Alasan", 170), Column("Sejak", 110))
FORM = 320


class DestroySheet(WitnessSheet):
    """M25: the second officer, and the last question."""

    def __init__(self, theme: Theme, cards: int, witnesses: int, officers: list[tuple[str, str]]) -> None:
        text = f"Daftar dan berita acara dibuat, tindakan tidak dapat ditarik. Saksi: {witnesses} orang sudah tercatat."
        super().__init__(theme, f"Musnahkan {cards} kartu?", text, f"Musnahkan {cards} kartu", officers)


class DestroyPage(Page):
    """The box and its berita acara."""

    title = "Musnahkan"

    def __init__(self, theme: Theme, counter: Counter, ask: Witness, tray: Tray) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = DestroyState()
        self._presenter = DestroyPresenter(counter, ask, self.render_state)
        self._lists = ListPresenter(counter, tray, self._presenter.tell)
        self._banner = Banner(theme)
        self._empty = label("Tidak ada kartu rusak atau kartu ditarik yang menunggu dimusnahkan.", "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._chosen = label("", "b")
        self.table = PagedTable(theme, "Kartu di kotak terkunci", COLUMNS)
        self.table.opened.connect(self._presenter.mark)
        top = head("Di kotak terkunci", self._chosen)
        hint = label("Enter: ikut atau tidak ikut dimusnahkan.", "small", wrap=True)
        left = filled(self.table, top, self._banner, self._empty, self.table, hint, gap=8, margins=(14, 12, 14, 10))
        self._form = self._build_form()
        whole = row(left, self._form, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, self._form)

    def _build_form(self) -> QFrame:
        self.number = Field("number", "&Nomor berita acara")
        self.place = Field("place", "&Tempat")
        self.method = Field("method", "&Cara", [(each, each.capitalize()) for each in METHODS])
        self.witnesses = tuple(
            (Field(f"witness-{n}", f"Saksi &{n}"), Field(f"office-{n}", f"Instansi saksi {n}")) for n in (1, 2)
        )
        self.place.put(self._counter.session.store.identity.name)
        fields = (self.number, self.place, self.method, *(part for pair in self.witnesses for part in pair))
        for made in fields:
            made.changed.connect(lambda _text: self._tell())
        inner = Tall()
        inner.setLayout(column(*fields, None, gap=8, margins=(0, 0, 6, 0)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        made_card = card(label("Berita acara", "h2"), scroll, gap=8, margins=(16, 12, 12, 12), fill=scroll)
        made_card.setFixedWidth(self.theme.px(FORM))
        return made_card

    def opened(self) -> None:
        self._presenter.open()
        self.table.setFocus()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: DestroyState) -> None:
        """Show the box."""
        before, self._state = self._state, state
        if not state.loaded:
            return
        if (state.waiting, state.chosen) != (before.waiting, before.chosen) or not before.loaded:
            at = next((n for n, each in enumerate(state.waiting) if each.line == self.table.chosen), 0)
            self.table.show_source(len(state.waiting), self._fetch, at)
        reveal(self.table, bool(state.waiting))
        reveal(self._empty, not state.waiting)
        self._chosen.setText(f"{state.cards} dipilih" if state.waiting else "")
        words = state.fault or state.said
        role = "err" if state.fault else "ok"
        self._banner.say(role, words.title if words else "", words.text if words else "")
        if (
            state.last is not None
            and (before.last is None or before.last.number != state.last.number)
            and before.loaded
        ):
            self.number.clear()
        whole = sum(each.count for each in state.waiting)
        self.context = f"{whole} kartu menunggu dimusnahkan"
        self._tell()

    def _fetch(self, offset: int, limit: int) -> list[TableRow]:
        return [self._row(each) for each in self._state.waiting[offset : offset + limit]]

    def _row(self, each: Waiting) -> TableRow:
        owner = self._state.people.get(each.case)
        what = each.label if each.item is not Item.WITHDRAWN else ITEM_WORDS[each.item]
        many = f" ({each.count})" if each.count > 1 else ""
        taken = each.line in self._state.chosen
        cells = (
            Cell("✓" if taken else "–", "b"), Cell(f"{what}{many}", "b" if taken else "mut"),
            owner.name if owner else "-", Cell(REASONS.get(each.reason) or each.reason, "mut"),
            Cell(day_words(each.at).split(",")[0], "mut"),
        )  # fmt: skip
        return TableRow(each.line, cells)

    def _tell(self) -> None:
        state = self._state
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("blangko"))),
                Act("Berita acara terakhir…", "F9", self._ask_minutes, "", state.last is not None, sign="doc"),
                Act(
                    f"Musnahkan {state.cards} kartu…", "Ctrl+Return", self._ask, "danger",
                    self._presenter.ready(self._occasion()),
                ),
            )
        )  # fmt: skip

    def _occasion(self) -> Occasion:
        seen = tuple(Seen(name.text, office.text) for name, office in self.witnesses)
        return Occasion(self.number.text, self.place.text, self.method.text, seen)

    def _ask(self) -> None:
        own, said = self._counter.session.officer.handle, self._occasion()
        others = [each for each in self._state.officers if each[0] != own]
        sheet = DestroySheet(self.theme, self._state.cards, len(said.witnesses), others)
        sheet.answered.connect(
            lambda answer: (
                self._presenter.destroy(said, sheet.second.text, sheet.passphrase.text) if answer == DEED else None
            )
        )
        self.ask(sheet)

    def _ask_minutes(self) -> None:
        last = self._state.last
        if last is not None:
            self.ask(ListSheet(self.theme, f"Berita acara {last.number}", [("", self._presenter.minutes)], self._lists))
