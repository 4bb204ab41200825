"""The upstream (Ditjen Dukcapil by SIAK) behind a port, and its simulator for training.

Only an upstream says whether a recording is unique and a card may be printed. The simulator answers with the status
names of the real one, in their order and one at a time; everything it answers is training and prints SPESIMEN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from registry.upstream import SiakStatus

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


class Upstream(Protocol):
    """Asked again and again with how many answers a case has had; keeps no state of its own."""

    training: bool

    def answer(self, case: str, given: int, facts: Mapping[str, bool]) -> Answer:
        """The next status. `facts`: `duplicate` (prints already known), `unreadable` (too few usable fingers)."""


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


def _verdict(facts: Mapping[str, bool]) -> SiakStatus:
    if facts.get("unreadable"):
        return SiakStatus.ENROLL_FAILURE_AT_CENTRAL
    if facts.get("duplicate"):
        return SiakStatus.DUPLICATE_RECORD
    return SiakStatus.PRINT_READY_RECORD
