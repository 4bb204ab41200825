"""The book of a location by SQL: it always comes out, as registry.ledgers says, whatever was booked in what order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.counting import Count, CountRefused
from registry.handing import Handing, HandingRefused, Way
from registry.ledgers import FLOWS, Flow, LedgerRefused, Line, recap
from registry.stock import Blank, Entry, Item, Move, StockRefused
from station.store.store import Store
from tests.station.store.making import KEY, store_in

DAYS = [f"2026-{month:02d}-15T03:00:00Z" for month in (9, 10, 11, 12)]
MONTH = "2026-11-01T00:00:00Z"


@pytest.fixture
def store(tmp_path):
    found = store_in(tmp_path / "dayun")
    yield found
    found.close()


def entry(name, move, label, count=1, case="", at=DAYS[0], item=Item.KTP, officer="yulianti"):
    return Entry(name, move, Blank("B26-0417", label), count, case, "sebab", officer, at, item)


def supply(name, flow, count, at=DAYS[0], officer="yulianti"):
    return Line(name, Item.RIBBON, flow, count, "BA-1", "D-1", "sebab yang cukup", officer, at)


def hand(name, way, count, holder="yulianti", at=DAYS[1], item=Item.KTP):
    return Handing(name, item, way, holder, count, "", "dewi", at)


acts = st.lists(
    st.tuples(st.sampled_from(sorted(FLOWS[Item.RIBBON])), st.integers(1, 30), st.sampled_from(DAYS)), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_supplies_come_out_as_the_law_reckons_them(tmp_path_factory, found):
    store = store_in(tmp_path_factory.mktemp("book") / "dayun")
    try:
        for number, (flow, count, at) in enumerate(found):
            try:
                store.ledgers.add(supply(str(number), Flow(flow), count, at))
            except LedgerRefused:
                continue
        lines = store.ledgers.lines(Item.RIBBON)
        told = store.stock.recap(Item.RIBBON, MONTH)
        law = recap(lines, Item.RIBBON, date(2026, 11, 1), date(2026, 12, 31))
        assert (told.opening, told.came, told.went, told.closing, dict(told.by)) == (
            law.opening, law.came, law.went, law.closing, dict(law.by),
        )  # fmt: skip
        assert told.opening + told.came - told.went == told.closing
        assert [each.change for each in store.stock.page(Item.RIBBON, limit=99)] == [
            line.change for line in reversed(lines)
        ]
    finally:
        store.close()


def test_a_blank_on_the_desk_is_here_and_not_to_be_handed_out(store):
    store.blanks.add(entry("e1", Move.RECEIVED, 1, 5))
    store.blanks.add(entry("e2", Move.TAKEN, 1, case="c-1"))
    assert (store.stock.on_hand(Item.KTP), store.stock.on_desk(Item.KTP)) == (5, 1)
    with pytest.raises(HandingRefused, match="not-there"):
        store.stock.hand(hand("h1", Way.OUT, 5))
    store.stock.hand(hand("h1", Way.OUT, 4))
    assert store.stock.held(Item.KTP) == {"yulianti": 4}
    assert store.stock.recap(Item.KTP, "").closing == 5


def test_what_an_officer_uses_up_he_holds_no_more_and_cannot_give_back(store):
    store.blanks.add(entry("e1", Move.RECEIVED, 1, 10))
    store.blanks.add(entry("e0", Move.SPOILED, 10, at=DAYS[0]))  # before he was given any
    store.stock.hand(hand("h1", Way.OUT, 5))
    for number in (1, 2):
        store.blanks.add(entry(f"t{number}", Move.TAKEN, number, case=f"c-{number}", at=DAYS[2]))
        store.blanks.add(entry(f"g{number}", Move.GOOD, number, case=f"c-{number}", at=DAYS[2]))
    assert store.stock.held(Item.KTP) == {"yulianti": 3}
    with pytest.raises(HandingRefused, match="not-held"):
        store.stock.hand(hand("h2", Way.BACK, 4))
    store.stock.hand(hand("h2", Way.BACK, 3))
    assert store.stock.held(Item.KTP) == {}
    with pytest.raises(HandingRefused, match="no-count"):
        store.stock.hand(hand("h3", Way.OUT, 0))
    with pytest.raises(HandingRefused, match="no-holder"):
        store.stock.hand(hand("h3", Way.OUT, 1, holder=""))


def count(booked, counted, reason="tertinggal di laci", witness="hendra", item=Item.KTP):
    return Count("k1", item, booked, counted, reason, "yulianti", witness, DAYS[3])


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (count(5, 4, reason="-"), "no-reason"),
        (count(5, 4, witness=""), "no-witness"),
        (count(5, 4, witness="yulianti"), "same-person"),
        (count(6, 5), "moved"),
        (count(5, 3), "no-labels"),
        (count(5, -1), "no-count"),
    ],
)
def test_a_difference_that_is_not_accounted_for_is_not_booked(store, found, code):
    store.blanks.add(entry("e1", Move.RECEIVED, 1, 5))
    with pytest.raises(CountRefused, match=code):
        store.stock.add_count(found, entries=(entry("l1", Move.LOST, 5, at=DAYS[3]),))
    assert (store.stock.on_hand(Item.KTP), store.stock.counts(Item.KTP), store.stock.count(Item.KTP)) == (5, (), 1)


def test_a_count_and_its_lines_are_there_together_after_the_store_was_closed(tmp_path):
    store = store_in(tmp_path / "dayun")
    store.blanks.add(entry("e1", Move.RECEIVED, 1, 5))
    store.stock.add_count(count(5, 4), entries=(entry("l1", Move.LOST, 5, at=DAYS[3]),))
    store.close()
    again = Store.open(tmp_path / "dayun", KEY)
    assert again.stock.on_hand(Item.KTP) == 4
    assert again.stock.counts(Item.KTP) == (count(5, 4),)
    assert again.stock.recap(Item.KTP, MONTH).by == {Flow.LOST: 1}
    with pytest.raises(StockRefused, match="already-bound"):
        again.stock.add_count(count(4, 3), entries=(entry("l2", Move.LOST, 5, at=DAYS[3]),))
    again.close()


def test_a_count_that_agrees_asks_for_nobody(store):
    store.ledgers.add(supply("1", Flow.RECEIVED, 500))
    store.stock.add_count(count(500, 500, reason="", witness="", item=Item.RIBBON))
    assert store.stock.counts(Item.RIBBON)[0].difference == 0
    assert store.stock.used_up(Item.RIBBON, "") == 0


def test_pages_come_from_the_newest(store):
    for number in range(30):
        store.ledgers.add(supply(str(number), Flow.RECEIVED, number + 1))
    assert [each.id for each in store.stock.page(Item.RIBBON, limit=2, offset=1)] == ["28", "27"]
    assert store.stock.count(Item.RIBBON) == 30
    assert store.stock.line(Item.RIBBON, "7").count == 8
    assert store.stock.line(Item.KTP, "7") is None
