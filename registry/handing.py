"""Blanks and supplies in the hands of officers: handed out of the locked store, and given back.

They stay in the ledger of the location until they are used, spoiled or lost; who holds them answers for them
(Sesditjen 2023: a locked store). Used is what the holder booked himself since he was first given any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from registry.errors import RegistryError
from registry.stock import Item


class HandingRefused(RegistryError):
    """It may not follow. `code`: no-count, no-holder, not-there or not-held."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Way(StrEnum):
    """Out to an officer, or back from him."""

    OUT = "diserahkan"
    BACK = "dikembalikan"


@dataclass(frozen=True, slots=True)
class Handing:
    """One line: so many of a thing to or from an officer; `note` says which labels."""

    id: str
    item: Item
    way: Way
    holder: str
    count: int
    note: str
    officer: str
    at: str

    @property
    def change(self) -> int:
        """What it adds to what the holder has."""
        return self.count if self.way is Way.OUT else -self.count


def in_hand(handings: Iterable[Handing], used: int) -> int:
    """What an officer holds after so many were used up by him; never less than nothing.

    >>> lines = [Handing("1", Item.KTP, Way.OUT, "yulianti", 50, "", "dewi", "2026-11-24")]
    >>> in_hand(lines, 12), in_hand(lines, 60)
    (38, 0)
    """
    return max(0, sum(line.change for line in handings) - used)


def check_handing(new: Handing, *, in_store: int, held: int) -> None:
    """Raise HandingRefused unless it may follow: `in_store` is here and in nobody's hands, `held` in the holder's."""
    if new.count < 1:
        raise HandingRefused("no-count")
    if not new.holder:
        raise HandingRefused("no-holder")
    if new.way is Way.OUT and new.count > in_store:
        raise HandingRefused("not-there")
    if new.way is Way.BACK and new.count > held:
        raise HandingRefused("not-held")
