"""What is to become of one Kartu Keluarga: the family as the counter knew it and each change asked for, in order.

This is the part `family` of a `Submitted` of a KK service. Before and after are computed from it and nothing else, so
counter, verifikator and centre see the same. F-1.06 asks of each element: semula, menjadi, dasar perubahan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from registry.canonical import Plain, Record
from registry.codes import CodeTables, UnknownCode
from registry.errors import RegistryError
from registry.numbers import KkNumber, Nik
from registry.people import CODED, Family, Resident
from registry.rules import Context, apply_field, check_field, field_text

HEAD = "1"  # SHDK, the same in both code lists
# What F-1.06 may change of a person; the address is the family's and changes by moving.
ELEMENTS = ("education", "occupation", "religion", "marital", "relation", "name", "birth_place", "birth_date", "sex",
            "blood", "mother", "father")  # fmt: skip


class BadChange(RegistryError):
    """An edit that fits no one in the family. `code`: unknown-member, known-member, no-element or no-split."""

    def __init__(self, code: str, member: str) -> None:
        super().__init__(f"{code}: {member}")
        self.code, self.member = code, member


@dataclass(frozen=True, slots=True)
class Added:
    """Someone comes in: newly born, without number yet, or known by a NIK and leaving another KK."""

    resident: Resident


@dataclass(frozen=True, slots=True)
class Split:
    """A member goes to a new KK; `relation` is the SHDK there (`2026:1`)."""

    member: str
    relation: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of one member: texts as in `registry.rules.field_text`, and the paper it rests on."""

    member: str
    field: str
    old: str
    new: str
    basis: str


Edit: TypeAlias = Added | Split | Element


@dataclass(frozen=True, slots=True)
class FamilyChange:
    """A family and the edits to it. Every edit names someone who is there (`with_edit` sees to it)."""

    before: Family
    edits: tuple[Edit, ...] = ()

    # making -----------------------------------------------------------------------------------------------------------
    def with_edit(self, edit: Edit) -> FamilyChange:
        """One more; raises BadChange."""
        known = {member.id: member for member in self._edited()}
        if isinstance(edit, Added):
            if edit.resident.id in known:
                raise BadChange("known-member", edit.resident.id)
        elif edit.member not in known:
            raise BadChange("unknown-member", edit.member)
        elif isinstance(edit, Split):
            if edit.member in self.leaving or _no_relation(edit.relation):
                raise BadChange("no-split", edit.member)
        elif not _fits(known[edit.member], edit):
            raise BadChange("no-element", edit.member)
        return replace(self, edits=(*self.edits, edit))

    def without_last(self) -> FamilyChange:
        """The last edit taken back; the same when there is none."""
        return replace(self, edits=self.edits[:-1])

    # reading ----------------------------------------------------------------------------------------------------------
    @property
    def added(self) -> tuple[Resident, ...]:
        """Who comes in, as entered."""
        return tuple(edit.resident for edit in self.edits if isinstance(edit, Added))

    @property
    def leaving(self) -> Mapping[str, str]:
        """Who goes to the new KK -> SHDK there."""
        return {edit.member: edit.relation for edit in self.edits if isinstance(edit, Split)}

    @property
    def changed(self) -> tuple[Element, ...]:
        """What F-1.06 lists: the last word on each element that is not what it was."""
        last: dict[tuple[str, str], Element] = {}
        for edit in self.edits:
            if isinstance(edit, Element):
                first = last.get((edit.member, edit.field))
                last[edit.member, edit.field] = replace(edit, old=first.old) if first else edit
        return tuple(element for element in last.values() if element.new != element.old)

    @property
    def keeps_number(self) -> bool:
        """Whether the KK keeps its number: it is tied to the head of the family."""
        return self.after.kk is not None

    @property
    def after(self) -> Family:
        """The KK as it is to be; without number where a new one must come from SIAK."""
        staying = tuple(member for member in self._edited() if member.id not in self.leaving)
        head = next((member for member in staying if member.relation.code == HEAD), None)
        was = self.before.head
        kk = self.before.kk if head is not None and was is not None and head.id == was.id else None
        return Family(kk, in_order(replace(member, kk=kk) for member in staying))

    @property
    def separate(self) -> Family | None:
        """The new KK of those who leave, without number; None when nobody does."""
        leaving = self.leaving
        going = [
            apply_field(replace(member, kk=None), "relation", leaving[member.id])
            for member in self._edited()
            if member.id in leaving
        ]
        return Family(None, in_order(going)) if going else None

    def numbered(self, niks: Mapping[str, Nik], kk: KkNumber, separate_kk: KkNumber | None) -> tuple[Resident, ...]:
        """Everyone touched, once SIAK has given the numbers: NIK by id for who had none, and those of both KK."""
        here = [replace(member, kk=kk) for member in self.after.members]
        there = [replace(member, kk=separate_kk) for member in (self.separate.members if self.separate else ())]
        return tuple(replace(member, nik=member.nik or niks.get(member.id)) for member in (*here, *there))

    def _edited(self) -> tuple[Resident, ...]:
        people = {member.id: member for member in (*self.before.members, *self.added)}
        for edit in self.edits:
            if isinstance(edit, Element):
                people[edit.member] = apply_field(people[edit.member], edit.field, edit.new)
        return tuple(people.values())

    # record -----------------------------------------------------------------------------------------------------------
    def to_record(self) -> dict[str, Plain]:
        """As payload and draft hold it."""
        return {
            "kk": str(self.before.kk or ""),
            "before": [member.to_record() for member in self.before.members],
            "edits": [_edit_record(edit) for edit in self.edits],
        }

    @classmethod
    def from_record(cls, record: Record) -> FamilyChange:
        """As it was; raises BadChange, BadResident or what a number says."""
        kk = KkNumber(record["kk"]) if record["kk"] else None
        change = cls(Family(kk, tuple(Resident.from_record(found) for found in record["before"])))
        for found in record["edits"]:
            change = change.with_edit(_edit_of(found))
        return change


