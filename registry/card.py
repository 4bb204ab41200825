"""The personal data printed on a KTP-el, in the order of the card (Perpres 26/2009 jo 35/2010).

Only what the law prints for one person: the blank's own design, the signature of an official or a QR are not ours.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from registry.canonical import Record, canonical, digest
from registry.codes import Code
from registry.errors import RegistryError
from registry.people import Resident, Sex, seventeenth_birthday
from registry.regions import Regions

UNMARRIED = "BELUM KAWIN"
SINGLE = "SINGLE"  # the same on the card of a foreigner (registry.foreign_card)


class NotPrintable(RegistryError):
    """The resident's data do not fill a card; the message names the field."""


@dataclass(frozen=True, slots=True)
class CardElements:
    """Every line of the front as it is printed, and the hashes of photo and signature (hex SHA-256)."""

    province: str
    regency: str
    nik: str
    name: str
    birth: str  # "SIAK, 12-03-2009"
    sex: str
    blood: str
    street: str
    rt_rw: str
    village: str
    district: str
    religion: str
    marital: str
    occupation: str
    nationality: str
    valid_until: str
    issued_at: str
    issued_on: str  # dd-mm-yyyy
    photo: str
    signature: str

    def printable_from(self) -> date:
        """The first day this card may be printed, by its own lines: the 17th birthday, or at once for who is or was
        married; raises NotPrintable for a birth line that holds no date."""
        if self.marital not in (UNMARRIED, SINGLE):
            return date.min
        day, month, year = self.birth[-10:-8], self.birth[-7:-5], self.birth[-4:]
        try:
            return seventeenth_birthday(date(int(year), int(month), int(day)))
        except ValueError as error:
            raise NotPrintable("birth") from error

    def digest(self) -> str:
        """SHA-256 over the canonical record: what a release is for."""
        return digest(canonical({"v": 1, **self.to_record()}))

    def to_record(self) -> dict[str, str]:
        """All elements by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_record(cls, record: Record) -> CardElements:
        """The elements in a record of `to_record`."""
        return cls(**{f.name: record[f.name] for f in fields(cls)})


def card_elements(resident: Resident, regions: Regions, *, photo: str, signature: str, issued: date) -> CardElements:
    """The card of a resident of this regency; raises NotPrintable when the NIK is missing."""
    if resident.nik is None:
        raise NotPrintable("nik")
    village = resident.address.village
    place = regions.regency_name(village).removeprefix("KABUPATEN ").removeprefix("KOTA ")
    return CardElements(
        province="PROVINSI " + regions.province_name(village),
        regency=regions.regency_name(village),
        nik=str(resident.nik),
        name=resident.name.upper(),
        birth=f"{_birth_place(resident)}, {resident.birth_date:%d-%m-%Y}",
        sex="LAKI-LAKI" if resident.sex is Sex.MALE else "PEREMPUAN",
        blood=_blood(resident.blood),
        street=resident.address.street.upper(),
        rt_rw=f"{resident.address.rt}/{resident.address.rw}",
        village=regions.village_name(village),
        district=regions.district_name(village),
        religion=resident.religion.name.upper(),
        marital=_marital(resident.marital),
        occupation=resident.occupation.name.upper(),
        nationality=resident.nationality.upper(),
        valid_until="SEUMUR HIDUP",
        issued_at=place,
        issued_on=f"{issued:%d-%m-%Y}",
        photo=photo,
        signature=signature,
    )


def _birth_place(resident: Resident) -> str:
    return resident.birth_place.upper().removeprefix("KABUPATEN ").removeprefix("KOTA ")


def _blood(code: Code) -> str:
    return "-" if code.name.upper().startswith("TIDAK") else code.name.upper()


def _marital(code: Code) -> str:
    """The four values of the card: whether an event was registered stands on the KK only.

    "Kawin Belum Tercatat" prints as KAWIN, "Cerai Hidup Tercatat" as CERAI HIDUP.
    """
    name = code.name.upper()
    for printed in (UNMARRIED, "CERAI HIDUP", "CERAI MATI", "KAWIN"):
        if name.startswith(printed):
            return printed
    raise NotPrintable("marital")
