"""Permohonan and Riwayat: all cases by status, and each act of one."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QPushButton

from registry.lifecycle import Status
from station.presenters.counter import Counter, Route, day_words
from station.presenters.office import PILLS, SERVICES, CasesPresenter, CasesState
from station.presenters.status import Chip, chip
from station.store.index import CaseRow
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Facts, card, column, label, row
from station.widgets.theme import Theme
from station.work import on


class CasesPage(Page):
    """All cases; pages from SQL."""

    title = "Permohonan"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._presenter = CasesPresenter(counter, self.render_state)
        self._pills = QButtonGroup(self)
        pills = row(gap=6)
        for name in PILLS:
            made = QPushButton(name)
            made.setCheckable(True)
            made.setChecked(name == "Semua")
            made.setObjectName("flat")
            made.setAccessibleName(name)
            made.clicked.connect(lambda _=False, n=name: self._presenter.choose(n))
            self._pills.addButton(made)
            pills.addWidget(made)
        pills.addStretch(1)
        self.field = Field("text", "&Cari nama atau nomor")
        self.field.left.connect(lambda _name, text: self._presenter.search(text))
        self._lines = Lines(theme, "Permohonan")
        self._lines.opened.connect(lambda case: counter.go(Route("riwayat", case)))
        self._lines.near_end.connect(lambda: self._presenter.more())
        self._empty = label("Tidak ada permohonan dengan saringan ini.", "mut")
        self.setLayout(column(card(pills, self.field, self._empty, self._lines, None), gap=0, margins=(24, 12, 24, 16)))

    def opened(self) -> None:
        self._presenter.open()
        self.tell((Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),))

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: CasesState) -> None:
        """Show one filter."""
        self._lines.show_lines([case_line(entry) for entry in state.rows])
        self._lines.setVisible(bool(state.rows))
        self._empty.setVisible(not state.rows)
        self.context = f"{state.pill} · {state.total} permohonan"
        self.tell()


class HistoryPage(Page):
    """One case: where it stands in plain words, and each act with officer and time."""

    title = "Riwayat"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._status = label("", "lead", wrap=True)
        self._next = label("", "", wrap=True)
        self._facts = Facts(theme.px(150))
        self._lines = Lines(theme, "Tindakan")
        left = card(self._status, self._next, self._facts, None)
        whole = row(left, card(label("Tindakan", "h2"), self._lines), gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 3)
        self.setLayout(whole)

    def opened(self) -> None:
        self.refresh()
        self.tell((Act("Kembali", "Esc", lambda: self._counter.go(Route("permohonan"))),))

    def refresh(self) -> None:
        self._counter.tasks.start(self._load())

    async def _load(self) -> None:
        store = self._counter.session.store
        entry: CaseRow = await on("store", store.cases.row, self._case)
        case = await on("store", store.cases.get, self._case)
        names = await on("store", store.officers.names)
        shown = chip(Status(entry.status), receipted=entry.receipted)
        self._status.setText(shown.word)
        self._status.setAccessibleName(f"Status: {shown.word}")
        self._next.setText(f"{shown.meaning}. Langkah berikut: {shown.next_step}.")
        self._facts.show_rows(
            [
                ("Nomor", entry.number),
                ("Pemohon", entry.name),
                ("Layanan", SERVICES.get(entry.service, entry.service)),
                ("SIAK", entry.upstream or "belum ada jawaban"),
                ("Dipegang", entry.holder),
                ("Direkam", day_words(entry.recorded_at) if entry.recorded_at else "-"),
            ]
        )
        lines = []
        for action in reversed(case.actions):
            head = action.header
            words = KIND_WORDS.get(head.kind.value, head.kind.value)
            more = f" · {head.variant}" if head.variant else ""
            lines.append(Line(head.id, words + more, f"{names.get(head.author, head.author)} · {day_words(head.at)}"))
        self._lines.show_lines(lines)
        self.context = f"{entry.number} · {entry.name}"
        self.tell()


KIND_WORDS = {
    "Submitted": "Direkam dan diajukan", "Verified": "Diverifikasi", "Returned": "Dikembalikan", "Rejected": "Ditolak",
    "UpstreamAnswered": "Jawaban SIAK", "Released": "Rilis cetak", "Routed": "Dipindahkan",
    "PrintApproved": "Cetak disetujui", "PrintStarted": "Pencetakan dimulai",
    "PrintBooked": "Hasil cetak dibukukan", "ChipVerified": "Cip diperiksa",
    "Shipped": "Dikirim", "CountedIn": "Dihitung saat tiba", "HandedOver": "Diserahkan", "Erased": "Rekaman dihapus",
}  # fmt: skip


def case_line(entry: CaseRow) -> Line:
    """A case as a row of a list; no NIK."""
    shown = chip(Status(entry.status), receipted=entry.receipted)
    below = f"{entry.number} · {SERVICES.get(entry.service, entry.service)} · {shown.next_step}"
    return Line(entry.id, entry.name or entry.number, below, _chip(shown))


def _chip(shown: Chip) -> tuple[str, str, str]:
    return shown.word, shown.role, shown.glyph
