"""The upstream (Ditjen Dukcapil by SIAK) behind a port, and its simulator for training.

Only an upstream says whether a recording is unique and a card may be printed, and an answer is a value that cannot be
made without its reference. The simulator answers with the status names of the real one, in their order and one at a
time; everything it answers is training and prints SPESIMEN. The two other ways, a file (central.exchange) and SIAK's
screen read by two officers (central.console_entry), make the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from central.errors import CentreError
from central.invented import given_kk, given_nik
from central.scenarios import SMOOTH, Scenario
from registry.canonical import Plain
from registry.changes import FamilyChange
from registry.numbers import KkNumber, Nik
from registry.upstream import KkAnswer, Origin, SiakStatus, is_proven


class NoReference(CentreError):
    """An answer without the upstream's reference, or a simulated one that is not training. `code`: no-reference."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One status for one case, with the upstream's reference, and seconds until the next (None: the last)."""

    status: SiakStatus
    reference: str
    next_in: float | None
    origin: Origin = Origin.SIMULATOR
    training: bool = True

    def __post_init__(self) -> None:
        _check_proven(SiakStatus(self.status), self.reference, self.origin, self.training)

    def to_record(self) -> dict[str, Plain]:
        """The payload of `UpstreamAnswered`."""
        return {"reference": self.reference, "training": int(self.training), "origin": self.origin}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What only SIAK gives: a NIK for each who had none, the number of the KK, and that of a new one beside it."""

    niks: Mapping[str, Nik]
    kk: KkNumber
    separate: KkNumber | None


@dataclass(frozen=True, slots=True)
class FamilyAnswer:
    """One answer about a KK; `numbers` come with the signed document only, `reference` names it."""

    status: KkAnswer
    reference: str
    next_in: float | None
    numbers: Numbers | None = None
    origin: Origin = Origin.SIMULATOR
    training: bool = True

    def __post_init__(self) -> None:
        _check_proven(KkAnswer(self.status), self.reference, self.origin, self.training)

    def to_record(self) -> dict[str, Plain]:
        """The payload of `UpstreamAnswered`, without what the document brings."""
        return {"reference": self.reference, "training": int(self.training), "origin": self.origin}


class Upstream(Protocol):
    """Asked again and again with how many answers a case has had; keeps no state of its own.

    `training` says whether what it answers may only be used for training.
    """

    training: bool

    def answer(self, case: str, given: int, facts: Mapping[str, bool]) -> Answer | None:
        """The next status; None where answers do not come by asking. `facts`: `duplicate` (prints already known),
        `unreadable` (too few usable fingers), `resent` (a search of it has failed before)."""

    def answer_family(
        self, case: str, given: int, change: FamilyChange, today: date, count: Callable[[str], int]
    ) -> FamilyAnswer | None:
        """The next answer about a KK; `count` gives the next number of a counter, from 1."""


class Awaited:
    """The upstream of a centre whose answers come by file or by two officers: asked, it has none."""

    training = False

    def answer(self, case: str, given: int, facts: Mapping[str, bool]) -> Answer | None:
        """None: it comes by itself."""

    def answer_family(
        self, case: str, given: int, change: FamilyChange, today: date, count: Callable[[str], int]
    ) -> FamilyAnswer | None:
        """None: it comes by itself."""


class SimulatedUpstream:
    """Steps through the real status names with a delay between them, as its scenario says."""

    training = True

    def __init__(self, delay_s: float, scenario: Scenario = SMOOTH) -> None:
        self._delay_s = delay_s
        self._scenario = scenario

    def answer(self, case: str, given: int, facts: Mapping[str, bool]) -> Answer:
        """The step after `given` answers; what follows it comes after the delay of that step."""
        course = self._scenario.course(case, facts)
        place = min(given, len(course) - 1)
        reference = f"SIM-{case[-8:].upper()}-{given + 1:02d}"
        more = place + 1 < len(course)
        return Answer(course[place], reference, self._delay_s * self._scenario.factor(course[place]) if more else None)

    def answer_family(
        self, case: str, given: int, change: FamilyChange, today: date, count: Callable[[str], int]
    ) -> FamilyAnswer:
        """Waiting for the Kadis first, then signed."""
        if not given:
            return FamilyAnswer(KkAnswer.AWAITING_TTE, f"SIM-{case[-8:].upper()}-01", self._delay_s)
        reference = f"SIM-TTE-{today:%Y%m%d}-{case[-8:].upper()}"
        return FamilyAnswer(KkAnswer.SIGNED, reference, None, _numbers(change, today, count))


def _check_proven(status: SiakStatus | KkAnswer, reference: str, origin: Origin, training: bool) -> None:
    said = {"reference": reference, "origin": origin, "training": int(training)}
    if not reference.strip() or not is_proven(status, said) or (origin is Origin.SIMULATOR and not training):
        raise NoReference("no-reference")


def _numbers(change: FamilyChange, today: date, count: Callable[[str], int]) -> Numbers:
    """A KK keeps its number while its head stays; a new one is of the village and the day it is entered."""
    everyone = (*change.after.members, *(change.separate.members if change.separate else ()))
    niks = {member.id: given_nik(member, count) for member in everyone if member.nik is None}
    village = everyone[0].address.village
    kk = change.after.kk or given_kk(village, today, count)
    return Numbers(niks, kk, given_kk(village, today, count) if change.separate else None)
