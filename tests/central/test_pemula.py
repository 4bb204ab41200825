"""A card recorded at 16: the centre holds its release until the 17th birthday, and then makes it by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from central.office import load_case
from registry.actions import Kind
from registry.codes import CodeTables
from registry.lifecycle import Status
from registry.people import Resident
from registry.releases import Release
from registry.upstream import SiakStatus
from tests.central.making import Place, centre
from tests.station.store.making import person

BIRTHDAY = date(2027, 3, 12)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with centre(tmp_path, SiakStatus.PRINT_READY_RECORD) as made:
        yield made


def young(*, married: bool = False) -> Resident:
    marital = CodeTables.load().by_name("status_perkawinan", "Kawin Tercatat" if married else "Belum Kawin")
    return replace(person(1), birth_date=date(2010, 3, 12), marital=marital)


def test_the_release_waits_for_the_birthday(place: Place) -> None:
    place.verify(young())
    assert place.ask() == 1
    assert place.status() is Status.PRINT_READY
    assert place.row().due_at == place.clock.midnight(BIRTHDAY)
    assert place.ask() == 0  # nothing is due before that day

    place.now = datetime(BIRTHDAY.year, BIRTHDAY.month, BIRTHDAY.day).astimezone(UTC)
    assert place.ask() == 1
    assert place.status() is Status.RELEASED
    assert place.row().due_at == ""
    with place.ledger.writing() as book:
        released = load_case(book, "case-1").latest(Kind.RELEASED)
    assert released is not None
    release = Release.from_bytes(bytes.fromhex(released.record["release"]))
    assert (release.not_before, release.until) == ("2027-03-12", "2027-03-26")
    assert place.ask() == 0
    assert place.upstream.asked == [0]  # the birthday is ours, SIAK is not asked again


def test_a_release_asked_for_by_hand_is_held_as_well(place: Place) -> None:
    place.verify(young())
    place.ask()
    with place.ledger.writing() as book:
        place.office.release(book, "case-1")
        assert load_case(book, "case-1").latest(Kind.RELEASED) is None


@pytest.mark.parametrize("who", [young(married=True), person(1)], ids=["married", "adult"])
def test_the_married_and_the_grown_are_released_at_once(place: Place, who: Resident) -> None:
    place.verify(who)
    place.ask()
    assert place.status() is Status.RELEASED
