"""The ledger of blank cards at this location: lines that are only added (registry.stock)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from registry.stock import Balance, Blank, Entry, Item, Move, balance, check, next_blank
from station.store.cipher import Cipher
from station.store.stock_schema import blank_entries


class Blanks:
    """Books and reads lines."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def add(self, entry: Entry) -> None:
        """Book a line; raises StockRefused and books nothing when it may not follow, Conflict for an id used before."""
        with self._cipher.writing() as db:
            check(entries_of(db, about(entry.blank)), entry)
            db.execute(insert(blank_entries).values(entry_row(entry)))

    def entries(self, item: Item = Item.KTP) -> tuple[Entry, ...]:
        """Every line of one kind of blank in order."""
        with self._cipher.reading() as db:
            return entries_of(db, blank_entries.c.item == item.value)

    def of_case(self, case: str) -> tuple[Entry, ...]:
        """The lines of one case in order."""
        with self._cipher.reading() as db:
            return entries_of(db, blank_entries.c.case == case)

    def of_label(self, blank: Blank) -> tuple[Entry, ...]:
        """The lines of one blank in order, without its receipt."""
        c = blank_entries.c
        where = and_(c.batch == blank.batch, c.label == blank.number, c.move != Move.RECEIVED.value)
        with self._cipher.reading() as db:
            return entries_of(db, where)

    def balance(self, item: Item = Item.KTP) -> Balance:
        """The ledger added up."""
        return balance(self.entries(item))

    def next_blank(self, item: Item = Item.KTP) -> Blank | None:
        """The lowest label on hand, of the oldest receipt that has one."""
        c = blank_entries.c
        with self._cipher.reading() as db:
            own = c.item == item.value
            newest = select(func.max(c.row)).where(own, c.move != Move.RECEIVED.value).group_by(c.batch, c.label)
            return next_blank(entries_of(db, and_(own, or_(c.move == Move.RECEIVED.value, c.row.in_(newest)))))


def entry_row(entry: Entry) -> dict[str, str | int]:
    """A line as it is stored."""
    return {
        "id": entry.id,
        "move": entry.move.value,
        "batch": entry.blank.batch,
        "label": entry.blank.number,
        "count": entry.count,
        "case": entry.case,
        "reason": entry.reason,
        "officer": entry.officer,
        "at": entry.at,
        "item": entry.item.value,
    }


def about(blank: Blank) -> ColumnElement[bool]:
    """All that `registry.stock.check` looks at for one blank: receipts, and its own lines."""
    c = blank_entries.c
    return or_(c.move == Move.RECEIVED.value, and_(c.batch == blank.batch, c.label == blank.number))


def entries_of(db: Connection, where: ColumnElement[bool]) -> tuple[Entry, ...]:
    """Lines in order, within a transaction."""
    c = blank_entries.c
    columns = (c.id, c.move, c.batch, c.label, c["count"], c.case, c.reason, c.officer, c.at, c.item)
    rows = db.execute(select(*columns).where(where).order_by(c.row))
    return tuple(Entry(row[0], Move(row[1]), Blank(row[2], row[3]), *row[4:9], Item(row[9])) for row in rows)
