"""Who leaves a KK by death or by moving, and KK that do not exist yet: edits, rules, boxes, papers, forms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.canonical import parse
from registry.changes import Added, BadChange, FamilyChange, Left, Placed, Split, element
from registry.errors import Severity
from registry.families import check_change, check_numbers
from registry.family_services import (
    ABROAD,
    ARRIVAL,
    NEW_FAMILY,
    NEW_HEAD,
    VULNERABLE,
    boxes_of,
    check_asked,
    forms_of,
    papers_of,
    services_of,
)
from registry.numbers import KkNumber, Nik
from registry.people import Address, Family, Presence, Resident
from registry.rules import check_service
from registry.services import SERVICES, service
from registry.submission import Submission
from tests.forms.making import resident
from tests.registry.families import (
    AKTA,
    BABY,
    DAUGHTER,
    FATHER,
    HEAD,
    HEAD_DIES,
    MOTHER,
    SKP,
    SON,
    TODAY,
    coded,
    family,
)
from tests.station.store.making import recording

DEAD, MOVED = Presence.DEAD, Presence.MOVED
WIDOWED = "2026:6"
PLACE = Address("Jl. Melur No. 4", "002", "001", "14.08.06.2001", "28671")
OTHER_KK = KkNumber("1471010101109999")


def leaves(who: Resident, why: Presence = DEAD, basis: str = AKTA) -> Left:
    return Left(who.id, why, basis)


def changed(*edits, before: Family | None = None) -> FamilyChange:
    change = FamilyChange(family() if before is None else before)
    for edit in edits:
        change = change.with_edit(edit)
    return change


def codes(change: FamilyChange) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in check_change(change, TODAY) if p.stops]


def new(*people: Resident) -> FamilyChange:
    return changed(*map(Added, people), Placed(PLACE), before=Family(None, ()))


def asked(name: str, change: FamilyChange) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in check_asked(name, change, TODAY)]


def test_a_child_dies_and_stays_in_the_register_on_no_kk():
    change = changed(leaves(SON))
    assert codes(change) == []
    assert SON.id not in {member.id for member in change.after.members}
    assert change.keeps_number
    told = {who.id: who for who in change.numbered({}, FATHER.kk, None)}
    assert told[SON.id] == replace(SON, kk=None, presence=DEAD)
    assert {who.presence for who in told.values() if who.id != SON.id} == {Presence.HERE}


@pytest.mark.parametrize(
    "edits",
    [
        (Left("r-nobody", DEAD, AKTA),),
        (Left(SON.id, Presence.HERE, AKTA),),
        (Left(SON.id, DEAD, " "),),
        (leaves(SON), leaves(SON, MOVED, SKP)),
        (leaves(SON), Split(SON.id, HEAD)),
        (Split(DAUGHTER.id, HEAD), leaves(DAUGHTER)),
        (leaves(SON), element(SON, "name", "RAFI", "akta")),
        (Added(BABY), Left(BABY.id, DEAD, AKTA)),
        (Placed(PLACE),),
    ],
    ids=["nobody", "no-reason", "no-paper", "twice", "then-split", "split-first", "then-changed", "newborn", "placed"],
)
def test_what_fits_nobody_never_becomes_part_of_a_change(edits):
    with pytest.raises(BadChange):
        changed(*edits)


def test_when_the_head_leaves_somebody_else_must_be_named():
    assert ("family", "no-head") in codes(changed(leaves(FATHER)))
    assert ("family", "no-head") in codes(changed(leaves(FATHER, MOVED, SKP)))
    change = changed(*HEAD_DIES)
    assert codes(change) == []
    assert change.after.head is not None
    assert change.after.head.id == MOTHER.id
    assert change.after.kk is None  # tied to the head


def test_a_kk_that_gets_another_number_is_no_second_kk():
    registered = {str(member.nik): str(FATHER.kk) for member in family().members}
    assert check_change(changed(*HEAD_DIES), TODAY, registered) == ()


def test_the_last_one_leaves_no_kk_behind():
    everyone = (leaves(who) for who in (FATHER, MOTHER, DAUGHTER, SON))
    assert codes(changed(*everyone)) == [("family", "last-member")]


def test_a_widow_is_cerai_mati_and_a_widower_may_have_another_wife():
    assert (MOTHER.id, "bereaved") in codes(changed(leaves(FATHER), element(MOTHER, "relation", HEAD, AKTA)))
    found = check_change(changed(leaves(MOTHER)), TODAY)
    assert [(p.field, p.code, p.severity) for p in found] == [(FATHER.id, "bereaved", Severity.WARNING)]
    assert check_change(changed(leaves(MOTHER), element(FATHER, "marital", WIDOWED, AKTA)), TODAY) == ()
    assert check_change(changed(leaves(MOTHER, MOVED, SKP)), TODAY) == ()  # married all the same


def test_two_wives_and_one_dies():
    second = replace(MOTHER, id="r-second", nik=None)
    change = changed(leaves(MOTHER), before=family(FATHER, MOTHER, second, SON))
    assert check_change(change, TODAY) == ()


@pytest.mark.parametrize(
    ("edits", "services", "boxes", "forms", "papers"),
    [
        ((leaves(SON),), ["kk-perubahan"], ["KK-B2"], ["F-1.02"], ["kartu-keluarga", "akta-kematian"]),
        ((leaves(SON, MOVED, SKP),), ["kk-perubahan"], ["UBAH-A"], ["F-1.02"], ["kartu-keluarga", "skp"]),
        (HEAD_DIES, ["kk-ganti-kepala"], ["KK-A2"], ["F-1.02"], ["akta-kematian", "kartu-keluarga"]),
        (
            (leaves(FATHER, MOVED, SKP), element(MOTHER, "relation", HEAD, SKP)),
            ["kk-perubahan"], ["UBAH-A"], ["F-1.02"], ["kartu-keluarga", "skp"],
        ),
        (
            (leaves(MOTHER), element(FATHER, "marital", WIDOWED, AKTA)),
            ["kk-perubahan"], ["KK-B2"], ["F-1.02"], ["kartu-keluarga", "akta-kematian"],
        ),
        (
            (leaves(MOTHER), element(SON, "education", "2026:3", "rapor")),
            ["kk-perubahan"], ["KK-B2", "KK-B3", "UBAH-A"], ["F-1.02", "F-1.06"],
            ["kartu-keluarga", "akta-kematian", "bukti-perubahan"],
        ),
        (
            (element(FATHER, "relation", "2026:7", "surat"), element(DAUGHTER, "relation", HEAD, "surat")),
            ["kk-ganti-kepala"], ["KK-A2"], ["F-1.02"], ["akta-kematian", "kartu-keluarga"],
        ),
        (
            (element(DAUGHTER, "relation", "2026:9", "surat"),),
            ["kk-perubahan"], ["KK-B3", "UBAH-A"], ["F-1.02", "F-1.06"], ["kartu-keluarga", "bukti-perubahan"],
        ),
    ],
    ids=["dies", "moves", "head-dies", "head-moves", "wife-dies", "and-an-element", "other-head", "relation-alone"],
)  # fmt: skip
def test_each_edit_asks_for_its_service_boxes_forms_and_papers(edits, services, boxes, forms, papers):
    change = changed(*edits)
    first = services_of(change)[0]
    assert [each.id for each in services_of(change)] == services
    assert list(boxes_of(first, change)) == boxes
    assert list(forms_of(first, change)) == forms
    assert [need.kind.value for need in papers_of(first, change, 40)] == papers


def test_what_is_no_reason_on_the_wire_is_no_change():
    record = changed(leaves(SON)).to_record()
    record["edits"][0]["why"] = "hilang"
    with pytest.raises(BadChange, match="no-leave"):
        FamilyChange.from_record(record)


# a KK that does not exist yet -----------------------------------------------------------------------------------------
WED = coded("status_perkawinan", "Kawin Tercatat")
BRIDE = replace(DAUGHTER, relation=coded("shdk", "Istri"), marital=WED)
GROOM = replace(BRIDE, id="r-groom", name="BAGAS LUBIS", sex=FATHER.sex, nik=None, kk=OTHER_KK)
GROOM = replace(GROOM, relation=FATHER.relation)
COMER = replace(FATHER, kk=None, nik=Nik("1471010204780001"))


def test_a_new_kk_begins_with_nothing_and_everyone_lives_where_it_stands():
    change = changed(Added(GROOM), Placed(PLACE), Added(BRIDE), before=Family(None, ()))
    assert change.new
    assert change.before.members == ()
    assert {member.address for member in change.after.members} == {replace(PLACE, phone=BRIDE.address.phone)}
    assert codes(change) == []
    assert services_of(change) == ()  # what was chosen is the service
    assert FamilyChange.from_record(change.to_record()) == change
    assert change.without_last().place is not None


def test_a_place_is_refused_that_is_none_and_nobody_is_placed_alone():
    for wrong in (replace(PLACE, street=""), replace(PLACE, rt="x"), replace(PLACE, village="14.08.06")):
        with pytest.raises(BadChange, match="no-address"):
            changed(Added(GROOM), Placed(wrong), before=Family(None, ()))
    with pytest.raises(BadChange, match="no-address"):
        changed(Placed(PLACE), before=Family(None, ()))


def test_without_anybody_or_a_head_there_is_no_kk():
    assert codes(FamilyChange(Family(None, ()))) == [("family", "nobody-yet")]
    assert ("family", "no-head") in codes(new(BRIDE))


@pytest.mark.parametrize("name", [NEW_FAMILY, ARRIVAL, ABROAD, VULNERABLE])
def test_a_new_kk_needs_its_address_and_is_new(name):
    nowhere = changed(Added(COMER), before=Family(None, ()))
    assert asked(name, nowhere) == [("family", "no-address")]
    assert asked(name, new(COMER)) == []
    assert asked(name, changed(leaves(SON))) == [("family", "not-new")]


def test_a_new_head_is_another_one():
    assert asked(NEW_HEAD, changed(leaves(SON))) == [("family", "same-head")]
    assert asked(NEW_HEAD, changed(*HEAD_DIES)) == []


def test_a_new_family_stands_on_a_marriage():
    single = replace(GROOM, marital=coded("status_perkawinan", "Belum Kawin"))
    assert asked(NEW_FAMILY, new(single)) == [("family", "no-marriage")]
    assert asked(NEW_FAMILY, new(single).with_edit(element(single, "marital", "2026:2", "buku nikah"))) == []
    assert [need.kind for need in papers_of(service(NEW_FAMILY), new(GROOM), 30)] == ["buku-nikah"]


def test_arrivals_are_named_by_nik_in_their_skp():
    assert asked(ARRIVAL, new(replace(COMER, nik=None))) == [("family", "nobody-numbered")]
    found = check_asked(ARRIVAL, new(COMER, replace(BABY, kk=None)), TODAY)
    assert [(p.field, p.code, p.stops) for p in found] == [(BABY.id, "arrival-without-nik", False)]


def test_from_abroad_come_citizens_and_the_vulnerable_are_on_no_kk():
    foreign = replace(COMER, nationality="MALAYSIA")
    assert asked(ABROAD, new(COMER, replace(BRIDE, nationality="MALAYSIA"))) == [(BRIDE.id, "not-citizen")]
    assert asked(ABROAD, new(foreign)) == [(COMER.id, "not-citizen")]
    assert asked(VULNERABLE, new(GROOM)) == [(GROOM.id, "has-card")]


def test_the_forms_of_a_new_kk():
    assert forms_of(service(NEW_FAMILY), new(GROOM)) == ("F-1.01", "F-1.02")
    assert forms_of(service(ARRIVAL), new(COMER)) == ("F-1.02",)
    assert forms_of(service(ABROAD), new(replace(COMER, nik=None))) == ("F-1.01", "F-1.02")  # a first NIK
    slip = new(COMER).with_edit(element(COMER, "education", "2026:3", "SKP"))
    assert forms_of(service(ARRIVAL), slip) == ("F-1.02",)  # a slip of the pen is no F-1.06
    moved = replace(COMER, kk=OTHER_KK)
    known = new(moved).with_edit(element(moved, "education", "2026:3", "ijazah"))
    assert forms_of(service(ARRIVAL), known) == ("F-1.02", "F-1.06")


def test_nobody_comes_back_from_the_dead():
    gone = replace(GROOM, presence=DEAD)
    assert (gone.id, "deceased") in codes(new(gone))


# in the register ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("presence", "code"), [(DEAD, "deceased"), (MOVED, "moved")])
def test_who_left_asks_for_nothing(presence, code):
    gone = replace(resident(), presence=presence)
    for each in SERVICES:
        assert [problem.code for problem in check_service(gone, each, TODAY)] == [code]


def test_a_record_of_who_is_here_is_as_it_ever_was():
    assert "presence" not in resident().to_record()
    gone = replace(resident(), presence=MOVED)
    assert Resident.from_record(gone.to_record()) == gone


def test_what_is_doubtful_with_a_number_stands_beside_who_has_it():
    odd = replace(SON, nik=Nik("1403065203990004"))
    found = {(p.field, p.code, p.stops) for p in check_numbers((FATHER, odd, BABY))}
    assert found == {(SON.id, code, False) for code in ("birth-differs", "sex-differs", "district-unknown")}
    old = replace(SON, nik=Nik(f"1412{SON.nik.text[4:]}"))
    assert [p.code for p in check_numbers((old,))] == ["regency-historic"]


@given(st.lists(st.sampled_from([FATHER, MOTHER, DAUGHTER, SON]), unique=True), st.sampled_from([DEAD, MOVED]))
def test_whoever_leaves_the_change_travels_whole(people, why):
    change = changed(*(leaves(who, why, SKP) for who in people))
    said = replace(recording().submission, change=change)
    record = FamilyChange.from_record(change.to_record())
    assert record == change
    assert Submission.from_record(parse(said.to_bytes())).change == change
    stay = {member.id for member in change.after.members}
    assert stay == {FATHER.id, MOTHER.id, DAUGHTER.id, SON.id} - {who.id for who in people}


def test_an_edit_is_held_in_plain_words():
    assert changed(leaves(SON)).to_record()["edits"] == [
        {"kind": "left", "member": SON.id, "why": "meninggal", "basis": AKTA}
    ]
