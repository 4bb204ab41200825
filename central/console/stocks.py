"""Blanks and cards by place, as far as the centre can know: what was shipped and counted in, what acts of cases say.

The ledgers of the stations themselves (counts, hand-outs, destruction) do not travel; the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from central.ledger.acts import printed_at
from central.ledger.boards import moved
from central.ledger.ledger import Book
from registry.actions import Outcome

BLANK = "blangko-ktp-el"
ITEMS = {BLANK: "Blangko KTP-el", "blangko-kia": "Blangko KIA", "pita": "Pita", "film": "Film"}
OUTCOMES = {
    Outcome.GOOD: "Baik",
    Outcome.ENCODE_FAILED: "Gagal encode",
    Outcome.DAMAGED: "Rusak",
    Outcome.PRINT_FAILED: "Gagal cetak",
    Outcome.WRONG_ELEMENT: "Elemen salah",
    Outcome.UNKNOWN: "Belum pasti",
}
_USED = frozenset({o.value for o in OUTCOMES} - {Outcome.UNKNOWN.value})  # a doubtful one is booked again, once known


@dataclass(frozen=True, slots=True)
class Balance:
    """Of one place and one thing: counted in, sent away, used by outcome, still on the way there."""

    place: str
    came: int
    left: int
    coming: int
    used: Mapping[str, int]

    @property
    def on_hand(self) -> int:
        """What should lie there."""
        return self.came - self.left - sum(count for name, count in self.used.items() if name in _USED)

    @property
    def spoiled(self) -> int:
        """Used, and not for a good card."""
        return sum(n for name, n in self.used.items() if name in _USED - {Outcome.GOOD.value})


def balances(book: Book, item: str = BLANK) -> dict[str, Balance]:
    """By place, for each that ever had any; the store of the Dinas ("") has no opening count here and is left out."""
    moves = moved(book.connection, item)
    return {place: _balance(book, place, sums, item) for place, sums in moves.items() if place}


def blanks_on_hand(book: Book) -> dict[str, int]:
    """Station -> blanks of KTP-el that should lie there."""
    return {place: found.on_hand for place, found in balances(book).items()}


def _balance(book: Book, place: str, sums: tuple[int, int, int], item: str) -> Balance:
    came, left, coming = sums
    return Balance(place, came, left, coming, printed_at(book.connection, place) if item == BLANK else {})
