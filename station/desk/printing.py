"""The print desk: one blank, one release, one card. Each stage is durable before the next, and a cut between any two
leaves a job that `unsettled` finds again.

    queued    blank bound, PrintStarted signed        ejected   the printer says the job is complete
    encoding  attempt spent in log and store          checked   the officer's answer is kept
    sent      the bytes may leave from here on        booked    outcome, blank and release are settled
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from devices.printer.port import CardPrinter
from forms.card_page import NO_OFFSET, Calibration
from forms.ktp import front
from registry.actions import Action, Kind, Outcome
from registry.canonical import NotCanonical, Plain, canonical
from registry.case import Case, NotAllowed
from registry.lifecycle import Status
from registry.releases import Authority, Printable
from registry.stock import Blank, Entry, Move, StockRefused
from station.desk.governor import Limits, Row, row_of
from station.desk.pen import record_bytes, write
from station.desk.print_evidence import BEFORE_SENDING, LOKET, OFFICIAL, Evidence, judge, needs_second, unseen
from station.desk.releasing import ReleaseDesk
from station.desk.session import Session
from station.store.print_queue import Shortage, is_first
from station.store.printing import Job

__all__ = ["LOKET", "MEDIA", "OFFICIAL", "SPOILED", "Evidence", "PrintDesk", "SecondNeeded"]

MEDIA = "iso_id-1_53.98x85.6mm"
SPOILED = frozenset({Outcome.ENCODE_FAILED, Outcome.DAMAGED, Outcome.PRINT_FAILED, Outcome.WRONG_ELEMENT})


class SecondNeeded(Exception):
    """The answer speaks against the machine's counter; another officer has to sign that he looked too."""


