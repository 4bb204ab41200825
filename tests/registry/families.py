"""An invented family for tests: father, mother, a daughter of 19 and a son of 9."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from registry.changes import Left, element, in_order
from registry.codes import CodeTables
from registry.numbers import Nik
from registry.people import Family, Presence, Resident, Sex
from tests.forms.making import resident

TODAY = date(2026, 11, 25)
_TABLES = CodeTables.load()


def coded(table: str, name: str) -> object:
    """A code by its name."""
    return _TABLES.by_name(table, name)


def person(name: str, born: date, sex: Sex, relation: str, marital: str = "Belum Kawin", serial: int = 1) -> Resident:
    """Someone on the KK of `resident()`."""
    day = born.day + (40 if sex is Sex.FEMALE else 0)
    return replace(
        resident(),
        id=f"r-{name.split()[0].lower()}",
        nik=Nik(f"140806{day:02d}{born:%m%y}{serial + 9000:04d}"),
        name=name,
        birth_date=born,
        sex=sex,
        relation=_TABLES.by_name("shdk", relation),
        marital=_TABLES.by_name("status_perkawinan", marital),
    )


FATHER = person("HENDRI PRIYATNA", date(1978, 4, 2), Sex.MALE, "Kepala Keluarga", "Kawin Tercatat")
MOTHER = person("RATNA WIJAYA", date(1981, 8, 17), Sex.FEMALE, "Istri", "Kawin Tercatat")
DAUGHTER = person("INTAN PRIYATNA", date(2007, 2, 11), Sex.FEMALE, "Anak")
SON = person("RAFI PRIYATNA", date(2017, 6, 30), Sex.MALE, "Anak")
BABY = replace(
    person("ALIF PRIYATNA", date(2026, 11, 3), Sex.MALE, "Anak"),
    nik=None,
    kk=None,
    education=_TABLES.by_name("pendidikan", "Tidak/Belum Sekolah"),
    occupation=_TABLES.by_name("pekerjaan", "Belum/Tidak Bekerja"),
    mother=MOTHER.name,
    father=FATHER.name,
)


def family(*members: Resident) -> Family:
    """A family under the number of `resident()`; the four above without any named."""
    return Family(FATHER.kk, in_order(members or (FATHER, MOTHER, DAUGHTER, SON)))


AKTA, SKP = "1408-KM-12112026-0003", "SKPWNI/1408/25112026/0004"
HEAD = "2026:1"
HEAD_DIES = (
    Left(FATHER.id, Presence.DEAD, AKTA),
    element(MOTHER, "relation", HEAD, AKTA),
    element(MOTHER, "marital", "2026:6", AKTA),
)
