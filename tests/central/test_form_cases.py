"""A lost card records nobody: the centre keeps the case and puts no question to SIAK that could not be answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from registry.upstream import SiakStatus
from tests.central.making import centre
from tests.station.store.making import act, recording


@pytest.mark.parametrize(("captured", "asked"), [(True, 1), (False, 0)])
def test_only_what_was_recorded_is_searched_for(tmp_path: Path, captured: bool, asked: int) -> None:
    said = recording().submission
    form = replace(said, photo="", signature="", fingers=(), matches=(), photo_approved_at="", iris_reason="")
    with centre(tmp_path, SiakStatus.ENROLL_FAILURE_AT_CENTRAL) as place:
        payload = (said if captured else form).to_bytes()
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=payload, service="ktp-hilang")
        second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, service="ktp-hilang")
        with place.ledger.writing() as book:
            for action in (first, second):
                book.add_action(action)
            place.office.accepted(book, "case-1", (first, second), "DAYUN")
        assert place.ask() == asked
        assert place.status() is (Status.RERECORD if captured else Status.VERIFIED)
