"""The personal data printed on a KIA (Permendagri 2/2016): below five without a photo and good until the child is five,
then with one and good until he is 17 less a day.

Only what is printed for one child: the red blank's design, the barcode and the name and signature of the Kepala Dinas
are not ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.card import NotPrintable
from registry.people import CARD_AGE, Resident, Sex
from registry.regions import Regions

PHOTO_AGE = 5


@dataclass(frozen=True, slots=True)
class ChildElements:
    """Every line of the front as it is printed, and the hash of the photo (hex SHA-256), "" below five."""

    province: str
    regency: str
    nik: str
    name: str
    birth: str
    sex: str
    blood: str
    kk: str
    head: str  # of the family
    certificate: str  # number of the kutipan akta kelahiran
    religion: str
    nationality: str
    street: str
    rt_rw: str
    village: str
    district: str
    valid_until: str  # dd-mm-yyyy, the last day
    issued_at: str
    issued_on: str
    photo: str


def child_elements(
    resident: Resident, regions: Regions, *, head: str, certificate: str, photo: str, issued: date
) -> ChildElements:
    """The KIA of a child. Raises NotPrintable for a number that is awaited ("nik", "kk"), an empty line ("head",
    "certificate"), someone of 17 or more ("birth") and a photo that is missing or too early ("photo")."""
    lines = {"nik": str(resident.nik or ""), "kk": str(resident.kk or ""), "head": head, "certificate": certificate}
    for name, line in lines.items():
        if not line.strip():
            raise NotPrintable(name)
    until = last_day(resident.birth_date, issued)
    if bool(photo) is (resident.age(issued) < PHOTO_AGE):
        raise NotPrintable("photo")
    village = resident.address.village
    return ChildElements(
        province="PROVINSI " + regions.province_name(village),
        regency=regions.regency_name(village),
        nik=lines["nik"],
        name=resident.name.upper(),
        birth=f"{_bare(resident.birth_place.upper())}, {resident.birth_date:%d-%m-%Y}",
        sex="LAKI-LAKI" if resident.sex is Sex.MALE else "PEREMPUAN",
        blood="-" if resident.blood.name.upper().startswith("TIDAK") else resident.blood.name.upper(),
        kk=lines["kk"],
        head=head.strip().upper(),
        certificate=certificate.strip().upper(),
        religion=resident.religion.name.upper(),
        nationality=resident.nationality.upper(),
        street=resident.address.street.upper(),
        rt_rw=f"{resident.address.rt}/{resident.address.rw}",
        village=regions.village_name(village),
        district=regions.district_name(village),
        valid_until=f"{until:%d-%m-%Y}",
        issued_at=_bare(regions.regency_name(village)),
        issued_on=f"{issued:%d-%m-%Y}",
        photo=photo,
    )


def last_day(born: date, issued: date) -> date:
    """The last day of a KIA issued on a day: the 5th birthday, else the one before the 17th.

    >>> last_day(date(2022, 3, 12), date(2026, 11, 24)), last_day(date(2012, 2, 29), date(2026, 11, 24))
    (datetime.date(2027, 3, 12), datetime.date(2029, 2, 28))
    """
    fifth, seventeenth = (_birthday(born, age) for age in (PHOTO_AGE, CARD_AGE))
    if issued < fifth:
        return fifth
    if issued < seventeenth:
        return seventeenth - timedelta(days=1)
    raise NotPrintable("birth")


def _birthday(born: date, age: int) -> date:
    """Who was born on 29 February has it on 1 March in other years."""
    year = born.year + age
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else born.replace(year=year)


def _bare(place: str) -> str:
    return place.removeprefix("KABUPATEN ").removeprefix("KOTA ")
