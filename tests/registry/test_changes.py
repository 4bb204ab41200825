"""A change of a family: computed purely, kept canonically, taken back step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.canonical import canonical, parse
from registry.changes import Added, BadChange, Element, FamilyChange, Split, element
from registry.numbers import KkNumber, Nik
from registry.rules import field_text
from registry.submission import Submission
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, family
from tests.station.store.making import recording

TEXTS = {
    "education": ("2026:5", "2026:9"),
    "occupation": ("2026:15", "legacy:89"),
    "religion": ("2026:1",),
    "name": ("INTAN SARI PRIYATNA", "Rafi Priyatna"),
    "birth_date": ("12-02-2007", "1-7-1980"),
    "mother": ("YUSNIDAR",),
    "relation": ("2026:4", "2026:9"),
}
MEMBERS = (FATHER, MOTHER, DAUGHTER, SON)
_elements = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda field: st.builds(
        lambda who, new, basis: element(who, field, new, basis),
        st.sampled_from(MEMBERS),
        st.sampled_from(TEXTS[field]),
        st.text("abcdefg hi", max_size=12),
    )
)
_splits = st.builds(
    Split, st.sampled_from([who.id for who in MEMBERS]), st.sampled_from(["2026:1", "2026:3", "2026:4"])
)
_added = st.integers(0, 5).map(lambda n: Added(replace(BABY, id=f"r-new-{n}", name=f"ANAK {'ABCDEF'[n]} PRIYATNA")))


@st.composite
def changes(draw):
    """A family and any edits that may follow one another."""
    change = FamilyChange(family())
    for edit in draw(st.lists(st.one_of(_elements, _splits, _added), max_size=8)):
        try:
            change = change.with_edit(edit)
        except BadChange:
            continue
    return change


@given(changes())
def test_a_change_is_the_same_after_the_wire(change):
    data = canonical({"v": 1, **change.to_record()})
    back = FamilyChange.from_record(parse(data))
    assert back == change
    assert canonical({"v": 1, **back.to_record()}) == data


@given(changes())
def test_nobody_is_lost_and_nobody_doubled(change):
    here = [member.id for member in change.after.members]
    there = [member.id for member in change.separate.members] if change.separate else []
    everyone = [member.id for member in (*change.before.members, *change.added)]
    assert sorted(here + there) == sorted(everyone)
    assert set(there) == set(change.leaving)


@given(changes())
def test_taking_everything_back_leaves_what_was(change):
    while change.edits:
        change = change.without_last()
    assert change.after == family()
    assert change.separate is None
    assert change.without_last() == change


@given(changes())
def test_f106_lists_what_differs_and_only_that(change):
    before = {member.id: member for member in change.before.members}
    after = {
        member.id: member for member in (*change.after.members, *(change.separate.members if change.separate else ()))
    }
    listed = {(each.member, each.field) for each in change.changed}
    for each in change.changed:
        if each.member in before:
            assert each.old == field_text(before[each.member], each.field)
        if each.field != "relation" or each.member not in change.leaving:
            assert each.new == field_text(after[each.member], each.field)
    for name, member in before.items():
        for field in TEXTS:
            if field != "relation" and field_text(member, field) != field_text(after[name], field):
                assert (name, field) in listed


@given(changes())
def test_numbers_come_to_everyone_and_change_nobodys(change):
    kk, other = KkNumber("1408062511260001"), KkNumber("1408062511260002")
    waiting = {member.id for member in change.added}
    niks = {name: Nik(f"140806031126{n + 1:04d}") for n, name in enumerate(sorted(waiting))}
    for member in change.numbered(niks, kk, other):
        was = next((m for m in change.before.members if m.id == member.id), None)
        assert member.nik == (was.nik if was else niks[member.id])
        assert member.kk == (other if member.id in change.leaving else kk)


def test_an_edit_of_nobody_is_refused():
    change = FamilyChange(family())
    for edit, code in (
        (Split("r-nobody", "2026:1"), "unknown-member"),
        (Element("r-nobody", "name", "A", "B", ""), "unknown-member"),
        (Added(SON), "known-member"),
        (Element(SON.id, "nik", "1", "2", ""), "no-element"),
    ):
        with pytest.raises(BadChange) as caught:
            change.with_edit(edit)
        assert caught.value.code == code
    with pytest.raises(BadChange, match="no-split"):
        change.with_edit(Split(SON.id, "2026:1")).with_edit(Split(SON.id, "2026:4"))


def test_an_element_keeps_what_it_was_when_it_is_changed_again():
    change = FamilyChange(family()).with_edit(element(DAUGHTER, "education", "2026:5", "ijazah"))
    now = next(member for member in change.after.members if member.id == DAUGHTER.id)
    change = change.with_edit(element(now, "education", "2026:9", "ijazah S1"))
    (only,) = change.changed
    assert (only.old, only.new, only.basis) == (DAUGHTER.education.key, "2026:9", "ijazah S1")
    assert change.with_edit(Element(DAUGHTER.id, "education", "2026:9", only.old, "keliru")).changed == ()


def test_a_submission_carries_its_change_and_one_without_is_as_before():
    plain = recording().submission
    assert b'"family"' not in plain.to_bytes()
    assert Submission.from_record(parse(plain.to_bytes())) == plain
    whole = replace(plain, change=FamilyChange(family()).with_edit(Added(BABY)))
    assert Submission.from_record(parse(whole.to_bytes())) == whole
    assert whole.printing_blobs() - plain.printing_blobs() == {plain.declaration}  # who verifies it elsewhere sees it


@pytest.mark.parametrize(
    ("field", "new"), [("birth_date", "31-02-2007"), ("education", "2026:99"), ("name", "INT4N"), ("sex", "3")]
)
def test_an_element_that_does_not_hold_never_becomes_part_of_a_change(field, new):
    with pytest.raises(BadChange, match="no-element"):
        FamilyChange(family()).with_edit(Element(DAUGHTER.id, field, "x", new, "akta"))
    with pytest.raises(BadChange, match="no-split"):
        FamilyChange(family()).with_edit(Split(DAUGHTER.id, "2026:77"))
