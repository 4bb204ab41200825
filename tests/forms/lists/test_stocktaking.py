from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from forms.lists.stocktaking import month_of, supplies_recap
from registry.ledgers import FLOWS, Flow, Line, of_blanks, recap
from registry.stock import Blank, Entry, Item, Move
from tests.forms.lists.tables import OFFICE

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def entry(move, number, at, *, count=1, reason=""):
    case = "" if move is Move.RECEIVED else "c"
    return Entry(f"{move}{number}{at}", move, Blank("B26-0417", number), count, case, reason, "o", f"{at}T03:00:00Z")


def line(flow, at, count, reason="", item=Item.KTP):
    return Line(f"{flow}{at}", item, flow, count, "BAST-1", "c", reason, "o", at)


def month(lines, counted=0):
    return month_of(lines, Item.KTP, location="Dayun", first=FIRST, last=LAST, counted=counted)


def test_a_month_counts_what_fell_into_it():
    entries = (
        entry(Move.RECEIVED, 1, "2026-10-02", count=100),
        entry(Move.TAKEN, 1, "2026-10-03"),
        entry(Move.GOOD, 1, "2026-10-31"),
        entry(Move.TAKEN, 2, "2026-10-31"),
        entry(Move.GOOD, 2, "2026-11-01"),
        entry(Move.RECEIVED, 101, "2026-11-05", count=50),
        entry(Move.TAKEN, 3, "2026-11-06"),
        entry(Move.SPOILED, 3, "2026-11-06", reason="gagal-encode"),
        entry(Move.TAKEN, 4, "2026-11-07"),
        entry(Move.SPOILED, 4, "2026-11-07", reason="tergores"),
        entry(Move.TAKEN, 6, "2026-11-09"),
        entry(Move.GOOD, 6, "2026-12-01"),
    )
    more = (line(Flow.SENT, "2026-11-10", 20), line(Flow.COUNTED_LESS, "2026-11-30", 1, "hilang di gudang"))
    made = month((*of_blanks(entries), *more, line(Flow.RECEIVED, "2026-11-02", 9, item=Item.KIA)), counted=125)
    assert (made.kind, made.opening, made.received, made.good, made.sent) == ("KTP-el", 99, 50, 1, 20)
    assert (made.encode_failed, made.damaged, made.print_failed, made.wrong_element) == (1, 1, 0, 0)
    assert (made.corrected, made.closing, made.difference) == (-1, 125, 0)


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(sorted(FLOWS[Item.KTP])),
        st.dates(date(2026, 10, 1), date(2026, 12, 31)).map(date.isoformat),
        st.integers(1, 500),
        st.sampled_from(["gagal-encode", "gagal-cetak", "elemen-salah", "rusak", "lain"]),
    )
)


@given(LINES)
def test_no_flow_is_left_out_of_a_month(lines):
    made, found = month(lines), recap(lines, Item.KTP, FIRST, LAST)
    assert (made.opening, made.closing) == (found.opening, found.closing)


def test_supplies_say_what_came_and_went_and_why():
    lines = (
        line(Flow.RECEIVED, "2026-10-02", 500, item=Item.RIBBON),
        line(Flow.USED, "2026-11-02", 120, item=Item.RIBBON),
        line(Flow.LOST, "2026-11-03", 5, "terlipat", item=Item.RIBBON),
    )
    table = supplies_recap(OFFICE, "November 2026", [recap(lines, Item.RIBBON, FIRST, LAST)], officer="", head="")
    assert table.rows == (("Pita (panel)", 500, 0, 125, 375, "terpakai 120, hilang 5"),)
