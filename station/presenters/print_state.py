"""What the print desk shows, and the board its presenters write it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from devices.printer.port import PrinterState
from forms.raster import Raster
from registry.releases import Printable
from registry.stock import Balance
from station.desk.governor import Advice
from station.desk.print_evidence import Evidence
from station.problems import Words
from station.store.index import CaseRow
from station.store.print_queue import QueueCounts, Shortage, is_first
from station.store.printing import Job

NOTHING, NOBODY = Balance(0, 0, 0, 0), QueueCounts(0, 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """Cards one after the other: how many of how many are booked, and how many of them good."""

    total: int
    done: int = 0
    good: int = 0
    paused: bool = False
    stopping: bool = False  # ends with the card at work
    rest: Advice | None = None  # why the next card waits

    @property
    def over(self) -> bool:
        """Whether no further card is begun."""
        return self.stopping or self.done >= self.total


@dataclass(frozen=True, slots=True)
class PrintState:
    """What the desk shows. `asking`: an outcome must be booked for `job`; `evidence` after a cut, and `found` when it
    was there at the start. `halted`: the machine stopped on the card and still has it."""

    queue: tuple[CaseRow, ...] = ()
    counts: QueueCounts = NOBODY
    shortage: Shortage | None = None
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
    found: bool = False
    halted: bool = False
    batch: Batch | None = None
    advice: Advice | None = None
    aside: int = 0  # cards set aside until somebody looks
    today: tuple[int, int] = (0, 0)  # cards booked today: good, bad
    fault: Words | None = None
    working: bool = False
    device_fault: Words | None = None  # of the printer; asking it again (F5) may clear it
    locked: bool = False  # this officer approved the card in view, so another prints it
    printer_asked: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        """Whether no card is at work, stopped or asked about."""
        return not (self.working or self.asking or self.halted)

    @property
    def deferred(self) -> bool:
        """Whether the shortage puts off the card in view."""
        return self.shortage is not None and self.row is not None and not is_first(self.row.service)


class PrintBoard:
    """The state as it stands; each change is shown."""

    def __init__(self, show: Callable[[PrintState], None]) -> None:
        self._show = show
        self.state = PrintState()

    def set(self, **changes: Any) -> None:
        """Change and show."""
        self.state = replace(self.state, **changes)
        self._show(self.state)

    def keep(self, **changes: Any) -> None:
        """Change what is on the screen already."""
        self.state = replace(self.state, **changes)
