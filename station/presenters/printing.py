"""The print desk's presenter: queue, proof, one card through the printer, and the question after a cut."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from devices.errors import DeviceError, DeviceFault, Disconnected, LinkError
from devices.printer.port import JobState, PrinterState
from forms.card_page import Calibration
from forms.errors import FormsError
from forms.ktp import front
from forms.raster import Raster, render
from registry.actions import Outcome
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.releases import Printable, ReleaseRefused
from registry.stock import Balance, Blank, StockRefused
from station.desk.calibrating import CalibrationDesk
from station.desk.printing import LOKET, OFFICIAL, Evidence, PrintDesk
from station.desk.releasing import ReleaseDesk
from station.presenters.counter import Counter
from station.presenters.history import VARIANTS
from station.presenters.looking import look
from station.problems import Words, device_words, refusal_words, release_words, stock_words, store_words
from station.store.cases import CaseFilter
from station.store.errors import StoreError
from station.store.index import CaseRow
from station.store.printing import Job
from station.work import on

POLL_S, JOB_LIMIT_S = 0.3, 180.0
NOTHING = Balance(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PrintState:
    """What the desk shows. `asking`: an outcome must be booked for `job`; `evidence` after a cut."""

    queue: tuple[CaseRow, ...] = ()
    row: CaseRow | None = None
    card: Printable | None = None
    proof: Raster | None = None
    blank: str = ""
    balance: Balance = NOTHING
    printer: PrinterState | None = None
    job: Job | None = None
    stage: int = 0
    asking: bool = False
    evidence: Evidence | None = None
    fault: Words | None = None
    working: bool = False
    device_fault: Words | None = None  # of the printer; asking it again (F5) may clear it
    locked: bool = False  # this officer approved the card in view, so another prints it
    printer_asked: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


class PrintPresenter:
    """One card at a time; never a second good card."""

    def __init__(self, counter: Counter, show: Callable[[PrintState], None]) -> None:
        self._counter = counter
        self._show = show
        self._desk = PrintDesk(counter.session, counter.authority)
        self._releases = ReleaseDesk(counter.session, counter.authority)
        self._calibration = CalibrationDesk(counter.session.store.folder, counter.equipment.uri("printer"))
        self._state = PrintState()
        self._stop = threading.Event()

    def open(self) -> None:
        """First what a cut left open, then the queue."""
        self._counter.tasks.start(self._load())

    def close(self) -> None:
        """Stop watching the printer; a job under way stays in the journal."""
        self._stop.set()

    def choose(self, row: CaseRow) -> None:
        """Show the proof of another card."""
        if not self._state.working and not self._state.asking:
            self._counter.tasks.start(self._choose(row))

    def set_blank(self, text: str) -> None:
        """The label scanned or typed."""
        self._state = replace(self._state, blank=text)

    def print_card(self) -> None:
        """Print on this station's printer."""
        self._start(LOKET)

    def print_officially(self) -> None:
        """The official application prints; Loket takes the blank and books the outcome."""
        self._start(OFFICIAL)

    def book(self, outcome: Outcome, chip_uid: str, where: str = "") -> None:
        """Book the outcome of the job in hand; `where` says where a bad card lies now."""
        state = self._state
        if state.job is not None and state.asking:
            self._counter.tasks.start(self._book(state.job, outcome, chip_uid, where))

    def retry_printer(self) -> None:
        """Ask the printer again."""
        self._counter.tasks.start(self._ask_printer())

    # ---------------------------------------------------------------------------------------------------------------
    async def _load(self) -> None:
        await self._recover()
        await self._refresh()
        await self._ask_printer()

    async def _refresh(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.PRINT_APPROVED,), session.station, oldest_first=True)
        queue = await on("store", session.store.cases.page, wanted, limit=50)
        balance = await on("store", session.store.blanks.balance)
        proposal = await on("store", session.store.blanks.next_blank)
        names = await on("store", session.store.officers.names)
        self._set(queue=queue, balance=balance, blank=str(proposal) if proposal else "", names=names)
        if not self._state.asking and queue and (self._state.row is None or self._state.row not in queue):
            await self._choose(queue[0])
        elif not queue and not self._state.asking:
            self._set(row=None, card=None, proof=None, stage=0)

    async def _recover(self) -> None:
        """Settle what journal, counter and printer already say; ask about the rest."""
        for job in await on("store", self._desk.unsettled):
            if await on("store", self._desk.resume, job):
                continue
            evidence = await self._evidence(job)
            if evidence.certain is not None:
                await on("store", self._desk.book, job, evidence.certain)
                self._counter.toast("warn", f"Blangko {job.blank} tidak jadi dicetak; tetap utuh.")
                continue
            row = await on("store", self._counter.session.store.cases.row, job.case)
            self._set(job=job, asking=True, evidence=evidence, row=row, stage=2)
            return

    async def _evidence(self, job: Job) -> Evidence:
        printer = None
        if job.way == LOKET:
            try:
                printer = await on("printer", self._counter.equipment.printer)
                found: Evidence = await on("printer", self._desk.evidence, job, printer)
                return found
            except DeviceError as error:
                await on("printer", self._counter.equipment.drop, "printer")
                self._set(device_fault=device_words("printer", error))
        without: Evidence = await on("store", self._desk.evidence, job, None)
        return without

    async def _ask_printer(self) -> None:
        if not self._counter.equipment.installed("printer"):
            return
        try:
            printer = await on("printer", self._counter.equipment.printer)
            state = await on("printer", printer.state)
        except DeviceError as error:
            await on("printer", self._counter.equipment.drop, "printer")
            self._set(printer=None, printer_asked=True, device_fault=device_words("printer", error))
            return
        kept = self._state.device_fault if state.reasons else None
        self._set(printer=state, printer_asked=True, device_fault=kept)

    async def _choose(self, row: CaseRow) -> None:
        store = self._counter.session.store
        self._set(locked=row.approver == self._counter.session.officer.handle)
        try:
            case = await on("store", store.cases.get, row.id)
            card = await on("store", self._releases.printable, case)
            proof = await on("bio", _proof, card)
            await look(self._counter, "kartu", row.id)
            if self._state.working or self._state.asking:
                return  # begun meanwhile: the card in hand stays
        except ReleaseRefused as error:
            self._set(row=row, card=None, proof=None, fault=release_words(error), stage=0)
        except StoreError as error:
            self._set(row=row, card=None, proof=None, fault=store_words(error), stage=0)
        except FormsError as error:
            self._set(row=row, card=None, proof=None, fault=Words("Data tidak muat di kartu.", str(error)), stage=0)
        else:
            self._set(row=row, card=card, proof=proof, fault=None, stage=1)

    def _start(self, way: str) -> None:
        state = self._state
        free = not (state.working or state.asking or state.locked)
        if state.card is not None and state.row is not None and free:
            self._counter.tasks.start(self._run(state.row, state.blank, way))

    async def _run(self, row: CaseRow, label: str, way: str) -> None:
        self._set(working=True, fault=None, device_fault=None)
        try:
            blank = Blank.parse(label)
            counter = -1
            printer = None
            offset = await on("files", self._calibration.current)  # read before anything is bound
            if way == LOKET:
                printer = await on("printer", self._counter.equipment.printer)
                counter = await on("printer", _ready, printer)
            begun: tuple[Job, Printable] = await on("store", self._desk.begin, row.id, blank, way, counter)
            job, card = begun
            job = await on("store", self._desk.spend, job)
        except (StockRefused, ReleaseRefused, NotAllowed, DeviceError, StoreError) as error:
            await self._stopped(error)
            return
        self._set(job=job, stage=2)
        if printer is None:
            self._set(asking=True, working=False)
            return
        await self._watch(job, card, printer, offset)

    async def _watch(self, job: Job, card: Printable, printer: Any, offset: Calibration) -> None:
        """Send the card and follow the job to its end."""
        try:
            job = await on("printer", self._desk.send, job, card, printer, offset)
            result = await on("printer", _follow, printer, job.printer_job, self._stop)
            state = await on("printer", printer.state)
        except (Disconnected, LinkError) as error:
            await on("printer", self._counter.equipment.drop, "printer")
            evidence = await self._evidence(job)
            self._set(
                job=job, asking=True, evidence=evidence, working=False, device_fault=device_words("printer", error)
            )
            return
        except DeviceError as error:
            await self._not_printed(job, error)
            return
        self._set(printer=state)
        if result is None:  # the page was left; the journal keeps the job
            return
        if not result.printed:
            reason = next(iter(state.reasons), "other-error")
            words = device_words("printer", _fault(reason))
            evidence = await self._evidence(job)
            self._set(job=job, asking=True, evidence=evidence, working=False, device_fault=words)
            return
        counter = -1 if state.cards_printed is None else state.cards_printed
        job = await on("store", self._desk.ejected, job, counter)
        self._set(job=job, stage=3, asking=True, working=False)

    async def _not_printed(self, job: Job, error: DeviceError) -> None:
        """The printer refused before it began: certain that no card exists."""
        await on("store", self._desk.book, job, Outcome.NOT_PRINTED)
        self._set(job=None, working=False, stage=1, device_fault=device_words("printer", error))
        await self._refresh()

    async def _stopped(self, error: Exception) -> None:
        words = Words("Tidak dapat mencetak.", "Coba lagi.")
        if isinstance(error, StockRefused):
            words = stock_words(error)
        elif isinstance(error, ReleaseRefused):
            words = release_words(error)
        elif isinstance(error, NotAllowed):
            words = refusal_words(error)
        elif isinstance(error, StoreError):
            words = store_words(error)
        elif isinstance(error, DeviceError):
            await on("printer", self._counter.equipment.drop, "printer")
            self._set(working=False, device_fault=device_words("printer", error))
            return
        self._set(working=False, fault=words)

    async def _book(self, job: Job, outcome: Outcome, chip_uid: str, where: str) -> None:
        reason = f"kartu di {where}" if where and outcome is not Outcome.GOOD else ""
        await on("store", lambda: self._desk.book(job, outcome, chip_uid=chip_uid, reason=reason))
        still_open = outcome is Outcome.UNKNOWN
        self._counter.toast("ok", f"Dibukukan: {job.blank}, {VARIANTS[outcome]}")
        self._set(job=None, asking=False, evidence=None, row=None, card=None, proof=None, stage=0, fault=None,
                  device_fault=None)  # fmt: skip
        if not still_open:
            await self._recover()
        await self._refresh()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _proof(card: Printable) -> Raster:
    return render(front(card), dpi=220)


def _ready(printer: Any) -> int:
    """The machine's counter; raises DeviceFault when it cannot take a card now."""
    state: PrinterState = printer.state()
    if state.reasons and state.state == "stopped":
        raise _fault(state.reasons[0])
    return -1 if state.cards_printed is None else state.cards_printed


def _fault(reason: str) -> DeviceError:
    return DeviceFault(reason=reason)


def _follow(printer: Any, number: int, stop: threading.Event) -> JobState | None:
    """Watch a job to its end; None when the page was left or the limit passed."""
    waited = 0.0
    while not stop.is_set() and waited < JOB_LIMIT_S:
        job: JobState = printer.job(number)
        state: PrinterState = printer.state()
        if job.ended or state.state == "stopped":
            return job
        stop.wait(POLL_S)
        waited += POLL_S
    return None
