"""A count by hand of what lies at a location: agreeing or not, it is booked; a difference has a sentence and two names.

SE Mendagri 470.13/11176/SJ (2018): what is not there is told, not corrected away.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.errors import RegistryError
from registry.stock import Item

LEAST_REASON = 5  # signs; a dot is no reason


class CountRefused(RegistryError):
    """The count is not booked. `code`: no-count, no-reason, no-witness, same-person, moved or no-labels."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Count:
    """What the ledger said, what was counted, why they differ, and who counted and who stood by."""

    id: str
    item: Item
    booked: int
    counted: int
    reason: str
    officer: str
    witness: str
    at: str

    @property
    def difference(self) -> int:
        """More (+) or less (−) than the ledger says."""
        return self.counted - self.booked


def check_count(count: Count) -> None:
    """Raise CountRefused for a difference without its sentence or its second officer.

    >>> check_count(Count("1", Item.KTP, 338, 338, "", "yulianti", "", "t"))
    """
    if count.counted < 0:
        raise CountRefused("no-count")
    if not count.difference:
        return
    if len(count.reason.strip()) < LEAST_REASON:
        raise CountRefused("no-reason")
    if not count.witness:
        raise CountRefused("no-witness")
    if count.witness == count.officer:
        raise CountRefused("same-person")
