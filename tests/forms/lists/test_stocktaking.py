from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from forms.lists.stocktaking import month_of
from registry.stock import Blank, Entry, Move, StockRefused, balance, check

START, END = "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"


def entry(move, number, at, *, count=1, reason="", case="c"):
    blank = Blank("B26-0417", number)
    return Entry(f"{move}{number}{at}", move, blank, count, "" if move is Move.RECEIVED else case, reason, "o", at)


def month(entries, counted=0):
    return month_of(entries, location="Dayun", kind="KTP-el", start=START, end=END, counted=counted)


def test_a_month_counts_what_fell_into_it():
    entries = (
        entry(Move.RECEIVED, 1, "2026-10-02T00:00:00Z", count=100),
        entry(Move.TAKEN, 1, "2026-10-03T00:00:00Z"),
        entry(Move.GOOD, 1, "2026-10-03T00:01:00Z"),
        entry(Move.TAKEN, 2, "2026-10-31T23:59:59Z"),
        entry(Move.GOOD, 2, "2026-11-01T00:00:00Z"),
        entry(Move.RECEIVED, 101, "2026-11-05T00:00:00Z", count=50),
        entry(Move.TAKEN, 3, "2026-11-06T00:00:00Z"),
        entry(Move.SPOILED, 3, "2026-11-06T00:01:00Z", reason="gagal-encode"),
        entry(Move.TAKEN, 4, "2026-11-07T00:00:00Z"),
        entry(Move.SPOILED, 4, "2026-11-07T00:01:00Z", reason="tergores"),
        entry(Move.TAKEN, 5, "2026-11-08T00:00:00Z"),
        entry(Move.PUT_BACK, 5, "2026-11-08T00:01:00Z"),
        entry(Move.TAKEN, 6, "2026-11-09T00:00:00Z"),
        entry(Move.GOOD, 6, END),
    )
    made = month(entries, counted=146)
    assert (made.opening, made.received, made.good) == (99, 50, 1)
    assert (made.encode_failed, made.damaged, made.print_failed, made.wrong_element) == (1, 1, 0, 0)
    assert (made.closing, made.difference) == (146, 0)


@st.composite
def ledgers(draw):
    """Entries that the ledger allows, over three months."""
    entries = [entry(Move.RECEIVED, 1, "2026-10-01T00:00:00Z", count=30)]
    days = sorted(draw(st.lists(st.integers(0, 91), max_size=30)))
    for step, day in enumerate(days):
        at = f"2026-{10 + day // 31:02}-{day % 31 + 1:02}T12:00:{step % 60:02}Z"
        move = draw(st.sampled_from([Move.TAKEN, Move.GOOD, Move.SPOILED, Move.PUT_BACK]))
        new = entry(move, draw(st.integers(1, 5)), at, reason=draw(st.sampled_from(["gagal-cetak", "rusak", "lain"])))
        with suppress(StockRefused):
            check(entries, new)
            entries.append(new)
    return entries


@given(ledgers())
def test_what_a_month_leaves_is_what_the_ledger_has(entries):
    made = month(entries)
    left = balance(e for e in entries if e.at < END)
    assert made.closing == left.on_hand + left.on_desk
