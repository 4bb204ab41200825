"""The print desk: one blank, one release, one card. Each stage is durable before the next, and a cut between any two
leaves a job that `unsettled` finds again.

    queued    blank bound, PrintStarted signed        sent      spent in log and store; the bytes may leave
    ejected   the printer says the job is complete    booked    outcome, blank and release are settled
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from devices.printer.port import CardPrinter, JobPhase
from forms.card_page import NO_OFFSET, Calibration
from forms.ktp import front
from registry.actions import Kind, Outcome
from registry.canonical import Plain
from registry.case import Case
from registry.lifecycle import Status
from registry.releases import Authority, Printable
from registry.stock import Blank, Entry, Move, StockRefused
from station.desk.pen import record_bytes, write
from station.desk.releasing import ReleaseDesk
from station.desk.session import Session
from station.store.printing import Job

MEDIA = "iso_id-1_53.98x85.6mm"
LOKET, OFFICIAL = "loket", "resmi"
SPOILED = frozenset({Outcome.ENCODE_FAILED, Outcome.DAMAGED, Outcome.PRINT_FAILED, Outcome.WRONG_ELEMENT})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What journal and machine say of an unsettled job; `certain` is booked without a question."""

    job: Job
    counter_now: int
    phase: JobPhase | None
    certain: Outcome | None  # nothing can have been printed


class PrintDesk:
    """The acts of the printing officer."""

    def __init__(self, session: Session, authority: Authority) -> None:
        self._session = session
        self._releases = ReleaseDesk(session, authority)
        self._store = session.store

    def begin(self, case_id: str, blank: Blank, way: str, counter: int) -> tuple[Job, Printable]:
        """Check the release, bind the blank and sign that printing starts. Raises ReleaseRefused, StockRefused,
        NotAllowed; nothing is bound then."""
        case = self._store.cases.get(case_id)
        card = self._releases.printable(case)
        action = write(self._session, case, Kind.PRINT_STARTED, way, record_bytes({"blank": str(blank)}))
        job = Job(
            self._session.ids.next(),
            case_id,
            card.release.serial,
            str(blank),
            way,
            "queued",
            0,
            counter,
            -1,
            "",
            self._at(),
        )
        self._store.jobs.put(job)
        try:
            self._move(Move.TAKEN, job, "")
        except StockRefused:
            self._store.jobs.put(replace(job, stage="booked", outcome=Outcome.NOT_PRINTED))
            raise
        self._store.cases.append((action,))
        return job, card

    def spend(self, job: Job) -> Job:
        """Spend the attempt before the first byte leaves."""
        self._store.releases.begin(job.serial, self._at())
        return self._stage(replace(job, stage="sent"))

    def send(self, job: Job, card: Printable, printer: CardPrinter, calibration: Calibration = NO_OFFSET) -> Job:
        """Hand the card, moved by the offset, to the printer. Raises DeviceError: devices.printer.port says which leave
        doubt."""
        number = printer.submit(front(card, calibration), name=job.id, media=MEDIA)
        return self._stage(replace(job, printer_job=number))

    def ejected(self, job: Job, counter: int) -> Job:
        """The printer says it is done."""
        return self._stage(replace(job, stage="ejected", counter_after=counter))

    def book(self, job: Job, outcome: Outcome, *, chip_uid: str = "", reason: str = "") -> None:
        """Book what became of the card; may be repeated after a cut."""
        case = self._store.cases.get(job.case)
        if case.status in (Status.PRINTING, Status.UNCERTAIN):
            facts: dict[str, Plain] = {"blank": job.blank, "reason": reason}
            case = self._sign(case, Kind.PRINT_BOOKED, outcome, facts)
        if outcome is Outcome.GOOD and case.status is Status.PRINTED:
            facts = {"uid": chip_uid, "at": self._at(), "by": self._session.officer.handle}
            self._sign(case, Kind.CHIP_VERIFIED, "", facts)
        self._settle(job, outcome, reason)

    def unsettled(self) -> tuple[Job, ...]:
        """Jobs that a cut left open, oldest first."""
        return self._store.jobs.open()

    def evidence(self, job: Job, printer: CardPrinter | None) -> Evidence:
        """What journal, counter and printer already settle about an open job."""
        if job.stage == "queued":
            return Evidence(job, -1, None, Outcome.NOT_PRINTED)  # not spent, so not a byte has left
        if job.way == OFFICIAL or printer is None:
            return Evidence(job, -1, None, None)
        state = printer.state()
        found = printer.find(job.id)
        counter = -1 if state.cards_printed is None else state.cards_printed
        unmoved = job.counter_before >= 0 and counter == job.counter_before and state.state == "idle"
        certain = Outcome.NOT_PRINTED if unmoved and (found is None or (found.ended and not found.printed)) else None
        return Evidence(job, counter, found.state if found else None, certain)

    def resume(self, job: Job) -> bool:
        """Finish the booking of a job whose outcome was signed before the cut; whether it was so."""
        case = self._store.cases.get(job.case)
        booked = case.latest(Kind.PRINT_BOOKED)
        started = case.latest(Kind.PRINT_STARTED)
        if started is None or started.record.get("blank") != job.blank:
            self._settle(job, Outcome.NOT_PRINTED, "")
            return True
        if booked is None or case.actions.index(booked) < case.actions.index(started):
            return False
        outcome = Outcome(booked.header.variant)
        if outcome is Outcome.UNKNOWN:
            return False
        self.book(job, outcome)
        return True

    # -----------------------------------------------------------------------------------------------------------
    def _settle(self, job: Job, outcome: Outcome, reason: str) -> None:
        if outcome is Outcome.UNKNOWN:
            self._stage(replace(job, stage="ejected", outcome=outcome))
            return
        move = Move.GOOD if outcome is Outcome.GOOD else Move.SPOILED if outcome in SPOILED else Move.PUT_BACK
        if outcome is Outcome.GOOD:
            self._store.releases.book_good(job.serial, self._at())
        if self._bound(job):
            self._move(move, job, reason or outcome.value)
        self._stage(replace(job, stage="booked", outcome=outcome))

    def _bound(self, job: Job) -> bool:
        """Whether the blank still lies on the desk for this case."""
        blank = Blank.parse(job.blank)
        moves = [e for e in self._store.blanks.entries() if e.blank == blank and e.move is not Move.RECEIVED]
        return bool(moves) and moves[-1].move is Move.TAKEN and moves[-1].case == job.case

    def _move(self, move: Move, job: Job, reason: str) -> None:
        entry = Entry(
            self._session.ids.next(),
            move,
            Blank.parse(job.blank),
            1,
            job.case,
            reason,
            self._session.officer.handle,
            self._at(),
        )
        self._store.blanks.add(entry)

    def _stage(self, job: Job) -> Job:
        self._store.jobs.put(job)
        return job

    def _sign(self, case: Case, kind: Kind, variant: str, facts: dict[str, Plain]) -> Case:
        self._store.cases.append((write(self._session, case, kind, variant, record_bytes(facts)),))
        return self._store.cases.get(case.id)

    def _at(self) -> str:
        return self._session.clock.stamp()
