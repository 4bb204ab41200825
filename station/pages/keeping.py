"""Cadangan dan pulih (administrator): last, next, where and whether whole; write, test and bring back."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station.desk.backups import BackupDesk
from station.pages.restoring import DiskSheet, RestoreSheet
from station.presenters.counter import Counter, Route, day_words
from station.presenters.keeping import (
    BringBack,
    KeepingPresenter,
    KeepingState,
    Question,
    facts_of,
    fault_words,
    head_words,
    loss_words,
)
from station.presenters.sync import size_words
from station.store.generations import Listed
from station.widgets.layout import column
from station.widgets.meter import Meter
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, filled, head, label, reveal, row
from station.widgets.room import is_narrow
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

EMPTY = "Belum ada cadangan di sini. Cadangkan sekarang (F5)."


class KeepingPage(Page):
    """One table of backups, how they stand, and the bar of what runs."""

    title = "Cadangan dan pulih"

    def __init__(self, theme: Theme, counter: Counter, desk: BackupDesk, bring_back: BringBack) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = KeepingState()
        self._banner = Banner(theme)
        self._running = label("", "b")
        self._meter = Meter(theme, "Kemajuan")
        self._progress = QWidget()
        self._progress.setLayout(column(self._running, self._meter, gap=6))
        self._progress.hide()
        self._empty = label(EMPTY, "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self.table = PagedTable(
            theme,
            "Cadangan",
            (Column("Dibuat", 172), Column("Permohonan", 104), Column("Besar", 84), Column("Keadaan")),
        )
        self.facts = Facts(theme.px(86))
        listed = head("Cadangan di disk", label("Terbaru di atas", "small"))
        left = filled(self.table, listed, self._banner, self._progress, self._empty, self.table)
        right = card(label("Keadaan", "h2"), self.facts, None)
        self._right = right
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, right)
        self._presenter = KeepingPresenter(counter, desk, bring_back, self.render_state)
        self.table.current.connect(lambda _name: self.tell(self._acts()))

    def opened(self) -> None:
        self._presenter.open()
        self.table.setFocus()

    def render_state(self, state: KeepingState) -> None:
        """Show the backups and what runs."""
        self._state = state
        role, words = head_words(state)
        self._banner.say(role, words.title, words.text)
        self.table.show_rows([_row(entry, state) for entry in state.entries])
        reveal(self.table, bool(state.entries))
        reveal(self._empty, state.standing is not None and not state.entries)
        self.facts.show_rows(facts_of(state))
        self._running.setText(f"{state.busy} {state.share} %" if state.busy else "")
        self._meter.show_value(state.share)
        reveal(self._progress, bool(state.busy))
        whole = sum(1 for entry in state.entries if entry.folder.name in state.whole)
        self.context = f"{whole} dari {len(state.entries)} cadangan utuh" if state.entries else "Belum ada cadangan"
        self.tell(self._acts())
        if state.question is not None:
            self._presenter.answered()
            self._ask(state.question)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._right.setFixedWidth(self.theme.px(260 if is_narrow(self, self.theme) else 326))

    def _acts(self) -> tuple[Act, ...]:
        if self._state.busy:
            return (Act("Batal", "Esc", self._presenter.cancel),)
        chosen = next((e for e in self._state.entries if e.folder.name == self.table.chosen), None)
        usable = chosen is not None and not chosen.fault
        return (
            Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
            Act("Pilih disk…", "F4", self._choose),
            Act("Uji cadangan", "F7", lambda: self._presenter.test(self.table.chosen), enabled=usable),
            Act("Pulihkan…", "Ctrl+Return", lambda: self._presenter.ask(self.table.chosen), enabled=usable),
            Act("Cadangkan sekarang", "F5", self._presenter.back_up, "primary", sign="backup"),
        )

    def _choose(self) -> None:
        sheet = DiskSheet(self.theme)
        sheet.answered.connect(lambda answer: self._presenter.choose_disk(sheet.folder.text) if answer else None)
        self.ask(sheet)

    def _ask(self, question: Question) -> None:
        sheet = RestoreSheet(self.theme, question.backup.at, loss_words(question), question.name, question.handle)
        sheet.answered.connect(
            lambda answer: self._presenter.restore(question.backup, sheet.passphrase.text) if answer else None
        )
        self.ask(sheet)


def _row(entry: Listed, state: KeepingState) -> TableRow:
    name, wrong = entry.folder.name, fault_words(entry)
    if wrong:
        shown = Cell(wrong, "chip", "err", "x")
    elif name in state.whole:
        shown = Cell("Utuh", "chip", "ok", "check")
    else:
        shown = Cell("Memeriksa…", "chip", "neu", "clock")
    backup = entry.backup
    if backup is None or wrong:
        return TableRow(name, (Cell(day_words(entry.at) if entry.at else "tidak selesai", "b"), "", "", shown), "err")
    return TableRow(name, (Cell(day_words(entry.at), "b"), str(backup.contents.cases), size_words(entry.size), shown))
