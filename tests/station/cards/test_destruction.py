"""What is spoiled or withdrawn leaves the locked box by a berita acara alone, once, and never comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.lists.paper import list_pdf
from registry.destruction import Destruction, DestructionRefused, Witness
from registry.ledgers import Flow, LedgerRefused, Line
from registry.lifecycle import Status
from registry.stock import Blank, Entry, Item, Move
from station.desk.destroying import DestructionDesk, Occasion
from station.desk.lists import Lists
from station.desk.witness import NoWitness
from station.store.errors import Conflict
from tests.forms.reading import words
from tests.station.cards.conftest import put_case
from tests.station.store.making import key_of, store_in

AT = "2026-11-20T03:00:00Z"
SEEN = (Witness("ANDI", "Satpol PP"), Witness("SITI", "Polsek Dayun"))
SAID = Occasion("470/17/BA/2026", "UPTD Siak", "dibakar", SEEN)


def spoil(store, number, case=""):
    if not store.blanks.entries():
        store.blanks.add(Entry("r", Move.RECEIVED, Blank("B26-0417", 1), 500, "", "BAST-1", "yulianti", AT))
    if case:
        store.blanks.add(Entry(f"t{number}", Move.TAKEN, Blank("B26-0417", number), 1, case, "", "yulianti", AT))
    reason = "gagal-encode"
    entry = Entry(f"s{number}", Move.SPOILED, Blank("B26-0417", number), 1, case, reason, "yulianti", AT)
    store.blanks.add(entry)


def withdraw(store, number):
    line = Line(f"w{number}", Item.WITHDRAWN, Flow.WITHDRAWN, 1, "", f"D-2611-{number:04d}", "diganti", "fajar", AT)
    store.ledgers.add(line)


@pytest.fixture
def box(desk, store):
    session = desk("yulianti").counter.session

    def ask(handle, _passphrase):
        other = desk(handle).counter.session
        return replace(other, key=key_of(handle))

    put_case(store, 1, Status.READY)
    spoil(store, 1, "case-1")
    spoil(store, 2)
    withdraw(store, 1)
    return DestructionDesk(session, ask)


def test_it_books_what_it_lists_once_and_the_book_of_withdrawn_cards_comes_out(box, store):
    assert [each.line for each in box.waiting()] == ["s1", "s2", "w1"]
    assert store.destructions.count() == 3
    before = store.stock.on_hand(Item.KTP)
    done = box.destroy(SAID, ("s1", "w1"), "hendra", "x")
    assert (done.officer, done.second) == ("yulianti", "hendra")
    assert [each.line for each in box.waiting()] == ["s2"]
    recap = store.stock.recap(Item.WITHDRAWN, "")
    assert (recap.came, recap.went, recap.closing, dict(recap.by)) == (
        1, 1, 0, {Flow.WITHDRAWN: 1, Flow.DESTROYED: 1},
    )  # fmt: skip
    assert store.stock.on_hand(Item.KTP) == before  # a spoiled blank had left the book when it was spoiled
    with pytest.raises(DestructionRefused, match="gone"):
        box.destroy(replace(SAID, number="BA-2"), ("s1",), "hendra", "x")
    with pytest.raises(Conflict):
        box.destroy(SAID, ("s2",), "hendra", "x")
    assert [each.line for each in box.waiting()] == ["s2"]


@pytest.mark.parametrize(
    ("said", "lines", "code"),
    [
        (replace(SAID, number=" "), ("s1",), "no-number"),
        (replace(SAID, place=""), ("s1",), "no-place"),
        (replace(SAID, witnesses=SEEN[:1]), ("s1",), "no-witness"),
        (replace(SAID, witnesses=(SEEN[0], Witness("SITI", ""))), ("s1",), "no-witness"),
        (replace(SAID, witnesses=(SEEN[0], Witness("andi ", "Polsek"))), ("s1",), "same-witness"),
        (SAID, (), "nothing"),
        (SAID, ("t1",), "gone"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_booked(box, store, said, lines, code):
    with pytest.raises(DestructionRefused, match=code):
        box.destroy(said, lines, "hendra", "x")
    assert store.destructions.count() == 3
    assert store.destructions.newest() is None


def test_nobody_destroys_alone(box, store):
    with pytest.raises(NoWitness, match="same-person"):
        box.destroy(SAID, ("s1",), "yulianti", "x")
    assert store.destructions.count() == 3


def test_the_minutes_list_each_card_with_its_owner_reason_and_both_witnesses_and_no_nik(box, desk, store):
    done = box.destroy(SAID, ("s1", "s2", "w1"), "hendra", "x")
    made = Lists(desk("yulianti").counter.session).destruction(store.destructions.newest())
    assert made.name == "ba-pemusnahan-470-17-BA-2026"
    name = store.cases.row("case-1").name
    assert [row[1:3] for row in made.table.rows] == [
        ("B26-0417 / 00001", name), ("B26-0417 / 00002", ""), ("kartu lama", name),
    ]  # fmt: skip
    assert [row[4] for row in made.table.rows] == ["gagal encode", "gagal encode", "diganti"]
    text = words(list_pdf(made.table))
    assert all(part in text for part in ("ANDI", "SITI", "dibakar", done.number, "470.13/11176/SJ"))
    assert store.cases.get("case-1").actions[0].record["resident"]["nik"] not in text.replace(" ", "")


def test_a_withdrawn_card_that_is_counted_away_cannot_be_destroyed_too(box, store):
    store.ledgers.add(Line("c", Item.WITHDRAWN, Flow.LOST, 1, "", "", "hilang dari kotak", "fajar", AT))
    with pytest.raises(LedgerRefused, match="not-there"):
        box.destroy(SAID, ("s1", "w1"), "hendra", "x")
    assert store.destructions.count() == 3  # nothing of it was booked
    assert store.destructions.newest() is None


acts = st.lists(st.tuples(st.sampled_from(("ditarik", "musnah", "hilang")), st.integers(1, 6)), max_size=20)


@settings(max_examples=15, deadline=None)
@given(acts)
def test_any_order_keeps_opening_and_in_less_out_at_the_closing_figure(tmp_path_factory, found):
    store = store_in(tmp_path_factory.mktemp("box") / "dayun")
    try:
        there = 0
        for at, (what, many) in enumerate(found):
            if what == "ditarik":
                withdraw(store, at)
                there += 1
            elif what == "hilang":
                lost = Line(f"l{at}", Item.WITHDRAWN, Flow.LOST, many, "", "", "hilang", "fajar", AT)
                try:
                    store.ledgers.add(lost)
                    there -= many
                except LedgerRefused:
                    assert many > there
            else:
                there -= _burn(store, at, many)
            recap = store.stock.recap(Item.WITHDRAWN, "")
            assert recap.opening + recap.came - recap.went == recap.closing == there >= 0
    finally:
        store.close()


def _burn(store, at, many):
    """Destroy as many as are asked for; how many went."""
    lines = tuple(each.line for each in store.destructions.waiting()[:many])
    new = Destruction(f"d{at}", f"BA-{at}", "UPTD", "dibakar", "yulianti", "hendra", SEEN, AT)
    try:
        store.destructions.add(new, lines)
    except (DestructionRefused, LedgerRefused):
        return 0
    return len(lines)
