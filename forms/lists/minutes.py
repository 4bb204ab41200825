"""Berita acara: hand-over of blanks or cards between locations, and destruction with method, list and witnesses.

Destruction after SE Mendagri 470.13/11176/SJ (13 December 2018): recorded and burnt, minutes every time even for few
cards; reasons of the Dirjen letter 400.8.1.2/202241/Dukcapil (2022). Lists show no NIK.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import FormsError
from forms.lists.numerals import in_words
from forms.lists.table import Column, Signature, Table, numbered, shown

LEAST_WITNESSES = 2
UNNAMED = "…………………………"  # who signs is not known yet: written by hand


class NoWitness(FormsError):
    """Destruction needs two witnesses at least."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs, with his office."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where, in words: "Selasa", "24", "November", "2026", "UPTD Siak"."""

    number: str  # of the minutes
    weekday: str
    day: str
    month: str
    year: str
    place: str

    def words(self) -> str:
        """How minutes begin."""
        return (
            f"Pada hari ini {self.weekday} tanggal {self.day} bulan {self.month} tahun {self.year}, bertempat di "
            f"{self.place}, kami yang bertanda tangan di bawah ini:"
        )


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of what is handed over, by batch and range: "Blangko KTP-el", "B26-0417 / 00001-00500", 500."""

    kind: str
    labels: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Destroyed:
    """One card: its label or "kartu lama", whose it was, where he lives, why, when it came in."""

    blank: str
    name: str
    address: str
    reason: str
    on: str


def hand_over_minutes(
    office: tuple[str, ...], occasion: Occasion, giver: Person, taker: Person, goods: Sequence[Goods]
) -> Table:
    """Berita acara serah terima between two locations."""
    columns = (
        Column("No", 10, "right"),
        Column("Jenis", 46),
        Column("Batch dan nomor", 62),
        Column("Jumlah", 22, "right"),
        Column("Keterangan", 40),
    )
    count = sum(item.count for item in goods)
    return Table(
        title="BERITA ACARA SERAH TERIMA",
        letterhead=office,
        facts=(("Nomor", occasion.number),),
        opening=(
            occasion.words(),
            f"1. {giver.name}, {giver.office}, selanjutnya disebut PIHAK PERTAMA;",
            f"2. {taker.name or UNNAMED}, {taker.office}, selanjutnya disebut PIHAK KEDUA.",
            "PIHAK PERTAMA menyerahkan dan PIHAK KEDUA menerima, setelah dihitung bersama, barang sebagai berikut:",
        ),
        columns=columns,
        rows=numbered([(item.kind, item.labels, item.count, item.note) for item in goods]),
        totals=("", "Jumlah", "", count, ""),
        closing=(
            f"Jumlah seluruhnya {shown(count)} ({in_words(count)}). Sejak ditandatangani, tanggung jawab atas barang "
            "tersebut beralih kepada PIHAK KEDUA. Berita acara ini dibuat rangkap dua, satu untuk tiap pihak.",
        ),
        signatures=(
            Signature("PIHAK KEDUA,", taker.name, taker.office),
            Signature("PIHAK PERTAMA,", giver.name, giver.office),
        ),
    )


def destruction_minutes(
    office: tuple[str, ...],
    occasion: Occasion,
    officers: Sequence[Person],
    witnesses: Sequence[Person],
    cards: Sequence[Destroyed],
    *,
    method: str = "dibakar",
) -> Table:
    """Berita acara pemusnahan; raises NoWitness with fewer than two."""
    if len(witnesses) < LEAST_WITNESSES:
        raise NoWitness(f"{len(witnesses)} of {LEAST_WITNESSES}")
    columns = (
        Column("No", 10, "right"),
        Column("Blangko / kartu", 34),
        Column("Nama", 44),
        Column("Alamat", 44),
        Column("Alasan", 28),
        Column("Tanggal", 20, "centre"),
    )
    count = len(cards)
    return Table(
        title="BERITA ACARA PEMUSNAHAN KTP-EL RUSAK ATAU INVALID",
        letterhead=office,
        facts=(("Nomor", occasion.number),),
        opening=(
            occasion.words(),
            *(f"{number}. {who.name}, {who.office};" for number, who in enumerate(officers, 1)),
            f"telah memusnahkan {shown(count)} ({in_words(count)}) keping KTP-el rusak atau invalid dengan cara "
            f"{method}, sesuai Surat Edaran Menteri Dalam Negeri Nomor 470.13/11176/SJ tanggal 13 Desember 2018, "
            "disaksikan oleh:",
            *(f"{number}. {who.name}, {who.office};" for number, who in enumerate(witnesses, 1)),
            "dengan daftar sebagai berikut:",
        ),
        columns=columns,
        rows=numbered([(c.blank, c.name, c.address, c.reason, c.on) for c in cards]),
        notes=tuple(_reasons(cards)),
        closing=(
            "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya. Kartu yang "
            "disebut di atas tidak dapat dipergunakan lagi.",
        ),
        signatures=(
            *(Signature("Yang memusnahkan,", who.name, who.office) for who in officers),
            *(Signature(f"Saksi {number},", who.name, who.office) for number, who in enumerate(witnesses, 1)),
        ),
    )


def _reasons(cards: Sequence[Destroyed]) -> list[str]:
    """How many for each reason, in the order they first appear."""
    counts: dict[str, int] = {}
    for card in cards:
        counts[card.reason] = counts.get(card.reason, 0) + 1
    return (
        ["Menurut alasan: " + ", ".join(f"{reason} {count}" for reason, count in counts.items()) + "."]
        if counts
        else []
    )
