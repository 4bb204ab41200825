"""The ledgers of a location on disk."""

from datetime import date

import pytest

from registry.ledgers import Flow, LedgerRefused, Line
from registry.stock import Blank, Entry, Item, Move
from station.store.errors import Conflict
from station.store.store import Store
from tests.station.store.making import KEY, store_in

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def line(name: str, flow: Flow, count: int, item: Item = Item.WITHDRAWN, at: str = "2026-11-24T03:42:07Z") -> Line:
    return Line(name, item, flow, count, "BA-1", "D-2611-0001", "perubahan elemen", "yulianti", at)


@pytest.fixture
def store(tmp_path):
    found = store_in(tmp_path / "dayun")
    yield found
    found.close()


def test_lines_are_there_after_the_store_was_closed(tmp_path):
    found = store_in(tmp_path / "dayun")
    found.ledgers.add(line("1", Flow.WITHDRAWN, 1))
    found.ledgers.add(line("2", Flow.WITHDRAWN, 1, at="2026-10-02T03:00:00Z"))
    found.ledgers.add(line("3", Flow.RECEIVED, 500, Item.RIBBON))
    found.close()
    again = Store.open(tmp_path / "dayun", KEY)
    assert again.ledgers.lines(Item.WITHDRAWN) == (
        line("1", Flow.WITHDRAWN, 1), line("2", Flow.WITHDRAWN, 1, at="2026-10-02T03:00:00Z"))  # fmt: skip
    recap = again.ledgers.recap(Item.WITHDRAWN, FIRST, LAST)
    assert (recap.opening, recap.came, recap.went, recap.closing) == (1, 1, 0, 2)
    assert (again.ledgers.on_hand(Item.RIBBON), again.ledgers.on_hand(Item.FILM)) == (500, 0)
    again.close()


def test_what_may_not_follow_is_not_booked(store):
    store.ledgers.add(line("1", Flow.WITHDRAWN, 2))
    with pytest.raises(LedgerRefused, match="not-there"):
        store.ledgers.add(line("2", Flow.DESTROYED, 3))
    with pytest.raises(Conflict):
        store.ledgers.add(line("1", Flow.WITHDRAWN, 2))
    assert store.ledgers.on_hand(Item.WITHDRAWN) == 2


def test_blanks_are_counted_by_their_labels(store):
    with pytest.raises(ValueError, match="blangko"):
        store.ledgers.add(line("1", Flow.RECEIVED, 5, Item.KTP))
    at = "2026-11-24T03:42:07Z"
    for item, count in ((Item.KTP, 5), (Item.KIA, 3)):
        got = Entry(f"e-{item}", Move.RECEIVED, Blank("B26-0417", 1), count, "", "BAST-7", "yulianti", at, item)
        store.blanks.add(got)
    store.blanks.add(Entry("e-2", Move.TAKEN, Blank("B26-0417", 1), 1, "case-1", "", "yulianti", at))
    store.blanks.add(Entry("e-3", Move.GOOD, Blank("B26-0417", 1), 1, "case-1", "", "yulianti", at))
    assert (store.ledgers.on_hand(Item.KTP), store.ledgers.on_hand(Item.KIA)) == (4, 3)
    assert (store.blanks.balance().on_hand, store.blanks.balance(Item.KIA).on_hand) == (4, 3)
    assert (store.blanks.next_blank(), store.blanks.next_blank(Item.KIA)) == (
        Blank("B26-0417", 2), Blank("B26-0417", 1))  # fmt: skip
    assert store.ledgers.recap(Item.KTP, FIRST, LAST).by == {Flow.RECEIVED: 5, Flow.USED: 1}
