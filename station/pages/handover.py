"""Penyerahan: the ready list, the old card, the finger, the card into the hand; without a match witness or proxy."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from registry.lifecycle import Status
from station.desk.delivering import EXPECTED, FINGER, PROXY, WITNESS, OldFate
from station.desk.list_files import Tray
from station.pages.list_sheet import ListSheet
from station.presenters.counter import Counter, Route, date_words, day_words, local_day
from station.presenters.handing_over import LATE_DAYS, HandoverPresenter, HandoverState
from station.presenters.listing import ListPresenter
from station.store.index import CaseRow
from station.widgets.field import Field
from station.widgets.hands import finger_name
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, filled, hair, head, label, reveal, row, well
from station.widgets.theme import Theme

FATES = [("", "Pilih"), (OldFate.TAKEN.value, "Ditarik"), (OldFate.LOST.value, "Hilang, ada surat"),
         (OldFate.NONE.value, "Tidak ada")]  # fmt: skip
WAYS = [(WITNESS, "Pemilik, dengan saksi"), (PROXY, "Yang dikuasakan (F-1.07)")]
STANDING_IN = ("witness", "proxy", "identity", "letter", "reason")
ERASED = "Templat sidik jari dan foto dihapus dari stasiun ini."


class HandoverPage(Page):
    """Left who may fetch a card, right the one at the counter."""

    title = "Penyerahan"

    def __init__(self, theme: Theme, counter: Counter, tray: Tray) -> None:
        super().__init__(theme)
        self._counter = counter
        self._presenter = HandoverPresenter(counter, tray, self.render_state)
        self._lists = ListPresenter(counter, tray, self._presenter.tell)
        self._state = HandoverState()
        self.rows = Lines(theme, "Kartu siap diserahkan")
        self._empty = label("", "mut", wrap=True)
        self._ask = label("", "lead", wrap=True)
        self._match = label("", "ok", wrap=True)
        self._banner = Banner(theme)
        self._facts = Facts(theme.px(120))
        self._below = label("", "mut", wrap=True)
        left = filled(self.rows, head("Siap diserahkan", label("Terlama di atas", "small")), self._empty, self.rows)
        self._right = card(
            self._ask, self._match, self._banner, hair(), self._facts, self._build_old(), self._build_standing_in(),
            self._below, None, gap=8,
        )  # fmt: skip
        right = QScrollArea()  # a proxy's fields are more than a low page holds
        right.setWidgetResizable(True)
        right.setWidget(self._right)
        right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        self.panels = (left, self._right)
        self.rows.current.connect(self._choose)

    def _build_old(self) -> QWidget:
        self.fate = Field("fate", "&Kartu lama", FATES)
        self.police = Field("police", "Nomor surat ke&hilangan")
        self.why = Field("why", "Mengapa tidak &ada")
        for made in (self.fate, self.police, self.why):
            made.changed.connect(lambda _text: self._said_old())
        self._old = QWidget()
        inside = row(self.fate, self.police, self.why, gap=12)
        for place in range(3):
            inside.setStretch(place, 1)
        self._old.setLayout(inside)
        self._old.hide()
        return self._old

    def _build_standing_in(self) -> QFrame:
        self.way = Field("way", "Diserahkan ke&pada", WAYS)
        self.witness = Field("witness", "&Saksi (nama dan hubungan)")
        self.proxy = Field("proxy", "&Nama yang dikuasakan")
        self.identity = Field("identity", "N&IK yang dikuasakan")
        self.letter = Field("letter", "Nomor atau &tanggal F-1.07")
        self.reason = Field("reason", "A&lasan")
        for made in (self.witness, self.proxy, self.identity, self.letter, self.reason):
            made.changed.connect(lambda text, name=made.name: self._presenter.say(name, text))
        self.way.changed.connect(lambda way: self._presenter.give_up(way) if self._state.way != FINGER else None)
        first, second = row(self.way, self.witness, self.proxy, gap=12), row(self.identity, self.letter, gap=12)
        for pair in (first, second):
            for place in range(pair.count()):
                pair.setStretch(place, 1)
        self._unmatched = well(label("Tanpa sidik jari pemilik", "h3"), first, second, self.reason)
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
        late = sum(days_here(each, state.today) > LATE_DAYS for each in state.rows)
        old = f" · {late} lebih dari {LATE_DAYS} hari" if late else ""
        self.context = f"{len(state.rows)} kartu siap · {state.coming} di perjalanan{old}"
        proxied = state.way == PROXY and not state.matched
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Daftar siap diambil…", "F9", self._ask_list, "", bool(state.rows), sign="doc", place="head"),
                *((Act("Buat F-1.07", "F7", self._presenter.letter, "", bool(state.said.get("proxy"))),) * proxied),
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
        proxied = state.way == PROXY
        reveal(self._unmatched, state.way != FINGER and not state.matched)
        reveal(self.witness, not proxied)
        for made in (self.proxy, self.identity, self.letter):
            reveal(made, proxied)
        if fresh:
            for name in STANDING_IN:
                getattr(self, name).clear()
            self.way.put(WITNESS)
        self._show_old(state, fresh=fresh)

    def _show_old(self, state: HandoverState, *, fresh: bool) -> None:
        reveal(self._old, state.row is not None and not state.unread)
        if fresh:
            self.police.clear()
            self.why.clear()
            self.fate.put(state.old.fate.value if state.old else "")
        fate = state.old.fate if state.old else None
        wanted = state.row is not None and EXPECTED.get(state.row.service, OldFate.NONE) is not OldFate.NONE
        reveal(self.police, fate is OldFate.LOST)
        reveal(self.why, fate is OldFate.NONE and wanted)

    def _said_old(self) -> None:
        if self._state.row is not None:
            self._presenter.say_old(self.fate.text, self.police.text, self.why.text)

    def _ask_list(self) -> None:
        self.ask(ListSheet(self.theme, "Daftar kartu siap diambil", [("", self._presenter.pickup)], self._lists))

    def _without(self) -> None:
        self._presenter.give_up()
        self.witness.line.setFocus()

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.rows if entry.id == case), None)
        if found is not None and (self._state.row is None or found.id != self._state.row.id):
            self._presenter.choose(found)


def _asked(state: HandoverState) -> str:
    if state.row is None:
        return f"✓ {state.done} diserahkan." if state.done else "Pilih kartu di kiri." if state.rows else ""
    if state.unread:
        return f"Cip belum diperiksa. {state.checker or 'Petugas cetak'} memeriksanya di Meja cetak."
    if state.given and state.old is None:
        return "Tarik kartu lama, lalu catat."
    if state.matched:
        return "Cocok. Serahkan kartunya."
    if state.way != FINGER:
        return "Isi siapa yang menerima dan mengapa, lalu serahkan."
    names = " atau ".join(finger_name(position) for position in state.templates)
    return f"Tempelkan {names}" if names else "Tidak ada jari terekam: saksi dan alasan (F4)."


def days_here(entry: CaseRow, today: str) -> int:
    """How many days a card waits here."""
    return (date.fromisoformat(today) - date.fromisoformat(local_day(entry.last_at))).days if today else 0


def _line(entry: CaseRow, today: str) -> Line:
    days = days_here(entry, today)
    chip = (f"{days} hari", "warn", "warn") if days > LATE_DAYS else ("", "neu", "dot")
    if entry.status == Status.PRINTED:
        chip = ("Cip belum diperiksa", "neu", "lock")
    age = "hari ini" if days <= 0 else f"{days} hari di sini"
    return Line(entry.id, entry.name, f"{entry.number} · {age}", chip)
