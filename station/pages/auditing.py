"""Jejak audit: who did what, whom it touched, when; and whether anything was changed since."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox

from station.desk.auditing import AuditDesk
from station.presenters.auditing import (
    KINDS,
    TIMES,
    AuditPresenter,
    AuditState,
    counted,
    kind_words,
    subject_words,
)
from station.presenters.counter import Counter, Route, day_words
from station.store.auditing import LOOKS, Entry
from station.widgets.banner import Banner
from station.widgets.card import filled
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

COLUMNS = (
    Column("Waktu", 168), Column("Petugas", 180), Column("Tindakan"), Column("Menyangkut"), Column("Nomor", 132),
)  # fmt: skip
TELL_MS = 100


class AuditPage(Page):
    """Filters above, the list below; nothing here can be changed."""

    title = "Jejak audit"

    def __init__(self, theme: Theme, counter: Counter, desk: AuditDesk) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = AuditState()
        self._presenter = AuditPresenter(counter, desk, self.render_state, self._supply)
        self.officer = Field("officer", "&Petugas", [("", "Semua petugas")])
        self.kind = Field("kind", "&Tindakan", list(KINDS.items()))
        self.days = Field("days", "&Waktu", [(days, words) for days, (words, _) in TIMES.items()])
        self.officer.changed.connect(lambda handle: self._presenter.choose(officer=handle))
        self.kind.changed.connect(lambda kind: self._presenter.choose(kind=kind))
        self.days.changed.connect(lambda days: self._presenter.choose(days=days))
        self._verdict, self._banner = Banner(theme), Banner(theme)
        self.table = PagedTable(theme, "Jejak audit", COLUMNS)
        self._empty = label("Tidak ada tindakan dengan saringan ini. Hapus saringan (Esc).", "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._foot = label("", "small")
        hint = label("F3 hanya data tersembunyi · F5 periksa rantai · F9 ekspor", "small")
        filters = row(self.officer, self.kind, self.days, gap=12)
        for place in range(3):
            filters.setStretch(place, 1)
        below = row(self._foot, None, hint)
        table = filled(self.table, self.table, self._empty, below, gap=8, margins=(12, 8, 12, 10))
        whole = column(self._verdict, self._banner, filters, table, gap=10, margins=(24, 12, 24, 16))
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.panels = (self.officer, self.table)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TELL_MS)
        self._ticking.timeout.connect(self._tell_progress)

    def opened(self) -> None:
        self._presenter.open()
        self.table.setFocus()
        self._tell()

    def left(self) -> None:
        self._ticking.stop()
        self._presenter.stop()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: AuditState) -> None:
        """Show one filter and what is known of the chains."""
        before, self._state = self._state, state
        if (state.rows, state.total) != (before.rows, before.total) or not before.loaded:
            self.table.show_source(state.total, self._fetch)
        reveal(self.table, bool(state.total))
        reveal(self._empty, state.loaded and not state.total)
        self._foot.setText(f"{counted(state.total)} tindakan" if state.loaded else "")
        self.context = f"{KINDS[state.wanted.kind]} · {counted(state.total)} tindakan" if state.loaded else ""
        if isinstance(self.officer.line, QComboBox) and self.officer.line.count() != len(state.officers) + 1:
            names = sorted(state.officers.items(), key=lambda each: each[1])
            self.officer.set_choices([("", "Semua petugas"), *names])
            self.officer.put(state.wanted.officer)
        self._show_verdict(state)
        self._banner.say("err", state.fault.title if state.fault else "", state.fault.text if state.fault else "")
        if state.exported and state.exported != before.exported:
            self.saved = (f"✓ Ekspor tersimpan: {state.exported}", "ok")
        self._tell()

    def _show_verdict(self, state: AuditState) -> None:
        if state.checking:
            self._ticking.start()
            self._tell_progress()
            return
        self._ticking.stop()
        said = state.verdict
        self._verdict.say("ok" if state.whole else "err", said.title if said else "", said.text if said else "")

    def _tell_progress(self) -> None:
        self._verdict.say("acc", f"Memeriksa rantai… {self._presenter.progress} %", "Pekerjaan lain tetap berjalan.")

    def _fetch(self, offset: int, limit: int) -> list[TableRow] | None:
        """The first page is here; what lies beyond it is asked for and comes later."""
        rows = self._state.rows
        if offset + limit <= len(rows) or len(rows) >= self._state.total:
            return [self._row(entry) for entry in rows[offset : offset + limit]]
        self._presenter.more(offset, limit)
        return None

    def _supply(self, offset: int, rows: tuple[Entry, ...]) -> None:
        self.table.supply(offset, [self._row(entry) for entry in rows])

    def _row(self, entry: Entry) -> TableRow:
        return entry_row(entry, self._state.names)

    def _tell(self) -> None:
        checking = self._state.checking
        back = Act("Batal", "Esc", self._presenter.stop) if checking else self._way_back()
        only = Act("Hanya data tersembunyi", "F3", lambda: self.kind.put(LOOKS), place="none")
        self.tell(
            (
                back,
                only,
                Act("Ekspor tersamar", "F9", self._presenter.export, enabled=bool(self._state.total)),
                Act("Periksa rantai", "F5", self._presenter.check, "primary", not checking),
            )
        )

    def _way_back(self) -> Act:
        if self._presenter.filtered:
            return Act("Hapus saringan", "Esc", self._clear)
        return Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda")))

    def _clear(self) -> None:
        for choice in (self.officer, self.kind, self.days):
            choice.put("")


def entry_row(entry: Entry, names: Mapping[str, str]) -> TableRow:
    """A row of the list; names, never numbers of people."""
    officer = names.get(entry.officer, entry.officer)
    looked = entry.source == "view" and entry.name
    what = Cell(kind_words(entry), "b" if entry.source == "act" else "", glyph="eye" if looked else "")
    cells = (Cell(day_words(entry.at), "mut"), officer, what, subject_words(entry, names), Cell(entry.number, "mut"))
    return TableRow(f"{entry.source} {entry.at} {entry.subject}", cells)
