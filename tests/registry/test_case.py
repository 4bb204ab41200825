from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.actions import Kind, Outcome
from registry.case import Actor, Case, NotAllowed, in_order, permit
from registry.lifecycle import TABLE, Side, Status, find
from registry.officers import Role
from registry.upstream import SiakStatus
from tests.registry.making import action

RECORDED = action(1, Kind.SUBMITTED, author="rina", role=Role.OPERATOR, variant="complete")
CHECKED = action(2, Kind.VERIFIED, author="hendra", role=Role.VERIFIER, after="0001")
UNIQUE = action(
    3,
    Kind.UPSTREAM_ANSWERED,
    author="DINAS",
    role=Role.CENTRE,
    station="DINAS",
    variant=SiakStatus.PRINT_READY_RECORD,
    after="0002",
)
RELEASED = action(4, Kind.RELEASED, author="DINAS", role=Role.CENTRE, station="DINAS", after="0003")
ROUTED = action(5, Kind.ROUTED, author="DINAS", role=Role.CENTRE, station="DINAS", variant="UPTD", after="0004")
APPROVED = action(6, Kind.PRINT_APPROVED, author="murni", role=Role.VERIFIER, station="UPTD", after="0005")
STARTED = action(
    7, Kind.PRINT_STARTED, author="yuli", role=Role.PRINTING, station="UPTD", variant="loket", after="0006"
)
GOOD = action(
    8, Kind.PRINT_BOOKED, author="yuli", role=Role.PRINTING, station="UPTD", variant=Outcome.GOOD, after="0007"
)
STORY = (RECORDED, CHECKED, UNIQUE, RELEASED, ROUTED, APPROVED, STARTED, GOOD)


def test_the_story_folds_to_a_printed_card_held_by_the_printing_station():
    case = Case.of(STORY)
    assert (case.status, case.holder, case.upstream) == (Status.PRINTED, "UPTD", "PRINT_READY_RECORD")
    assert case.refused == ()


@given(st.permutations(STORY))
def test_any_arrival_order_folds_alike(shuffled):
    assert Case.of(shuffled) == Case.of(STORY)


def test_the_centres_numbers_are_final():
    first = action(11, Kind.RETURNED, author="hendra", role=Role.VERIFIER, after="0001")
    second = action(12, Kind.VERIFIED, author="wati", role=Role.VERIFIER, after="0001")
    assert Case.of((RECORDED, first, second)).status is Status.RETURNED
    numbers = {"0001": 1, "0012": 2, "0011": 3}
    case = Case.of((RECORDED, first, second), numbers)
    assert (case.status, case.refused) == (Status.VERIFIED, (first,))


def test_no_one_approves_his_own_entry():
    own = action(2, Kind.VERIFIED, author="rina", role=Role.VERIFIER, after="0001")
    assert Case.of((RECORDED, own)).refused == (own,)
    both = Actor("rina", frozenset({Role.OPERATOR, Role.VERIFIER}), "DAYUN")
    with pytest.raises(NotAllowed) as refusal:
        permit(Case.of((RECORDED,)), Kind.VERIFIED, "", both)
    assert refusal.value.code == "same-person"


def test_the_print_approver_does_not_print_and_the_recorder_does_not_approve_printing():
    released = Case.of(STORY[:5])
    recorder = Actor("rina", frozenset(Role), "UPTD")
    with pytest.raises(NotAllowed, match="same-person"):
        permit(released, Kind.PRINT_APPROVED, "", recorder)
    approver = Actor("murni", frozenset(Role), "UPTD")
    with pytest.raises(NotAllowed, match="same-person"):
        permit(Case.of(STORY[:6]), Kind.PRINT_STARTED, "loket", approver)


def test_only_the_holder_writes_station_actions():
    elsewhere = Actor("hendra", frozenset({Role.VERIFIER}), "MINAS")
    with pytest.raises(NotAllowed, match="not-holder"):
        permit(Case.of((RECORDED,)), Kind.VERIFIED, "", elsewhere)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CENTRE])
def test_no_role_of_a_station_writes_an_answer_of_the_upstream_or_a_release(role):
    actor = Actor("x", frozenset({role}), "DAYUN")
    for kind, variant in ((Kind.UPSTREAM_ANSWERED, "PRINT_READY_RECORD"), (Kind.RELEASED, ""), (Kind.ROUTED, "X")):
        for story in (STORY[:2], STORY[:3], STORY[:4]):
            with pytest.raises(NotAllowed):
                permit(Case.of(story), kind, variant, actor)


def test_a_second_good_card_is_refused_by_the_table():
    again = action(
        9, Kind.PRINT_STARTED, author="yuli", role=Role.PRINTING, station="UPTD", variant="loket", after="0008"
    )
    assert Case.of((*STORY, again)).refused == (again,)


def test_every_row_has_roles_and_erasure_moves_nothing():
    assert all(rule.roles for rule in TABLE)
    assert all(rule.source is rule.target for rule in TABLE if rule.kind is Kind.ERASED)
    assert all((rule.side is Side.CENTRE) == (rule.roles == {Role.CENTRE}) for rule in TABLE)


def test_no_two_rows_answer_the_same_question():
    keys = [(rule.source, rule.kind, rule.variant) for rule in TABLE]
    assert len(keys) == len(set(keys))


def test_every_status_but_the_ended_ones_can_be_left():
    ended = {Status.HANDED_OVER, Status.REJECTED, Status.CANCELLED, Status.DUPLICATE}
    left = {rule.source for rule in TABLE if rule.target is not rule.source}
    assert set(Status) - left == ended


def test_order_keeps_causes_before_effects():
    for shuffled in permutations(STORY[:4]):
        assert in_order(shuffled, {}) == STORY[:4]


def test_an_unknown_step_is_no_row():
    assert find(Status.DUPLICATE, Kind.RELEASED) is None
