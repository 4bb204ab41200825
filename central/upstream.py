"""The upstream (Ditjen Dukcapil by SIAK) behind a port, and its simulator for training.

Only an upstream says whether a recording is unique and a card may be printed. The simulator answers with the status
names of the real one, in their order and one at a time; everything it answers is training and prints SPESIMEN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from central.invented import given_kk, given_nik
from registry.changes import FamilyChange
from registry.numbers import KkNumber, Nik
from registry.upstream import KkAnswer, SiakStatus

PATH = (
    SiakStatus.BIO_CAPTURED,
    SiakStatus.PROCESSING,
    SiakStatus.SENT_FOR_ENROLLMENT,
    SiakStatus.RECEIVED_AT_CENTRAL,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One status for one case, with the upstream's reference, and seconds until the next (None: the last)."""

    status: SiakStatus
    reference: str
    next_in: float | None


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


class Upstream(Protocol):
    """Asked again and again with how many answers a case has had; keeps no state of its own."""

    training: bool

    def answer(self, case: str, given: int, facts: Mapping[str, bool]) -> Answer:
        """The next status. `facts`: `duplicate` (prints already known), `unreadable` (too few usable fingers)."""

    def answer_family(
        self, case: str, given: int, change: FamilyChange, today: date, count: Callable[[str], int]
    ) -> FamilyAnswer:
        """The next answer about a KK; `count` gives the next number of a counter, from 1."""


class SimulatedUpstream:
    """Steps through the real status names with a delay between them."""

    training = True

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s

    def answer(self, case: str, given: int, facts: Mapping[str, bool]) -> Answer:
        """The step after `given` answers; the last one is unique, duplicate or unreadable."""
        reference = f"SIM-{case[-8:].upper()}-{given + 1:02d}"
        if given < len(PATH):
            return Answer(PATH[given], reference, self._delay_s)
        return Answer(_verdict(facts), reference, None)

    def answer_family(
        self, case: str, given: int, change: FamilyChange, today: date, count: Callable[[str], int]
    ) -> FamilyAnswer:
        """Waiting for the Kadis first, then signed."""
        if not given:
            return FamilyAnswer(KkAnswer.AWAITING_TTE, f"SIM-{case[-8:].upper()}-01", self._delay_s)
        reference = f"SIM-TTE-{today:%Y%m%d}-{case[-8:].upper()}"
        return FamilyAnswer(KkAnswer.SIGNED, reference, None, _numbers(change, today, count))


def _verdict(facts: Mapping[str, bool]) -> SiakStatus:
    if facts.get("unreadable"):
        return SiakStatus.ENROLL_FAILURE_AT_CENTRAL
    if facts.get("duplicate"):
        return SiakStatus.DUPLICATE_RECORD
    return SiakStatus.PRINT_READY_RECORD


def _numbers(change: FamilyChange, today: date, count: Callable[[str], int]) -> Numbers:
    """A KK keeps its number while its head stays; a new one is of the village and the day it is entered."""
    everyone = (*change.after.members, *(change.separate.members if change.separate else ()))
    niks = {member.id: given_nik(member, count) for member in everyone if member.nik is None}
    village = everyone[0].address.village
    kk = change.after.kk or given_kk(village, today, count)
    return Numbers(niks, kk, given_kk(village, today, count) if change.separate else None)
