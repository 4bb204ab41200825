"""What a location tells the centre of its books: each line as a signed act, with what is there after it.

What became of a card stands in an act of its case too; here it only moves the figure. No label, name or number of a
resident or a case goes along.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.actions import Action
from registry.canonical import NotCanonical, canonical
from registry.errors import RegistryError
from registry.stock import Item


class NotStockNews(RegistryError):
    """The act says nothing that a book could hold."""


@dataclass(frozen=True, slots=True)
class StockNews:
    """One line: `change` is what it added, 0 for what stays here (handed to an officer, a count that agrees);
    `closing` what the book says when it is told, not below 0; `reference` a BAST or berita acara; `by` who booked
    it."""

    item: Item
    move: str
    change: int
    closing: int
    reference: str
    by: str
    at: str

    def to_bytes(self) -> bytes:
        """The payload of StockBooked."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}, "item": self.item.value})

    @classmethod
    def of(cls, action: Action) -> StockNews:
        """What an act says; raises NotStockNews."""
        try:
            record = action.record
            words = [record[name] for name in ("move", "reference", "by", "at")]
            change, closing = record["change"], record["closing"]
            item = Item(str(record["item"]))
        except (NotCanonical, KeyError, ValueError) as error:
            raise NotStockNews(action.header.id) from error
        whole = all(isinstance(each, str) for each in words) and type(change) is int and type(closing) is int
        if not whole or closing < 0 or item != action.header.variant:
            raise NotStockNews(action.header.id)
        move, reference, by, at = words
        return cls(item, move, change, closing, reference, by, at)
