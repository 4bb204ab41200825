"""Meja cetak: queue, proof, blank and printer; the outcome is always asked, and after a cut before anything else."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from registry.regions import Regions, UnknownRegion
from station.pages.print_parts import FactsAcross, MachineCard, OutcomeCard
from station.presenters.counter import Counter, Route, date_words
from station.presenters.printing import PrintPresenter, PrintState
from station.store.index import CaseRow
from station.widgets.card_proof import CardProof
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, card, column, filled, hair, head, label, reveal, row
from station.widgets.pictures import Track
from station.widgets.theme import Theme

NONE = "Tidak ada kartu yang menunggu dicetak. Kartu muncul di sini setelah disetujui di Setujui cetak."
OWN = "Anda yang menyetujui, dicetak petugas lain."
NARROW, LOW, FIRST_CARD = 1000, 500, 17


class PrintPage(Page):
    """The desk."""

    title = "Meja cetak"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = PrintState()
        self._presenter = PrintPresenter(counter, self.render_state)
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
        return filled(self.queue, head("Antrean cetak", self._many), self._empty, self.queue, margins=(14, 14, 14, 14))

    def _build_middle(self) -> QFrame:
        self.proof = CardProof(self.theme, "Contoh cetak")
        self._title = label("Contoh cetak", "h2")
        self._mark = Chip(self.theme, "SPESIMEN · pelatihan", "err", "warn")
        self._track = Track(self.theme)
        self._facts = FactsAcross()
        self._note = label("Hanya data pribadi; latar blangko tidak dicetak.", "small")
        self._banner = Banner(self.theme)
        self.outcome = OutcomeCard()
        self.outcome.changed.connect(self._tell)
        self._way = QWidget()
        self._way.setLayout(column(self._track, hair(), self._facts))
        self._way.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.outcome.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.outcome.hide()
        made = column(row(self._title, None, self._mark), self._note, self._banner, self.proof, self._way, self.outcome,
                      margins=(18, 16, 18, 16))  # fmt: skip
        made.setStretch(3, 1)
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
        if not (self._state.working or self._state.asking):
            self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: PrintState) -> None:
        """Show the desk."""
        self._state = state
        self._show_queue(state)
        self._show_card(state)
        self._machine.show_machine(state, installed=self._counter.equipment.installed("printer"))
        self.outcome.ask(state)
        if not state.asking and not state.working:
            self.blank.put(state.blank)
        fault = state.device_fault or state.fault
        if fault is not None:
            self._banner.say("err", fault.title, fault.text)
        else:
            self._banner.say("warn", OWN if state.locked else "")
        self._left_over.setText(f"sisa {state.balance.on_hand}")
        self._stock.setText(f"di meja {state.balance.on_desk} · rusak {state.balance.spoiled}")
        self.context = f"{len(state.queue)} menunggu" + (" · mencetak…" if state.working else "")
        self._tell()

    def _show_queue(self, state: PrintState) -> None:
        me, today = self._counter.session.officer.handle, self._counter.session.clock.today()
        lines = [_line(entry, number, today, own=entry.approver == me) for number, entry in enumerate(state.queue, 1)]
        self.queue.show_lines(lines, state.row.id if state.row else "")
        self._many.setText(f"{len(lines)} kartu" if lines else "")
        reveal(self._empty, not lines)
        reveal(self.queue, bool(lines))

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
            self.tell((Act("Catat", "Ctrl+Return", self._book, "primary", self.outcome.ready),))
            return
        self.saved = ("Sesudah cetak Anda ditanya hasilnya" if state.card is not None else "", "neu")
        ready = state.card is not None and not state.working and not state.locked and bool(state.blank)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda")), "", not state.working),
                Act("Lanjutkan", "F5", self._presenter.retry_printer),
                Act("Cetak lewat aplikasi resmi", "F4", self._presenter.print_officially, "", ready),
                Act("Cetak kartu ini", "Ctrl+Return", self._presenter.print_card, "primary", ready, sign="printer"),
            )
        )

    def _book(self) -> None:
        if self.outcome.chosen is not None and self.outcome.ready:
            uid, where = self.outcome.uid.text.strip(), self.outcome.where.text.strip()
            self._presenter.book(self.outcome.chosen, uid, where)

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.queue if entry.id == case), None)
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


def _line(entry: CaseRow, number: int, today: str, *, own: bool) -> Line:
    age = _age(entry.birth_date, today)
    try:
        village = Regions.load().get(entry.village).name
    except UnknownRegion:
        village = entry.village
    first = ("Pemula",) if age is not None and age <= FIRST_CARD else ()
    parts = (*first, *((f"{age} th",) if age is not None else ()), village, entry.number)
    chip = ("Terkunci", "neu", "lock") if own else ("", "neu", "dot")
    return Line(entry.id, entry.name, " · ".join(part for part in parts if part), chip, str(number))


def _age(born: str, today: str) -> int | None:
    if not born:
        return None
    then, now = date.fromisoformat(born[:10]), date.fromisoformat(today)
    return now.year - then.year - ((now.month, now.day) < (then.month, then.day))
