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
    received: int
    sent: int  # handed to another location
    good: int
    encode_failed: int
    damaged: int
    print_failed: int
    wrong_element: int
    lost: int
    counted: int  # by hand at the end of the month

    @property
    def closing(self) -> int:
        """What the ledger says is left."""
        spoiled = self.encode_failed + self.damaged + self.print_failed + self.wrong_element + self.lost
        return self.opening + self.received - self.sent - self.good - spoiled

    @property
    def difference(self) -> int:
        """Counted less expected; 0 when the ledger holds."""
        return self.counted - self.closing

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
            self.closing,
            self.counted,
            self.difference,
        )


HEADS = (
    "Awal", "Masuk", "Dikirim", "Baik", "Gagal encode", "Rusak",
    "Gagal cetak", "Elemen salah", "Hilang", "Akhir", "Dihitung", "Selisih",
)  # fmt: skip


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
    return Table(
        title="REKAPITULASI BLANGKO BULANAN",
        letterhead=office,
        facts=(("Bulan", month),),
        columns=(Column("Lokasi dan jenis", 51), *(Column(head_, 18, "right") for head_ in HEADS)),
        rows=cells,
        totals=("Jumlah", *(total(cells, column) for column in range(1, len(HEADS) + 1))),
        notes=(
            "Akhir = awal + masuk − dikirim − baik − gagal encode − rusak − gagal cetak − elemen salah − hilang.",
            "Selisih = dihitung − akhir; setiap selisih dijelaskan.",
            *explanations,
        ),
        signatures=(Signature("Petugas persediaan,", officer), Signature("Mengetahui,", head)),
        landscape=True,
    )
