"""One card through the machine: sent, watched, stopped by a fault and gone on, asked about, booked.

Nothing here decides that a card exists or does not: journal and machine do where they can
(station.desk.print_evidence), and the officer where they cannot.
"""

from __future__ import annotations

import threading
from typing import Any

from devices.errors import DeviceError, DeviceFault, Disconnected, LinkError
from devices.printer.port import CardPrinter, JobState, PrinterState
from forms.card_page import Calibration
from registry.case import NotAllowed
from registry.releases import Printable, ReleaseRefused
from registry.stock import Blank, StockRefused
from station.desk.calibrating import CalibrationDesk
from station.desk.print_evidence import LOKET, Evidence, unseen
from station.desk.printing import PrintDesk
from station.presenters.counter import Counter
from station.presenters.print_state import PrintBoard
from station.problems import Words, device_words, refusal_words, release_words, stock_words, store_words
from station.store.errors import StoreError
from station.store.index import CaseRow
from station.store.printing import Job
from station.work import on

POLL_S, JOB_LIMIT_S = 0.3, 180.0
HEAT = "fuser-over-temp"
LATE = Words("Pencetak belum selesai setelah 3 menit.", "Lihat mesinnya, lalu Lanjutkan (F5) atau Batalkan (F8).")


class CardRun:
    """The card at work."""

    def __init__(self, counter: Counter, desk: PrintDesk, board: PrintBoard, stop: threading.Event) -> None:
        self._counter = counter
        self._desk = desk
        self._board = board
        self._stop = stop
        self._calibration = CalibrationDesk(counter.session.store.folder, counter.equipment.uri("printer"))

    async def start(self, row: CaseRow, label: str, way: str) -> None:
        """Bind, spend and send; a refusal leaves the case as it was."""
        self._board.set(working=True, fault=None, device_fault=None)
        printer = None
        offset = await on("files", self._calibration.current)  # read before anything is bound
        try:
            blank, counter = Blank.parse(label), -1
            if way == LOKET:
                printer = await on("printer", self._counter.equipment.printer)
                counter = await on("printer", _ready, printer)
            begun: tuple[Job, Printable] = await on("store", self._desk.begin, row.id, blank, way, counter)
            job, card = begun
            job = await on("store", self._desk.spend, job)
        except (StockRefused, ReleaseRefused, NotAllowed, DeviceError, StoreError) as error:
            await self._refused(error)
            return
        self._board.set(job=job, stage=2)
        if printer is None:
            self._board.set(asking=True, working=False)
            return
        await self._send(job, card, printer, offset)

    async def go_on(self, job: Job) -> None:
        """Watch a card again that the machine still has."""
        self._board.set(working=True, halted=False, device_fault=None, job=job, stage=2)
        try:
            printer = await on("printer", self._counter.equipment.printer)
        except DeviceError as error:
            await self.doubt(job, error)
            return
        await self._follow(job, printer)

    async def cancel(self, job: Job) -> None:
        """Take the card back from the machine; what it did meanwhile is looked at."""
        self._board.set(working=True, halted=False)
        try:
            printer = await on("printer", self._counter.equipment.printer)
            await on("printer", _cancel, printer, job.printer_job)
        except DeviceError as error:
            await self.doubt(job, error)
            return
        await self._follow(job, printer)

    async def evidence(self, job: Job) -> Evidence:
        """What is known of an open job; with what the machine does not say left to the officer."""
        if job.way == LOKET:
            try:
                printer = await on("printer", self._counter.equipment.printer)
                found: Evidence = await on("printer", self._desk.evidence, job, printer)
                return found
            except DeviceError as error:
                await on("printer", self._counter.equipment.drop, "printer")
                self._board.set(device_fault=device_words("printer", error))
        return unseen(job)

    async def settle(self, job: Job, evidence: Evidence, *, found: bool = False) -> None:
        """Book what is certain and watch what is under way; else ask. `found`: it lay in the journal at the start."""
        if evidence.certain is not None:
            await on("store", self._desk.book_unprinted, evidence.job)
            self._counter.toast("warn", f"Blangko {job.blank} tidak jadi dicetak; tetap utuh.")
            self._board.set(job=None, working=False, halted=False, stage=1)
            return
        row = await on("store", self._counter.session.store.cases.row, job.case)
        if evidence.under_way:
            self._board.set(row=row)
            await self.go_on(evidence.job)
            return
        kept = await on("store", self._desk.asked, evidence)
        evidence = Evidence(kept, evidence.counter_now, evidence.phase, None)
        self._board.set(job=kept, asking=True, evidence=evidence, found=found, row=row, stage=2, working=False,
                        halted=False)  # fmt: skip

    async def doubt(self, job: Job, error: DeviceError) -> None:
        """The line to the machine broke with the card under way."""
        await on("printer", self._counter.equipment.drop, "printer")
        evidence = await self.evidence(job)
        await self.settle(job, evidence)
        if self._board.state.asking:
            self._board.set(device_fault=device_words("printer", error))

    # -----------------------------------------------------------------------------------------------------------
    async def _send(self, job: Job, card: Printable, printer: CardPrinter, offset: Calibration) -> None:
        try:
            job = await on("printer", self._desk.send, job, card, printer, offset)
        except (Disconnected, LinkError) as error:
            await self.doubt(await on("store", self._counter.session.store.jobs.get, job.id), error)
            return
        except DeviceError as error:  # refused before it began: certain that no card exists
            sent = await on("store", self._counter.session.store.jobs.get, job.id)
            await on("store", self._desk.book_unprinted, sent)
            self._board.set(job=None, working=False, stage=1, device_fault=device_words("printer", error))
            return
        await self._follow(job, printer)

    async def _follow(self, job: Job, printer: CardPrinter) -> None:
        """Watch the job until it ends, the machine stops, or the page is left; then the journal keeps it."""
        waited = 0.0
        while not self._stop.is_set():
            try:
                at: tuple[JobState, PrinterState] = await on("printer", _look, printer, job.printer_job)
            except (Disconnected, LinkError, DeviceFault) as error:
                await self.doubt(job, error)
                return
            now, state = at
            self._board.set(printer=state)
            if now.ended:
                await self._ended(job, now, state)
                return
            hot = HEAT in state.reasons  # it goes on by itself once it has cooled
            if (state.state == "stopped" and not hot) or waited >= JOB_LIMIT_S:
                await self._halted(job, state)
                return
            await on("printer", self._stop.wait, POLL_S)
            waited += 0.0 if hot else POLL_S

    async def _halted(self, job: Job, state: PrinterState) -> None:
        reason = next((each for each in state.reasons if each != "marker-supply-low"), "")
        if reason:
            job = await on("store", self._desk.halted, job, reason)
        words = halt_words(reason, job.blank) if reason else LATE
        self._board.set(job=job, working=False, halted=True, device_fault=words)

    async def _ended(self, job: Job, now: JobState, state: PrinterState) -> None:
        if now.printed:
            counter = -1 if state.cards_printed is None else state.cards_printed
            job = await on("store", self._desk.ejected, job, counter)
            self._board.set(job=job, stage=3, asking=True, working=False, device_fault=None)
            return
        evidence = await self.evidence(job)
        await self.settle(job, evidence)

    async def _refused(self, error: Exception) -> None:
        if isinstance(error, DeviceError):
            await on("printer", self._counter.equipment.drop, "printer")
            self._board.set(working=False, device_fault=device_words("printer", error))
            return
        self._board.set(working=False, fault=refused_words(error))


