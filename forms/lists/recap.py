"""Monthly recap of blanks per location: opening + in - out = closing, against what was counted.

Outcomes as the Dirjen letter 400.8.1.2/202241/Dukcapil (2022) names them. A difference is shown, never smoothed away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.lists.table import Cell, Column, Signature, Table, total


@dataclass(frozen=True, slots=True)
class Month:
    """One location and kind of blank over a month, in pieces."""

    location: str
    kind: str  # "KTP-el", "KIA"
    opening: int
    counted: int | None  # by hand at the end of the month; None where nobody counted
    received: int = 0
    sent: int = 0  # to another location
    good: int = 0
    encode_failed: int = 0
    damaged: int = 0
    print_failed: int = 0
    wrong_element: int = 0
    lost: int = 0
    destroyed: int = 0  # out of the store, unused
    corrected: int = 0  # found more (or less) at a count, booked with a reason

    @property
    def closing(self) -> int:
        """What the ledger says is left."""
        spoiled = self.encode_failed + self.damaged + self.print_failed + self.wrong_element
        gone = self.sent + self.good + spoiled + self.lost + self.destroyed
        return self.opening + self.received - gone + self.corrected

    @property
    def difference(self) -> int | None:
        """Counted less expected; 0 when the ledger holds, None where nobody counted."""
        return None if self.counted is None else self.counted - self.closing

    def cells(self) -> tuple[Cell, ...]:
        """As a row."""
        return (
            f"{self.location}, {self.kind}",
            self.opening,
            self.received,
            self.sent,
            self.good,
            self.encode_failed,
            self.damaged,
            self.print_failed,
            self.wrong_element,
            self.lost,
            self.destroyed,
            self.corrected,
            self.closing,
            _or_none(self.counted),
            _or_none(self.difference),
        )


def _or_none(number: int | None) -> Cell:
    return "belum" if number is None else number


HEADS = (
    "Awal", "Masuk", "Dikirim", "Baik", "Gagal encode", "Rusak", "Gagal cetak", "Elemen salah",
    "Hilang", "Musnah", "Koreksi", "Akhir", "Dihitung", "Selisih",
)  # fmt: skip
BALANCE = (
    "Akhir = awal + masuk − dikirim − baik − gagal encode − rusak − gagal cetak − elemen salah − hilang − musnah"
    " + koreksi.",
    "Selisih = dihitung − akhir; setiap selisih dijelaskan.",
)


def _sum(cells: Sequence[tuple[Cell, ...]], column: int) -> Cell:
    """The sum of a column; none where one of its figures is not known."""
    return total(cells, column) if all(isinstance(row[column], int) for row in cells) else "belum"


def monthly_recap(
    office: tuple[str, ...],
    month: str,
    rows: Sequence[Month],
    *,
    officer: str,
    head: str,
    explanations: Sequence[str] = (),
) -> Table:
    """The recap of a month ("November 2026"); each difference wants a sentence in `explanations`."""
    cells = tuple(row.cells() for row in rows)
    sums: tuple[Cell, ...] = ("Jumlah", *(_sum(cells, column) for column in range(1, len(HEADS) + 1)))
    return Table(
        title="REKAPITULASI BLANGKO BULANAN",
        letterhead=office,
        facts=(("Bulan", month),),
        columns=(Column("Lokasi dan jenis", 43), *(Column(words, 16, "right") for words in HEADS)),
        rows=cells,
        totals=sums if len({row.kind for row in rows}) == 1 else (),  # KTP-el and KIA do not add up
        notes=(*BALANCE, *explanations),
        signatures=(Signature("Petugas persediaan,", officer), Signature("Mengetahui,", head)),
        landscape=True,
    )
