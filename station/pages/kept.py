"""Kiriman bermasalah: what was not taken, when, whom it is about, why, and what to do now."""

from __future__ import annotations

from station.presenters.counter import Counter, Route, day_words, thousands
from station.presenters.kept import KeptPresenter, KeptState
from station.presenters.status import REFUSED_PACKET
from station.problems.kept import came, kept_words
from station.store.problems import Told
from station.widgets.banner import Banner
from station.widgets.card import card, filled, hair
from station.widgets.chip import Chip
from station.widgets.label import label
from station.widgets.layout import reveal, row
from station.widgets.page import Act, Page
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

COLUMNS = (Column("Waktu", 168), Column("Arah", 96), Column("Menyangkut"), Column("Sebab"))
NOTHING = "Tidak ada kiriman bermasalah. Yang ditolak di sini atau di Dinas muncul di halaman ini."


class KeptPage(Page):
    """The list, and below it the reason and the next step of the chosen one, whole."""

    title = "Kiriman bermasalah"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = KeptState()
        self._known: dict[str, Told] = {}
        self._presenter = KeptPresenter(counter, self.render_state, self._supply)
        self.table = PagedTable(theme, "Kiriman bermasalah", COLUMNS)
        self.table.current.connect(self._choose)
        self.table.opened.connect(lambda _row: self._open())
        self._banner = Banner(theme)
        self._empty = label(NOTHING, "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._chip = Chip(theme, REFUSED_PACKET.word, REFUSED_PACKET.role, REFUSED_PACKET.glyph)
        self._why, self._step, self._code = label("", "b", wrap=True), label("", "", wrap=True), label("", "small")
        top = filled(self.table, self._banner, self._empty, self.table, gap=8, margins=(12, 8, 12, 10))
        head = row(self._chip, None)
        self._below = card(head, self._why, hair(), self._step, self._code, gap=8, margins=(18, 12, 18, 12))
        self._below.hide()
        whole = row(top, self._below, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 5)
        whole.setStretch(1, 2)
        inside = self._below.layout()
        if inside is not None:
            inside.addStretch(1)  # type: ignore[attr-defined]  # a card lays out a column
        self.setLayout(whole)
        self.panels = (self.table,)

    def opened(self) -> None:
        self._presenter.open()
        self.table.setFocus()
        self._tell()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: KeptState) -> None:
        """Show the list and the chosen one."""
        before, self._state = self._state, state
        self._known |= {str(told.kept.row): told for told in state.rows}
        if (state.rows, state.total) != (before.rows, before.total):
            self.table.show_source(state.total, self._fetch)
        reveal(self.table, bool(state.total))
        reveal(self._empty, state.loaded and not state.total)
        self._banner.say("err", state.fault.title if state.fault else "", state.fault.text if state.fault else "")
        self._show_one(state.chosen)
        self.context = f"{thousands(state.total)} belum selesai" if state.total else "Tidak ada"
        self._tell()

    def _show_one(self, told: Told | None) -> None:
        reveal(self._below, told is not None)
        if told is not None:
            words = kept_words(told.kept.code)
            self._why.setText(words.title)
            self._step.setText(words.text)
            self._code.setText(f"kode {told.kept.code}")

    def _fetch(self, offset: int, limit: int) -> list[TableRow] | None:
        rows = self._state.rows
        if offset + limit <= len(rows) or len(rows) >= self._state.total:
            return [_row(told) for told in rows[offset : offset + limit]]
        self._presenter.more(offset, limit)
        return None

    def _supply(self, offset: int, rows: tuple[Told, ...]) -> None:
        self._known |= {str(told.kept.row): told for told in rows}
        self.table.supply(offset, [_row(told) for told in rows])
        self._choose(self.table.chosen)

    def _choose(self, name: str) -> None:
        if name in self._known:
            self._presenter.choose(self._known[name])

    def _tell(self) -> None:
        chosen = self._state.chosen
        of_case = chosen is not None and bool(chosen.case)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Riwayat", "F7", self._open, "", of_case, "folder"),
                Act("Tandai selesai", "Ctrl+Return", self._presenter.end, "primary", self._state.may_end),
            )
        )

    def _open(self) -> None:
        chosen = self._state.chosen
        if chosen is not None and chosen.case:
            self._counter.go(Route("riwayat", chosen.case))


def _row(told: Told) -> TableRow:
    about = " · ".join(part for part in (told.number, told.name) if part) or "Stasiun ini"
    way = "dari Dinas" if came(told.kept.code) else "ke Dinas"
    cells = (
        Cell(day_words(told.kept.at), "mut"), Cell(way, "mut"), Cell(about, "b"), kept_words(told.kept.code).title,
    )  # fmt: skip
    return TableRow(str(told.kept.row), cells)