def refused_words(error: Exception) -> Words:
    """Why a card was not begun or its outcome not booked."""
    if isinstance(error, StockRefused):
        return stock_words(error)
    if isinstance(error, ReleaseRefused):
        return release_words(error)
    return refusal_words(error) if isinstance(error, NotAllowed) else store_words(error)


def halt_words(reason: str, blank: str) -> Words:
    """M10 and M11: the machine stopped on a card; with the blank where it is whole."""
    words = device_words("printer", DeviceFault(reason=reason))
    if reason == "marker-supply-empty":
        label = blank.rpartition("/")[2].strip()
        return Words(words.title, f"Kartu belum dicetak, blangko {label} masih utuh. Ganti pita, lalu Lanjutkan (F5).")
    return words


def _ready(printer: Any) -> int:
    """The machine's counter; raises DeviceFault when it cannot take a card now."""
    state: PrinterState = printer.state()
    if state.reasons and state.state == "stopped":
        raise DeviceFault(reason=state.reasons[0])
    return -1 if state.cards_printed is None else state.cards_printed


def _look(printer: CardPrinter, number: int) -> tuple[JobState, PrinterState]:
    return printer.job(number), printer.state()


def _cancel(printer: CardPrinter, number: int) -> None:
    """Stop a job; one that has ended meanwhile has ended."""
    try:
        printer.cancel(number)
    except DeviceFault as error:
        if error.reason != "not-possible":
            raise
