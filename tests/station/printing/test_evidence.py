"""What journal, counter and printer settle, and what they leave to the officer."""

import pytest

from devices.printer.port import JobPhase, JobState, PrinterState
from registry.actions import Outcome
from station.desk.print_evidence import Evidence, judge, needs_second, unseen
from station.store.printing import Job


def job(**facts):
    usual = {
        "id": "j", "case": "c", "serial": "R", "blank": "B26-0417 / 00162", "way": "loket", "stage": "sent",
        "printer_job": 0, "counter_before": 18205, "counter_after": -1, "outcome": "", "at": "2026-11-25T03:52:00Z",
    }  # fmt: skip
    return Job(**{**usual, **facts})


def idle(counter=18205, *reasons, state="idle"):
    return PrinterState(state, tuple(reasons), cards_printed=counter)


def ended(phase=JobPhase.ABORTED, sides=0):
    return JobState(9, phase, impressions=sides)


NOT = Outcome.NOT_PRINTED


@pytest.mark.parametrize(
    ("made", "state", "found", "certain"),
    [
        (job(), idle(), None, NOT),  # it never came there
        (job(fault="marker-supply-empty"), idle(), ended(), NOT),  # it had no ribbon
        (job(), idle(), ended(), None),  # it gave up, nobody knows where the card was then
        (job(), idle(18205, "marker-supply-empty", state="stopped"), ended(JobPhase.CANCELED), NOT),
        (job(), idle(18206), None, None),  # the counter moved
        (job(), idle(None), None, None),  # it has none
        (job(counter_before=-1), idle(), None, None),
        (job(), idle(18205, "media-jam", state="stopped"), ended(), None),  # a card is inside
        (job(fault="media-jam"), idle(), ended(), None),  # or was
        (job(printer_job=9), idle(), None, None),  # it took the document and forgot it: it was cut off itself
        (job(), idle(), ended(sides=1), None),
        (job(), idle(), ended(JobPhase.COMPLETED, 1), None),
        (job(), idle(18205, state="processing"), None, None),
    ],
)
def test_only_what_cannot_have_been_printed_is_certain(made, state, found, certain):
    assert judge(made, state, found).certain is certain


def test_a_job_the_machine_still_has_is_under_way():
    evidence = judge(job(), idle(18205, state="processing"), JobState(9, JobPhase.PROCESSING))
    assert evidence.under_way
    assert evidence.job.printer_job == 9
    assert not judge(job(), idle(), ended()).under_way


def test_without_a_printer_only_what_was_never_sent_is_certain():
    assert [unseen(job(stage=stage)).certain for stage in ("queued", "encoding", "sent", "ejected")] == [
        NOT, NOT, None, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "outcome", "needed"),
    [
        (job(counter_after=18206), NOT, True),
        (job(counter_after=-1), NOT, True),  # known before, unreadable now
        (job(counter_after=18205), NOT, False),
        (job(counter_before=-1), NOT, False),
        (job(counter_after=18206), Outcome.GOOD, False),
        (job(counter_after=18206, way="resmi"), NOT, False),
        (job(counter_after=-1, stage="queued"), NOT, False),
    ],
)
def test_no_card_against_the_counter_takes_two(made, outcome, needed):
    assert needs_second(made, outcome) is needed


def test_how_far_the_counter_moved():
    assert Evidence(job(), 18206, None, None).moved == 1
    assert Evidence(job(), -1, None, None).moved == -1
