"""Forms filled from what the register knows: printed values from residents, families and recordings."""

from __future__ import annotations

from datetime import date

from forms.paper.attachments import attachments
from forms.paper.f101 import Biodata, Kind, Region
from forms.paper.f101_columns import Member
from forms.paper.f102 import Request
from forms.paper.f103_values import Mover, Site
from forms.paper.f104 import NoDocuments
from forms.paper.f107 import Proxy
from forms.paper.people import Named, Party
from forms.paper.words import MONTHS, WEEKDAYS, address_words, coded, day, day_words
from registry.people import Address, Family, Resident, Sex
from registry.regions import Regions
from registry.submission import Submission

# Recordings signed before the services took the names of the code list carry these.
ALIASES = {"DATA-A": "UBAH-A", "DATA-B": "UBAH-B", "DATA-C": "UBAH-C"}


def named(who: Resident) -> Named:
    """Name and NIK."""
    return Named(who.name, str(who.nik or ""))


def party(who: Resident, regions: Regions) -> Party:
    """Someone who signs a statement."""
    return Party(who.name, str(who.nik or ""), str(who.kk or ""), address_words(who.address, regions))


def mover(who: Resident) -> Mover:
    """A line of the list on F-1.03."""
    return Mover(str(who.nik or ""), who.name, who.relation.name)


def site(address: Address, regions: Regions) -> Site:
    """An address as F-1.03 has it."""
    code = address.village
    return Site(
        street=address.street,
        rt=address.rt,
        rw=address.rw,
        village=regions.village_name(code),
        district=regions.district_name(code),
        regency=regions.regency_name(code),
        province=regions.province_name(code),
        postal_code=address.postal_code,
    )


def request_of(submission: Submission, *, place: str, on: date, officer: str) -> Request:
    """F-1.02 of a recording: its boxes and the papers taken in; a waived paper (without pages) is not ticked."""
    boxes = frozenset(ALIASES.get(box, box) for box in submission.boxes)
    numbers, others = attachments((paper.kind for paper in submission.papers if paper.pages), boxes)
    who = submission.resident
    return Request(
        name=who.name,
        nik=str(who.nik or ""),
        kk=str(who.kk or ""),
        boxes=boxes,
        attachments=numbers,
        others=others,
        place=place,
        on=day_words(on),
        officer=officer,
    )


def biodata_of(family: Family, regions: Regions) -> Biodata:
    """F-1.01 of a family; address, phone and region are its first member's."""
    first = family.head or family.members[0]
    address, code = first.address, first.address.village
    citizen = first.nationality.upper() in ("WNI", "INDONESIA")
    return Biodata(
        kind=Kind.CITIZEN if citizen else Kind.FOREIGNER,
        letterhead=f"PEMERINTAH {regions.regency_name(code)}",
        head=first.name,
        address=address.street,
        postal_code=address.postal_code,
        rt=address.rt,
        rw=address.rw,
        count=str(len(family.members)),
        phone=address.phone,
        province=Region(code[:2], regions.province_name(code)),
        regency=Region(code[3:5], regions.regency_name(code)),
        district=Region(code[6:8], regions.district_name(code)),
        village=Region(code[9:], regions.village_name(code)),
        members=tuple(member_of(member) for member in family.members),
    )


def member_of(who: Resident) -> Member:
    """The columns the register knows; the others stay empty to be written in."""
    return Member(
        name=who.name,
        sex="1 Laki-laki" if who.sex is Sex.MALE else "2 Perempuan",
        birth_place=who.birth_place,
        birth_date=day(who.birth_date),
        nationality=who.nationality,
        blood=coded(who.blood),
        religion=coded(who.religion),
        marital=coded(who.marital),
        relation=coded(who.relation),
        education=coded(who.education),
        occupation=coded(who.occupation),
        mother=who.mother,
        father=who.father,
    )


def no_documents_of(who: Resident, regions: Regions, *, place: str, on: date) -> NoDocuments:
    """F-1.04 of a resident."""
    return NoDocuments(
        name=who.name,
        address=address_words(who.address, regions),
        birth=f"{who.birth_place}, {day(who.birth_date)}",
        mother=who.mother,
        place=place,
        on=day_words(on),
    )


def proxy_of(
    giver: Resident, taker: Named, regions: Regions, *, place: str, on: date, ill: bool, reason: str = ""
) -> Proxy:
    """F-1.07: `giver` cannot come, `taker` may act."""
    return Proxy(
        weekday=WEEKDAYS[on.weekday()],
        day=str(on.day),
        month=MONTHS[on.month - 1],
        year=str(on.year),
        place=place,
        giver=giver.name,
        birth=f"{giver.birth_place}, {day(giver.birth_date)}",
        occupation=giver.occupation.name,
        address=address_words(giver.address, regions),
        taker=taker,
        ill=ill,
        reason=reason,
    )
