"""A family as the rows of a KK: the columns 1 to 17 in order, from the register's values."""

from __future__ import annotations

from forms.kk import Card
from registry.numbers import KkNumber, Nik
from registry.people import Family, Resident, Sex
from registry.regions import Regions

AWAITED = "Menunggu SIAK"


def card_of(family: Family, *, whole: bool = False) -> Card:
    """The card of a family; numbers by their ends, or `whole`."""
    address = (family.head or family.members[0]).address
    regions = Regions.load()
    village = regions.get(address.village)
    district, regency = regions.get(address.village[:8]), regions.get(address.village[:5])
    left = (("Alamat", address.street), ("RT/RW", f"{address.rt}/{address.rw}"), ("Kode pos", address.postal_code))
    right = (("Kampung/Kelurahan", village.name), ("Kecamatan", district.name), ("Kabupaten", regency.name),
             ("Provinsi", regions.get(address.village[:2]).name))  # fmt: skip
    head = family.head.name if family.head is not None else "-"
    number = _number(family.kk, whole)
    return Card(number, head, left, right, tuple(_row(member, whole) for member in family.members))


def _row(member: Resident, whole: bool) -> tuple[str, ...]:
    return (
        member.name,
        _number(member.nik, whole),
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


def _number(number: Nik | KkNumber | None, whole: bool) -> str:
    if number is None:
        return AWAITED
    return str(number) if whole else number.masked
