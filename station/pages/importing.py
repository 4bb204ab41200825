"""Impor data (administrator): choose a file, see what each row would do, then two officers sign for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from registry.codes import LEGACY, NEW
from station.desk.importing import Outcome, RowReport
from station.desk.witness import Witness
from station.errand_words import row_words
from station.pages.witness_sheet import DEED, WitnessSheet
from station.presenters.counter import Counter, Route, day_words, thousands
from station.presenters.importing import ALL, ImportPresenter, ImportState, counts_words
from station.store.imports import Import
from station.widgets.banner import Banner
from station.widgets.card import card, filled, head
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.lists import Line, Lines
from station.widgets.meter import Meter
from station.widgets.page import Act, Page
from station.widgets.room import is_low, is_narrow
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

COLUMNS = (Column("Baris", 72), Column("Hasil", 116), Column("NIK", 190), Column("Keterangan"))
LOOKS = {
    Outcome.ADDED: ("ok", "plus"), Outcome.CHANGED: ("acc", "pen"), Outcome.SAME: ("neu", "check"),
    Outcome.REFUSED: ("err", "x"),
}  # fmt: skip
CODES = [(NEW, "Permendagri 6/2026"), (LEGACY, "Kode lama")]
TELL_MS = 100
EMPTY = (
    "Pilih berkas CSV BIODATA_WNI dari SIAK (F4), lalu periksa (F5). Tidak ada yang diubah sebelum dua tanda tangan."
)


class ImportPage(Page):
    """The file and its rows left, what was taken in before right."""

    title = "Impor data"

    def __init__(self, theme: Theme, counter: Counter, ask: Witness, output: Path) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = ImportState()
        self._presenter = ImportPresenter(counter, ask, output, self.render_state)
        self.file = Field("file", "&Berkas")
        self.version = Field("version", "&Kode di berkas", CODES)
        self.bast = Field("bast", "&Nomor BAST")
        self.outcome = Field("outcome", "&Tampilkan", [(ALL, "Semua baris"), *((o, o.capitalize()) for o in Outcome)])
        self.outcome.changed.connect(self._presenter.narrow)
        self.bast.changed.connect(lambda _text: self._tell())
        self.file.changed.connect(lambda _text: self._tell())
        self._banner = Banner(theme)
        self._running, self._meter = label("", "b"), Meter(theme, "Kemajuan")
        self._progress = QWidget()
        self._progress.setLayout(column(self._running, self._meter, gap=6))
        self._progress.hide()
        self._empty = label(EMPTY, "mut", wrap=True)
        self.table = PagedTable(theme, "Baris berkas", COLUMNS)
        self._foot = label("", "small")
        left, self._right = self._build_left(), self._build_right()
        whole = row(left, self._right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, self.table, self._right)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TELL_MS)
        self._ticking.timeout.connect(self._tell_progress)

    def _build_left(self) -> QFrame:
        first = row(self.file, self.version, gap=12)
        first.setStretch(0, 3)
        first.setStretch(1, 2)
        second = row(self.bast, self.outcome, gap=12)
        second.setStretch(0, 3)
        second.setStretch(1, 2)
        return filled(
            self.table, first, second, self._banner, self._progress, self._empty, self.table, self._foot, gap=8,
            margins=(14, 12, 14, 10),
        )  # fmt: skip

    def _build_right(self) -> QFrame:
        self.earlier = Lines(self.theme, "Impor sebelumnya")
        self._none = label("Belum ada impor di stasiun ini.", "mut", wrap=True)
        self._none.hide()
        return card(head("Impor sebelumnya"), self._none, self.earlier, None, fill=self.earlier)

    def opened(self) -> None:
        self._presenter.open()
        self.file.line.setFocus()
        self._tell()

    def left(self) -> None:
        self._ticking.stop()
        self._presenter.stop()

    def render_state(self, state: ImportState) -> None:
        """Show the rows and how far the work is."""
        before, self._state = self._state, state
        if state.rows != before.rows:
            rows = state.rows
            self.table.show_source(len(rows), lambda at, many: [_row(each) for each in rows[at : at + many]])
        reveal(self.table, bool(state.rows))
        reveal(self._empty, not state.rows and not state.busy)
        self._empty.setText(EMPTY if state.plan is None else "Tidak ada baris dengan hasil itu.")
        self._foot.setText(counts_words(state.plan) if state.plan else "")
        if state.file and state.file != before.file:
            self.file.put(state.file)
        if before.plan is not None and state.plan is None and not state.busy:  # taken in: the form is for the next
            self.file.clear()
            self.bast.clear()
        self._say(state)
        self.earlier.show_lines([_earlier(each, state) for each in state.earlier])
        reveal(self.earlier, bool(state.earlier))
        reveal(self._none, state.loaded and not state.earlier)
        many = len(state.plan.rows) if state.plan else 0
        self.context = (
            f"{thousands(many)} baris diperiksa" if state.plan else f"{len(state.earlier)} impor di stasiun ini"
        )
        if state.report and state.report != before.report:
            self.saved = (f"✓ Laporan tersimpan: {state.report}", "ok")
        self._tell()

    def _say(self, state: ImportState) -> None:
        said, role = (state.fault, "err") if state.fault else (state.done, "ok")
        self._banner.say(role, said.title if said else "", said.text if said else "")
        reveal(self._progress, bool(state.busy))
        if state.busy:
            self._ticking.start()
            self._tell_progress()
        else:
            self._ticking.stop()

    def _tell_progress(self) -> None:
        writing = self._state.busy == "Menulis"
        share = 100 if writing else self._presenter.progress
        self._running.setText("Menulis semuanya sekaligus…" if writing else f"{self._state.busy}… {share} %")
        self._meter.show_value(share)

    # acts -------------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        state = self._state
        if state.busy:
            stop = Act("Batal", "Esc", self._presenter.stop, enabled=state.busy != "Menulis")
            self.tell((stop,))
            return
        deed = state.usable and any(sign.isdigit() for sign in self.bast.text)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Pilih berkas…", "F4", self._choose, sign="folder"),
                Act("Laporan", "F9", self._presenter.report, "", state.plan is not None, "doc"),
                Act("Periksa", "F5", self._look, "", bool(self.file.text.strip()), "eye"),
                Act("Impor…", "Ctrl+Return", self._ask, "primary", deed),
            )
        )

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Pilih berkas", "", "CSV (*.csv)")
        if name:
            self.file.put(name)
            self._look()

    def _look(self) -> None:
        self._presenter.look(self.file.text, self.version.text)

    def _ask(self) -> None:
        plan = self._state.plan
        if plan is None:
            return
        text = (
            f"{counts_words(plan).capitalize()}. Yang ditolak tidak diambil. BAST {self.bast.text.strip()}. "
            "Ditandatangani Anda dan petugas kedua; seluruhnya masuk, atau tidak ada."
        )
        own = self._counter.session.officer.name
        sheet = WitnessSheet(self.theme, "Impor data penduduk?", text, "Impor", self._state.officers, own=own)

        def answered(answer: str) -> None:
            if answer == DEED:
                own_words, second = sheet.own.text, sheet.second.text
                self._presenter.take_in(self.bast.text, own_words, second, sheet.passphrase.text)

        sheet.answered.connect(answered)
        self.ask(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._right.setFixedWidth(self.theme.px(240 if is_narrow(self, self.theme) else 300))
        reveal(self._foot, not is_low(self, self.theme))


def _row(row_: RowReport) -> TableRow:
    role, glyph = LOOKS[row_.outcome]
    note = row_words(row_.code, row_.column, row_.detail) if row_.code else ", ".join(row_.changes)
    cells = (
        Cell(str(row_.line), "mut"), Cell(row_.outcome.capitalize(), "chip", role, glyph), row_.nik,
        Cell(note, "err" if row_.code else "mut"),
    )  # fmt: skip
    return TableRow(str(row_.line), cells)


def _earlier(made: Import, state: ImportState) -> Line:
    both = f"{state.names.get(made.administrator, made.administrator)}, {state.names.get(made.second, made.second)}"
    counts = f"{made.added} baru, {made.changed} berubah"
    return Line(made.id, made.bast, f"{counts} · {day_words(made.at)} · {both}")
