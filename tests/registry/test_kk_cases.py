"""A KK in the one table: signed by the Kadis, the old sheet withdrawn, handed over; and never made into a card."""

from __future__ import annotations

import pytest

from registry.actions import Kind
from registry.case import Actor, Case, NotAllowed, permit
from registry.lifecycle import Side, Status, possible
from registry.officers import Role
from registry.services import Group
from registry.upstream import KkAnswer, SiakStatus
from tests.registry.making import action

OPERATOR = Actor("rina", frozenset({Role.OPERATOR}), "DAYUN")
CENTRE = Actor("DINAS", frozenset({Role.CENTRE}), "DINAS", Side.CENTRE)
WAY = (
    (Kind.SUBMITTED, "rina", Role.OPERATOR, "complete", Status.SUBMITTED),
    (Kind.VERIFIED, "hendra", Role.VERIFIER, "", Status.VERIFIED),
    (Kind.UPSTREAM_ANSWERED, "DINAS", Role.CENTRE, KkAnswer.AWAITING_TTE, Status.AWAITING_TTE),
    (Kind.UPSTREAM_ANSWERED, "DINAS", Role.CENTRE, KkAnswer.SIGNED, Status.KK_READY),
    (Kind.WITHDRAWN, "rina", Role.OPERATOR, "ditarik", Status.OLD_WITHDRAWN),
    (Kind.HANDED_OVER, "fajar", Role.OPERATOR, "kk", Status.HANDED_OVER),
)


def case(steps, service="kk-tambah-lahir"):
    acts = []
    for number, (kind, author, role, variant, _) in enumerate(WAY[:steps], 1):
        station = "DINAS" if role is Role.CENTRE else "DAYUN"
        after = f"{number - 1:04d}" if number > 1 else ""
        more = {"station": station, "after": after, "service": service}
        acts.append(action(number, kind, author=author, role=role, variant=variant, **more))
    return Case.of(acts)


@pytest.mark.parametrize("steps", range(1, len(WAY) + 1))
def test_it_goes_its_way_step_by_step(steps):
    assert case(steps).status is WAY[steps - 1][-1]


def test_the_recorder_does_not_verify_it():
    both = Actor("rina", frozenset({Role.OPERATOR, Role.VERIFIER}), "DAYUN")
    with pytest.raises(NotAllowed, match="same-person"):
        permit(case(1), Kind.VERIFIED, "", both)


def test_only_the_centre_says_that_the_kadis_has_signed():
    with pytest.raises(NotAllowed, match="wrong-side"):
        permit(case(3), Kind.UPSTREAM_ANSWERED, KkAnswer.SIGNED, OPERATOR)


def test_it_is_not_handed_over_before_the_old_one_is_withdrawn():
    with pytest.raises(NotAllowed, match="no-such-step"):
        permit(case(4), Kind.HANDED_OVER, "kk", OPERATOR)
    with pytest.raises(NotAllowed, match="no-such-step"):
        permit(case(5), Kind.HANDED_OVER, "finger", OPERATOR)


@pytest.mark.parametrize("answer", [SiakStatus.PRINT_READY_RECORD, SiakStatus.BIO_CAPTURED])
def test_an_answer_about_recordings_does_not_fit_a_kk(answer):
    with pytest.raises(NotAllowed, match="other-service"):
        permit(case(2), Kind.UPSTREAM_ANSWERED, answer, CENTRE)


@pytest.mark.parametrize("service", ["ktp-baru", "kia", "no-such-service"])
def test_a_signed_kk_does_not_come_for_another_service(service):
    with pytest.raises(NotAllowed, match="other-service"):
        permit(case(2, service), Kind.UPSTREAM_ANSWERED, KkAnswer.SIGNED, CENTRE)


def test_no_row_leads_from_a_kk_to_a_card():
    for status in (Status.AWAITING_TTE, Status.KK_READY, Status.OLD_WITHDRAWN):
        own = [rule for rule in possible(status) if rule.kind is not Kind.ROUTED]
        assert {rule.group for rule in own} == {Group.KK}
        assert {rule.kind for rule in own} <= {Kind.UPSTREAM_ANSWERED, Kind.WITHDRAWN, Kind.HANDED_OVER}
