"""A centre in a folder, whose clock can be set and whose upstream answers what a test says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from central.clock import Clock
from central.keys import load_keys, make_keys
from central.ledger.ledger import CaseRow, Ledger
from central.office import Office, load_case
from central.upstream import Answer
from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from registry.people import Resident
from registry.regions import Regions
from registry.upstream import SiakStatus
from tests.station.store.making import act, recording

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@dataclass
class Told:
    """An upstream that gives these answers, one after another; the last one for ever."""

    answers: Sequence[SiakStatus]
    asked: list[int] = field(default_factory=list)  # how many answers it was said to have given
    training: bool = True

    def answer(self, case: str, given: int, facts: object) -> Answer:
        self.asked.append(given)
        place = min(len(self.asked), len(self.answers)) - 1
        more = 0.0 if place + 1 < len(self.answers) else None
        return Answer(self.answers[place], f"SIM-{given}", more)


@dataclass
class Place:
    """A centre with one case."""

    ledger: Ledger
    upstream: Told
    now: datetime = NOON

    def __post_init__(self) -> None:
        clock = Clock(lambda: self.now)
        with self.ledger.writing() as book:
            make_keys(book, NOON.date())
            keys = load_keys(book)
        assert keys is not None
        self.clock = clock
        self.office = Office(keys, self.upstream, Regions.load(), clock, {}, {})

    def verify(self, who: Resident) -> None:
        """The case comes in, recorded and verified."""
        said = recording(who).submission.to_bytes()
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=said)
        second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
        with self.ledger.writing() as book:
            for action in (first, second):
                book.add_action(action)
            self.office.accepted(book, "case-1", (first, second), "DAYUN")

    def status(self) -> Status:
        with self.ledger.writing() as book:
            return load_case(book, "case-1").status

    def ask(self) -> int:
        with self.ledger.writing() as book:
            return self.office.ask_upstream(book)

    def row(self) -> CaseRow:
        with self.ledger.writing() as book:
            row = book.case("case-1")
            assert row is not None
            return row


@contextmanager
def centre(folder: Path, *answers: SiakStatus) -> Iterator[Place]:
    """A centre; it is closed at the end."""
    ledger = Ledger(folder / "centre.db", bytes(32))
    try:
        yield Place(ledger, Told(answers))
    finally:
        ledger.close()
