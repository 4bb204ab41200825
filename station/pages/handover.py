"""Penyerahan: the ready list, the finger, the card into the hand; without a match a witness and a reason."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from station.presenters.counter import Counter, Route, date_words, day_words
from station.presenters.delivery import HandoverPresenter, HandoverState
from station.store.index import CaseRow
from station.widgets.field import Field
from station.widgets.hands import finger_name
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, filled, hair, head, label, reveal, row, well
from station.widgets.theme import Theme

LATE_DAYS = 30
ERASED = "Templat sidik jari dan foto dihapus dari stasiun ini."


class HandoverPage(Page):
    """Left who may fetch a card, right the one at the counter."""

    title = "Penyerahan"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._presenter = HandoverPresenter(counter, self.render_state)
        self._state = HandoverState()
        self.rows = Lines(theme, "Kartu siap diserahkan")
        self._empty = label("", "mut", wrap=True)
        self._ask = label("", "lead", wrap=True)
        self._match = label("", "ok", wrap=True)
        self._banner = Banner(theme)
        self._facts = Facts(theme.px(120))
        self._below = label("", "mut", wrap=True)
        left = filled(self.rows, head("Siap diserahkan", label("Terlama di atas", "small")), self._empty, self.rows)
        right = card(
            self._ask, self._match, self._banner, hair(), self._facts, self._build_witness(), self._below, None
        )
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        self.panels = (left, right)
        self.rows.current.connect(self._choose)

    def _build_witness(self) -> QFrame:
        self.witness = Field("witness", "&Saksi (nama dan hubungan)")
        self.reason = Field("reason", "&Alasan jari tidak cocok")
        self.witness.changed.connect(self._presenter.set_witness)
        self.reason.changed.connect(self._presenter.set_reason)
        self._unmatched = well(
            label("Diserahkan dengan saksi", "h3"),
            label("Keduanya wajib dan tersimpan di tindakan penyerahan.", "small", wrap=True),
            row(self.witness, self.reason, gap=12),
        )
        self._unmatched.hide()
        return self._unmatched

    def opened(self) -> None:
        self._presenter.open()
        self.rows.setFocus()

    def left(self) -> None:
        self._presenter.close()

    def refresh(self) -> None:
        if self._state.row is None:
            self._presenter.open()

    def render_state(self, state: HandoverState) -> None:
        """Show list and match."""
        before, self._state = self._state, state
        self._show_list(state)
        self._ask.setText(_asked(state))
        finger = finger_name(state.matched).capitalize() if state.matched else ""
        self._match.setText(f"✓ {finger}, skor {state.score}" if finger else "")
        reveal(self._match, bool(finger))
        words = state.fault or state.advice
        self._banner.say("err" if state.fault else "warn", words.title if words else "", words.text if words else "")
        self._show_facts(state)
        self._show_witness(state, fresh=state.row != before.row)
        handed = f"✓ {state.done} diserahkan. " if state.row is not None else ""
        self._below.setText(f"{handed}{ERASED}" if state.done else "")
        reveal(self._below, bool(state.done))
        self.context = f"{len(state.rows)} kartu siap · {state.coming} di perjalanan"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Coba lagi", "F5", self._presenter.scan_now, "", state.fault is not None),
                Act("Tidak cocok", "F4", self._without, "", state.row is not None and not state.matched),
                Act("Serahkan", "Ctrl+Return", self._presenter.hand_over, "primary", state.ready, sign="hand"),
            )
        )

    def _show_list(self, state: HandoverState) -> None:
        lines = [_line(entry, state.today) for entry in state.rows]
        self.rows.show_lines(lines, state.row.id if state.row else "")
        some = bool(state.rows)
        if not some and self.rows.hasFocus():
            self.setFocus()  # else hiding the list hands the focus to a button
        self._empty.setText("Tidak ada kartu di sini." + (f" {state.coming} kartu di perjalanan." * bool(state.coming)))
        reveal(self._empty, not some)
        reveal(self.rows, some)

    def _show_facts(self, state: HandoverState) -> None:
        if state.row is None:
            self._facts.show_rows([])
            return
        born = date_words(state.row.birth_date) if state.row.birth_date else "-"
        here = day_words(state.row.last_at) if state.row.last_at else "-"
        self._facts.show_rows(
            [("Pemohon", state.row.name), ("Nomor", state.row.number), ("Lahir", born), ("Tiba di sini", here)]
        )

    def _show_witness(self, state: HandoverState, *, fresh: bool) -> None:
        reveal(self._unmatched, state.witnessed and not state.matched)
        if fresh:
            self.witness.clear()
            self.reason.clear()

    def _without(self) -> None:
        self._presenter.give_up()
        target: QWidget = self.witness.line
        target.setFocus()

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.rows if entry.id == case), None)
        if found is not None and (self._state.row is None or found.id != self._state.row.id):
            self._presenter.choose(found)


def _asked(state: HandoverState) -> str:
    if state.row is None:
        return f"✓ {state.done} diserahkan." if state.done else "Pilih kartu di kiri." if state.rows else ""
    if state.matched:
        return "Cocok. Serahkan kartunya."
    if state.witnessed:
        return "Tulis saksi dan alasan, lalu serahkan."
    names = " atau ".join(finger_name(position) for position in state.templates)
    return f"Tempelkan {names}" if names else "Tidak ada jari terekam: saksi dan alasan (F4)."


def _line(entry: CaseRow, today: str) -> Line:
    days = (date.fromisoformat(today) - date.fromisoformat(entry.last_at[:10])).days if today and entry.last_at else 0
    chip = (f"{days} hari", "warn", "warn") if days > LATE_DAYS else ("", "neu", "dot")
    age = "hari ini" if days <= 0 else f"{days} hari di sini"
    return Line(entry.id, entry.name, f"{entry.number} · {age}", chip)
