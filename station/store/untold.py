"""Lines of the books of this location that no signed act has told the centre of yet.

A line and its act are not one transaction: what a cut left between them is found here at the next opening. The act
has the id of its line as its story, so that no line is told twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, literal, select

from registry.stock import Item, Move
from registry.stock_news import StockNews
from station.store.cipher import Cipher
from station.store.schema import actions
from station.store.stock_book import BookLine, StockBook
from station.store.stock_schema import blank_entries, stock_counts, stock_handings, stock_lines

_COUNT = "hitung fisik"


class Untold:
    """Finds them, the oldest first."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._book = StockBook(cipher)

    def lines(self, limit: int = 100) -> tuple[tuple[str, StockNews], ...]:
        """Id of the line and what is told of it."""
        told = select(actions.c.case)
        with self._cipher.reading() as db:
            lines = (_moved(blank_entries, told), _moved(stock_lines, told))
            found = [(str(row[0]), Item(row[1])) for query in lines for row in db.execute(query.limit(limit))]
            others = [row for query in (_hands(told), _counts(told)) for row in db.execute(query.limit(limit))]
        news = [(name, self._line(item, name)) for name, item in found]
        news += [(row[0], self._still(Item(row[1]), *row[2:])) for row in others]
        return tuple(sorted(news, key=lambda each: each[0]))[:limit]

    def _line(self, item: Item, name: str) -> StockNews:
        line = self._book.line(item, name)
        if line is None:  # read in the same breath; a line is never taken out
            raise LookupError(name)
        return _news(line, self._book.on_hand(item))

    def _still(self, item: Item, move: str, note: str, by: str, at: str) -> StockNews:
        return StockNews(item, move, 0, self._book.on_hand(item), note, by, at)


def _news(line: BookLine, closing: int) -> StockNews:
    return StockNews(line.item, line.move, line.change, closing, line.reference, line.officer, line.at)


def _moved(table: Table, told: Select[Any]) -> Select[Any]:
    """Lines that came or went; a blank on the desk is still here."""
    c = table.c
    here = (c.move.not_in((Move.TAKEN.value, Move.PUT_BACK.value)),) if table is blank_entries else ()
    return select(c.id, c.item).where(c.id.not_in(told), *here).order_by(c.row)


def _hands(told: Select[Any]) -> Select[Any]:
    c = stock_handings.c
    return select(c.id, c.item, c.way, literal(""), c.officer, c.at).where(c.id.not_in(told)).order_by(c.row)


def _counts(told: Select[Any]) -> Select[Any]:
    c = stock_counts.c
    return select(c.id, c.item, literal(_COUNT), literal(""), c.officer, c.at).where(c.id.not_in(told)).order_by(c.row)
