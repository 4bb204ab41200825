"""A change of a family in words: each member before and after, and each element with what it was."""

from __future__ import annotations

from dataclasses import dataclass

from registry.changes import Element, FamilyChange
from registry.codes import CodeTables, UnknownCode
from registry.people import CODED, Resident
from station.presenters.counter import date_words

SAME, COMES, GOES, CHANGES = "", "+", "−", "±"
ELEMENT_WORDS = {
    "education": "Pendidikan", "occupation": "Pekerjaan", "religion": "Agama", "marital": "Status kawin",
    "relation": "SHDK", "name": "Nama", "birth_place": "Tempat lahir", "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin", "blood": "Gol. darah", "mother": "Nama ibu", "father": "Nama ayah",
}  # fmt: skip
FACT = "family."  # begins the name of a mark on one of these


@dataclass(frozen=True, slots=True)
class Fact:
    """One line to compare: its mark's name, sign, what it is about, and how it was and is to be."""

    name: str
    sign: str
    title: str
    before: str
    after: str


def facts_of(change: FamilyChange) -> tuple[Fact, ...]:
    """Everyone of the KK and each changed element, in the order of the card; those who come stand last."""
    separate = {member.id: member for member in (change.separate.members if change.separate else ())}
    found: list[tuple[str, str, str, str]] = []
    for member in change.before.members:
        if member.id in separate:
            goes = f"KK baru: {separate[member.id].relation.name}"
            found.append((GOES, "Pisah KK", person_words(member), goes))
        else:
            found.append((SAME, "Tetap", person_words(member), person_words(member)))
        found += [_element(element, member.name) for element in change.changed if element.member == member.id]
    for member in change.added:
        shown = next((m for m in (*change.after.members, *separate.values()) if m.id == member.id), member)
        where = "KK baru: " if member.id in separate else ""
        found.append((COMES, "Masuk", "", f"{where}{person_words(shown)}"))
    return tuple(Fact(f"{FACT}{number}", *parts) for number, parts in enumerate(found))


def person_words(member: Resident) -> str:
    """Someone in one line: SUHAILA MARDIANI, Anak, 12 Mar 2009."""
    return f"{member.name}, {member.relation.name}, {date_words(member.birth_date.isoformat())}"


def value_words(field: str, text: str) -> str:
    """The text of an element as people read it."""
    if field == "sex":
        return "Laki-laki" if text == "1" else "Perempuan"
    if field in CODED:
        try:
            return CodeTables.load().get(CODED[field], text).name
        except UnknownCode:
            return text
    return text


def _element(element: Element, name: str) -> tuple[str, str, str, str]:
    new = value_words(element.field, element.new)
    after = f"{new} (dasar: {element.basis})" if element.basis else new
    return CHANGES, ELEMENT_WORDS[element.field], f"{name}: {value_words(element.field, element.old)}", after
