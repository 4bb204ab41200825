"""A centre in a folder, whose clock can be set and whose upstream answers what a test says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from central.clock import Clock
from central.keys import load_keys, make_keys
from central.ledger.ledger import CaseRow, Ledger
from central.office import Office, load_case
from central.upstream import Answer
from registry.actions import Action, Kind
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

    def answer(self, case: str, given: int, facts: object) -> Answer | None:
        if not self.answers:
            return None
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
    operational: bool = False

    def __post_init__(self) -> None:
        clock = Clock(lambda: self.now)
        with self.ledger.writing() as book:
            make_keys(book, NOON.date())
            keys = load_keys(book)
        assert keys is not None
        self.clock = clock
        self.office = Office(keys, self.upstream, Regions.load(), clock, operational=self.operational)

    def submit(self, who: Resident, case: str = "case-1", *, number: str = "D-2611-0001", **changes: object) -> None:
        """The case comes in, recorded."""
        said = replace(recording(who, number).submission, **changes).to_bytes()  # type: ignore[arg-type]  # of a test
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, case=case, variant="complete", payload=said)
        self.bring(case, first)

    def verify(self, who: Resident, case: str = "case-1", *, number: str = "D-2611-0001") -> None:
        """The case comes in, recorded and verified."""
        said = recording(who, number).submission.to_bytes()
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, case=case, variant="complete", payload=said)
        second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=case, after=first.header.id)
        self.bring(case, first, second)

    def bring(self, case: str, *actions: Action) -> None:
        """These acts of the station come in."""
        with self.ledger.writing() as book:
            for action in actions:
                book.add_action(action)
            self.office.accepted(book, case, actions, "DAYUN")

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
def centre(folder: Path, *answers: SiakStatus, operational: bool = False) -> Iterator[Place]:
    """A centre; it is closed at the end."""
    ledger = Ledger(folder / "centre.db", bytes(32))
    try:
        yield Place(ledger, Told(answers), operational=operational)
    finally:
        ledger.close()
