"""SIAK's screen read by two officers: both the same, two persons, one effect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from central.console_entry import ConsoleEntry
from central.errors import CentreError
from central.ledger.entries import EntryRow, add_entry, entries
from central.upstream import NoReference
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from tests.central.making import Place, centre
from tests.station.store.making import person

READY = SiakStatus.PRINT_READY_RECORD


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with centre(tmp_path) as found:
        found.verify(person(1))
        yield found


@pytest.fixture
def desk(place: Place) -> ConsoleEntry:
    return ConsoleEntry(place.office, place.clock, Uuid7Source())


def test_one_officer_changes_nothing_two_do(place: Place, desk: ConsoleEntry) -> None:
    with place.ledger.writing() as book:
        which = desk.enter(book, "adi", "case-1", READY, " SIAK-9 ")
    assert place.status() is Status.VERIFIED
    with place.ledger.writing() as book:
        desk.confirm(book, "budi", which, READY, "SIAK-9")
        (row,) = entries(book.connection, "confirmed")
        assert (row.first, row.second, row.reference) == ("adi", "budi", "SIAK-9")
    assert place.status() is Status.RELEASED


@pytest.mark.parametrize("same", ["adi", "Adi", " ADI "])
def test_the_first_is_not_the_second_however_he_writes_himself(place: Place, desk: ConsoleEntry, same: str) -> None:
    with place.ledger.writing() as book:
        which = desk.enter(book, "adi", "case-1", READY, "SIAK-9")
        with pytest.raises(CentreError, match="same-person"):
            desk.confirm(book, same, which, READY, "SIAK-9")
    assert place.status() is Status.VERIFIED


def test_the_database_holds_two_persons_too(place: Place) -> None:
    for row in (
        EntryRow("e1", "case-1", READY, "S", "adi", "", "adi", "", "confirmed"),
        EntryRow("e2", "case-1", READY, "S", "adi", "", "", "", "confirmed"),
        EntryRow("e3", "case-1", READY, " ", "adi", "", "budi", "", "confirmed"),
    ):
        with place.ledger.writing() as book, pytest.raises(IntegrityError):
            add_entry(book.connection, row)


@pytest.mark.parametrize(
    ("status", "reference"), [(SiakStatus.DUPLICATE_RECORD, "SIAK-9"), (READY, "SIAK-8"), (READY, "siak-9")]
)
def test_what_both_read_must_be_the_same(place: Place, desk: ConsoleEntry, status: SiakStatus, reference: str) -> None:
    with place.ledger.writing() as book:
        which = desk.enter(book, "adi", "case-1", READY, "SIAK-9")
        with pytest.raises(CentreError, match="differs"):
            desk.confirm(book, "budi", which, status, reference)
    assert place.status() is Status.VERIFIED


def test_two_officers_cannot_do_without_a_reference(place: Place, desk: ConsoleEntry) -> None:
    with place.ledger.writing() as book:
        with pytest.raises(NoReference):
            desk.enter(book, "adi", "case-1", READY, "  ")
        which = desk.enter(book, "adi", "case-1", READY, "SIAK-9")
        with pytest.raises(NoReference):
            desk.confirm(book, "budi", which, READY, "")
    assert place.status() is Status.VERIFIED


def test_one_reading_at_a_time_and_a_wrong_one_is_taken_back_with_a_reason(place: Place, desk: ConsoleEntry) -> None:
    with place.ledger.writing() as book:
        which = desk.enter(book, "adi", "case-1", READY, "SIAK-9")
        with pytest.raises(CentreError, match="open"):
            desk.enter(book, "citra", "case-1", READY, "SIAK-9")
        with pytest.raises(CentreError, match="no-reason"):
            desk.withdraw(book, "adi", which, "")
        desk.withdraw(book, "adi", which, "salah baca")
        with pytest.raises(CentreError, match="not-open"):
            desk.confirm(book, "budi", which, READY, "SIAK-9")
        desk.enter(book, "citra", "case-1", READY, "SIAK-10")


def test_a_confirmed_one_is_not_confirmed_again(place: Place, desk: ConsoleEntry) -> None:
    with place.ledger.writing() as book:
        which = desk.enter(book, "adi", "case-1", SiakStatus.PROCESSING, "SIAK-9")
        desk.confirm(book, "budi", which, SiakStatus.PROCESSING, "SIAK-9")
        with pytest.raises(CentreError, match="not-open"):
            desk.confirm(book, "citra", which, SiakStatus.PROCESSING, "SIAK-9")


@pytest.mark.parametrize(
    ("officer", "case", "which"), [("", "case-1", ""), (" ", "case-1", ""), ("adi", "case-9", ""), ("adi", "", "e-9")]
)
def test_nobody_no_case_and_no_entry(place: Place, desk: ConsoleEntry, officer: str, case: str, which: str) -> None:
    act, about = (desk.confirm, which) if which else (desk.enter, case)
    with place.ledger.writing() as book, pytest.raises(CentreError):
        act(book, officer, about, READY, "S")


def test_a_step_the_table_does_not_know_is_refused_at_the_first_reading(place: Place, desk: ConsoleEntry) -> None:
    with place.ledger.writing() as book, pytest.raises(NotAllowed):
        desk.enter(book, "adi", "case-1", SiakStatus.CARD_ISSUED, "SIAK-9")
