"""Periksa of a KK case: left what is and what is to be, right the papers and the signature for its truth."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from registry.evidence import paper_words
from station.pages.declaring import SIGNED, TO_SIGN, DeclaringPage
from station.pages.family_rows import family_problem, family_rows
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.family_review import FamilyReviewPresenter, FamilyReviewState
from station.widgets.button import button
from station.widgets.card import card, hair, head
from station.widgets.family_rows import GUTTER, LEFT, FamilyRows
from station.widgets.label import label
from station.widgets.layout import row
from station.widgets.page import Act
from station.widgets.room import is_low
from station.widgets.status_rows import Standing, StatusRows
from station.widgets.theme import Theme

NOTICE = (
    "Data ini dipakai untuk Kartu Keluarga Anda. Disimpan terenkripsi di sini dan dikirim tersegel ke Dinas. "
    "Anda berhak melihat dan membetulkan data Anda."
)


class FamilyReviewPage(DeclaringPage):
    """Read aloud, sign, hand in."""

    title = "Periksa"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter, self._case = counter, case
        self.rows = FamilyRows(theme, "KK sekarang dan KK sesudah")
        self._papers = StatusRows(theme, gap=5)
        self._says = label(TO_SIGN, "h2", wrap=True)
        whole = row(self._left(), self._right(), gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (self.rows, self.ink)
        self._presenter = FamilyReviewPresenter(counter, case, self.render_state)
        self._listen(counter, self._presenter.sign)
        self._began = False

    def _left(self) -> QFrame:
        heads = row(gap=GUTTER + LEFT, margins=(LEFT, 0, 0, 0))
        heads.addWidget(label("KK sekarang", "b"), 1)
        heads.addWidget(label("KK sesudah", "b"), 1)
        mend = button("Ubah", lambda: self._counter.go(Route("keluarga", self._case)), role="flat")
        mend.setAccessibleName("Ubah keluarga")
        return card(head("Bacakan kepada pemohon", mend), heads, hair(), self.rows, self._banner, fill=self.rows)

    def _right(self) -> QFrame:
        mend = button("Ubah berkas", lambda: self._counter.go(Route("berkas", self._case)), role="flat")
        self._notice = label(NOTICE, "small", wrap=True)
        return card(
            head("Berkas", mend), self._papers, hair(), self._notice, self._says, self.ink,
            gap=8, margins=(16, 14, 16, 14), fill=self.ink,
        )  # fmt: skip

    def opened(self) -> None:
        self._presenter.open()
        self.rows.setFocus()

    def left(self) -> None:
        self._pen.stop()

    def render_state(self, state: FamilyReviewState) -> None:
        """Show everything."""
        self.context = f"{state.draft.number} · {state.standing.applicant.name}"
        self.rows.show_rows(family_rows(state.standing.change, state.problems, None))
        self._papers.show_rows(_paper_rows(state))
        self._show_banner(state)
        if state.declaration is not None:
            ink = state.declaration
            self._flow([[(p.x, p.y) for p in stroke] for stroke in ink.strokes], (ink.width, ink.height))
        elif not self._began:
            self._began = True
            self._pen.start()
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._says.setText(SIGNED if state.declaration is not None else TO_SIGN)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("berkas", self._case))),
                Act("Tetikus atau layar", "F4", self._hand, sign="pen"),
                Act("Ulangi tanda tangan", "F8", self._again, sign="rotate"),
                Act("Ajukan", "Ctrl+Return", self._presenter.finish, "primary", state.ready),
            )
        )

    def _show_banner(self, state: FamilyReviewState) -> None:
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif state.broken:
            words = family_problem(state.problems) or "Aturan keluarga belum terpenuhi."
            self._banner.say("err", words, "Perbaiki lewat Ubah.")
        elif self._pad_fault is not None and state.declaration is None:
            self._say_pad_fault(self._pad_fault)
        else:
            say_returned(self._banner, state.draft.returned)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._notice.setVisible(not is_low(self, self.theme))


def _paper_rows(state: FamilyReviewState) -> list[Standing]:
    """Each paper that is here, then each that is still to come."""
    here: list[Standing] = [("ok", "check", paper_words(p.kind), "ada") for p in state.draft.papers]
    lack: list[Standing] = [("warn", "ring", paper_words(need.kind), "belum ada") for need in state.missing]
    return [*here, *lack]
