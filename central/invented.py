"""Invented families of Siak for training, made by the centre's simulator and sent down the feed.

Names are put together from common given names and family names; the NIK and KK numbers follow the structure but
begin their serial at 9000, which SIAK, counting from 0001 a day, does not reach. No real person is described.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.codes import CodeTables
from registry.numbers import KkNumber, Nik
from registry.people import Address, Resident, Sex
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source

_MEN = (
    "Ahmad Rizki,Zulkifli,Muhammad Ilham,Joko,Rahmat,Syahrial,Hendri,Budi,Darwis,Firdaus,Yusran,Taufan,Ridwan,Samsul,"
    "Bahari,Guntur,Suparno,Wahyu,Iskandar,Mansur"
).split(",")
_WOMEN = (
    "Suhaila,Fitri,Nurhasanah,Siti Aminah,Darmawati,Elviana,Rosnelly,Wulandari,Yusnidar,Maryam,Ratna,Halimah,Dewi,"
    "Salmah,Indah,Kartini,Latifah,Nuraini,Sulastri,Zubaidah"
).split(",")
_FAMILIES = (
    "Mardianto,Siregar,Simatupang,Batubara,Handoko,Priyatna,Sudarsana,Harahap,Tanjung,Piliang,Chaniago,Lubis,Sembiring,"
    "Wijaya,Saragih,Nasution,Pangaribuan,Hidayat,Purnama,Gultom"
).split(",")
_STREETS = "Jl. Pemda,Jl. Lintas Siak,Jl. Kebun Raya,Jl. Sawit Indah,Jl. Melur,Jl. Datuk Laksamana,Jl. Pelajar".split(",")
FIRST_SERIAL = 9000


@dataclass(frozen=True, slots=True)
class Village:
    """Where a family lives."""

    code: str  # "14.08.06.2001"
    postal_code: str


class Families:
    """Deterministic for a seed: the same seed gives the same residents with the same ids."""

    def __init__(self, seed: int, today: date, tables: CodeTables, ids: Uuid7Source) -> None:
        self._random = random.Random(seed)
        self._today = today
        self._tables = tables
        self._ids = ids
        self._serials: dict[str, int] = {}

    def residents(self, villages: tuple[Village, ...], count: int) -> Iterator[Resident]:
        """At least `count` residents in whole families; each family has one member of 16 to 30 who was never recorded."""
        made = 0
        while made < count:
            for resident in self.family(self._random.choice(villages)):
                made += 1
                yield resident

    def family(self, village: Village) -> tuple[Resident, ...]:
        """Head, spouse and two or three children under one KK number."""
        surname = self._random.choice(_FAMILIES)
        married = self._day(42, 60)
        father = self._person(Sex.MALE, surname, married, village, "Kepala Keluarga", "Kawin Tercatat")
        mother = self._person(Sex.FEMALE, "", self._day(38, 55), village, "Istri", "Kawin Tercatat")
        card = self._kk(village, self._day(1, 12))
        address = replace(self._address(village), street=self._street())
        ages = [self._random.randint(17, 24), *self._random.sample(range(3, 16), k=self._random.randint(1, 2))]
        children = [
            self._person(self._random.choice((Sex.MALE, Sex.FEMALE)), surname, self._day(a, a), village, "Anak", "Belum Kawin")
            for a in ages
        ]
        household = (
            self._recorded(father),
            self._recorded(mother),
            *(replace(child, mother=mother.name, father=father.name) for child in children),
        )
        return tuple(replace(person, kk=card, address=address) for person in household)

    def _person(self, sex: Sex, surname: str, born: date, village: Village, relation: str, marital: str) -> Resident:
        given = self._random.choice(_MEN if sex is Sex.MALE else _WOMEN)
        age = (self._today - born).days // 365
        code = self._tables.by_name
        work = "Belum/Tidak Bekerja" if age < 6 else "Pelajar/Mahasiswa" if age < 23 else "Petani/Pekebun"
        return Resident(
            id=self._ids.next(),
            nik=self._nik(village, born, sex),
            kk=None,
            name=f"{given} {surname or self._random.choice(_FAMILIES)}".upper(),
            birth_place="KABUPATEN SIAK",
            birth_date=born,
            sex=sex,
            blood=code("gol_darah", self._random.choice(("A", "B", "AB", "O"))),
            religion=code("agama", "Islam"),
            marital=code("status_kawin", marital),
            occupation=code("pekerjaan", work),
            education=code("pendidikan", "SLTA/Sederajat" if age >= 18 else "SLTP/Sederajat" if age >= 15 else "SD/Sederajat"),
            relation=code("shdk", relation),
            address=self._address(village),
            mother=self._random.choice(_WOMEN).upper(),
            father=self._random.choice(_MEN).upper(),
            nationality="WNI",
            ktp_status=SiakStatus.UNREGISTERED,
            ktp_status_on=self._today - timedelta(days=4),
            ktp_status_place="",
        )
