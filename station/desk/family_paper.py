"""The draft paper of a family, for the officer and the applicant to read: RANCANGAN, never a KK."""

from __future__ import annotations

from forms.kk import Card, family_draft
from registry.changes import FamilyChange
from registry.people import Address, Family, Resident, Sex
from registry.regions import Regions

AWAITED = "Menunggu SIAK"
Facts = tuple[tuple[str, str], ...]


def draft_paper(change: FamilyChange, *, made: str, case: str) -> bytes:
    """The PDF of the KK as it is to be, and of the new one beside it."""
    families = [family for family in (change.after, change.separate) if family is not None and family.members]
    return family_draft(tuple(_card(family) for family in families), made=made, case=case)


def _card(family: Family) -> Card:
    address = (family.head or family.members[0]).address
    head = family.head.name if family.head is not None else "-"
    number = family.kk.masked if family.kk is not None else AWAITED
    left, right = _place(address) if address.village else ((("Alamat", "-"),), ())  # a new KK, not placed yet
    return Card(number, head, left, right, tuple(_row(member) for member in family.members))


def _place(address: Address) -> tuple[Facts, Facts]:
    regions = Regions.load()
    village = regions.get(address.village)
    district, regency = regions.get(address.village[:8]), regions.get(address.village[:5])
    left = (("Alamat", address.street), ("RT/RW", f"{address.rt}/{address.rw}"), ("Kode pos", address.postal_code))
    right = (("Kampung/Kelurahan", village.name), ("Kecamatan", district.name), ("Kabupaten", regency.name),
             ("Provinsi", regions.get(address.village[:2]).name))  # fmt: skip
    return left, right


def _row(member: Resident) -> tuple[str, ...]:
    return (
        member.name,
        member.nik.masked if member.nik is not None else AWAITED,
        "Laki-laki" if member.sex is Sex.MALE else "Perempuan",
        member.birth_place,
        f"{member.birth_date:%d-%m-%Y}",
        member.religion.name,
        member.education.name,
        member.occupation.name,
        "-" if member.blood.name == "Tidak Tahu" else member.blood.name,
        member.marital.name,
        "",
        member.relation.name,
        member.nationality,
        "",
        "",
        member.father,
        member.mother,
    )