class PrintDesk:
    """The acts of the printing officer."""

    def __init__(self, session: Session, authority: Authority) -> None:
        self._session = session
        self._releases = ReleaseDesk(session, authority)
        self._store = session.store

    # one card ---------------------------------------------------------------------------------------------------------
    def begin(self, case_id: str, blank: Blank, way: str, counter: int) -> tuple[Job, Printable]:
        """Check the release, bind the blank and sign that printing starts. Raises ReleaseRefused, StockRefused,
        NotAllowed (`unfinished` while an earlier print of this case is not booked); nothing is bound then."""
        case = self._store.cases.get(case_id)
        self._refuse_unfinished(case)
        if not is_first(case.service) and self._store.print_queue.shortage() is not None:
            raise StockRefused("deferred", str(blank))
        card = self._releases.printable(case)
        name, at = self._session.ids.next(), self._at()
        facts: dict[str, Plain] = {"blank": str(blank), "job": name}
        action = write(self._session, case, Kind.PRINT_STARTED, way, record_bytes(facts))
        job = Job(name, case_id, card.release.serial, str(blank), way, "queued", 0, counter, -1, "", at)
        self._store.jobs.put(job)
        try:
            self._move(Move.TAKEN, job, "")
        except StockRefused:
            self._store.jobs.put(replace(job, stage="booked", outcome=Outcome.NOT_PRINTED))
            raise
        self._store.cases.append((action,))
        return job, card

    def spend(self, job: Job) -> Job:
        """Spend the attempt before the first byte leaves. The official application may have the card from here on."""
        self._store.releases.begin(job.serial, self._at())
        return self._stage(replace(job, stage="encoding" if job.way == LOKET else "sent"))

    def sending(self, job: Job) -> Job:
        """The document may leave from here on: after a cut nobody knows from the journal alone whether it did."""
        return self._stage(replace(job, stage="sent"))

    def send(self, job: Job, card: Printable, printer: CardPrinter, calibration: Calibration = NO_OFFSET) -> Job:
        """Hand the card, moved by the offset, to the printer. Raises DeviceError: devices.printer.port says which leave
        doubt."""
        job = self.sending(job)
        number = printer.submit(front(card, calibration), name=job.id, media=MEDIA)
        return self._stage(replace(job, printer_job=number))

    def halted(self, job: Job, fault: str) -> Job:
        """The machine stopped on this card; kept, for after a jam no counter says how the card is."""
        return self._stage(replace(job, fault=fault))

    def ejected(self, job: Job, counter: int) -> Job:
        """The printer says it is done."""
        return self._stage(replace(job, stage="ejected", counter_after=counter))

    def book(
        self, job: Job, outcome: Outcome, *, chip_uid: str = "", reason: str = "", second: Session | None = None
    ) -> None:
        """Keep the officer's answer, then book what became of the card; may be repeated after a cut.

        Raises SecondNeeded when there has to be a `second` officer, and NotAllowed when that is the first one again.
        """
        job = replace(job, outcome=outcome, chip=chip_uid, reason=reason)
        if needs_second(job, outcome):
            job = self._witnessed(job, second)
        if outcome is not Outcome.UNKNOWN:
            job = self._stage(replace(job, stage="checked"))
        self._finish(job)

    def book_unprinted(self, job: Job) -> None:
        """Nothing was printed, by the machine's own word (it refused the document) or by certain evidence: no officer
        is asked, and none has to stand by."""
        self._finish(self._stage(replace(job, outcome=Outcome.NOT_PRINTED, stage="checked")))

    def row_of(self, limits: Limits) -> Row:
        """The cards this machine has taken in a row, by the journal: a restart does not cool it."""
        newest = self._store.jobs.newest(LOKET, max(limits.cards, 1) * 2)
        return row_of([datetime.fromisoformat(job.at) for job in reversed(newest)], limits)

    def set_shortage(self, reason: str) -> None:
        """Blanks are short from now on, "" for no longer; signed by the officer who says so."""
        session, who = self._session, self._session.officer.handle
        shortage = Shortage(reason.strip(), who, self._at()) if reason.strip() else None
        said = shortage or Shortage("", who, self._at())
        self._store.print_queue.put_shortage(shortage, session.key.sign(said.to_bytes()))

    # after a cut ------------------------------------------------------------------------------------------------------
    def unsettled(self) -> tuple[Job, ...]:
        """Jobs that a cut left open, oldest first, without those set aside."""
        return tuple(job for job in self._store.jobs.open() if job.outcome != Outcome.UNKNOWN)

    def aside(self) -> tuple[Job, ...]:
        """Jobs whose card somebody has yet to look at, oldest first."""
        return tuple(job for job in self._store.jobs.open() if job.outcome == Outcome.UNKNOWN)

    def evidence(self, job: Job, printer: CardPrinter | None) -> Evidence:
        """What journal, counter and printer already settle about an open job."""
        if job.stage in BEFORE_SENDING or job.way == OFFICIAL or printer is None:
            return unseen(job)
        return judge(job, printer.state(), printer.find(job.id))

    def asked(self, evidence: Evidence) -> Job:
        """Keep the counter as it was when the question was put: the answer is held against it."""
        return self._stage(replace(evidence.job, counter_after=evidence.counter_now))

    def resume(self, job: Job) -> bool:
        """Finish the booking of a job whose outcome was given before the cut, also that it is set aside; whether it was
        so."""
        case = self._store.cases.get(job.case)
        started, booked = self._started(case, job), case.latest(Kind.PRINT_BOOKED)
        if started is None:
            self._settle(replace(job, outcome=Outcome.NOT_PRINTED))
            return True
        if job.stage == "checked":
            self._finish(job)
            return True
        if booked is None or case.actions.index(booked) < case.actions.index(started):
            return False
        outcome = Outcome(booked.header.variant)
        if outcome is Outcome.UNKNOWN and job.outcome == Outcome.UNKNOWN:
            return False
        self._finish(replace(job, outcome=outcome))
        return True

    # -----------------------------------------------------------------------------------------------------------
    def _refuse_unfinished(self, case: Case) -> None:
        """What an earlier job still has to book would be booked on the new one."""
        for job in self._store.jobs.of_case(case.id):
            if job.stage != "booked" and not self.resume(job):
                raise NotAllowed("unfinished", case.status, Kind.PRINT_STARTED)

    def _started(self, case: Case, job: Job) -> Action | None:
        """The act that began this job: by its name, in journals of an older Loket by its blank."""
        for action in reversed(case.actions):
            if action.header.kind is Kind.PRINT_STARTED:
                record = _said(action)
                if record.get("job", job.id) == job.id and record.get("blank", job.blank) == job.blank:
                    return action
        return None

    def _witnessed(self, job: Job, second: Session | None) -> Job:
        if second is None:
            raise SecondNeeded(job.id)
        if second.officer.handle == self._session.officer.handle:
            raise NotAllowed("same-person", Status.PRINTING, Kind.PRINT_BOOKED)
        return replace(job, second=second.officer.handle, second_mark=second.key.sign(answer_bytes(job)).hex())

    def _finish(self, job: Job) -> None:
        case, outcome = self._store.cases.get(job.case), Outcome(job.outcome)
        again = outcome is Outcome.UNKNOWN and case.status is Status.UNCERTAIN
        if case.status in (Status.PRINTING, Status.UNCERTAIN) and not again:
            case = self._sign(case, Kind.PRINT_BOOKED, outcome, _facts(job))
        if outcome is Outcome.GOOD and case.status is Status.PRINTED:
            facts: dict[str, Plain] = {"uid": job.chip, "at": self._at(), "by": self._session.officer.handle}
            self._sign(case, Kind.CHIP_VERIFIED, "", facts)
        self._settle(job)

    def _settle(self, job: Job) -> None:
        outcome = Outcome(job.outcome)
        if outcome is Outcome.UNKNOWN:
            self._stage(replace(job, stage="ejected"))
            return
        move = Move.GOOD if outcome is Outcome.GOOD else Move.SPOILED if outcome in SPOILED else Move.PUT_BACK
        if outcome is Outcome.GOOD:
            self._store.releases.book_good(job.serial, self._at())
        if self._bound(job):
            self._move(move, job, job.reason or outcome.value)
        self._stage(replace(job, stage="booked"))

    def _bound(self, job: Job) -> bool:
        """Whether the blank still lies on the desk for this case."""
        moves = self._store.blanks.of_label(Blank.parse(job.blank))
        return bool(moves) and moves[-1].move is Move.TAKEN and moves[-1].case == job.case

    def _move(self, move: Move, job: Job, reason: str) -> None:
        name, blank = self._session.ids.next(), Blank.parse(job.blank)
        self._store.blanks.add(Entry(name, move, blank, 1, job.case, reason, self._session.officer.handle, self._at()))

    def _stage(self, job: Job) -> Job:
        self._store.jobs.put(job)
        return job

    def _sign(self, case: Case, kind: Kind, variant: str, facts: dict[str, Plain]) -> Case:
        self._store.cases.append((write(self._session, case, kind, variant, record_bytes(facts)),))
        return self._store.cases.get(case.id)

    def _at(self) -> str:
        return self._session.clock.stamp()


def answer_bytes(job: Job) -> bytes:
    """What a second officer signs: this card, this answer, and the counter it speaks against."""
    counters: dict[str, Plain] = {"counter_before": job.counter_before, "counter_after": job.counter_after}
    return canonical(
        {"v": 1, "job": job.id, "case": job.case, "blank": job.blank, "outcome": str(job.outcome), **counters}
    )


def _facts(job: Job) -> dict[str, Plain]:
    facts: dict[str, Plain] = {"blank": job.blank, "reason": job.reason}
    if job.second:
        facts |= {"second": job.second, "second_mark": job.second_mark, "job": job.id}
        facts |= {"counter_before": job.counter_before, "counter_after": job.counter_after}
    return facts


def _said(action: Action) -> dict[str, Plain]:
    if action.payload is None:
        return {}
    try:
        return action.record
    except NotCanonical:
        return {}
