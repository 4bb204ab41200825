"""The edits that a change of a family is made of, and how payload and draft hold them.

F-1.01 (who is on the KK and where it stands), F-1.02 B (someone comes in, an event), F-1.03 (who moves), F-1.06
(semula, menjadi, dasar perubahan).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from registry.canonical import Plain, Record
from registry.codes import CodeTables, UnknownCode
from registry.errors import RegistryError
from registry.people import CODED, Address, Presence, Resident
from registry.rules import Context, check_field

# What F-1.06 may change of a person; the address is the family's and changes by moving.
ELEMENTS = ("education", "occupation", "religion", "marital", "relation", "name", "birth_place", "birth_date", "sex",
            "blood", "mother", "father")  # fmt: skip
PLACE = ("street", "rt", "rw", "village", "postal_code")


class BadChange(RegistryError):
    """An edit that fits no one in the family. `code`: unknown-member, known-member, no-element, no-split, no-leave or
    no-address."""

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
class Left:
    """A member died or moved away and is on no KK here any more; `basis` is the number of the akta kematian or SKP."""

    member: str
    why: Presence
    basis: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of one member: texts as in `registry.rules.field_text`, and the paper it rests on."""

    member: str
    field: str
    old: str
    new: str
    basis: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a KK that did not exist yet is to stand; everyone on it lives there."""

    address: Address


Edit: TypeAlias = Added | Split | Left | Element | Placed


# judging --------------------------------------------------------------------------------------------------------------
def no_relation(key: str) -> bool:
    """Whether no SHDK has this key."""
    try:
        CodeTables.load().get(CODED["relation"], key)
    except UnknownCode:
        return True
    return False


def may_change(member: Resident, edit: Element) -> bool:
    """Whether the element may be changed and its new text holds; whatever day it is, nobody is born after it."""
    if edit.field not in ELEMENTS:
        return False
    return not any(problem.stops for problem in check_field(edit.field, edit.new, Context(member, date.max)))


def may_stand(who: Resident, address: Address) -> bool:
    """Whether a KK can stand at an address: nothing of it is missing, and the kampung is one."""
    context = Context(who, date.max)
    return not any(p.stops for name in PLACE for p in check_field(name, str(getattr(address, name)), context))


def says_why(edit: Left) -> bool:
    """Whether someone leaves by an event there is, on a paper that is named."""
    return edit.why in (Presence.DEAD, Presence.MOVED) and bool(edit.basis.strip())


# record ---------------------------------------------------------------------------------------------------------------
def edit_record(edit: Edit) -> dict[str, Plain]:
    """As payload and draft hold it."""
    if isinstance(edit, Added):
        return {"kind": "added", "resident": edit.resident.to_record()}
    if isinstance(edit, Split):
        return {"kind": "split", "member": edit.member, "relation": edit.relation}
    if isinstance(edit, Left):
        return {"kind": "left", "member": edit.member, "why": edit.why.value, "basis": edit.basis}
    if isinstance(edit, Placed):
        return {"kind": "placed", **{name: str(getattr(edit.address, name)) for name in PLACE}}
    return {
        "kind": "element",
        "member": edit.member,
        "field": edit.field,
        "old": edit.old,
        "new": edit.new,
        "basis": edit.basis,
    }


def edit_of(record: Record) -> Edit:
    """The edit of a record; raises BadChange, KeyError or what a resident says."""
    kind = record["kind"]
    if kind == "added":
        return Added(Resident.from_record(record["resident"]))
    if kind == "split":
        return Split(record["member"], record["relation"])
    if kind == "left":
        if record["why"] not in set(Presence):
            raise BadChange("no-leave", record["member"])
        return Left(record["member"], Presence(record["why"]), record["basis"])
    if kind == "placed":
        return Placed(Address(*(record[name] for name in PLACE)))
    return Element(record["member"], record["field"], record["old"], record["new"], record["basis"])


def member_of(edit: Edit) -> str:
    """Whom an edit is about; "" for the whole family."""
    if isinstance(edit, Added):
        return edit.resident.id
    return "" if isinstance(edit, Placed) else edit.member
