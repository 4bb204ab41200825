"""Residents and families as the counter knows them: frozen, with one plain record for store and wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.codes import Code, CodeTables
from registry.errors import RegistryError
from registry.numbers import KkNumber, Nik
from registry.upstream import SiakStatus

# Attribute of a coded element -> its list.
CODED = {
    "blood": "golongan_darah",
    "religion": "agama",
    "marital": "status_perkawinan",
    "occupation": "pekerjaan",
    "education": "pendidikan",
    "relation": "shdk",
}


CARD_AGE = 17  # KTP-el from 17 on, or on marriage (UU 24/2013 ps 63)


class BadResident(RegistryError):
    """A record that holds no resident."""


class Sex(StrEnum):
    """Jenis kelamin with the codes of F-1.01."""

    MALE = "1"
    FEMALE = "2"


class Presence(StrEnum):
    """Whether a resident is still to be served; who is not stays in the register, so that nobody takes his place."""

    HERE = ""
    DEAD = "meninggal"
    MOVED = "pindah"


@dataclass(frozen=True, slots=True)
class Address:
    """Where someone lives; `village` is the Kemendagri code of the kampung or kelurahan."""

    street: str
    rt: str
    rw: str
    village: str
    postal_code: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident of the working copy. `id` comes with the feed; NIK and KK may still be awaited from SIAK."""

    id: str
    nik: Nik | None
    kk: KkNumber | None
    name: str
    birth_place: str
    birth_date: date
    sex: Sex
    blood: Code
    religion: Code
    marital: Code
    occupation: Code
    education: Code
    relation: Code
    address: Address
    mother: str
    father: str
    nationality: str
    ktp_status: SiakStatus
    ktp_status_on: date | None
    ktp_status_place: str
    presence: Presence = Presence.HERE

    def age(self, today: date) -> int:
        """Whole years on a day."""
        return (
            today.year
            - self.birth_date.year
            - ((today.month, today.day) < (self.birth_date.month, self.birth_date.day))
        )

    @property
    def ever_married(self) -> bool:
        """Kawin or pernah kawin: entitled to a card before 17."""
        return not self.marital.name.upper().startswith("BELUM")

    def to_record(self) -> dict[str, str]:
        """Strings only, coded elements as version:code."""
        return {
            "id": self.id,
            "nik": str(self.nik or ""),
            "kk": str(self.kk or ""),
            "name": self.name,
            "birth_place": self.birth_place,
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            **{name: getattr(self, name).key for name in CODED},
            "street": self.address.street,
            "rt": self.address.rt,
            "rw": self.address.rw,
            "village": self.address.village,
            "postal_code": self.address.postal_code,
            "phone": self.address.phone,
            "mother": self.mother,
            "father": self.father,
            "nationality": self.nationality,
            "ktp_status": self.ktp_status,
            "ktp_status_on": self.ktp_status_on.isoformat() if self.ktp_status_on else "",
            "ktp_status_place": self.ktp_status_place,
            **({"presence": self.presence} if self.presence else {}),  # of who is here: the same bytes as ever
        }

    @classmethod
    def from_record(cls, record: dict[str, str]) -> Resident:
        """The resident in a record; raises BadResident (or what a number or code says)."""
        code = CodeTables.load().get
        try:  # each element by its name: lists are read by the thousand, and loops over names cost a third of it
            nik, kk, status_on = record["nik"], record["kk"], record["ktp_status_on"]
            return cls(
                id=record["id"],
                nik=Nik(nik) if nik else None,
                kk=KkNumber(kk) if kk else None,
                name=record["name"],
                birth_place=record["birth_place"],
                birth_date=date.fromisoformat(record["birth_date"]),
                sex=Sex(record["sex"]),
                blood=code("golongan_darah", record["blood"]),
                religion=code("agama", record["religion"]),
                marital=code("status_perkawinan", record["marital"]),
                occupation=code("pekerjaan", record["occupation"]),
                education=code("pendidikan", record["education"]),
                relation=code("shdk", record["relation"]),
                address=Address(
                    record["street"],
                    record["rt"],
                    record["rw"],
                    record["village"],
                    record["postal_code"],
                    record["phone"],
                ),
                mother=record["mother"],
                father=record["father"],
                nationality=record["nationality"],
                ktp_status=SiakStatus(record["ktp_status"]),
                ktp_status_on=date.fromisoformat(status_on) if status_on else None,
                ktp_status_place=record["ktp_status_place"],
                presence=Presence(record["presence"]) if "presence" in record else Presence.HERE,
            )
        except (KeyError, ValueError) as error:
            raise BadResident(str(error)) from error


@dataclass(frozen=True, slots=True)
class Family:
    """The members on one KK, head first; a new family has no number before SIAK gives one."""

    kk: KkNumber | None
    members: tuple[Resident, ...]

    @property
    def head(self) -> Resident | None:
        """The one with SHDK 1."""
        return next((member for member in self.members if member.relation.code == "1"), None)


def seventeenth_birthday(born: date) -> date:
    """The first day at 17; who was born on 29 February has it on 1 March.

    >>> seventeenth_birthday(date(2008, 2, 29)), seventeenth_birthday(date(2009, 3, 12))
    (datetime.date(2025, 3, 1), datetime.date(2026, 3, 12))
    """
    if (born.month, born.day) == (2, 29):  # no leap year is 17 years after another
        return date(born.year + CARD_AGE, 3, 1)
    return born.replace(year=born.year + CARD_AGE)
