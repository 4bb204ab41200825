"""Setujui cetak: releases that wait for leave to print. One officer approves what another will print."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from registry.lifecycle import Status
from station.presenters.approving import ApprovePresenter, ApproveState, Attempt, Detail
from station.presenters.counter import Counter, Route, date_words, day_words
from station.presenters.history import VARIANTS
from station.store.index import CaseRow
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, column, filled, hair, head, label, reveal, row
from station.widgets.picture import Picture
from station.widgets.reason_sheet import DEED, ReasonSheet
from station.widgets.theme import Theme

SPOILED = "Cetak sebelumnya gagal, blangko dibukukan rusak. Izin ini untuk percobaan berikut."
SINGLE = "Tunggal menurut Pusat, boleh dicetak."
NONE = "Belum ada yang siap cetak. Pusat menjawab setelah data dinyatakan tunggal."
MARKED, READY, LOCKED = ("Ditandai", "acc", "check"), ("Siap cetak (PRR)", "ok", "card"), ("Terkunci", "neu", "lock")
FAILED = ("Cetak gagal", "err", "printer")
AGAIN = "Setujui cetak ulang"


class ApprovePage(Page):
    """Left the list to mark, right the one in view."""

    title = "Setujui cetak"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = ApproveState()
        self.lines = Lines(theme, "Siap cetak")
        self._banner = Banner(theme)
        self._empty = label(NONE, "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._marked = label("", "small")
        list_ = filled(
            self.lines, head("Siap cetak", self._marked), self._banner, self._empty, self.lines,
            label("Spasi menandai · Ctrl+Enter menyetujui yang ditandai", "small"),
        )  # fmt: skip
        self._one = self._build_one()
        whole = row(list_, self._one, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)
        self.panels = (list_, self._one)
        self._presenter = ApprovePresenter(counter, self.render_state)
        self.lines.installEventFilter(self)
        self.lines.opened.connect(self._presenter.toggle)
        self.lines.current.connect(self._presenter.look_at)

    def _build_one(self) -> QFrame:
        self._photo = Picture("Foto pemohon", self.theme)
        self._photo.setFixedSize(self.theme.px(96), self.theme.px(128))
        self._name = label("", "big", wrap=True)
        self._why = label("", "", wrap=True)
        self._facts = Facts(self.theme.px(120))
        words = column(self._name, self._why, None, gap=6)
        top = row(self._photo, gap=14)
        top.addLayout(words, 1)
        self._before = label("", "small", wrap=True)  # what became of earlier attempts
        made = card(top, hair(), self._facts, self._before, None)
        made.hide()
        return made

    def opened(self) -> None:
        self._presenter.open()
        self.lines.setFocus()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: ApproveState) -> None:
        """Show what may be approved."""
        self._state = state
        self.lines.show_lines([_line(entry, state) for entry in state.rows], state.shown.row.id if state.shown else "")
        reveal(self.lines, bool(state.rows))
        reveal(self._empty, not state.rows)
        self._marked.setText(f"{len(state.marked)} ditandai" if state.marked else "")
        fault = state.fault
        self._banner.say("err", fault.title if fault else "", fault.text if fault else "")
        if state.rows and state.blanks == 0 and fault is None:
            self._banner.say("warn", "Blangko di stasiun ini habis.", "Boleh disetujui; dicetak setelah blangko ada.")
        reveal(self._one, state.shown is not None)
        if state.shown is not None:
            self._show_one(state.shown, state)
        self.context = f"{len(state.rows) - len(state.blocked)} siap, blangko {state.blanks}"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Setujui cetak", "Ctrl+Return", self._approve, "primary", bool(state.marked),
                    sign="stamp"),
            )
        )  # fmt: skip

    def _show_one(self, shown: Detail, state: ApproveState) -> None:
        entry, release = shown.row, shown.release
        self._photo.show_file(shown.photo)
        self._name.setText(entry.name)
        words = state.blocked.get(entry.id)
        fine = SPOILED if entry.status == Status.PRINT_FAILED else SINGLE
        self._why.setText(words.line if words else fine)
        rows = [
            ("Nomor", entry.number),
            ("Lahir", date_words(entry.birth_date) if entry.birth_date else "-"),
        ]
        if not shown.attempts:  # what became of a card counts more than when SIAK answered
            rows += [("Jawaban SIAK", f"{entry.upstream or '-'}"),
                     ("Dijawab", day_words(shown.answered_at) if shown.answered_at else "-")]  # fmt: skip
        rows.append(("Perekam", state.names.get(entry.recorder, entry.recorder)))
        if release is not None:
            rows += [("Rilis", release.serial), ("Berlaku sampai", date_words(release.until)),
                     ("Percobaan", f"paling banyak {release.attempts}")]  # fmt: skip
        self._facts.show_rows(rows)
        told = [f"Percobaan {n}: {attempt_words(each, state)}" for n, each in enumerate(shown.attempts, 1)]
        self._before.setText("\n".join(told))
        reveal(self._before, bool(told))

    def _approve(self) -> None:
        """At once, or with the reason of those to be printed again."""
        again = self._state.again
        if not again:
            self._presenter.approve()
            return
        names = ", ".join(row.name for row in again)
        sheet = ReasonSheet(self.theme, AGAIN, "Mengapa dicetak lagi, satu kalimat", text=f"Kartu kedua untuk {names}.")
        sheet.answered.connect(lambda answer: self._presenter.approve(sheet.reason) if answer == DEED else None)
        self.ask(sheet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.lines and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            number = self.lines.currentIndex().row()
            if event.key() == Qt.Key.Key_Space and 0 <= number < len(self._state.rows):
                self._presenter.toggle(self._state.rows[number].id)
                return True
        return super().eventFilter(watched, event)


def attempt_words(attempt: Attempt, state: ApproveState) -> str:
    """What became of an earlier print, of which blank, who booked it and why."""
    outcome = VARIANTS.get(attempt.outcome, attempt.outcome)
    who = f"{state.names.get(attempt.by, attempt.by)}, {day_words(attempt.at)}"
    parts = (outcome, f"blangko {attempt.blank}" if attempt.blank else "", attempt.reason, who)
    return " · ".join(part for part in parts if part)


def _line(entry: CaseRow, state: ApproveState) -> Line:
    words = state.blocked.get(entry.id)
    again = entry.status == Status.PRINT_FAILED
    chip = MARKED if entry.id in state.marked else FAILED if again else READY
    since = f"gagal {day_words(entry.last_at)}" if again else f"PRR {date_words(entry.last_at)}"
    below = words.title if words else f"{state.serials.get(entry.id, '')} · {since}"
    return Line(entry.id, entry.name, f"{entry.number} · {below}", LOCKED if words is not None else chip)
