"""Permohonan and Riwayat: all cases by status, and each act of one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QWidget

from registry.actions import Kind
from registry.services import SERVICES
from station.desk.family import FAMILY_SERVICES
from station.desk.list_files import Tray
from station.desk.mending import MendingDesk
from station.pages.register_sheet import RegisterSheet
from station.presenters.cases import (
    AGES,
    ALL,
    PILLS,
    Beside,
    CasesPresenter,
    CasesState,
    advice,
    age_words,
    case_chip,
    days_since,
    is_late,
    service_title,
)
from station.presenters.counter import Counter, Route, day_words, short_count, thousands
from station.presenters.history import tell as tell_act
from station.presenters.promising import clock_of, standing_words
from station.presenters.status import DRAFT, REFUSED_PACKET
from station.store.drafts import DraftRow
from station.store.index import CaseRow
from station.widgets.button import Button
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Facts, card, column, filled, hair, head, label, reveal, row
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme
from station.work import on

NARROW, MARGIN = 1000, 24
OF_DRAFT = "draft:"  # begins the id of a row that is a draft
COLUMNS = (
    Column("Nomor", 122), Column("Pemohon"), Column("Layanan", 148), Column("Status", 206), Column("Umur", 116),
    Column("Langkah berikut"),
)  # fmt: skip


class CasesPage(Page):
    """All cases by status, age and officer; pages from SQL."""

    title = "Permohonan"

    def __init__(self, theme: Theme, counter: Counter, tray: Tray) -> None:
        super().__init__(theme)
        self._counter, self._tray = counter, tray
        self._state = CasesState()
        self._known: dict[str, CaseRow] = {}  # the rows on screen so far
        self._mending = MendingDesk(counter.session)
        self._presenter = CasesPresenter(counter, self.render_state, lambda *came: self._supply(*came))
        self._pills: dict[str, Button] = {}
        self._lines = PagedTable(theme, "Permohonan", COLUMNS)
        self._lines.opened.connect(self._open)
        self._lines.current.connect(lambda _name: self._tell())
        self._empty = label("Tidak ada permohonan dengan saringan ini. Hapus saringan (Esc).", "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._foot = label("", "small")
        foot = row(self._foot, None, label("Enter buka · F3 saring · F7 riwayat · F9 formulir · F10 register", "small"))
        table = filled(self._lines, self._lines, self._empty, foot, gap=8, margins=(12, 8, 12, 10))
        self._wide = QWidget()
        self._wide.setLayout(self._build_pills())
        whole = column(self._wide, self._build_filters(), table, gap=12, margins=(MARGIN, 12, MARGIN, 16))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.panels = (self.field, self._lines)

    def _build_filters(self) -> QHBoxLayout:
        self.field = Field("text", "&Cari nama, nomor, atau NIK")
        self.field.changed.connect(lambda text: self._presenter.ask(text=text))
        self.pill = Field("pill", "Sarin&gan", [(name, name) for name in PILLS])
        self.service = Field("service", "&Layanan", [("", "Semua layanan"), *((s.id, s.name) for s in SERVICES)])
        self.officer = Field("officer", "&Petugas perekam", [("", "Semua petugas")])
        self.age = Field("age", "&Umur", list(AGES.items()))
        self.choices = (self.pill, self.service, self.officer, self.age)
        for choice in self.choices:
            choice.changed.connect(lambda key, name=choice.name: self._chose(name, key))
        filters = row(self.field, *self.choices, gap=12)
        for place, share in enumerate((5, 5, 5, 5, 4)):
            filters.setStretch(place, share)
        return filters

    def _build_pills(self) -> QHBoxLayout:
        group = QButtonGroup(self)
        pills = row(gap=6)
        for name in PILLS:
            made = Button(name, role="pill")
            made.setCheckable(True)
            made.setChecked(name == ALL)
            made.clicked.connect(lambda _on=False, n=name: self._presenter.ask(pill=n))
            group.addButton(made)
            pills.addWidget(made)
            self._pills[name] = made
        pills.addStretch(1)
        return pills

    def opened(self) -> None:
        self._tell()
        self._presenter.open()
        self._lines.setFocus()

    def refresh(self) -> None:
        self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: CasesState) -> None:
        """Show one filter."""
        before, self._state = self._state, state
        self._known |= {entry.id: entry for entry in state.rows}
        self._show_filter(state)
        drafts = [draft_row(draft, state.mended.get(draft.case), state.today) for draft in state.drafts]
        rows = [case_row(entry, state.today, state.beside.get(entry.id, Beside())) for entry in state.rows]
        shown = len(drafts) + state.total
        if _listed(state) != _listed(before):
            kept = self._lines.chosen
            at = next((n for n, each in enumerate((*drafts, *rows)) if each.id == kept), 0)
            self._lines.show_source(shown, lambda offset, limit: self._fetch(drafts + rows, offset, limit), at)
        reveal(self._lines, bool(shown))
        reveal(self._empty, not shown)
        late_words = f" · {thousands(state.late)} lewat batas" if state.late else ""
        self._foot.setText(f"{thousands(shown)} permohonan{late_words}")
        self.context = f"{state.asked.pill} · {thousands(shown)} permohonan{late_words}"
        self._tell()

    def _show_filter(self, state: CasesState) -> None:
        for name, made in self._pills.items():
            made.setText(f"{name}  {short_count(state.counts.get(name, 0))}")
            made.setChecked(name == state.asked.pill)
        if isinstance(self.pill.line, QComboBox):
            for at, name in enumerate(PILLS):
                self.pill.line.setItemText(at, f"{name}  {short_count(state.counts.get(name, 0))}")
        self._give_room()
        choices = [("", "Semua petugas"), *sorted(state.officers.items(), key=lambda each: each[1])]
        if isinstance(self.officer.line, QComboBox) and self.officer.line.count() != len(choices):
            self.officer.set_choices(choices)
        for choice in self.choices:
            choice.put(getattr(state.asked, choice.name))

    def _chose(self, name: str, key: str) -> None:
        """A choice made by a person; one that only follows the state asks for nothing new."""
        if key or name != "pill":
            self._presenter.ask(**{name: key})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the pills have no room they become a choice."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        room = self.width() - 2 * MARGIN
        wide = self.width() >= self.theme.px(NARROW) and self._wide.sizeHint().width() <= room
        reveal(self._wide, wide)
        reveal(self.pill, not wide)

    def _fetch(self, rows: list[TableRow], offset: int, limit: int) -> list[TableRow] | None:
        """The first page is here; what lies beyond it is asked for and comes later."""
        if offset + limit <= len(rows) or len(rows) >= self._state.total + len(self._state.drafts):
            return rows[offset : offset + limit]
        self._presenter.more(max(0, offset - len(self._state.drafts)), limit)
        return None

    def _supply(self, offset: int, rows: tuple[CaseRow, ...], beside: Mapping[str, Beside]) -> None:
        self._known |= {entry.id: entry for entry in rows}
        at = offset + len(self._state.drafts)
        today = self._state.today
        self._lines.supply(at, [case_row(entry, today, beside.get(entry.id, Beside())) for entry in rows])
        self._tell()  # the row chosen may be one of them

    # acts -------------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        of_case = bool(self._case_of(self._lines.chosen))
        self.tell(
            (
                Act("Kembali" if self._presenter.asked.nothing else "Hapus saringan", "Esc", self._back),
                Act("Saring", "F3", self.field.line.setFocus, place="none"),
                Act("Riwayat", "F7", lambda: self._go("riwayat"), "", of_case),
                Act("Resi dan formulir", "F9", lambda: self._go("formulir"), "", of_case, sign="doc"),
                Act("Formulir kosong", "Shift+F9", lambda: self._counter.go(Route("formulir")), place="none"),
                Act("Register harian…", "F10", self._ask_register, sign="doc", place="head"),
                *((self._mending_act(),) if self._mendable(self._lines.chosen) else ()),
            )
        )

    def _back(self) -> None:
        if self._presenter.asked.nothing:
            self._counter.go(Route("beranda"))
            return
        self._presenter.clear()
        self.field.put("")
        self.field.clear()
        self._lines.setFocus()

    def _case_of(self, name: str) -> str:
        """The case of a row; "" for a draft that was never submitted."""
        case = name.removeprefix(OF_DRAFT)
        return case if case == name or case in self._state.mended else ""

    def _go(self, page: str) -> None:
        case = self._case_of(self._lines.chosen)
        if case:
            self._counter.go(Route(page, case))

    def _ask_register(self) -> None:
        self.ask(RegisterSheet(self.theme, self._counter, self._tray, lambda role, words: self.toast(words.line, role)))

    def _mending_act(self) -> Act:
        return Act("Perbaiki", "Ctrl+Return", lambda: self._open(self._lines.chosen), "primary", sign="pen")

    def _mendable(self, name: str) -> bool:
        return name in self._known and self._mending.may(self._known[name])

    def _open(self, name: str) -> None:
        if name.startswith(OF_DRAFT):
            self._counter.go(Route("lanjut", name.removeprefix(OF_DRAFT)))
        else:
            self._counter.go(Route("perbaiki" if self._mendable(name) else "riwayat", name))


class HistoryPage(Page):
    """One case: where it stands in plain words, and each act with officer, time and reason."""

    title = "Riwayat"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._chip = Chip(theme)
        self._status = label("", "lead", wrap=True)
        self._next = label("", "", wrap=True)
        self._siak = label("", "small", wrap=True)
        self._facts = Facts(theme.px(110))
        self._lines = Lines(theme, "Tindakan")
        left = card(row(self._chip, None), self._status, self._next, self._siak, hair(), self._facts, None)
        right = card(head("Tindakan", label("Terbaru di atas", "small")), self._lines)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        self.panels = (left, right)

    def opened(self) -> None:
        self._tell(receipt=False, mend=False)  # the way back is open before the case is read
        self.refresh()
        self._lines.setFocus()

    def refresh(self) -> None:
        self._counter.tasks.start(self._load())

    async def _load(self) -> None:
        store = self._counter.session.store
        entry: CaseRow = await on("store", store.cases.row, self._case)
        case = await on("store", store.cases.get, self._case)
        names = await on("store", store.officers.names)
        shown = case_chip(entry, self._counter.session.clock.today())
        self._chip.show_word(shown.word, shown.role, shown.glyph)
        self._status.setText(f"{shown.meaning[:1].upper()}{shown.meaning[1:]}.")
        self._status.setAccessibleName(f"Status: {shown.word}")
        today = self._counter.session.clock.today()
        self._next.setText(f"Langkah berikut: {advice(entry, today) or shown.next_step}.")
        self._siak.setText(f"SIAK: {entry.upstream or 'belum ada jawaban'}")
        self._facts.show_rows(
            [
                ("Nomor", entry.number),
                ("Pemohon", entry.name),
                ("Layanan", service_title(entry.service)),
                ("Dipegang", entry.holder),
                ("Direkam", day_words(entry.recorded_at) if entry.recorded_at else "-"),
                ("Waktu layanan", standing_words(clock_of(case, self._counter), self._counter.today)),
                ("Perekam", names.get(entry.recorder, entry.recorder) or "-"),
            ]
        )
        told = [tell_act(action, names) for action in reversed(case.actions)]
        self._lines.show_lines([Line(each.id, each.what, each.below, lead=f"sign:{each.sign}") for each in told])
        self.context = f"{entry.number} · {entry.name}"
        submitted = case.latest(Kind.SUBMITTED)
        mend = MendingDesk(self._counter.session).may(entry)
        whole = submitted is not None and submitted.payload is not None
        self._tell(receipt=whole, mend=mend, family=whole and entry.service in FAMILY_SERVICES)

    def _tell(self, *, receipt: bool, mend: bool, family: bool = False) -> None:
        again = Act(
            "Resi dan formulir", "F9", lambda: self._counter.go(Route("formulir", self._case)), "", receipt, "doc"
        )
        back = Act("Kembali", "Esc", lambda: self._counter.go(Route("permohonan")))
        deed = Act("Perbaiki", "Ctrl+Return", lambda: self._counter.go(Route("perbaiki", self._case)), "primary")
        kk = Act("Keluarga", "F7", lambda: self._counter.go(Route("kk-permohonan", self._case)), sign="people")
        self.tell((back, *((kk,) if family else ()), again, *((deed,) if mend else ())))


def _listed(state: CasesState) -> tuple[object, ...]:
    return state.rows, state.total, state.drafts, state.beside


def case_row(entry: CaseRow, today: str, beside: Beside) -> TableRow:
    """A case as a row of the table; no NIK."""
    shown = REFUSED_PACKET if beside.troubled else case_chip(entry, today)
    old = is_late(entry, beside.clock, today)
    step = shown.next_step if beside.troubled else advice(entry, today) or shown.next_step
    cells = (
        Cell(entry.number, "mut"),
        Cell(entry.name or entry.number, "b"),
        service_title(entry.service),
        Cell(shown.word, "chip", shown.role, shown.glyph),
        Cell(age_words(entry, beside.clock, today), "b" if old else "mut", glyph="warn" if old else ""),
        step,
    )
    return TableRow(entry.id, cells)


def draft_row(draft: DraftRow, mended: CaseRow | None, today: str) -> TableRow:
    """A recording under way as a row; one that came back keeps the chip of what brought it back."""
    shown = case_chip(mended, today) if mended else DRAFT
    cells = (
        Cell(draft.number, "mut"),
        Cell(draft.name, "b"),
        service_title(draft.service),
        Cell(shown.word, "chip", shown.role, shown.glyph),
        Cell(f"{days_since(draft.touched_at, today)} hari", "mut"),
        "Lanjutkan perbaikan" if mended else DRAFT.next_step,
    )
    return TableRow(f"{OF_DRAFT}{draft.case}", cells)
