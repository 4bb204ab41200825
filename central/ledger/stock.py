"""Lines of the books of locations, and what is there now, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from central.ledger.schema import stock_lines
from central.ledger.statements import add_once


@dataclass(frozen=True, slots=True)
class StockRow:
    """One line as its station told it; `closing` is what was there when it was told, by the act `told`."""

    id: str
    station: str
    item: str
    move: str
    change: int
    closing: int
    reference: str
    officer: str
    at: str
    told: str


def add_stock(db: Connection, row: StockRow) -> None:
    """Keep a line; the same one twice is one."""
    add_once(db, stock_lines, {name: getattr(row, name) for name in row.__slots__})


def stock_now(db: Connection) -> tuple[StockRow, ...]:
    """The newest line of each thing at each station: its closing figure is what is there."""
    c = stock_lines.c
    newest = select(func.max(c.told)).group_by(c.station, c.item)
    query = select(stock_lines).where(c.told.in_(newest)).order_by(c.station, c.item)
    return tuple(StockRow(*row) for row in db.execute(query))


def stock_of(db: Connection, station: str, *, limit: int = 50, offset: int = 0) -> tuple[StockRow, ...]:
    """The lines of a station, the newest first."""
    query = select(stock_lines).where(stock_lines.c.station == station).order_by(stock_lines.c.told.desc())
    return tuple(StockRow(*row) for row in db.execute(query.limit(limit).offset(offset)))
