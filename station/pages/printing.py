"""Meja cetak: queue, proof, blank and printer; the outcome is always asked, and after a cut before anything else."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from registry.regions import Regions, UnknownRegion
from station.desk.witness import Witness
from station.pages.print_acts import acts_of, batch_words
from station.pages.print_parts import FactsAcross, MachineCard, OutcomeCard
from station.pages.witness_sheet import DEED, WitnessSheet
from station.presenters.counter import Counter, Route, date_words
from station.presenters.printing import PrintPresenter, PrintState
from station.store.index import CaseRow
from station.store.print_queue import PEMULA, is_first
from station.widgets.card_proof import CardProof
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Page
from station.widgets.parts import Banner, Chip, card, column, filled, hair, head, label, reveal, row
from station.widgets.pictures import Track
from station.widgets.reason_sheet import ReasonSheet
from station.widgets.theme import Theme

NONE = "Tidak ada kartu yang menunggu dicetak. Kartu muncul di sini setelah disetujui di Setujui cetak."
OWN = "Anda yang menyetujui, dicetak petugas lain."
NARROW, LOW = 1000, 500
AGAINST = (
    "Penghitung mesin berkata lain. Petugas kedua melihat baki keluar dan wadah kartu juga, "
    "lalu menandatangani jawaban ini."
)


class PrintPage(Page):
    """The desk."""

    title = "Meja cetak"

    def __init__(self, theme: Theme, counter: Counter, ask: Witness) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = PrintState()
        self._known: dict[str, CaseRow] = {}
        self._shown: tuple[object, object] = ((), None)
        self._presenter = PrintPresenter(counter, self.render_state, ask)
        self._left = self._build_queue()
        middle = self._build_middle()
        self._side = QWidget()
        self._side.setLayout(self._build_side())
        whole = row(self._left, middle, self._side, gap=12, margins=(24, 12, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (self._left, middle, self._side)

    def _build_queue(self) -> QFrame:
        self.queue = Lines(self.theme, "Antrean cetak")
        self.queue.current.connect(self._choose)
        self._empty = label(NONE, "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._many = label("", "small")
        self._order = Chip(self.theme, "Pemula dahulu", "acc", "up")
        self._why_order = label("", "small", wrap=True)
        return filled(self.queue, head("Antrean cetak", self._many), row(self._order, None), self._why_order,
                      self._empty, self.queue, margins=(14, 14, 14, 14))  # fmt: skip

    def _build_middle(self) -> QFrame:
        self.proof = CardProof(self.theme, "Contoh cetak")
        self._title = label("Contoh cetak", "h2")
        self._mark = Chip(self.theme, "SPESIMEN · pelatihan", "err", "warn")
        self._track = Track(self.theme)
        self._facts = FactsAcross()
        self._note = label("Hanya data pribadi; latar blangko tidak dicetak.", "small")
        self._banner = Banner(self.theme)
        self._batch = label("", "b", wrap=True)
        self._batch.hide()
        self.outcome = OutcomeCard()
        self.outcome.changed.connect(self._tell)
        self._way = QWidget()
        self._way.setLayout(column(self._track, hair(), self._facts))
        self._way.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.outcome.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.outcome.hide()
        made = column(row(self._title, None, self._mark), self._note, self._batch, self._banner, self.proof, self._way,
                      self.outcome, margins=(18, 16, 18, 16))  # fmt: skip
        made.setStretch(4, 1)
        made.addStretch(0)  # takes the room where the proof is hidden
        box = QFrame()
        box.setObjectName("card")
        box.setLayout(made)
        return box

    def _build_side(self) -> QVBoxLayout:
        self._machine = MachineCard(self.theme)
        self.blank = Field("blank", "B&langko untuk kartu ini")
        self.blank.changed.connect(self._presenter.set_blank)
        self._left_over, self._stock = label("", "small"), label("", "small", wrap=True)
        stock = card(head("Blangko", self._left_over), self.blank, label("Pindai label atau ketik", "small"),
                     self._stock, margins=(14, 14, 14, 14), gap=6)  # fmt: skip
        return column(self._machine, stock, None, gap=12)

    def opened(self) -> None:
        self._presenter.open()
        self.queue.setFocus()

    def left(self) -> None:
        self._presenter.close()

    def refresh(self) -> None:
        if self._state.free and self._state.batch is None:
            self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: PrintState) -> None:
        """Show the desk."""
        self._state = state
        self._show_queue(state)
        self._show_card(state)
        self._machine.show_machine(state, installed=self._counter.equipment.installed("printer"))
        self.outcome.ask(state)
        if state.free:
            self.blank.put(state.blank)
        reveal(self._batch, state.batch is not None)
        self._batch.setText(batch_words(state))
        fault = state.device_fault or state.fault
        if fault is not None:
            self._banner.say("err", fault.title, fault.text)
        elif state.deferred:
            self._banner.say(
                "warn", "Ditunda: blangko kurang.", "Hanya pemula dan kartu pertama yang dicetak sekarang."
            )
        else:
            self._banner.say("warn", OWN if state.locked else "")
        self._left_over.setText(f"sisa {state.balance.on_hand}")
        self._stock.setText(f"di meja {state.balance.on_desk} · rusak {state.balance.spoiled}")
        good, bad = state.today
        told = f"{state.counts.all} menunggu · {good} selesai hari ini · {bad} gagal"
        self.context = told + (" · mencetak…" if state.working else "")
        self._tell()

    def _show_queue(self, state: PrintState) -> None:
        whole = state.counts.all
        self._known |= {entry.id: entry for entry in state.queue}
        if whole <= len(state.queue):
            self.queue.show_lines(self._lines(0, state.queue), state.row.id if state.row else "")
        elif self._shown != (state.queue, state.shortage):
            self.queue.show_source(whole, self._fetch)
        self._shown = (state.queue, state.shortage)
        later = state.counts.later if state.shortage else 0
        self._many.setText(f"{whole} kartu" if whole else "")
        self._order.show_word(*(("Blangko kurang", "warn") if state.shortage else ("Pemula dahulu", "acc")))
        why = f"{later} ditunda: {state.shortage.reason}" if state.shortage else ""
        self._why_order.setText(why)
        reveal(self._why_order, bool(why))
        reveal(self._empty, not whole)
        reveal(self.queue, bool(whole))

    def _fetch(self, offset: int, limit: int) -> list[Line] | None:
        if offset == 0:
            return self._lines(0, self._state.queue[:limit])
        self._presenter.more(offset, self._supply)
        return None

    def _supply(self, offset: int, rows: tuple[CaseRow, ...]) -> None:
        self._known |= {entry.id: entry for entry in rows}
        self.queue.supply(offset, self._lines(offset, rows))

    def _lines(self, offset: int, rows: tuple[CaseRow, ...]) -> list[Line]:
        me, today = self._counter.session.officer.handle, self._counter.session.clock.today()
        short = self._state.shortage is not None
        return [_line(each, n, today, me, short=short) for n, each in enumerate(rows, offset + 1)]

    def _show_card(self, state: PrintState) -> None:
        if state.proof is not None:
            self.proof.show_rgb(state.proof.width, state.proof.height, state.proof.rgb)
        else:
            self.proof.show_file(b"")
        self._track.show_done(state.stage, busy=state.working, fault=state.device_fault is not None and state.stage > 1)
        reveal(self._mark, state.card is not None and bool(state.card.marking))
        self._title.setText("Hasil cetak" if state.asking else "Contoh cetak")
        reveal(self._note, not state.asking)
        reveal(self._facts, state.card is not None)
        reveal(self._way, not state.asking)
        reveal(self.outcome, state.asking)
        self._fold()
        if state.card is None or state.row is None:
            return
        release = state.card.release
        approver = state.names.get(state.row.approver, state.row.approver)
        self._facts.show_rows(
            [("Rilis", release.serial), ("Percobaan", f"{state.card.attempt} dari {release.attempts}"),
             ("Berlaku s.d.", date_words(release.until)), ("Disetujui", short_name(approver))]
        )  # fmt: skip

    def _tell(self) -> None:
        state = self._state
        if state.asking:
            self.saved = ("Kartu berikut terbuka setelah hasil ini dicatat", "neu")
        else:
            room = self.width() >= self.theme.px(NARROW) or not state.free
            self.saved = ("Sesudah cetak Anda ditanya hasilnya" if state.card is not None and room else "", "neu")
        self.tell(acts_of(state, self._presenter, self, ready=self.outcome.ready))

    def leave(self) -> None:
        """Back to the beginning."""
        self._counter.go(Route("beranda"))

    def book(self) -> None:
        """Note the outcome; against the machine's counter with a second officer."""
        chosen = self.outcome.chosen
        if chosen is None or not self.outcome.ready:
            return
        uid, where = self.outcome.uid.text.strip(), self.outcome.where.text.strip()
        if not self._presenter.needs_second(chosen):
            self._presenter.book(chosen, uid, where)
            return
        others = [each for each in self._state.names.items() if each[0] != self._counter.session.officer.handle]
        sheet = WitnessSheet(self.theme, "Tidak ada kartu, dilihat dua petugas", AGAINST, "Catat", others)
        sheet.answered.connect(
            lambda answer: (
                self._presenter.book(chosen, uid, where, sheet.second.text, sheet.passphrase.text)
                if answer == DEED
                else None
            )
        )
        self.ask(sheet)

    def ask_shortage(self) -> None:
        """Begin the shortage of blanks, with why; or end it."""
        if self._state.shortage is not None:
            self._presenter.set_shortage("")
            return
        text = "Hanya pemula dan kartu pertama yang ditawarkan; yang lain ditunda sampai blangko cukup."
        sheet = ReasonSheet(self.theme, "Blangko kurang", "Sebab, satu kalimat", text=text)
        sheet.answered.connect(lambda answer: self._presenter.set_shortage(sheet.reason) if answer == DEED else None)
        self.ask(sheet)

    def _choose(self, case: str) -> None:
        found = self._known.get(case)
        if found is not None:
            self._presenter.choose(found)

    # room -------------------------------------------------------------------------------------------------------------
    def _fold(self) -> None:
        """Narrow pages have narrower columns; low ones hide the proof while the outcome is asked."""
        wide = self.width() >= self.theme.px(NARROW)
        for part in (self._left, self._side):
            part.setFixedWidth(self.theme.px(260 if wide else 232))
        reveal(self.proof, not (self._state.asking and self.height() < self.theme.px(LOW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def short_name(name: str) -> str:
    """A name where room is short.

    >>> short_name("Murniati Lubis"), short_name("Sukarni")
    ('M. Lubis', 'Sukarni')
    """
    first, _, rest = name.partition(" ")
    return f"{first[0]}. {rest.split()[-1]}" if rest else first


def _line(entry: CaseRow, number: int, today: str, me: str, *, short: bool) -> Line:
    age = _age(entry.birth_date, today)
    try:
        village = Regions.load().get(entry.village).name
    except UnknownRegion:
        village = entry.village
    first = ("Pemula",) if age is not None and age <= PEMULA and is_first(entry.service) else ()
    parts = (*first, *((f"{age} th",) if age is not None else ()), village, entry.number)
    own = entry.approver == me
    chip = ("Terkunci", "neu", "lock") if own else ("Ditunda", "warn", "dot") if short else ("", "neu", "dot")
    if not own and is_first(entry.service):
        chip = ("", "neu", "dot")
    return Line(entry.id, entry.name, " · ".join(part for part in parts if part), chip, str(number))


def _age(born: str, today: str) -> int | None:
    if not born:
        return None
    then, now = date.fromisoformat(born[:10]), date.fromisoformat(today)
    return now.year - then.year - ((now.month, now.day) < (then.month, then.day))
