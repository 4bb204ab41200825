"""Whatever is booked in whatever order: opening + in - out = closing, and never less than nothing."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledgers import FLOWS, IN, Flow, LedgerRefused, Line, check_line, of_blanks, on_hand, recap
from registry.stock import Balance, Blank, Entry, Item, Move, StockRefused, balance, check, next_blank
from station.problems import ledger_words, stock_words

START = date(2026, 11, 1)
BATCH = "B26-0417"


def line(flow: Flow, count: int = 1, item: Item = Item.WITHDRAWN, day: int = 0, **changes: str) -> Line:
    told = {"reference": "BA-1", "owner": "D-2611-0001", "reason": "perubahan elemen"} | changes
    return Line(f"{item}{flow}{day}{count}", item, flow, count, officer="yulianti",
                at=(START + timedelta(days=day)).isoformat(), **told)  # fmt: skip


def entry(move: Move, label: int = 1, count: int = 1, case: str = "case-1", **changes: object) -> Entry:
    told: dict[str, object] = {"reason": "sebab", "officer": "yulianti", "at": START.isoformat()} | changes
    return Entry(f"{move}{label}", move, Blank(BATCH, label), count, case, **told)  # type: ignore[arg-type]  # as named


LINES = st.lists(
    st.builds(line, st.sampled_from(Flow), st.integers(0, 50), st.sampled_from(Item), st.integers(0, 60)), max_size=40
)


@given(LINES, st.integers(0, 60), st.integers(0, 60))
def test_opening_and_in_and_out_give_closing(wanted: list[Line], one: int, two: int) -> None:
    book: list[Line] = []
    for new in wanted:
        with suppress(LedgerRefused):
            check_line(book, new)
            book.append(new)
        assert all(on_hand(book, item) >= 0 for item in Item)
    first, last = (START + timedelta(days=day) for day in sorted((one, two)))
    for item in Item:
        found = recap(book, item, first, last)
        assert found.opening + found.came - found.went == found.closing
        assert sum(count for flow, count in found.by.items() if flow in IN) == found.came
        after = recap(book, item, last + timedelta(days=1), START + timedelta(days=99))
        assert after.opening == found.closing
        assert after.closing == on_hand(book, item)


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(Move),
        st.integers(1, 6),
        st.integers(1, 3),
        st.sampled_from(["", "case-1", "case-2"]),
        item=st.sampled_from([Item.KTP, Item.KIA]),
        reason=st.sampled_from(["", "sebab"]),
    ),
    max_size=60,
)


@given(ENTRIES)
def test_the_book_of_labels_balances_for_each_kind(wanted: list[Entry]) -> None:
    book: list[Entry] = []
    for new in wanted:
        made = new if new.move is Move.RECEIVED else entry(new.move, new.blank.number, 1, new.case,
                                                           item=new.item, reason=new.reason)  # fmt: skip
        with suppress(StockRefused):
            check(book, made)
            book.append(made)
        for item in (Item.KTP, Item.KIA):
            own = [each for each in book if each.item is item]
            found = balance(own)
            assert min(found.on_hand, found.on_desk, found.good, found.spoiled, found.lost) >= 0
            assert found.received == found.on_hand + found.on_desk + found.good + found.spoiled + found.lost
            assert on_hand(of_blanks(book), item) == found.on_hand + found.on_desk
            assert (next_blank(own) is None) is (found.on_hand == 0)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (line(Flow.USED), "no-such-flow"),
        (line(Flow.DESTROYED, item=Item.RIBBON), "no-such-flow"),
        (line(Flow.WITHDRAWN, 0), "no-count"),
        (line(Flow.WITHDRAWN, -3), "no-count"),
        (line(Flow.WITHDRAWN, owner=" "), "no-owner"),
        (line(Flow.WITHDRAWN, reason=""), "no-reason"),
        (line(Flow.DESTROYED, reference=""), "no-reference"),
        (line(Flow.DESTROYED, 3), "not-there"),
        (line(Flow.LOST, 1, reason=" "), "no-reason"),
    ],
)
def test_what_may_not_follow_is_named(new: Line, code: str) -> None:
    book = (line(Flow.WITHDRAWN, 2),)
    with pytest.raises(LedgerRefused) as refusal:
        check_line(book, new)
    assert refusal.value.code == code
    assert ledger_words(refusal.value).text


def test_each_thing_can_come_and_go() -> None:
    assert set(FLOWS) == set(Item)
    assert all(flows & IN and flows - IN for flows in FLOWS.values())


def test_a_blank_lost_from_the_shelf_needs_no_case_but_a_reason() -> None:
    book = [entry(Move.RECEIVED, 1, 3, case="")]
    with pytest.raises(StockRefused, match="no-reason") as refusal:
        check(book, entry(Move.LOST, 2, case="", reason=""))
    assert "Alasan" in stock_words(refusal.value).title
    lost = entry(Move.LOST, 2, case="")
    check(book, lost)
    assert balance([*book, lost]) == Balance(received=3, good=0, spoiled=0, on_desk=0, lost=1)
    with pytest.raises(StockRefused, match="already-bound"):
        check([*book, lost], entry(Move.TAKEN, 2))
    taken = entry(Move.TAKEN, 1)
    with pytest.raises(StockRefused, match="already-bound"):
        check([*book, taken], entry(Move.LOST, 1, case=""))


def test_kia_and_ktp_of_one_label_are_two_blanks() -> None:
    book = [entry(Move.RECEIVED, 1, 3, case="")]
    with pytest.raises(StockRefused, match="not-on-hand"):
        check(book, entry(Move.TAKEN, 1, item=Item.KIA))
    check(book, entry(Move.RECEIVED, 1, 3, case="", item=Item.KIA))
