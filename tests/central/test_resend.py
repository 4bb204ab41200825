"""A search that failed at Pusat: the recording is good and goes out once more, without the applicant."""

from pathlib import Path

from central.office import load_case
from registry.actions import Kind
from registry.lifecycle import Status
from registry.upstream import SiakStatus
from tests.central.making import centre
from tests.station.store.making import person

STORY = (
    SiakStatus.BIO_CAPTURED,
    SiakStatus.SEARCH_FAILURE_AT_CENTRAL,
    SiakStatus.BIO_CAPTURED,
    SiakStatus.PRINT_READY_RECORD,
)


def test_it_is_sent_again_and_comes_through(tmp_path: Path) -> None:
    with centre(tmp_path, *STORY) as place:
        place.verify(person(1))
        place.ask()
        place.ask()
        assert place.status() is Status.RESEND
        place.ask()
        assert place.status() is Status.RECEIVED
        place.ask()
        assert place.status() is Status.RELEASED
        assert place.upstream.asked == [0, 1, 0, 1]  # from the start
        with place.ledger.writing() as book:
            case = load_case(book, "case-1")
        answers = [a.header.variant for a in case.actions if a.header.kind is Kind.UPSTREAM_ANSWERED]
        assert answers == list(STORY)
        assert case.refused == ()
