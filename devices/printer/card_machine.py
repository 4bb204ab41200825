"""A simulated card printer behind its network card: hopper, ribbon, head, counter, and the card inside.

A job feeds a card, prints it and ejects it, and time moves it on. The counter and the ribbon move when the panels are
transferred, so a jam in the exit leaves a card that was printed and never came out. The machine has no thread: whoever
asks brings it up to date first.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from devices.printer.port import JobPhase

RIBBON_PRINTS = 200
RIBBON_LOW_PERCENT = 10
HOPPER_CARDS = 100

SUPPLY_FAULTS = ("media-empty", "marker-supply-empty")
# After these a card that is inside is lost: someone pulls it out by hand.
SPOILING_FAULTS = ("media-jam", "cover-open")
FAULTS = SUPPLY_FAULTS + SPOILING_FAULTS


class Stage(StrEnum):
    """What happens to one card, in this order."""

    FEED = "feed"
    PRINT = "print"
    EJECT = "eject"


STAGES = tuple(Stage)
SHARES = {Stage.FEED: 0.2, Stage.PRINT: 0.6, Stage.EJECT: 0.2}


@dataclass(slots=True)
class Job:
    """One accepted job; times in seconds of the machine's clock."""

    id: int
    name: str
    user: str
    copies: int
    created: float
    phase: JobPhase = JobPhase.PROCESSING
    reasons: tuple[str, ...] = ("job-printing",)
    message: str = ""
    printed: int = 0
    ejected: int = 0
    ended: float | None = None
    stage: Stage = Stage.FEED
    left_s: float = 0.0

    @property
    def active(self) -> bool:
        """Still to be worked on."""
        return self.phase < JobPhase.CANCELED


@dataclass(slots=True)
class CardMachine:
    """One machine; `card_s` is the time of a card."""

    clock: Callable[[], float]
    card_s: float
    cards: int = HOPPER_CARDS
    prints_left: int = RIBBON_PRINTS
    counter: int = 0
    card_inside: bool = False
    accepting: bool = True
    faults: dict[str, None] = field(default_factory=dict)
    armed: dict[Stage, str] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    abort_next: bool = False
    _seen: float = 0.0

    def __post_init__(self) -> None:
        self._seen = self.clock()

    # ---- what it shows

    @property
    def active(self) -> Job | None:
        """The job at work."""
        return next((job for job in self.jobs if job.active), None)

    @property
    def ribbon_percent(self) -> int:
        """What is left of the ribbon; 0 only when it is empty."""
        return math.ceil(100 * self.prints_left / RIBBON_PRINTS)

    @property
    def reasons(self) -> tuple[str, ...]:
        """PWG keywords of what is wrong, without severity."""
        low = self.ribbon_percent <= RIBBON_LOW_PERCENT and "marker-supply-empty" not in self.faults
        return (*self.faults, *(["marker-supply-low"] if low else []))

    # ---- what hosts ask of it

    def accept(self, name: str, user: str, copies: int) -> Job | None:
        """Begin a job, or None while another one is at work."""
        if self.active is not None:
            return None
        job = Job(len(self.jobs) + 1, name, user, copies, self.clock())
        self.jobs.append(job)
        if self.abort_next:
            self.abort_next = False
            self._end(job, JobPhase.ABORTED, "aborted-by-system")
        else:
            self._begin(job, Stage.FEED)
        return job

    def cancel(self, job: Job) -> bool:
        """Stop a job; False if it has ended already. A card that is being printed stays inside."""
        if job.active:
            self._end(job, JobPhase.CANCELED, "job-canceled-by-user")
            return True
        return False

    # ---- what people and accidents do to it

    def abort(self) -> None:
        """Give up the job at work, or the next one if there is none."""
        if self.active is None:
            self.abort_next = True
        else:
            self._end(self.active, JobPhase.ABORTED, "aborted-by-system")

    def break_down(self, fault: str) -> None:
        """One of `FAULTS` happens now."""
        self.faults[fault] = None
        if fault == "media-empty":
            self.cards = 0
        if fault == "marker-supply-empty":
            self.prints_left = 0
        if self.active is not None:
            self._stop(self.active)

    def mend(self, fault: str) -> None:
        """Someone opens it, puts things right and closes it."""
        if fault not in self.faults:
            return
        del self.faults[fault]
        if fault == "media-empty":
            self.cards = self.cards or HOPPER_CARDS
        if fault == "marker-supply-empty":
            self.prints_left = self.prints_left or RIBBON_PRINTS
        if fault in SPOILING_FAULTS and self.card_inside:
            self.take_card()
        if self.active is not None and not self.faults:
            self.active.phase, self.active.reasons = JobPhase.PROCESSING, ("job-printing",)

    def take_card(self) -> None:
        """Pull out the card that is inside; the job it belonged to is over."""
        self.card_inside = False
        if self.active is not None and self.active.stage is not Stage.FEED:
            self._end(self.active, JobPhase.ABORTED, "aborted-by-system", "card removed by hand")

    def print_unasked(self) -> None:
        """Spend a card and its panels on data that came without a proper end."""
        self.cards -= 1
        self._transfer()
        self.card_inside = True

    # ---- time

    def advance(self) -> None:
        """Do what was due since the last look."""
        now = self.clock()
        budget, self._seen = now - self._seen, now
        while (job := self.active) is not None and not self.faults and budget >= job.left_s:
            budget -= job.left_s
            self._finish_stage(job)
        if job is not None and not self.faults:
            job.left_s -= budget

    def _begin(self, job: Job, stage: Stage) -> None:
        job.stage, job.left_s = stage, self.card_s * SHARES[stage]
        fault = self.armed.pop(stage, None) or self._shortage(stage)
        if stage is not Stage.FEED:
            self.card_inside = True
        if fault is not None:
            self.break_down(fault)
        elif self.faults:
            self._stop(job)

    def _shortage(self, stage: Stage) -> str | None:
        if stage is Stage.FEED and self.cards <= 0:
            return "media-empty"
        return "marker-supply-empty" if stage is Stage.PRINT and self.prints_left <= 0 else None

    def _finish_stage(self, job: Job) -> None:
        match job.stage:
            case Stage.FEED:
                self.cards -= 1
                self._begin(job, Stage.PRINT)
            case Stage.PRINT:
                self._transfer()
                job.printed += 1
                self._begin(job, Stage.EJECT)
            case Stage.EJECT:
                self._eject(job)

    def _eject(self, job: Job) -> None:
        self.card_inside = False
        job.ejected += 1
        if job.ejected < job.copies:
            self._begin(job, Stage.FEED)
        else:
            self._end(job, JobPhase.COMPLETED, "job-completed-successfully")

    def _transfer(self) -> None:
        self.counter += 1
        self.prints_left -= 1

    def _stop(self, job: Job) -> None:
        job.phase = JobPhase.PROCESSING_STOPPED
        waits = "media-empty" in self.faults
        job.reasons = ("media-needed",) if waits else ("printer-stopped",)

    def _end(self, job: Job, phase: JobPhase, reason: str, message: str = "") -> None:
        job.phase, job.reasons, job.message, job.ended = phase, (reason,), message, self.clock()
