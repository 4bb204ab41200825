"""The books of the locations at the centre: each line that a station signed, and what is there now."""

from __future__ import annotations

from sqlalchemy import Connection

from central.ledger.stock import StockRow, add_stock
from registry.actions import Action, Kind
from registry.stock_news import NotStockNews, StockNews


def stock_refusal(action: Action) -> str:
    """Why a line of a book is not taken, "" when it is, or when the act is none."""
    if action.header.kind is not Kind.STOCK_BOOKED:
        return ""
    try:
        StockNews.of(action)
    except NotStockNews:
        return "not-stock"
    return ""


def book_stock(db: Connection, action: Action) -> None:
    """Keep the line; the same one twice is one."""
    news, head = StockNews.of(action), action.header
    what = (news.item.value, news.move, news.change, news.closing, news.reference, news.by, news.at)
    add_stock(db, StockRow(head.case, head.station, *what, head.id))
