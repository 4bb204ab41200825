"""The ledgers of this location (registry.ledgers): lines that are only added, and what they come to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from registry.ledgers import Flow, Line, Recap, check_line, of_blanks, on_hand, recap
from registry.stock import Item
from station.store.blanks import Blanks
from station.store.cipher import Cipher
from station.store.stock_schema import stock_lines

LABELLED = frozenset({Item.KTP, Item.KIA})  # their book is that of blanks


class Ledgers:
    """Books and reads lines."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._blanks = Blanks(cipher)

    def add(self, line: Line) -> None:
        """Book a line; raises LedgerRefused and books nothing when it may not follow, Conflict for an id used before,
        and ValueError for a blank, which has a label."""
        if line.item in LABELLED:
            raise ValueError(line.item)
        row = {name: getattr(line, name) for name in Line.__slots__}
        with self._cipher.writing() as db:
            check_line(lines_of(db, line.item), line)
            db.execute(insert(stock_lines).values(row | {"item": line.item.value, "flow": line.flow.value}))

    def lines(self, item: Item) -> tuple[Line, ...]:
        """Every line of a thing in order."""
        if item in LABELLED:
            return of_blanks(self._blanks.entries(item))
        with self._cipher.reading() as db:
            return lines_of(db, item)

    def on_hand(self, item: Item) -> int:
        """How much is here, blanks on the desk with it."""
        return on_hand(self.lines(item), item)

    def recap(self, item: Item, first: date, last: date) -> Recap:
        """A thing over a period: opening + in - out = closing."""
        return recap(self.lines(item), item, first, last)


def lines_of(db: Connection, item: Item) -> tuple[Line, ...]:
    """Lines of a thing in order, within a transaction."""
    c = stock_lines.c
    columns = [c[name] for name in Line.__slots__]
    rows = db.execute(select(*columns).where(c.item == item.value).order_by(c.row))
    return tuple(Line(row[0], Item(row[1]), Flow(row[2]), *row[3:]) for row in rows)
