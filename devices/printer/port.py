"""What the counter asks of a card printer, whatever make it is.

A card is printed when its job is `COMPLETED`, and not before. One job at a time: a printer that works on one is busy.

After a crash, or when `submit` ends in `Disconnected` or in any `LinkError`, nobody can know from here whether a card
came out: look for the job by its name with `find`, compare `PrinterState.cards_printed` with what it was before, and
ask the person at the machine. After every other error of `submit` it is certain that no card was printed.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, Protocol

from devices.health import Identity

Readiness = Literal["idle", "processing", "stopped"]


class JobPhase(IntEnum):
    """Where a job is: job-state of RFC 8011 section 5.3.7."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True, slots=True)
class Marker:
    """A ribbon or a cleaning roller; `type` is a PWG keyword (`ribbon`), `level` percent left, None if unknown."""

    name: str
    type: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Hopper:
    """Where blank cards lie; None where the printer does not count them."""

    cards: int | None
    full: int | None


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer is.

    `reasons` are PWG keywords without their severity: `media-jam`, not `media-jam-error`; empty if there are none.
    `cards_printed` is the machine's own counter, which no job and no program can set back; None if it has none.
    `temperature` is that of the head or transfer roller in °C; IPP has no attribute for it, so there it is None.
    """

    state: Readiness
    reasons: tuple[str, ...] = ()
    accepting: bool = True
    markers: tuple[Marker, ...] = ()
    cards_printed: int | None = None
    message: str = ""
    hopper: Hopper | None = None
    temperature: int | None = None


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job is; `impressions` counts the sides that it has put on plastic, None if the printer does not tell."""

    id: int
    state: JobPhase
    reasons: tuple[str, ...] = ()
    impressions: int | None = None
    message: str = ""

    @property
    def ended(self) -> bool:
        """Nothing more will come of this job."""
        return self.state >= JobPhase.CANCELED

    @property
    def printed(self) -> bool:
        """The printer says that it printed all of it."""
        return self.state == JobPhase.COMPLETED


class CardPrinter(Protocol):
    """A printer for one card at a time; used by one thread at a time.

    Every method raises `NotFound` (no printer there), `Denied`, `Disconnected` and `LinkError`s, and `DeviceFault` with
    the keyword of what the printer refused.
    """

    def identify(self) -> Identity:
        """Model, serial number and firmware."""
        ...

    def state(self) -> PrinterState:
        """Ask how the printer is."""
        ...

    def validate(self, media: str) -> None:
        """Ask whether it would take a PDF on this medium (a PWG 5101.1 name); raises `DeviceFault` if not."""
        ...

    def submit(self, pdf: bytes, *, name: str, media: str, copies: int = 1) -> int:
        """Send one document and give the id of its job; raises `Busy` while another job is at work.

        `name` finds the job again after a crash, so let it be unique; printers show it, so let it name nobody.
        """
        ...

    def job(self, job_id: int) -> JobState:
        """How a job is; raises `DeviceFault` with reason `job-not-found` if the printer has forgotten it."""
        ...

    def find(self, name: str) -> JobState | None:
        """The latest job of this name that the printer remembers."""
        ...

    def cancel(self, job_id: int) -> None:
        """Stop a job; raises `DeviceFault` with reason `job-not-found`, or `not-possible` when it has ended already."""
        ...

    def close(self) -> None:
        """Let the printer go; a second call does nothing."""
        ...
