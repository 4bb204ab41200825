"""Verifikasi: another officer's eyes on papers, input and captures. Each mark is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from registry.changes import FamilyChange
from registry.codes import CodeTables, UnknownCode
from registry.evidence import paper_words
from registry.people import CODED, Resident
from registry.regions import Regions
from registry.rules import field_text
from station.desk.checking import DIFFERS, MATCHES
from station.pages.biodata import TITLES
from station.pages.captures import Captures
from station.pages.family_rows import family_rows
from station.presenters.checking import FINGER, CheckPresenter, CheckState
from station.presenters.counter import Counter, Route, clock_words, day_words
from station.presenters.family_facts import MEMBER, marked_members
from station.widgets.family_rows import GUTTER, LEFT, FamilyRow, FamilyRows
from station.widgets.hands import finger_name
from station.widgets.lists import HEIGHT, Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, card, column, filled, head, label, reveal, row
from station.widgets.print_view import PageView
from station.widgets.reason_sheet import DEED, ReasonSheet
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

COLUMNS = (Column("Medan", 124), Column("Menurut SIAK"), Column("Masukan operator"), Column("Hasil", 126))
MARKS = {MATCHES: ("cocok", "ok", "check"), DIFFERS: ("tidak cocok", "err", "x"), "": ("belum", "mut", "ring")}
FINGER_MARKS = {MATCHES: ("diterima", "ok", "check"), DIFFERS: ("ditolak", "err", "x"), "": ("belum", "mut", "ring")}
FAMILY_MARKS = {**MARKS, "": ("belum", "neu", "ring")}
NONE = "Tidak ada yang menunggu verifikasi."
SEEN = "Kertas ini dilihat di loket, tidak dipindai."
SEEN_NEXT = "Bandingkan dengan isian menurut SIAK, atau kembalikan dan minta kertasnya dipindai."
LOW = 460


class CheckPage(Page):
    """Queue and papers at the left; what is compared, and the captures, at the right."""

    title = "Verifikasi"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = CheckState()
        self._presenter = CheckPresenter(counter, self.render_state)
        self._empty = label(NONE, "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._left, self._right = self._build_papers(), self._build_compare()
        self.captures = Captures(theme)
        left = column(self._build_queue(), self._left, gap=12)
        left.setStretch(1, 1)
        right = column(self._right, self.captures, gap=12)
        right.setStretch(0, 1)
        whole = row(gap=14, margins=(24, 12, 24, 16))
        whole.addLayout(left, 3)
        whole.addLayout(right, 5)
        self.setLayout(whole)
        self.panels = (self._right, self._left)
        self._show_case(False)

    # building ---------------------------------------------------------------------------------------------------------
    def _build_queue(self) -> QFrame:
        self._queue = Lines(self.theme, "Antrean verifikasi")
        self._waiting = label("", "small")
        self._queue.current.connect(self._choose)
        return card(head("Antrean", self._waiting), self._empty, self._queue, gap=6, margins=(14, 12, 14, 10))

    def _build_papers(self) -> QFrame:
        self._paper = label("", "b")
        self._where = label("", "small")
        self._view = PageView(self.theme, "Berkas")
        self._view.turned_page.connect(self._presenter.turn)
        self._seen = Banner(self.theme)
        self._help = label("Perbesar +   Perkecil −   Putar R   Halaman [ ]", "small")
        top = row(self._paper, None, self._where)
        return filled(self._view, top, self._view, self._seen, self._help, margins=(14, 12, 14, 12))

    def _build_compare(self) -> QFrame:
        self._banner = Banner(self.theme)
        self._progress = Chip(self.theme, "0 diperiksa", "acc", "eye")
        self._wrong = Chip(self.theme, "", "err", "x")
        self.table = PagedTable(self.theme, "Bandingkan isian", COLUMNS)
        self.table.installEventFilter(self)
        self.family = FamilyRows(self.theme, "KK sekarang dan KK sesudah")
        self.family.installEventFilter(self)
        self.family.hide()
        heads = row(gap=GUTTER + LEFT, margins=(LEFT, 0, 0, 0))
        heads.addWidget(label("KK sekarang", "small"), 1)
        heads.addWidget(label("KK sesudah", "small"), 1)
        self._family_heads = QWidget()
        self._family_heads.setLayout(heads)
        self._family_heads.hide()
        keys = label("Spasi cocok · T tidak cocok · ↑ ↓ pindah · Ctrl+↓ permohonan berikut", "small")
        return card(head("Bandingkan isian", self._wrong, self._progress), self._banner, self.table, self._family_heads,
                    self.family, keys, gap=8)  # fmt: skip

    def opened(self) -> None:
        self._presenter.open()

    def refresh(self) -> None:
        self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: CheckState) -> None:
        """Show queue and case."""
        fresh = state.row != self._state.row
        self._state = state
        self._show_queue(state)
        self._show_case(state.row is not None)
        if state.row is None or state.submission is None:
            self.context = ""
            self.saved = ("", "")
            self.tell((Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),))
            return
        self._show_marks(state)
        self._show_paper(state)
        self.captures.show_case(state)
        self._show_words(state)
        if fresh:
            at = next((n for n, name in enumerate(state.names) if name not in state.marks), 0)
            self._compared.setFocus()
            self._go_to(at)  # what is seen already need not be seen again

    def _show_queue(self, state: CheckState) -> None:
        lines = [Line(r.id, r.name, f"{r.number} · {day_words(r.recorded_at)}") for r in state.queue]
        self._queue.show_lines(lines, state.row.id if state.row else "")
        self._queue.setFixedHeight(self.theme.px(HEIGHT) * min(max(len(lines), 1), 3))
        self._waiting.setText(f"{len(lines)} menunggu" if lines else "")
        reveal(self._queue, bool(lines))
        reveal(self._empty, not lines)

    def _show_case(self, there: bool) -> None:
        for part in (self._left, self._right, self.captures):
            part.setVisible(there)

    def _show_marks(self, state: CheckState) -> None:
        reveal(self.table, state.change is None)
        reveal(self.family, state.change is not None)
        reveal(self._family_heads, state.change is not None)
        if state.change is not None:
            self.family.show_rows(_marked_rows(state.change, state.marks))
        else:
            self.table.show_rows([self._row(name, state) for name in state.names])
        self._progress.show_word(f"{state.seen} dari {len(state.names)} diperiksa", "acc", "eye")
        self._wrong.show_word(f"{len(state.differing)} tidak cocok", "err", "x")
        reveal(self._wrong, bool(state.differing))

    def _row(self, name: str, state: CheckState) -> TableRow:
        mark = state.marks.get(name, "")
        finger = name.startswith(FINGER)
        word, role, glyph = (FINGER_MARKS if finger else MARKS)[mark]
        theirs, ours = self._both(name, state)
        changed = bool(ours) and theirs != ours
        look = "b" if mark == DIFFERS else "warn" if changed else ""
        cells = (Cell(_title(name), "mut"), Cell(ours or "-", "mut"), Cell(theirs, look), Cell(word, role, glyph=glyph))
        return TableRow(name, cells, "err" if mark == DIFFERS else "")

    def _both(self, name: str, state: CheckState) -> tuple[str, str]:
        """What the operator put in, and what the register says."""
        submission = state.submission
        if submission is None:
            return "", ""
        if name.startswith(FINGER):
            take = next(f for f in submission.fingers if f.position == int(name.removeprefix(FINGER)))
            return f"tidak direkam: {take.exception}, {take.lasting}", ""
        return words_of(submission.resident, name), words_of(state.original, name) if state.original else ""

    def _show_paper(self, state: CheckState) -> None:
        page = state.pages[state.page] if state.page < len(state.pages) else None
        kind = paper_words(page.kind) if page else "Tidak ada berkas"
        self._paper.setText(kind)
        self._where.setText(f"{state.page + 1} dari {len(state.pages)}" if state.pages else "")
        self._view.show_file(state.paper, kind)
        reveal(self._view, bool(state.paper))
        reveal(self._help, bool(state.paper))
        unscanned = bool(state.pages) and not state.paper
        self._seen.say("acc", SEEN if unscanned else "", SEEN_NEXT if unscanned else "", "info")

    def _show_words(self, state: CheckState) -> None:
        row = state.row
        if row is None:
            return
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        else:
            self._banner.say("warn", "Masukan Anda sendiri, diperiksa petugas lain." if state.own else "")
        self.context = f"{row.name} · {row.number} · direkam {state.recorder}, {day_words(row.recorded_at)}"
        if not state.complete and not state.own:
            self.saved = ("Setujui terbuka setelah semua isian diperiksa dan cocok", "neu")
        else:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}" if state.saved else "", "ok")
        self._tell(state)

    def _tell(self, state: CheckState) -> None:
        ready = state.complete and not state.own
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Permohonan berikut", "Ctrl+Down", self._presenter.next_case, place="none"),
                Act("Halaman berkas sebelumnya", "[", lambda: self._presenter.turn(-1), place="none"),
                Act("Halaman berkas berikut", "]", lambda: self._presenter.turn(1), place="none"),
                Act("Tolak", "Alt+O", self._reject, "danger", not state.own),
                Act("Kembalikan", "F8", self._send_back, "", not state.own, sign="back"),
                Act("Setujui", "Ctrl+Return", self._presenter.approve, "primary", ready, sign="check"),
            )
        )

    # acting -----------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched in (self.table, self.family)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            mark = {Qt.Key.Key_Space: MATCHES, Qt.Key.Key_T: DIFFERS}.get(Qt.Key(event.key()))
            if mark is not None and event.modifiers() is Qt.KeyboardModifier.NoModifier:
                self._mark(mark)
                return True
        return super().eventFilter(watched, event)

    def _mark(self, mark: str) -> None:
        name, number = self._compared.chosen, self._compared.currentIndex().row()
        if name:
            of_family = self._state.change is not None
            self._presenter.mark(f"{MEMBER}{name}" if of_family else name, mark)
            self._go_to(number + 1)

    @property
    def _compared(self) -> PagedTable | FamilyRows:
        """What is compared now: the fields of a form, or a family."""
        return self.table if self._state.change is None else self.family

    def _go_to(self, number: int) -> None:
        model = self._compared.model()
        self._compared.setCurrentIndex(model.index(min(number, model.rowCount() - 1), 0))

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.queue if entry.id == case), None)
        if found is not None:
            self._presenter.choose(found)

    def _called(self, name: str) -> str:
        """What was marked, in words."""
        members = marked_members(self._state.change) if self._state.change is not None else {}
        return members.get(name) or _title(name)

    def _send_back(self) -> None:
        wrong = ", ".join(self._called(name) for name in self._state.differing)
        sheet = ReasonSheet(
            self.theme,
            "Kembalikan ke operator",
            "Apa yang perlu diperbaiki atau dibawa pemohon?",
            text=f"Ditandai tidak cocok: {wrong}." if wrong else "Belum ada isian yang ditandai tidak cocok.",
        )
        sheet.answered.connect(lambda answer: self._presenter.send_back(sheet.reason) if answer == DEED else None)
        self.ask(sheet)

    def _reject(self) -> None:
        sheet = ReasonSheet(
            self.theme,
            "Tolak permohonan",
            "Alasan yang disampaikan kepada pemohon",
            text="Permohonan berakhir tanpa hasil dan tidak dapat dibuka lagi.",
            short=("Dasar hukum (undang-undang, pasal)",),
            role="danger",
        )

        def answered(answer: str) -> None:
            if answer == DEED:
                self._presenter.reject(sheet.shorts[0], sheet.reason)

        sheet.answered.connect(answered)
        self.ask(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.captures.fold(self.height() < self.theme.px(LOW))


def words_of(resident: Resident, name: str) -> str:
    """A field of a resident as people read it."""
    text = field_text(resident, name)
    if name == "sex":
        return "Laki-laki" if text == "1" else "Perempuan"
    if name == "village":
        return Regions.load().get(text).name
    if name in CODED:
        try:
            return CodeTables.load().get(CODED[name], text).name
        except UnknownCode:
            return text
    return text


def _marked_rows(change: FamilyChange, marks: Mapping[str, str]) -> list[FamilyRow]:
    """Everyone before and after, with what the verifikator said of it."""
    return [
        replace(row, mark=FAMILY_MARKS[marks.get(f"{MEMBER}{row.id}", "")]) for row in family_rows(change, (), None)
    ]


def _title(name: str) -> str:
    if name.startswith(FINGER):
        return finger_name(int(name.removeprefix(FINGER))).capitalize()
    return TITLES[name].replace("&", "")
