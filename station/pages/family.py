"""Keluarga: one KK before and after, row by row; and once it was handed in, what became of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from registry.lifecycle import Status
from registry.people import Family, Resident
from registry.regions import Regions
from registry.roles import Role
from station.pages.family_rows import AWAITED, family_problem, family_rows
from station.pages.family_sheets import DEED, ElementSheet, MemberSheet, ServiceSheet, SplitSheet, WithdrawSheet
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.family import FamilyPresenter, FamilyState
from station.presenters.family_document import SIGNED
from station.presenters.status import DRAFT, chip
from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card, hair
from station.widgets.chip import Chip
from station.widgets.family_rows import GUTTER, LEFT, FamilyRows
from station.widgets.label import label
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.room import is_low
from station.widgets.theme import Theme

SHOWN_MS = 30_000
BACK = {"penduduk": "penduduk", "draf": "beranda", "permohonan": "permohonan"}
HELP = "Enter ubah elemen · F4 pisahkan · Ctrl+T tambah · Ctrl+Z urungkan · Ctrl+N layanan lain"
NEXT = {
    Status.KK_READY: ("ok", "PDF sah sudah ada di Dinas.", "Cetak apa adanya, tarik KK lama, lalu serahkan."),
    Status.OLD_WITHDRAWN: ("ok", "KK lama sudah ditarik.", "Serahkan KK baru kepada pemohon."),
    Status.AWAITING_TTE: ("acc", "Menunggu tanda tangan elektronik Kadis.", "Tidak ada yang perlu dikerjakan di sini."),
    Status.HANDED_OVER: ("ok", "KK baru sudah diserahkan.", ""),
}
UNDER_WAY = ("acc", "Perubahan ini sudah diajukan.", "Perubahan lain dibuka setelah yang ini selesai.")


class FamilyPage(Page):
    """`way`: "penduduk" (subject a resident), "draf" or "permohonan" (subject a case)."""

    title = "Keluarga"

    def __init__(self, theme: Theme, counter: Counter, way: str, subject: str, folder: Path) -> None:
        super().__init__(theme)
        self._counter, self._way = counter, way
        self._state: FamilyState | None = None
        self._may = bool(counter.session.officer.roles & {Role.OPERATOR, Role.PRINTING})
        self._banner = Banner(theme)
        self.rows = FamilyRows(theme, "KK sekarang dan KK sesudah")
        self.rows.opened.connect(lambda _id: self._ask_element())
        self.rows.current.connect(lambda _id: self._tell())
        whole = column(self._build_head(), self._build_rows(), gap=12, margins=(24, 12, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (self.rows,)
        self._veil = QTimer(self)
        self._veil.setSingleShot(True)
        self._veil.setInterval(SHOWN_MS)
        self._presenter = FamilyPresenter(counter, way, subject, folder, self.render_state)
        self._veil.timeout.connect(self._presenter.veil)

    # building ---------------------------------------------------------------------------------------------------------
    def _build_head(self) -> QFrame:
        self._number, self._chip, self._wrong = label("", "h2"), Chip(self.theme), Chip(self.theme, "", "err", "x")
        self._who, self._where = label("", "b"), label("", "mut")
        self._show = button("Tampilkan nomor KK", self._unveil, sign="eye", theme=self.theme)
        top = row(self._number, self._show, None, self._wrong, self._chip, gap=10)
        below = row(self._who, self._where, gap=14)
        below.setStretch(1, 1)
        return card(top, below, gap=4, margins=(18, 12, 18, 12))

    def _build_rows(self) -> QFrame:
        self._now, self._then = label("KK sekarang", "h2"), label("KK sesudah", "h2")
        self._count, self._count_then = label("", "small"), label("", "small")
        self._awaited = Chip(self.theme, *AWAITED)
        left = row(self._now, self._count, None, gap=8)
        right = row(self._then, self._count_then, None, self._awaited, gap=8)
        heads = row(gap=GUTTER + LEFT, margins=(LEFT, 0, 0, 0))
        heads.addLayout(left, 1)
        heads.addLayout(right, 1)
        self._help = label(HELP, "small")
        self._undo = button("Urungkan", self._presenter_undo, role="flat", sign="undo", theme=self.theme)
        foot = row(self._help, None, self._undo)
        return card(heads, hair(), self._banner, self.rows, foot, gap=8, margins=(12, 12, 12, 8), fill=self.rows)

    def _presenter_undo(self) -> None:
        self._presenter.undo()

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()
        self.rows.setFocus()

    def left(self) -> None:
        self._veil.stop()

    def refresh(self) -> None:
        self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: FamilyState) -> None:
        """Show the family."""
        before, self._state = self._state, state
        change, standing = state.change, state.standing
        self._show_head(state)
        self._count.setText(_members(change.before))
        self._count_then.setText(_members(change.after) + (" · dan KK baru" if change.separate else ""))
        reveal(self._awaited, state.after.kk is None)
        newest = change.added[-1].id if before is not None and len(change.added) > len(before.change.added) else ""
        self.rows.show_rows(family_rows(change, state.problems, state.numbers), newest)
        self._help.setText(HELP if state.editable else "")
        reveal(self._undo, state.editable)
        self._undo.setEnabled(self._may and bool(change.edits))
        self._show_banner(state)
        number = standing.draft.number if standing.draft else standing.row.number if standing.row else ""
        self.context = f"{number} · {standing.applicant.name}" if number else f"Dibuka untuk {standing.applicant.name}"
        stopping = [problem for problem in state.problems if problem.stops]
        self._wrong.show_word(f"{len(stopping)} perlu diperbaiki", "err", "x")
        reveal(self._wrong, bool(stopping))
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._tell()

    def _show_head(self, state: FamilyState) -> None:
        family = state.change.before
        number = family.kk
        said = "belum ada nomor" if number is None else number.grouped if state.shown else number.masked
        self._number.setText(f"KK {said}")
        self._number.setAccessibleName(f"Nomor KK: {said}")
        reveal(self._show, number is not None and not state.shown)
        head = family.head
        self._who.setText(head.name if head is not None else "Tanpa kepala keluarga")
        self._where.setText(_address(head or family.members[0]))
        shown = chip(state.status) if state.status is not None else DRAFT
        self._chip.show_word(shown.word, shown.role, shown.glyph)
        reveal(self._chip, state.status is not None or bool(state.standing.draft))
        if state.shown and not self._veil.isActive():
            self._veil.start()

    def _show_banner(self, state: FamilyState) -> None:
        draft, whole = state.standing.draft, family_problem(state.problems)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif whole:
            self._banner.say("err", whole)
        elif state.document:
            words = "PDF sah, apa adanya: cetak tanpa memperkecil, lalu tarik KK lama."
            self._banner.say("ok", f"PDF KK ditulis: {state.document}", words)
        elif state.paper:
            self._banner.say("ok", f"Rancangan dibuat: {state.paper}", "Hanya untuk diperiksa, bukan KK.")
        elif state.status is not None:
            role, title, text = NEXT.get(state.status, UNDER_WAY)
            reference = f" Dokumen {state.numbers.reference}." if state.numbers is not None else ""
            self._banner.say(role, title, f"{text}{reference}".strip())
        else:
            say_returned(self._banner, draft.returned if draft is not None else None)

    # acts -------------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        state = self._state
        back = Act("Kembali", "Esc", lambda: self._counter.go(Route(BACK[self._way])))
        if state is None:
            self.tell((back,))
            return
        signed = state.status in SIGNED
        paper = Act("PDF KK" if signed else "Rancangan", "F9", self._presenter.output, sign="doc", place="head")
        own = self._editing(state) if state.editable else self._ending(state)
        self.tell((back, paper, *own))

    def _editing(self, state: FamilyState) -> tuple[Act, ...]:
        chosen = self.rows.chosen
        leaves = bool(chosen) and chosen not in state.change.leaving
        return (
            *self._opening(state),
            Act("Urungkan", "Ctrl+Z", self._presenter.undo, "", self._may and bool(state.change.edits), place="none"),
            Act("Pisahkan ke KK baru", "F4", self._ask_split, "", self._may and leaves, "right"),
            Act("Tambah anggota", "Ctrl+T", self._ask_member, "", self._may, "plus"),
            Act("Ajukan", "Ctrl+Return", self._presenter.submit, "primary", self._may and state.ready),
        )

    def _opening(self, state: FamilyState) -> tuple[Act, ...]:
        """A service by name, while no row has opened a case."""
        if state.standing.draft is not None:
            return ()
        place = "none" if is_low(self, self.theme) else "head"  # the bar of a low page has no room for a sixth
        return (Act("Permohonan baru", "Ctrl+N", self._ask_service, "", self._may, "folder", place=place),)

    def _ending(self, state: FamilyState) -> tuple[Act, ...]:
        here = state.standing.row is not None and state.standing.row.holder == self._counter.session.station
        may = self._may and here
        if state.mendable:
            return (Act("Perbaiki", "Ctrl+Return", self._presenter.mend, "primary", sign="pen"),)
        if state.status is Status.KK_READY:
            return (Act("Tarik KK lama", "Ctrl+Return", self._ask_old, "primary", may, "undo"),)
        if state.status is Status.OLD_WITHDRAWN:
            return (Act("Serahkan KK", "Ctrl+Return", self._presenter.hand_over, "primary", may, "hand"),)
        return ()

    def _ask_service(self) -> None:
        sheet = ServiceSheet(self.theme)
        sheet.answered.connect(lambda answer: self._presenter.begin(sheet.service.text) if answer == DEED else None)
        self.ask(sheet)

    def _ask_member(self) -> None:
        if self._state is None or not self._state.editable:
            return
        sheet = MemberSheet(self.theme, self._state.change.after, self._counter.today)
        sheet.answered.connect(lambda answer: self._presenter.add(sheet.texts) if answer == DEED else None)
        self.ask(sheet)

    def _ask_element(self) -> None:
        who = self._presenter.member(self.rows.chosen)
        if who is None or self._state is None or not self._state.editable or not self._may:
            return
        sheet = ElementSheet(self.theme, who, self._counter.today)

        def answered(answer: str) -> None:
            if answer == DEED:
                self._presenter.change(who.id, sheet.element.text, sheet.value.text, sheet.basis.text)

        sheet.answered.connect(answered)
        self.ask(sheet)

    def _ask_split(self) -> None:
        who = self._presenter.member(self.rows.chosen)
        if who is None or self._state is None:
            return
        sheet = SplitSheet(self.theme, who, first=not self._state.change.leaving)
        sheet.answered.connect(
            lambda answer: self._presenter.split(who.id, sheet.relation.text) if answer == DEED else None
        )
        self.ask(sheet)

    def _ask_old(self) -> None:
        sheet = WithdrawSheet(self.theme)
        sheet.answered.connect(
            lambda answer: (
                self._presenter.withdraw(sheet.how.text, sheet.reason.text.strip()) if answer == DEED else None
            )
        )
        self.ask(sheet)

    def _unveil(self) -> None:
        self._presenter.unveil()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = is_low(self, self.theme)
        inside = self.layout()
        if inside is not None and inside.spacing() != (8 if low else 12):
            inside.setSpacing(8 if low else 12)
            self._tell()


def _members(family: Family) -> str:
    return f"{len(family.members)} anggota"


def _address(resident: Resident) -> str:
    address = resident.address
    village = Regions.load().get(address.village).name
    return f"{address.street} · RT {address.rt} RW {address.rw} · {village}"
