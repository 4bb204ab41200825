"""One contract for the three ways: simulator, file (CSV and XLSX) and two officers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from central.errors import CentreError
from central.ledger.answers import answers_of
from central.office import load_case
from central.scenarios import PATH
from registry.actions import Kind
from registry.lifecycle import Status
from registry.upstream import Origin, SiakStatus
from tests.central.making import Place, centre
from tests.central.upstreams import Way, by_csv, by_two_officers, by_xlsx, simulated
from tests.station.store.making import person

READY = SiakStatus.PRINT_READY_RECORD
WAYS: dict[str, tuple[Way, Origin]] = {
    "simulator": (simulated, Origin.SIMULATOR),
    "csv": (by_csv, Origin.FILE),
    "xlsx": (by_xlsx, Origin.FILE),
    "console": (by_two_officers, Origin.CONSOLE),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with centre(tmp_path) as found:
        found.verify(person(1))
        yield found


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[Way, Origin]:
    return WAYS[request.param]


def test_the_whole_path_leads_to_a_release(place: Place, way: tuple[Way, Origin]) -> None:
    tell, origin = way
    for number, status in enumerate((*PATH, READY)):
        tell(place, status, f"REF-{number}")
    assert place.status() is Status.RELEASED
    with place.ledger.writing() as book:
        found = answers_of(book.connection, "case-1")
        actions = [a for a in load_case(book, "case-1").actions if a.header.kind is Kind.UPSTREAM_ANSWERED]
    assert [(row.status, row.reference) for row in found] == [(s, f"REF-{n}") for n, s in enumerate((*PATH, READY))]
    assert {row.origin for row in found} == {origin}
    assert [a.record["reference"] for a in actions] == [row.reference for row in found]
    assert {a.record["training"] for a in actions} == {1}  # a centre for training: by file and by hand too


def test_print_ready_at_once_is_enough(place: Place, way: tuple[Way, Origin]) -> None:
    way[0](place, READY, "REF-1")
    assert place.status() is Status.RELEASED


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        (SiakStatus.DUPLICATE_RECORD, Status.DUPLICATE),
        (SiakStatus.ENROLL_FAILURE_AT_CENTRAL, Status.RERECORD),
        (SiakStatus.ENROLL_FAILURE_AT_REGIONAL, Status.RERECORD),
        (SiakStatus.ADJUDICATE_RECORD, Status.ADJUDICATED),
        (SiakStatus.SEARCH_FAILURE_AT_CENTRAL, Status.RESEND),
    ],
)
def test_each_failure_leads_where_the_table_says(
    place: Place, way: tuple[Way, Origin], status: SiakStatus, ours: Status
) -> None:
    way[0](place, status, "REF-1")
    assert place.status() is ours


@pytest.mark.parametrize("reference", ["", "  "])
def test_without_a_reference_nothing_becomes_print_ready(place: Place, way: tuple[Way, Origin], reference: str) -> None:
    _nothing(place, lambda: way[0](place, READY, reference))


@pytest.mark.parametrize("status", ["SIAP_CETAK", "", "print_ready_record", "5", "CARD_PRINTED"])
def test_no_other_name_is_an_answer(place: Place, way: tuple[Way, Origin], status: str) -> None:
    _nothing(place, lambda: way[0](place, status, "REF-1"))


def test_a_case_that_was_not_verified_takes_none(place: Place, way: tuple[Way, Origin]) -> None:
    place.submit(person(2), "case-2", number="D-2611-0002")
    try:
        way[0](place, READY, "REF-1", case=2)
    except Exception as error:  # noqa: BLE001 - each way has its own words for it
        assert type(error).__name__ == "NotAllowed"  # noqa: PT017 - a file says it in its report instead
    with place.ledger.writing() as book:
        assert load_case(book, "case-2").status is Status.SUBMITTED
        assert answers_of(book.connection, "case-2") == ()


def _nothing(place: Place, told: Callable[[], None]) -> None:
    """Refused by an error, or by a row of a report; in any case the case stands where it stood."""
    try:
        told()
    except (CentreError, ValueError) as error:
        assert str(error)  # noqa: PT017 - a file says it in its report instead
    except Exception as error:  # noqa: BLE001 - the table's own refusal
        assert type(error).__name__ == "NotAllowed"  # noqa: PT017 - as above
    assert place.status() is Status.VERIFIED
    with place.ledger.writing() as book:
        assert answers_of(book.connection, "case-1") == ()
