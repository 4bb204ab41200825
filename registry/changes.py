"""What is to become of one Kartu Keluarga: the family as the counter knew it and each change asked for, in order.

This is the part `family` of a `Submitted` of a KK service. Before and after are computed from it and nothing else, so
counter, verifikator and centre see the same. F-1.06 asks of each element: semula, menjadi, dasar perubahan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from registry.canonical import Plain, Record
from registry.edits import (
    ELEMENTS,
    Added,
    BadChange,
    Edit,
    Element,
    Left,
    Placed,
    Split,
    edit_of,
    edit_record,
    may_change,
    may_stand,
    member_of,
    no_relation,
    says_why,
)
from registry.numbers import KkNumber, Nik
from registry.people import Address, Family, Resident
from registry.rules import apply_field, field_text

__all__ = [
    "ELEMENTS",
    "HEAD",
    "Added",
    "BadChange",
    "Edit",
    "Element",
    "FamilyChange",
    "Left",
    "Placed",
    "Split",
    "element",
    "in_order",
]

HEAD = "1"  # SHDK, the same in both code lists


@dataclass(frozen=True, slots=True)
class FamilyChange:
    """A family and the edits to it. Every edit names someone who is there (`with_edit` sees to it)."""

    before: Family
    edits: tuple[Edit, ...] = ()

    # making -----------------------------------------------------------------------------------------------------------
    def with_edit(self, edit: Edit) -> FamilyChange:
        """One more; raises BadChange."""
        if self._misfit(edit):
            raise BadChange(self._misfit(edit), member_of(edit))
        return replace(self, edits=(*self.edits, edit))

    def _misfit(self, edit: Edit) -> str:
        """Why an edit fits nobody, "" when it fits."""
        known = {member.id: member for member in self._edited()}
        if isinstance(edit, Placed):
            fits = self.new and bool(known) and may_stand(next(iter(known.values())), edit.address)
            return "" if fits else "no-address"
        if isinstance(edit, Added):
            return "known-member" if edit.resident.id in known else ""
        if edit.member not in known:
            return "unknown-member"
        gone = edit.member in self.leaving or edit.member in self.left
        if isinstance(edit, Split):
            return "no-split" if gone or no_relation(edit.relation) else ""
        if isinstance(edit, Left):
            was_here = edit.member in {member.id for member in self.before.members}
            return "" if was_here and not gone and says_why(edit) else "no-leave"
        fits = edit.member not in self.left and may_change(known[edit.member], edit)
        return "" if fits else "no-element"

    def without_last(self) -> FamilyChange:
        """The last edit taken back; the same when there is none."""
        return replace(self, edits=self.edits[:-1])

    # reading ----------------------------------------------------------------------------------------------------------
    @property
    def new(self) -> bool:
        """Whether there was no KK before: a new family, an arrival, people without papers."""
        return not self.before.members

    @property
    def left(self) -> Mapping[str, Left]:
        """Who died or moved away -> how."""
        return {edit.member: edit for edit in self.edits if isinstance(edit, Left)}

    @property
    def place(self) -> Address | None:
        """Where a new KK is to stand; None while nobody has said it, or where the KK stood before."""
        return next((edit.address for edit in reversed(self.edits) if isinstance(edit, Placed)), None)

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
        gone = self.leaving.keys() | self.left.keys()
        staying = tuple(member for member in self._edited() if member.id not in gone)
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
        """Everyone touched, once SIAK has given the numbers: NIK by id for who had none, and those of both KK. Who died
        or moved away is kept, marked and on no KK."""
        here = [replace(member, kk=kk) for member in self.after.members]
        there = [replace(member, kk=separate_kk) for member in (self.separate.members if self.separate else ())]
        gone = [replace(m, kk=None, presence=self.left[m.id].why) for m in self._edited() if m.id in self.left]
        return tuple(replace(member, nik=member.nik or niks.get(member.id)) for member in (*here, *there, *gone))

    def _edited(self) -> tuple[Resident, ...]:
        people = {member.id: member for member in (*self.before.members, *self.added)}
        for edit in self.edits:
            if isinstance(edit, Element):
                people[edit.member] = apply_field(people[edit.member], edit.field, edit.new)
            elif isinstance(edit, Placed):
                people = {name: _at(who, edit.address) for name, who in people.items()}
        return tuple(people.values())

    # record -----------------------------------------------------------------------------------------------------------
    def to_record(self) -> dict[str, Plain]:
        """As payload and draft hold it."""
        return {
            "kk": str(self.before.kk or ""),
            "before": [member.to_record() for member in self.before.members],
            "edits": [edit_record(edit) for edit in self.edits],
        }

    @classmethod
    def from_record(cls, record: Record) -> FamilyChange:
        """As it was; raises BadChange, BadResident, KeyError or what a number says."""
        kk = KkNumber(record["kk"]) if record["kk"] else None
        change = cls(Family(kk, tuple(Resident.from_record(found) for found in record["before"])))
        for found in record["edits"]:
            change = change.with_edit(edit_of(found))
        return change


def element(resident: Resident, field: str, new: str, basis: str) -> Element:
    """A change of one element from what it is now."""
    return Element(resident.id, field, field_text(resident, field), _shown(resident, field, new), basis.strip())


def _at(who: Resident, place: Address) -> Resident:
    return replace(who, address=replace(place, phone=who.address.phone))


def in_order(members: Iterable[Resident]) -> tuple[Resident, ...]:
    """As on the card: head, husband or wife, children from the oldest, then the others (F-1.01)."""
    return tuple(sorted(members, key=lambda member: (int(member.relation.code), member.birth_date, member.id)))


def _shown(resident: Resident, field: str, new: str) -> str:
    """The text as it will stand once applied: names in capitals, dates in one form."""
    return field_text(apply_field(resident, field, new), field)
