"""Permohonan tells how old a case is by the service clock, and what to do by what SIAK's status advises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from registry.lifecycle import Status
from registry.promise import ServiceClock, Wait
from registry.upstream import ADVICE, SiakStatus, Step
from station.pages.cases import case_row
from station.presenters.cases import LATE_AFTER, STEP_WORDS, Beside, advice, age_words, is_late
from station.store.index import CaseRow
from tests.station.store.making import append_recording, person

TODAY = "2026-11-25"
ROW = CaseRow(
    id="case-1", number="D-2611-0001", name="SITI", resident="r-1", birth_date="1990-01-01", village="",
    service="ktp-baru",
    status=Status.SUBMITTED.value, upstream="", holder="DAYUN", recorder="rina", approver="",
    recorded_at="2026-11-20T03:00:00Z", last_at="2026-11-25T03:00:00Z", receipted=True,
)  # fmt: skip
OURS = ServiceClock(1, Wait.OURS, date(2026, 11, 20), ours=3, due=date(2026, 11, 23))


def test_while_it_is_our_turn_the_age_is_working_days_of_those_promised():
    assert age_words(ROW, OURS, TODAY) == "3 dari 1 hari"
    assert is_late(ROW, OURS, TODAY)
    cell = case_row(ROW, TODAY, Beside(OURS)).cells[4]
    assert (cell.text, cell.look, cell.glyph) == ("3 dari 1 hari", "b", "warn")


@pytest.mark.parametrize("turn", [Wait.APPLICANT, Wait.CENTRE, Wait.ENDED])
def test_while_it_waits_for_others_the_age_is_days_and_our_clock_does_not_make_it_late(turn):
    clock = replace(OURS, turn=turn)
    assert age_words(ROW, clock, TODAY) == "5 hari"
    assert not is_late(ROW, clock, TODAY)


@pytest.mark.parametrize(
    ("upstream", "since", "words"),
    [
        (SiakStatus.SENT_FOR_ENROLLMENT, "2026-11-24", ""),
        (SiakStatus.SENT_FOR_ENROLLMENT, "2026-11-04", "Minta kirim ulang lewat Dinas"),
        (SiakStatus.RECEIVED_AT_CENTRAL, "2026-11-17", "Laporkan ke Dinas"),
        (SiakStatus.BIO_CAPTURED, "2026-11-21", "Laporkan ke Dinas"),
        ("", "2026-01-01", ""),
    ],
)
def test_what_stands_too_long_with_pusat_asks_for_its_own_step(upstream, since, words):
    row = replace(ROW, status=Status.IN_TRANSIT.value, upstream=str(upstream), last_at=f"{since}T03:00:00Z")
    assert advice(row, TODAY) == words
    assert (case_row(row, TODAY, Beside()).cells[5] == words) is bool(words)


def test_every_step_has_words():
    assert set(STEP_WORDS) == set(Step)


@pytest.mark.parametrize(
    ("status", "siak"),
    [
        (Status.RECEIVED, SiakStatus.BIO_CAPTURED),
        (Status.IN_TRANSIT, SiakStatus.SENT_FOR_ENROLLMENT),
        (Status.SEARCHING, SiakStatus.RECEIVED_AT_CENTRAL),
        (Status.ADJUDICATED, SiakStatus.ADJUDICATE_RECORD),
    ],
)
def test_the_list_of_what_is_late_has_the_limits_of_the_advice(status, siak):
    assert LATE_AFTER[status] == ADVICE[siak].days


def test_courses_tell_who_did_what_when_and_nothing_of_anyone(place):
    action = append_recording(place.store, "case-1", person(3))
    append_recording(place.store, "case-2", person(4), "D-2611-0002")
    found = place.store.cases.courses(["case-1", "case-2", "case-3"])
    assert set(found) == {"case-1", "case-2"}
    assert found["case-1"].status is Status.SUBMITTED
    assert [each.header.id for each in found["case-1"].actions] == [action.header.id]
    assert all(each.payload is None for each in found["case-1"].actions)
