"""F-1.06 from a family before and after: which elements changed, for whom, by which document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from forms.paper.f106 import Change, Element, Member
from forms.paper.filling import party
from forms.paper.words import address_words, day, day_words
from registry.people import Resident, Sex
from registry.regions import Regions

# Elements that have no columns of their own, with the words of the form; the order of the KK.
OTHERS = {
    "name": "Nama",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "birth_date": "Tanggal lahir",
    "blood": "Golongan darah",
    "marital": "Status perkawinan",
    "relation": "SHDK",
    "nationality": "Kewarganegaraan",
    "mother": "Nama ibu",
    "father": "Nama ayah",
    "address": "Alamat",
}
Pair = tuple[Resident, Resident]


def change_of(
    pairs: Sequence[Pair], grounds: Mapping[str, str], regions: Regions, *, applicant: Resident, place: str, on: date
) -> Change:
    """The form over all `pairs` (before, after); `grounds` names the document of an element ("education").

    The form has one pair of columns for everything else: several such elements bear their names in the cell.
    """
    kinds = [name for name in OTHERS if any(_value(a, name, regions) != _value(b, name, regions) for a, b in pairs)]
    return Change(
        applicant=party(applicant, regions),
        members=tuple(_member(before, after, kinds, grounds, regions) for before, after in pairs),
        other=", ".join(OTHERS[name] for name in kinds),
        place=place,
        on=day_words(on),
    )


def _member(
    before: Resident, after: Resident, kinds: list[str], grounds: Mapping[str, str], regions: Regions
) -> Member:
    return Member(
        name=before.name,
        nik=str(before.nik or ""),
        relation=before.relation.name,
        education=_coded(before, after, "education", grounds),
        occupation=_coded(before, after, "occupation", grounds),
        religion=_coded(before, after, "religion", grounds),
        other=_other(before, after, kinds, grounds, regions),
    )


def _coded(before: Resident, after: Resident, name: str, grounds: Mapping[str, str]) -> Element:
    old, new = getattr(before, name), getattr(after, name)
    return Element(old.name, new.name, grounds.get(name, "")) if old != new else Element()


def _other(
    before: Resident, after: Resident, kinds: list[str], grounds: Mapping[str, str], regions: Regions
) -> Element:
    rows = [
        (name, old, new)
        for name in kinds
        if (old := _value(before, name, regions)) != (new := _value(after, name, regions))
    ]
    if len(kinds) == 1:
        return Element(rows[0][1], rows[0][2], grounds.get(rows[0][0], "")) if rows else Element()
    return Element(
        "; ".join(f"{OTHERS[name]}: {old}" for name, old, _ in rows),
        "; ".join(f"{OTHERS[name]}: {new}" for name, _, new in rows),
        "; ".join(dict.fromkeys(grounds[name] for name, _, _ in rows if name in grounds)),
    )


def _value(who: Resident, name: str, regions: Regions) -> str:
    """As printed."""
    if name == "address":
        return address_words(who.address, regions)
    if name == "sex":
        return "Laki-laki" if who.sex is Sex.MALE else "Perempuan"
    value = getattr(who, name)
    if isinstance(value, date):
        return day(value)
    return value if isinstance(value, str) else str(value.name)
