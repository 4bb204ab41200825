"""Bandingkan: who may be the same person, side by side; what is equal is quiet, what differs is marked."""

from __future__ import annotations

from station.presenters.comparing import OF_DRAFT, REASONS, ComparePresenter, CompareState, Pair
from station.presenters.counter import Counter, Route, date_words
from station.store.alike import Alike
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, card, filled, head, label, reveal, row
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

COLUMNS = (Column("Unsur", 108), Column("Data ini"), Column("Data lain"), Column("", 80))


class ComparePage(Page):
    """Candidates left, both residents right."""

    title = "Bandingkan"

    def __init__(self, theme: Theme, counter: Counter, subject: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._subject = subject
        self._presenter = ComparePresenter(counter, subject, self.render_state)
        self._shown = CompareState()
        self.list = Lines(theme, "Data yang mirip")
        self.list.current.connect(self._presenter.choose)
        self._count = label("", "small")
        left = card(head("Mungkin orang yang sama", self._count), self.list, fill=self.list)
        self._banner = Banner(theme)
        self.table = PagedTable(theme, "Perbandingan", COLUMNS)
        self._empty = label("Tidak ada data lain yang mirip di stasiun ini.", "mut", wrap=True)
        self._empty.hide()
        right = filled(self.table, self._banner, self.table, self._empty, gap=8, margins=(12, 12, 12, 10))
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 7)
        self.setLayout(whole)
        self.panels = (self.list, self.table)

    def opened(self) -> None:
        self._presenter.open()
        self.list.setFocus()
        self.tell((Act("Kembali", "Esc", self._back),))

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: CompareState) -> None:
        """Show the candidates and the pair."""
        if state.this is None:
            return
        self._count.setText(str(len(state.alike)))
        self.list.show_lines([candidate_line(each) for each in state.alike], state.other.id if state.other else "")
        self.table.show_rows([pair_row(pair) for pair in state.pairs])
        reveal(self.table, bool(state.alike))
        reveal(self._empty, not state.alike)
        if state.pairs:
            self._banner.say("acc", count_words(state.pairs), "Anda boleh lanjut; keputusan tunggal ada di Pusat.")
        self._shown = state
        self.context = f"{state.this.name} · {date_words(state.this.birth_date.isoformat())}"
        self.tell((Act("Kembali", "Esc", self._back),))

    def _back(self) -> None:
        of_draft = self._subject.startswith(OF_DRAFT)
        case = self._subject.removeprefix(OF_DRAFT)
        self._counter.go(Route("biodata", case) if of_draft else Route("penduduk", self._subject))


def candidate_line(candidate: Alike) -> Line:
    """A candidate as a row: name and why; no number."""
    return Line(candidate.id, candidate.name, REASONS[candidate.reason])


def pair_row(pair: Pair) -> TableRow:
    """One element: quiet where both are equal, bold with a sign and a word where they differ."""
    cells: tuple[Cell | str, ...]
    if pair.equal:
        cells = (Cell(pair.name, "mut"), Cell(pair.this, "mut"), Cell(pair.other, "mut"), Cell("sama", "mut"))
    else:
        cells = (pair.name, Cell(pair.this, "b"), Cell(pair.other, "b"), Cell("beda", "warn", glyph="warn"))
    return TableRow(pair.name, cells, "" if pair.equal else "warn")


def count_words(pairs: tuple[Pair, ...]) -> str:
    """How much is equal.

    >>> count_words((Pair("Nama", "A", "A", True), Pair("Ibu", "B", "C", False)))
    '1 unsur sama, 1 berbeda.'
    """
    equal = sum(pair.equal for pair in pairs)
    return f"{equal} unsur sama, {len(pairs) - equal} berbeda."
