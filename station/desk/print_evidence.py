"""What journal, counter and printer settle about a card that a cut left open, and what only the officer can say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from devices.printer.port import JobPhase, JobState, PrinterState
from registry.actions import Outcome
from station.store.printing import Job

LOKET, OFFICIAL = "loket", "resmi"
SUPPLIES = frozenset({"media-empty", "media-needed", "marker-supply-empty", "marker-supply-low"})
INSIDE = frozenset({"media-jam", "cover-open", "door-open"})  # after these somebody pulled a card out by hand
BEFORE_SENDING = frozenset({"queued", "encoding"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What journal and machine say of an unsettled job; `certain` is booked without a question."""

    job: Job
    counter_now: int  # -1 where it cannot be read
    phase: JobPhase | None
    certain: Outcome | None  # nothing can have been printed

    @property
    def under_way(self) -> bool:
        """Whether the printer still has it: it is watched on, not asked about."""
        return self.phase is not None and self.phase < JobPhase.CANCELED

    @property
    def moved(self) -> int:
        """Cards the machine counted since the job began; -1 where that is not known."""
        if self.counter_now < 0 or self.job.counter_before < 0:
            return -1
        return self.counter_now - self.job.counter_before


def judge(job: Job, state: PrinterState, found: JobState | None) -> Evidence:
    """Weigh what the printer says now against the journal.

    A printer that took the document and has forgotten it since was cut off itself, and one that gave it up may have had
    a card inside that somebody pulled out: then only people can say. One that ran out of something took no card.
    """
    counter = -1 if state.cards_printed is None else state.cards_printed
    phase = found.state if found is not None else None
    job = replace(job, printer_job=found.id) if found is not None else job
    evidence = Evidence(job, counter, phase, None)
    still = state.state == "idle" or (state.state == "stopped" and SUPPLIES.issuperset(state.reasons))
    empty = still and not INSIDE & {*state.reasons, job.fault}
    never_came = found is None and job.printer_job == 0
    short = job.fault in SUPPLIES or (bool(state.reasons) and SUPPLIES.issuperset(state.reasons))
    ended = short and found is not None and found.ended and not found.printed and not found.impressions
    if evidence.moved == 0 and empty and (never_came or ended):
        return Evidence(job, counter, phase, Outcome.NOT_PRINTED)
    return evidence


def unseen(job: Job) -> Evidence:
    """The same without a printer: only a job that was never sent is certain."""
    return Evidence(job, -1, None, Outcome.NOT_PRINTED if job.stage in BEFORE_SENDING else None)


def needs_second(job: Job, outcome: Outcome) -> bool:
    """Whether this answer speaks against the machine, so that another officer has to see it too: no card, while the
    counter moved, or a counter that was known cannot be read any more."""
    if outcome is not Outcome.NOT_PRINTED or job.stage in BEFORE_SENDING:
        return False
    return job.way == LOKET and job.counter_before >= 0 and job.counter_after != job.counter_before
