"""Work in one transaction; what met another in a circle begins anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from central.errors import Contended
from central.ledger.ledger import Book, Ledger

TRIES = 4
Made = TypeVar("Made")


def in_turn(ledger: Ledger, work: Callable[[Book], Made]) -> Made:
    """What `work` makes. Raises what it raises, and Contended when it was in a circle each time."""
    for left in range(TRIES, 0, -1):
        try:
            with ledger.writing() as book:
                return work(book)
        except Contended:
            if left == 1:
                raise
    raise Contended("contended")
