"""Invented families of Siak for training, made by the centre's simulator and sent down the feed.

Names are put together from common given names and family names; the NIK and KK numbers follow the structure but begin
their serial at 9000, which SIAK, counting from 0001 a day, does not reach. No real person is described.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from registry.codes import CodeTables
from registry.numbers import KkNumber, Nik
from registry.people import Address, Resident, Sex
from registry.regions import Region, Regions
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source

_MEN = """Ahmad Rizki|Zulkifli|Muhammad Ilham|Joko|Rahmat|Syahrial|Hendri|Budi|Darwis|Firdaus|Yusran|Taufan|Ridwan
Samsul|Bahari|Guntur|Suparno|Wahyu|Iskandar|Mansur|Dedi|Rusli|Anwar|Bagas|Rafi|Galih"""
_WOMEN = """Suhaila|Fitri|Nurhasanah|Siti Aminah|Darmawati|Elviana|Rosnelly|Wulandari|Yusnidar|Maryam|Ratna|Halimah
Salmah|Indah|Kartini|Latifah|Nuraini|Sulastri|Zubaidah|Aisyah|Melati|Putri Ayu|Rahma|Tiara|Intan"""
_FAMILIES = """Mardianto|Siregar|Simatupang|Batubara|Handoko|Priyatna|Sudarsana|Harahap|Tanjung|Piliang|Chaniago|Lubis
Sembiring|Wijaya|Saragih|Nasution|Pangaribuan|Hidayat|Purnama|Gultom|Effendi|Syafruddin|Daulay|Tambunan"""
_STREETS = """Jl. Pemda Km 4|Jl. Lintas Siak|Jl. Kebun Raya|Jl. Sawit Indah|Jl. Melur|Jl. Datuk Laksamana|Jl. Pelajar"""
FIRST_SERIAL = 9000
GIVEN_SERIAL = 9500  # those given later, so that they meet none of a family invented before


def _words(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")


class Families:
    """Deterministic for a seed and a day: the same residents, numbers and addresses; ids come from `ids`."""

    def __init__(self, seed: int, today: date, ids: Uuid7Source) -> None:
        self._random = random.Random(seed)
        self._today = today
        self._tables = CodeTables.load()
        self._ids = ids
        self._serials: dict[str, int] = {}

    def residents(self, district: str, count: int) -> Iterator[Resident]:
        """At least `count` residents of a kecamatan (`14.08.06`) in whole families."""
        villages = Regions.load().children(district)
        made = 0
        while made < count:
            family = self.family(self._random.choice(villages))
            made += len(family)
            yield from family

    def family(self, village: Region) -> tuple[Resident, ...]:
        """Parents with a card, a child of 17 to 24 who was never recorded, and younger ones, under one KK number."""
        surname = self._random.choice(_words(_FAMILIES))
        other = self._random.choice(_words(_FAMILIES))
        father = self._person(Sex.MALE, surname, self._born(42, 60), village, "Kepala Keluarga", "Kawin Tercatat")
        mother = self._person(Sex.FEMALE, other, self._born(38, 55), village, "Istri", "Kawin Tercatat")
        children = [self._child(surname, age, village, father, mother) for age in self._ages()]
        card = self._kk(village)
        address = Address(
            street=f"{self._random.choice(_words(_STREETS))} No. {self._random.randint(1, 90)}",
            rt=f"{self._random.randint(1, 9):03d}",
            rw=f"{self._random.randint(1, 5):03d}",
            village=village.code,
            postal_code=village.postal_code,
        )
        parents = (self._recorded(father), self._recorded(mother))
        return tuple(replace(person, kk=card, address=address) for person in (*parents, *children))

    def _ages(self) -> list[int]:
        return [self._random.randint(17, 24), *self._random.sample(range(2, 16), k=self._random.randint(1, 2))]

    def _child(self, surname: str, age: int, village: Region, father: Resident, mother: Resident) -> Resident:
        sex = self._random.choice((Sex.MALE, Sex.FEMALE))
        child = self._person(sex, surname, self._born(age, age), village, "Anak", "Belum Kawin")
        return replace(child, mother=mother.name, father=father.name)

    def _recorded(self, person: Resident) -> Resident:
        issued = self._today - timedelta(days=self._random.randint(400, 3000))
        return replace(
            person, ktp_status=SiakStatus.CARD_ISSUED, ktp_status_on=issued, ktp_status_place="KABUPATEN SIAK"
        )

    def _person(self, sex: Sex, surname: str, born: date, village: Region, relation: str, marital: str) -> Resident:
        given = self._random.choice(_words(_MEN if sex is Sex.MALE else _WOMEN))
        age = (self._today - born).days // 365
        name = self._tables.by_name
        return Resident(
            id=self._ids.next(),
            nik=self._nik(village, born, sex),
            kk=None,
            name=f"{given} {surname}".upper(),
            birth_place="KABUPATEN SIAK",
            birth_date=born,
            sex=sex,
            blood=name("golongan_darah", self._random.choice(("A", "B", "AB", "O"))),
            religion=name("agama", "Islam"),
            marital=name("status_perkawinan", marital),
            occupation=name("pekerjaan", _work(age)),
            education=name("pendidikan", _school(age)),
            relation=name("shdk", relation),
            address=Address("", "", "", village.code),
            mother=self._random.choice(_words(_WOMEN)).upper(),
            father=self._random.choice(_words(_MEN)).upper(),
            nationality="WNI",
            ktp_status=SiakStatus.UNREGISTERED,
            ktp_status_on=self._today - timedelta(days=4),
            ktp_status_place="",
        )

    def _born(self, youngest: int, oldest: int) -> date:
        first = self._today.replace(day=1) - timedelta(days=(oldest + 1) * 365 - 10)
        return first + timedelta(days=self._random.randint(0, (oldest - youngest + 1) * 365 - 40))

    def _nik(self, village: Region, born: date, sex: Sex) -> Nik:
        day = born.day + (40 if sex is Sex.FEMALE else 0)
        stem = f"{_digits(village)}{day:02d}{born:%m%y}"
        return Nik(stem + self._serial(stem))

    def _kk(self, village: Region) -> KkNumber:
        entered = self._today - timedelta(days=self._random.randint(400, 4000))
        stem = f"{_digits(village)}{entered:%d%m%y}"
        return KkNumber(stem + self._serial(stem))

    def _serial(self, stem: str) -> str:
        number = self._serials.get(stem, FIRST_SERIAL)
        self._serials[stem] = number + 1
        return f"{number:04d}"


def _digits(village: Region) -> str:
    return village.code[:8].replace(".", "")


def _work(age: int) -> str:
    return "Belum/Tidak Bekerja" if age < 6 else "Pelajar/Mahasiswa" if age < 25 else "Petani/Pekebun"


def _school(age: int) -> str:
    steps = ((18, "SLTA/SMA/Sederajat"), (15, "SLTP/SMP/Sederajat"), (7, "SD/Sederajat"))
    return next((name for least, name in steps if age >= least), "Tidak/Belum Sekolah")


def given_nik(resident: Resident, count: Callable[[str], int]) -> Nik:
    """The NIK that the simulated SIAK gives who had none; `count` gives the next number of a counter, from 1."""
    born = resident.birth_date
    day = born.day + (40 if resident.sex is Sex.FEMALE else 0)
    return Nik(_given(f"{resident.address.village[:8].replace('.', '')}{day:02d}{born:%m%y}", count))


def given_kk(village: str, today: date, count: Callable[[str], int]) -> KkNumber:
    """The number of a KK entered today."""
    return KkNumber(_given(f"{village[:8].replace('.', '')}{today:%d%m%y}", count))


def _given(stem: str, count: Callable[[str], int]) -> str:
    return f"{stem}{GIVEN_SERIAL + count(f'serial.{stem}'):04d}"
