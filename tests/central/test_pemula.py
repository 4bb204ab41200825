"""A card recorded at 16: the centre holds its release until the 17th birthday, and then makes it by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from central.clock import Clock
from central.keys import load_keys, make_keys
from central.ledger.ledger import Book, CaseRow, Ledger
from central.office import Office, load_case
from central.upstream import Answer
from registry.actions import Kind
from registry.codes import CodeTables
from registry.lifecycle import Status
from registry.officers import Role
from registry.people import Resident
from registry.regions import Regions
from registry.releases import Release
from registry.upstream import SiakStatus
from tests.station.store.making import act, person, recording

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
BIRTHDAY = date(2027, 3, 12)


class Ready:
    """An upstream that finds everybody single at once."""

    training = True

    def answer(self, case: str, given: int, facts: object) -> Answer:
        return Answer(SiakStatus.PRINT_READY_RECORD, f"SIM-{given}", None)


@dataclass
class Place:
    """A centre whose clock can be set."""

    ledger: Ledger
    office: Office
    now: datetime = NOON

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


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    ledger = Ledger(tmp_path / "centre.db", bytes(32))
    made: list[Place] = []
    clock = Clock(lambda: made[0].now)
    with ledger.writing() as book:
        made.append(Place(ledger, office=None))  # type: ignore[arg-type]  # needs the clock, which needs the place
        make_keys(book, NOON.date())
        keys = load_keys(book)
    assert keys is not None
    made[0].office = Office(keys, Ready(), Regions.load(), clock, {}, {})
    yield made[0]
    ledger.close()


def verified(book: Book, office: Office, who: Resident) -> None:
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=recording(who).submission.to_bytes())
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    for action in (first, second):
        book.add_action(action)
    office.accepted(book, "case-1", (first, second), "DAYUN")


def young(*, married: bool = False) -> Resident:
    marital = CodeTables.load().by_name("status_perkawinan", "Kawin Tercatat" if married else "Belum Kawin")
    return replace(person(1), birth_date=date(2010, 3, 12), marital=marital)


def test_the_release_waits_for_the_birthday(place: Place) -> None:
    with place.ledger.writing() as book:
        verified(book, place.office, young())
    assert place.ask() == 1
    assert place.status() is Status.PRINT_READY
    assert place.row().due_at == place.office._clock.midnight(BIRTHDAY)
    assert place.ask() == 0  # nothing is due before that day

    midnight = datetime(BIRTHDAY.year, BIRTHDAY.month, BIRTHDAY.day).astimezone(UTC)
    place.now = midnight
    assert place.ask() == 1
    assert place.status() is Status.RELEASED
    assert place.row().due_at == ""
    with place.ledger.writing() as book:
        released = load_case(book, "case-1").latest(Kind.RELEASED)
    assert released is not None
    release = Release.from_bytes(bytes.fromhex(released.record["release"]))
    assert (release.not_before, release.until) == ("2027-03-12", "2027-03-26")
    assert place.ask() == 0


def test_a_release_asked_for_by_hand_is_held_as_well(place: Place) -> None:
    with place.ledger.writing() as book:
        verified(book, place.office, young())
        place.office.ask_upstream(book)
        place.office.release(book, "case-1")
        assert load_case(book, "case-1").latest(Kind.RELEASED) is None


@pytest.mark.parametrize("who", [young(married=True), person(1)], ids=["married", "adult"])
def test_the_married_and_the_grown_are_released_at_once(place: Place, who: Resident) -> None:
    with place.ledger.writing() as book:
        verified(book, place.office, who)
    place.ask()
    assert place.status() is Status.RELEASED
