"""The rules of a family on one KK, one by one, and what a change brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from registry.changes import Added, FamilyChange, Split, element
from registry.errors import Severity
from registry.families import check, check_change
from registry.family_services import boxes_of, papers_of, services_of
from registry.people import Family, Sex
from registry.services import service
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, TODAY, coded, family, person

HEAD, WIFE, CHILD = "2026:1", "2026:3", "2026:4"


def codes(problems):
    return [(problem.field, problem.code) for problem in problems]


def stops(problems):
    return [(problem.field, problem.code) for problem in problems if problem.stops]


def test_a_family_that_is_right_has_no_problem():
    assert check(family(), TODAY) == ()


def wearing(who, **changes):
    return replace(who, **changes)


BROKEN = {
    "no-head": ((MOTHER, SON), ("family", "no-head")),
    "two-heads": ((FATHER, wearing(MOTHER, relation=FATHER.relation), SON), (MOTHER.id, "two-heads")),
    "twice": ((FATHER, MOTHER, wearing(SON, nik=DAUGHTER.nik), DAUGHTER), (SON.id, "twice")),
    "spouse not married": (
        (FATHER, wearing(MOTHER, marital=coded("status_perkawinan", "Belum Kawin"))),
        (MOTHER.id, "spouse-not-married"),
    ),
    "head not married": (
        (wearing(FATHER, marital=coded("status_perkawinan", "Cerai Mati")), MOTHER),
        (FATHER.id, "head-not-married"),
    ),
    "a man as wife": ((FATHER, wearing(MOTHER, sex=Sex.MALE)), (MOTHER.id, "sex-of-relation")),
    "same sex": ((wearing(FATHER, sex=Sex.FEMALE), MOTHER), (MOTHER.id, "same-sex-as-head")),
    "child older": ((FATHER, wearing(SON, birth_date=date(1970, 1, 1))), (SON.id, "older-than-parent")),
    "grandchild older": (
        (FATHER, wearing(SON, relation=coded("shdk", "Cucu"), birth_date=date(1970, 1, 1))),
        (SON.id, "older-than-parent"),
    ),
    "parent younger": ((FATHER, wearing(SON, relation=coded("shdk", "Orang Tua"))), (SON.id, "younger-than-child")),
    "two husbands": (
        (
            wearing(MOTHER, relation=FATHER.relation),
            wearing(FATHER, id="r-1", relation=coded("shdk", "Suami")),
            wearing(FATHER, id="r-2", nik=None, relation=coded("shdk", "Suami")),
        ),
        ("r-2", "two-husbands"),
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_each_rule_stops_and_names_its_member(broken):
    members, expected = BROKEN[broken]
    assert expected in stops(check(family(*members), TODAY))


def test_nobody_left_is_named():
    assert codes(check(Family(FATHER.kk, ()), TODAY)) == [("family", "empty")]


def test_marrying_young_and_a_young_head_only_warn():
    bride = person("MELATI LUBIS", date(2009, 1, 1), Sex.FEMALE, "Istri", "Kawin Tercatat")
    found = check(family(FATHER, bride), TODAY)
    assert codes(found) == [(bride.id, "young-marriage")]
    assert found[0].severity is Severity.WARNING
    alone = wearing(SON, relation=FATHER.relation)
    assert [(p.code, p.severity) for p in check(family(alone), TODAY)] == [("young-head", Severity.WARNING)]


def test_someone_on_another_card_stops_and_the_card_is_not_shown_whole():
    other = {str(SON.nik): "1408060101109999"}
    (problem,) = check(family(), TODAY, other)
    assert (problem.field, problem.code, problem.facts["kk"]) == (SON.id, "other-card", "•••• 9999")
    assert check(family(), TODAY, {str(SON.nik): str(SON.kk)}) == ()


def test_the_born_one_comes_in_after_the_older_children_without_number():
    change = FamilyChange(family()).with_edit(Added(BABY))
    assert [member.name for member in change.after.members][-1] == BABY.name
    assert change.after.members[-1].nik is None
    assert change.keeps_number
    assert check_change(change, TODAY) == ()
    assert [each.id for each in services_of(change)] == ["kk-tambah-lahir"]


def test_the_daughter_may_split_and_the_son_may_not():
    grown = FamilyChange(family()).with_edit(Split(DAUGHTER.id, HEAD))
    assert stops(check_change(grown, TODAY)) == []
    assert [member.relation.code for member in grown.separate.members] == ["1"]
    assert grown.separate.kk is None
    assert DAUGHTER.id not in {member.id for member in grown.after.members}
    young = FamilyChange(family()).with_edit(Split(SON.id, HEAD))
    assert (SON.id, "split-under-17") in stops(check_change(young, TODAY))


def test_a_child_may_go_with_who_splits():
    change = FamilyChange(family()).with_edit(Split(DAUGHTER.id, HEAD))
    babe = wearing(BABY, id="r-babe")
    change = change.with_edit(Added(babe)).with_edit(Split(babe.id, CHILD))
    assert stops(check_change(change, TODAY)) == []


def test_the_head_leaving_takes_the_number_along_and_leaves_none():
    change = FamilyChange(family()).with_edit(Split(FATHER.id, HEAD))
    assert ("family", "no-head") in stops(check_change(change, TODAY))
    assert change.after.kk is None


def test_two_heads_after_a_change_are_the_model_message():
    change = FamilyChange(family()).with_edit(element(MOTHER, "relation", HEAD, "akta"))
    assert (MOTHER.id, "two-heads") in stops(check_change(change, TODAY))


def test_what_was_wrong_before_only_warns():
    old = family(FATHER, wearing(MOTHER, marital=coded("status_perkawinan", "Belum Kawin")))
    change = FamilyChange(old).with_edit(Added(BABY))
    found = check_change(change, TODAY)
    assert codes(found) == [(MOTHER.id, "spouse-not-married")]
    assert stops(found) == []


def test_who_joins_by_nik_leaves_the_other_card_and_brings_its_papers():
    guest = wearing(
        person("BAGAS LUBIS", date(2000, 5, 5), Sex.MALE, "Famili"), kk=replace(FATHER.kk, text="1408060101109999")
    )
    change = FamilyChange(family()).with_edit(Added(guest))
    assert stops(check_change(change, TODAY, {str(guest.nik): str(guest.kk)})) == []
    asked = service("kk-tambah-lahir")
    kinds = [need.kind.value for need in papers_of(asked, change, 40)]
    assert kinds == ["kartu-keluarga", "akta-kelahiran", "skp", "f-1.03b"]
    assert boxes_of(asked, change) == ("KK-B2", "KK-B1")
