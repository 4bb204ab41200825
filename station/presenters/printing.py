"""The print desk's presenter: queue, proof, cards through the printer one by one, and the question after a cut."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from devices.errors import DeviceError
from forms.errors import FormsError
from forms.ktp import front
from forms.raster import Raster, render
from registry.actions import Outcome
from registry.case import NotAllowed
from registry.officers import UnknownSigner
from registry.releases import Printable, ReleaseRefused
from registry.stock import StockRefused
from station.desk.governor import Advice, Limits, Step, advise
from station.desk.print_evidence import LOKET, OFFICIAL, needs_second
from station.desk.printing import SPOILED, PrintDesk
from station.desk.releasing import ReleaseDesk
from station.desk.witness import NoWitness, Witness, second_officer
from station.presenters.counter import Counter
from station.presenters.history import VARIANTS
from station.presenters.importing import why_not
from station.presenters.looking import look
from station.presenters.print_run import CardRun, refused_words
from station.presenters.print_state import Batch, PrintBoard, PrintState
from station.problems import Words, device_words, release_words, store_words
from station.store.errors import StoreError
from station.store.index import CaseRow
from station.store.print_queue import is_first
from station.store.printing import Job
from station.work import on

__all__ = ["BATCH", "PrintPresenter", "PrintState"]

BATCH, PAGE, BREATH_S = 10, 128, 1.0


class PrintPresenter:
    """One card at a time; never a second good card."""

    def __init__(
        self, counter: Counter, show: Callable[[PrintState], None], ask: Witness, limits: Limits | None = None
    ) -> None:
        self._counter = counter
        self._ask = ask
        self._limits = limits or Limits()
        self._desk = PrintDesk(counter.session, counter.authority)
        self._releases = ReleaseDesk(counter.session, counter.authority)
        self._board = PrintBoard(show)
        self._stop = threading.Event()
        self._run = CardRun(counter, self._desk, self._board, self._stop)

    @property
    def state(self) -> PrintState:
        """As shown."""
        return self._board.state

    def open(self) -> None:
        """First what a cut left open, then the queue."""
        self._counter.tasks.start(self._load())

    def close(self) -> None:
        """Stop watching the printer; a job under way stays in the journal."""
        self._stop.set()

    def choose(self, row: CaseRow) -> None:
        """Show the proof of another card."""
        if self.state.free and self.state.batch is None:
            self._counter.tasks.start(self._choose(row))

    def more(self, offset: int, supply: Callable[[int, tuple[CaseRow, ...]], None]) -> None:
        """A later page of the queue."""
        self._counter.tasks.start(self._more(offset, supply))

    def set_blank(self, text: str) -> None:
        """The label scanned or typed."""
        self._board.keep(blank=text)

    def print_card(self) -> None:
        """Print on this station's printer."""
        self._start(LOKET)

    def print_officially(self) -> None:
        """The official application prints; Loket takes the blank and books the outcome."""
        self._start(OFFICIAL)

    def print_batch(self) -> None:
        """The next ten, one after the other, each with its outcome."""
        offered = self.state.counts.all - (self.state.counts.later if self.state.shortage else 0)
        if self._may_start() and offered:
            self._board.set(batch=Batch(min(BATCH, offered)))
            self._counter.tasks.start(self._next())

    def pause(self) -> None:
        """Begin no further card until gone on; pressed again it goes on."""
        batch = self.state.batch
        if batch is None:
            return
        self._board.set(batch=replace(batch, paused=not batch.paused))
        if batch.paused and self.state.free:
            self._counter.tasks.start(self._next())

    def stop_batch(self) -> None:
        """End the batch with the card at work."""
        batch = self.state.batch
        if batch is not None:
            self._board.set(batch=replace(batch, stopping=True))
            if self.state.free:
                self._end_batch()

    def needs_second(self, outcome: Outcome) -> bool:
        """Whether this answer needs another officer's eyes."""
        job = self.state.job
        return job is not None and needs_second(job, outcome)

    def book(self, outcome: Outcome, chip_uid: str, where: str = "", second: str = "", passphrase: str = "") -> None:
        """Book the outcome of the job in hand; `where` says where a bad card lies now, `second` who looked too."""
        state = self.state
        if state.job is not None and state.asking:
            self._counter.tasks.start(self._book(state.job, outcome, chip_uid, where, second, passphrase))

    def retry_printer(self) -> None:
        """Ask the printer again, and go on where it stopped."""
        state = self.state
        if state.halted and state.job is not None:
            self._counter.tasks.start(self._resumed(state.job, cancel=False))
        elif state.asking and state.evidence is not None and state.job is not None:
            self._counter.tasks.start(self._weigh_again(state.job))
        else:
            self._counter.tasks.start(self._ask_printer())

    def cancel_card(self) -> None:
        """Take back the card that the machine stopped on."""
        if self.state.halted and self.state.job is not None:
            self._counter.tasks.start(self._resumed(self.state.job, cancel=True))

    def look_aside(self) -> None:
        """Ask about the card that was set aside longest ago."""
        if self.state.free:
            self._counter.tasks.start(self._look_aside())

    def set_shortage(self, reason: str) -> None:
        """Blanks are short: only first cards are offered; "" ends it."""
        self._counter.tasks.start(self._set_shortage(reason))

    # queue and proof --------------------------------------------------------------------------------------------------
    async def _load(self) -> None:
        await self._recover()
        await self._refresh()
        await self._ask_printer()

    async def _refresh(self) -> None:
        """The queue as it stands, and the next card in view."""
        await self._read()
        state = self.state
        if not state.free:
            return
        if state.queue and (state.row is None or state.row not in state.queue):
            await self._choose(_next_of(state, self._counter.session.officer.handle) or state.queue[0])
        elif state.queue and state.row is not None:
            await self._choose(state.row)
        else:
            self._board.set(row=None, card=None, proof=None, stage=0)

    async def _read(self) -> None:
        store, clock = self._counter.session.store, self._counter.session.clock
        queue = await on("store", store.print_queue.page, clock.today(), limit=PAGE)
        counts = await on("store", store.print_queue.counts)
        shortage = await on("store", store.print_queue.shortage)
        balance = await on("store", store.blanks.balance)
        proposal = await on("store", store.blanks.next_blank)
        names = await on("store", store.officers.names)
        aside = await on("store", self._desk.aside)
        done = await on("store", store.jobs.outcomes_since, _midnight(clock.now()))
        bad = sum(done.get(outcome, 0) for outcome in SPOILED)
        self._board.set(queue=queue, counts=counts, shortage=shortage, balance=balance, names=names, aside=len(aside),
                        blank=str(proposal) if proposal else "", today=(done.get(Outcome.GOOD, 0), bad))  # fmt: skip

    async def _more(self, offset: int, supply: Callable[[int, tuple[CaseRow, ...]], None]) -> None:
        session = self._counter.session
        rows = await on("store", session.store.print_queue.page, session.clock.today(), limit=PAGE, offset=offset)
        supply(offset, rows)

    async def _choose(self, row: CaseRow) -> None:
        store = self._counter.session.store
        self._board.set(locked=row.approver == self._counter.session.officer.handle)
        try:
            case = await on("store", store.cases.get, row.id)
            card = await on("store", self._releases.printable, case)
            proof = await on("bio", _proof, card)
            await look(self._counter, "kartu", row.id)
        except ReleaseRefused as error:
            self._board.set(row=row, card=None, proof=None, fault=release_words(error), stage=0)
        except StoreError as error:
            self._board.set(row=row, card=None, proof=None, fault=store_words(error), stage=0)
        except FormsError as error:
            words = Words("Data tidak muat di kartu.", str(error))
            self._board.set(row=row, card=None, proof=None, fault=words, stage=0)
        else:
            if self.state.free:  # else begun meanwhile: the card in hand stays
                self._board.set(row=row, card=card, proof=proof, fault=None, stage=1)

    async def _set_shortage(self, reason: str) -> None:
        try:
            await on("store", self._desk.set_shortage, reason)
        except StoreError as error:
            self._board.set(fault=store_words(error))
            return
        self._board.set(row=None)
        await self._refresh()

    # the machine ------------------------------------------------------------------------------------------------------
    async def _ask_printer(self) -> None:
        if not self._counter.equipment.installed("printer"):
            return
        try:
            printer = await on("printer", self._counter.equipment.printer)
            state = await on("printer", printer.state)
        except DeviceError as error:
            await on("printer", self._counter.equipment.drop, "printer")
            self._board.set(printer=None, printer_asked=True, device_fault=device_words("printer", error))
            return
        kept = self.state.device_fault if state.reasons or self.state.asking or self.state.halted else None
        row = await on("store", self._desk.row_of, self._limits)
        advice = advise(self._limits, state, row, self._counter.session.clock.now())
        self._board.set(printer=state, printer_asked=True, device_fault=kept, advice=advice)

    async def _recover(self) -> None:
        """Settle what journal, counter and printer already say; ask about the first of the rest."""
        for job in await on("store", self._desk.unsettled):
            if await on("store", self._desk.resume, job):
                continue
            await self._run.settle(job, await self._run.evidence(job), found=True)
            if not self.state.free:
                return

    async def _weigh_again(self, job: Job) -> None:
        self._board.set(device_fault=None)
        evidence = await self._run.evidence(job)
        self._board.set(asking=False, evidence=None)
        await self._run.settle(job, evidence, found=self.state.found)
        await self._refresh()
        await self._ask_printer()

    async def _resumed(self, job: Job, *, cancel: bool) -> None:
        await (self._run.cancel(job) if cancel else self._run.go_on(job))
        await self._came_to_rest()

    async def _look_aside(self) -> None:
        for job in await on("store", self._desk.aside):
            evidence = await self._run.evidence(job)  # it was not certain then, and somebody may have touched it since
            await self._run.settle(job, replace(evidence, certain=None), found=True)
            return

    # cards ------------------------------------------------------------------------------------------------------------
    def _may_start(self) -> bool:
        state = self.state
        return state.free and state.card is not None and not state.locked and not state.deferred and state.batch is None

    def _start(self, way: str) -> None:
        state = self.state
        if self._may_start() and state.row is not None:
            self._counter.tasks.start(self._one(state.row, state.blank, way))

    async def _one(self, row: CaseRow, label: str, way: str) -> None:
        if way == LOKET:
            await self._ask_printer()
            advice = self.state.advice
            if advice is not None and advice.waits and self.state.device_fault is None:
                return  # the page says until when
        await self._run.start(row, label, way)
        await self._came_to_rest()

    async def _came_to_rest(self) -> None:
        """The machine has let the card go, or waits for people: a batch with a fault waits too."""
        state = self.state
        if not state.free or self._stop.is_set():
            return
        if state.batch is not None:
            self._board.set(batch=replace(state.batch, paused=True))
        fault, device = state.fault, state.device_fault
        await self._refresh()
        self._board.set(fault=self.state.fault or fault, device_fault=device)

    async def _book(self, job: Job, outcome: Outcome, chip_uid: str, where: str, second: str, passphrase: str) -> None:
        reason = f"kartu di {where}" if where and outcome is not Outcome.GOOD else ""
        try:
            await on("store", self._sign_answer, job, outcome, chip_uid, reason, second, passphrase)
        except (NoWitness, UnknownSigner) as error:
            self._board.set(fault=why_not(error))
            return
        except (StockRefused, NotAllowed, StoreError) as error:
            self._board.set(fault=refused_words(error))
            return
        self._counter.toast("ok", f"Dibukukan: {job.blank}, {VARIANTS[outcome]}")
        self._board.set(job=None, asking=False, evidence=None, found=False, row=None, card=None, proof=None, stage=0,
                        fault=None, device_fault=None)  # fmt: skip
        self._count(outcome)
        await self._recover()
        await self._refresh()
        if self.state.free and self.state.batch is not None and not self.state.batch.paused:
            await self._next()

    def _sign_answer(
        self, job: Job, outcome: Outcome, chip_uid: str, reason: str, second: str, passphrase: str
    ) -> None:
        if not needs_second(job, outcome):
            self._desk.book(job, outcome, chip_uid=chip_uid, reason=reason)
            return
        with second_officer(self._ask, self._counter.session.officer.handle, second, passphrase) as other:
            self._desk.book(job, outcome, chip_uid=chip_uid, reason=reason, second=other)

    # a batch ----------------------------------------------------------------------------------------------------------
    def _count(self, outcome: Outcome) -> None:
        batch = self.state.batch
        if batch is not None:
            good = outcome is Outcome.GOOD
            paused = batch.paused or not good  # a bad card is looked at before the next one
            self._board.set(batch=replace(batch, done=batch.done + 1, good=batch.good + good, paused=paused))

    async def _next(self) -> None:
        """The next card of the batch, after the rest that the machine needs."""
        while (batch := self.state.batch) is not None and not batch.paused and not self._stop.is_set():
            if batch.over:
                self._end_batch()
                return
            advice = await self._advice()
            if not advice.waits:
                break
            self._board.set(batch=replace(batch, rest=advice))
            await on("rest", self._stop.wait, BREATH_S)
        if batch is None or batch.paused or self._stop.is_set():
            return
        self._board.set(batch=replace(batch, rest=None))
        row = _next_of(self.state, self._counter.session.officer.handle)
        if row is not None and row != self.state.row:
            await self._choose(row)
        if row is None or self.state.card is None or not self.state.blank:
            self._end_batch()
            return
        await self._run.start(row, self.state.blank, LOKET)
        await self._came_to_rest()

    async def _advice(self) -> Advice:
        await self._ask_printer()
        return self.state.advice or Advice(Step.GO)

    def _end_batch(self) -> None:
        batch = self.state.batch
        if batch is not None:
            self._counter.toast("ok", f"{batch.done} dari {batch.total} kartu selesai, {batch.good} baik")
        self._board.set(batch=None)


def _next_of(state: PrintState, me: str) -> CaseRow | None:
    """The first card of the queue that this officer may print now."""
    offered = (row for row in state.queue if row.approver != me and (state.shortage is None or is_first(row.service)))
    return next(offered, None)


def _proof(card: Printable) -> Raster:
    return render(front(card), dpi=220)


def _midnight(now: datetime) -> str:
    """The UTC stamp at which the local day began."""
    local = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