def element(resident: Resident, field: str, new: str, basis: str) -> Element:
    """A change of one element from what it is now."""
    return Element(resident.id, field, field_text(resident, field), _shown(resident, field, new), basis.strip())


def _no_relation(key: str) -> bool:
    try:
        CodeTables.load().get(CODED["relation"], key)
    except UnknownCode:
        return True
    return False


def _fits(member: Resident, edit: Element) -> bool:
    """Whether the element may be changed and its new text holds; whatever day it is, nobody is born after it."""
    if edit.field not in ELEMENTS:
        return False
    return not any(problem.stops for problem in check_field(edit.field, edit.new, Context(member, date.max)))


def in_order(members: Iterable[Resident]) -> tuple[Resident, ...]:
    """As on the card: head, husband or wife, children from the oldest, then the others (F-1.01)."""
    return tuple(sorted(members, key=lambda member: (int(member.relation.code), member.birth_date, member.id)))


def _shown(resident: Resident, field: str, new: str) -> str:
    """The text as it will stand once applied: names in capitals, dates in one form."""
    return field_text(apply_field(resident, field, new), field)


def _edit_record(edit: Edit) -> dict[str, Plain]:
    if isinstance(edit, Added):
        return {"kind": "added", "resident": edit.resident.to_record()}
    if isinstance(edit, Split):
        return {"kind": "split", "member": edit.member, "relation": edit.relation}
    return {
        "kind": "element",
        "member": edit.member,
        "field": edit.field,
        "old": edit.old,
        "new": edit.new,
        "basis": edit.basis,
    }


def _edit_of(record: Record) -> Edit:
    if record["kind"] == "added":
        return Added(Resident.from_record(record["resident"]))
    if record["kind"] == "split":
        return Split(record["member"], record["relation"])
    return Element(record["member"], record["field"], record["old"], record["new"], record["basis"])
