"""A card printer of plastic and rollers, written from what people see and not from the desk: cards come out, lie inside
or never went in, and the counter moves when panels are pressed on. Power can go at any moment."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from devices.errors import Busy, DeviceFault, Disconnected
from devices.health import Identity
from devices.printer.port import JobPhase, JobState, PrinterState

GOOD, BAD = "good", "bad"
ENDS = ("well", "well", "well", "well", "scratched", "jam", "ribbon", "refused", "line", "line-before", "late")


@dataclass
class Plastic:
    """One card of the hopper, once it has been pulled in."""

    job: str
    fit: str = GOOD


@dataclass
class Machine:
    """What stands beside the desk. `outlook` says how the next cards go, one of ENDS each."""

    chance: random.Random
    counter: int = 18_204
    tray: list[Plastic] = field(default_factory=list)  # everything that ever came out
    inside: Plastic | None = None
    stopped: str = ""
    memory: dict[str, JobState] = field(default_factory=dict)
    waiting: str = ""  # a job whose card still is to come
    tick: object = None  # called wherever the power may go
    outlook: tuple[str, ...] = ()
    numbers: int = 0

    # the port ---------------------------------------------------------------------------------------------------
    def identify(self) -> Identity:
        return Identity("Machine", "1", "1")

    def validate(self, media: str) -> None: ...

    def close(self) -> None: ...

    def state(self) -> PrinterState:
        if self.stopped:
            return PrinterState("stopped", (self.stopped,), cards_printed=self.counter)
        return PrinterState("processing" if self.waiting else "idle", cards_printed=self.counter)

    def submit(self, pdf: bytes, *, name: str, media: str, copies: int = 1) -> int:
        assert pdf.startswith(b"%PDF")
        assert copies == 1
        if self.stopped:
            raise DeviceFault(reason=self.stopped)
        if self.waiting:
            raise Busy("machine")
        self._power()
        end = self._how()
        if end == "refused":
            raise DeviceFault(reason="document-format-error")
        if end == "line-before":
            raise Disconnected("machine")
        self.numbers += 1
        number = self.numbers
        self._power()
        self._work(name, number, end)
        self._power()
        if end == "line":
            raise Disconnected("machine")
        return number

    def job(self, job_id: int) -> JobState:
        self._come_out()
        found = next((each for each in self.memory.values() if each.id == job_id), None)
        if found is None:
            raise DeviceFault(reason="job-not-found")
        return found

    def find(self, name: str) -> JobState | None:
        self._come_out()
        return self.memory.get(name)

    def cancel(self, job_id: int) -> None:
        name = next(name for name, each in self.memory.items() if each.id == job_id)
        if self.memory[name].ended:
            raise DeviceFault(reason="not-possible")
        self._end(name, JobPhase.CANCELED, 0)

    # people -----------------------------------------------------------------------------------------------------
    def mend(self) -> None:
        """Someone opens it, takes out what sticks, fills up, closes it."""
        if self.inside is not None:
            self.tray.append(self.inside)
            self.memory = {name: _aborted(each) for name, each in self.memory.items()}
            self.inside = None
        if self.stopped == "marker-supply-empty" and self.waiting:
            name, self.waiting = self.waiting, ""
            self.stopped = ""
            if not self.memory[name].ended:
                self._print(name)
        self.stopped = ""

    def lose_power(self) -> None:
        """Dark. What was in its memory may be gone; a card that was inside sticks there."""
        if self.waiting and self.memory.get(self.waiting, None) is not None and not self.memory[self.waiting].ended:
            if self.stopped != "marker-supply-empty":
                self.inside = Plastic(self.waiting, BAD)
                self.stopped = "media-jam"
            else:
                self.stopped = ""
            self._end(self.waiting, JobPhase.ABORTED, 0)
        self.waiting = ""
        if self.chance.random() < 0.5:
            self.memory.clear()

    def fit(self, job: str) -> str:
        """What the officer finds in tray and machine: good, bad, or "" for no card."""
        found = [card.fit for card in self.tray if card.job == job]
        return found[-1] if found else ""

    # -----------------------------------------------------------------------------------------------------------
    def _power(self) -> None:
        if callable(self.tick):
            self.tick()

    def _how(self) -> str:
        if self.outlook:
            first, *rest = self.outlook
            self.outlook = tuple(rest)
            return first
        return self.chance.choice(ENDS)

    def _work(self, name: str, number: int, end: str) -> None:
        self.memory[name] = JobState(number, JobPhase.PROCESSING)
        self.waiting = name
        self._power()
        if end == "ribbon":
            self.stopped = "marker-supply-empty"
        elif end == "jam":
            self.inside, self.stopped = Plastic(name, BAD), "media-jam"
            if self.chance.random() < 0.5:
                self.counter += 1
        elif end != "late":
            self._print(name, BAD if end == "scratched" else GOOD)

    def _print(self, name: str, fit: str = GOOD) -> None:
        self.counter += 1
        self._power()
        self.tray.append(Plastic(name, fit))
        self._end(name, JobPhase.COMPLETED, 1)

    def _come_out(self) -> None:
        """A slow card comes out between two questions."""
        name = self.waiting
        if name and not self.stopped and self.inside is None and not self.memory[name].ended:
            self._print(name)

    def _end(self, name: str, phase: JobPhase, sides: int) -> None:
        self.memory[name] = JobState(self.memory[name].id, phase, impressions=sides)
        if self.waiting == name:
            self.waiting = ""


def _aborted(job: JobState) -> JobState:
    return job if job.ended else JobState(job.id, JobPhase.ABORTED, impressions=0)
