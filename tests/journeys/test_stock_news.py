"""The centre knows what lies at each location: every line of its books comes as a signed act, once."""

from __future__ import annotations

import pytest

from central.ledger.stock import stock_now, stock_of
from registry.actions import Kind
from registry.canonical import canonical
from registry.errands import STOCK
from registry.handing import Way
from registry.officers import Role
from registry.stock import Blank, Item
from registry.stock_news import StockNews
from station.desk.pen import write
from station.desk.stock import StockDesk
from station.desk.stock_telling import tell_stock
from tests.invariants.world import HERE, OFFICERS, STAFF, THERE, Time, World, found


@pytest.fixture
def world(tmp_path):
    home = tmp_path / "land"
    found(home)
    made = World(home, Time())
    yield made
    made.close()


def printer(world):
    handle = next(handle for station, handle in OFFICERS if station == THERE and Role.PRINTING in STAFF[THERE][handle])
    return world.session(THERE, handle)


def told(world):
    with world.hall.ledger.writing() as book:
        return {(row.station, row.item): row for row in stock_now(book.connection)}


def test_each_line_reaches_the_centre_once_with_what_is_there_after_it(world):
    session = printer(world)
    stock = StockDesk(session)
    stock.receive_blanks(Item.KTP, Blank("B26-0999", 1), 500, "BAST-9")
    stock.receive(Item.RIBBON, 1000, "BAST-10")
    stock.hand(Item.KTP, Way.OUT, session.officer.handle, 50, "dus kedua")
    stock.book_count(stock.compare(Item.RIBBON, 1000), "", (), "")
    first = tell_stock(session)
    assert first >= 4
    assert tell_stock(session) == 0
    world.sync(THERE)
    world.sync(THERE)
    there = told(world)
    assert there[THERE, "blangko-ktp-el"].closing == session.store.stock.on_hand(Item.KTP)
    assert there[THERE, "pita"].closing == 1000
    with world.hall.ledger.writing() as book:
        rows = stock_of(book.connection, THERE, limit=99)
    assert len(rows) == first
    assert {row.reference for row in rows} >= {"BAST-9", "BAST-10"}
    assert {row.move for row in rows} >= {"diterima", "diserahkan", "hitung fisik"}
    assert (HERE, "pita") not in there
    assert session.store.side.waiting() == ()


def test_who_may_not_book_tells_nothing_and_the_lines_wait(world):
    session = printer(world)
    StockDesk(session).receive(Item.FILM, 20, "BAST-11")
    boss = next(h for s, h in OFFICERS if s == THERE and not STAFF[THERE][h] & {Role.PRINTING, Role.OPERATOR})
    assert tell_stock(world.session(THERE, boss)) == 0
    assert tell_stock(session) > 0


@pytest.mark.parametrize("change", [{"closing": -1}, {"change": "1"}, {"item": "film"}, {"move": None}])
def test_the_centre_refuses_what_no_book_holds(world, change):
    session = printer(world)
    news = StockNews(Item.RIBBON, "diterima", 5, 5, "BAST-1", "yulianti", "t")
    raw = {name: getattr(news, name) for name in StockNews.__slots__} | {"item": "pita"} | change
    body = canonical({"v": 1, **{name: value for name, value in raw.items() if value is not None}})
    act = write(session, None, Kind.STOCK_BOOKED, "pita", body, case_id=session.ids.next(), service=STOCK)
    session.store.cases.append((act,))
    world.sync(THERE)
    world.sync(THERE)
    assert (THERE, "pita") not in told(world)
