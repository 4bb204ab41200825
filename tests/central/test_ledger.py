"""The books, the same on the encrypted file and on PostgreSQL; and two writers at once where there can be two."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from central.errors import CentreError
from central.ledger.ledger import Book, CaseRow, CodeRow, InboxRow, Ledger, RequestRow, StationRow
from central.ledger.lookups import LookupRow, add_lookup, all_lookups, count_lookups, records_of, residents_of
from registry.actions import GENESIS, Kind
from registry.canonical import canonical
from registry.numbers import KkNumber
from registry.officers import Revocation, Role
from tests.station.store.making import act, person

DAYUN = StationRow("DAYUN", "Dayun", "14.08.06", "00" * 32, "age1", 1, 0, GENESIS, "")
CASE = CaseRow("case-1", "D-1", "verified", "", "DAYUN", "DAYUN", "1408010101010001", 0, "2026-11-24T00:00:00.000Z")


def test_rows_come_back_as_they_went_in(open_books: Callable[[], Ledger]) -> None:
    code = CodeRow("c", b"\0\1", "DAYUN", "Dayun", "", "2026", "", b"")
    packet = InboxRow("DAYUN", "p-1", "ab", 12, "announced", b"")
    request = RequestRow("r", "DAYUN", "rina", "proposal", "open", "", b"\xff")
    with open_books().writing() as book:
        book.put_station(DAYUN)
        book.put_code(code)
        book.put_packet(packet, "2026")
        book.put_request(request)
        book.put_case(CASE)
        book.put_fact("key.x", b"secret\0")
    with open_books().writing() as book:
        assert book.station("DAYUN") == DAYUN
        assert book.all_stations() == (DAYUN,)
        assert book.code("c") == code
        assert book.packet("DAYUN", "p-1") == packet
        assert book.packet("MINAS", "p-1") is None
        assert book.request("r") == request
        assert book.case("case-1") == CASE
        assert book.cases_of(CASE.nik) == (CASE,)
        assert book.count_by_status() == {"verified": 1}
        assert book.fact("key.x") == b"secret\0"
        assert book.fact("nothing") is None


def test_a_row_is_replaced_by_its_key(ledger: Ledger) -> None:
    with ledger.writing() as book:
        book.put_station(DAYUN)
        book.put_station(replace(DAYUN, epoch=2))
        book.touch_station("DAYUN", "2027")
        assert book.all_stations() == (replace(DAYUN, epoch=2, contact_at="2027"),)


def test_grants_keep_the_former_ones_first(ledger: Ledger) -> None:
    with ledger.writing() as book:
        book.put_grant("DAYUN", "rina", b"one", b"s1")
        book.put_grant("DAYUN", "rina", b"one", b"s1")
        book.put_grant("DAYUN", "rina", b"two", b"s2")
        assert book.grants() == ((b"one", b"s1"), (b"two", b"s2"))
        said = Revocation("rina", "DAYUN", "2026-11-24T00:00:00Z", "pindah")
        book.put_revocation(said, b"raw", b"s", 7)
        book.put_revocation(said, b"other", b"s", 9)
        assert book.revocations() == ((b"raw", b"s"),)
        assert book.journal_at_end("rina", "DAYUN", "2026-11-23T00:00:00Z") == 7
        assert book.journal_at_end("rina", "DAYUN", "2026-11-25T00:00:00Z") == -1


def test_actions_are_numbered_once_and_in_order(ledger: Ledger) -> None:
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=canonical({"v": 1}))
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    refused = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    with ledger.writing() as book:
        numbers = [book.add_action(first), book.add_action(second), book.add_action(refused, "wrong-role")]
        assert numbers == sorted(set(numbers))
        assert book.add_action(first) == numbers[0]
        assert book.has_action(refused.header.id)
        assert [(a.header.id, n) for a, n in book.case_actions("case-1")] == [
            (first.header.id, numbers[0]),
            (second.header.id, numbers[1]),
        ]
        assert book.case_actions("case-1")[0][0].payload == first.payload


def test_blobs_lie_once(ledger: Ledger) -> None:
    with ledger.writing() as book:
        book.add_blobs({"a": b"1", "b": b"2"})
        book.add_blobs({"a": b"1"})
        assert book.blobs(["a", "c"]) == {"a": b"1"}


def test_due_cases_come_by_their_time(ledger: Ledger) -> None:
    with ledger.writing() as book:
        for number, due in enumerate(("2026-11-24T02", "2026-11-24T01", "", "2027"), 1):
            book.put_case(replace(CASE, id=f"case-{number}", due_at=due))
        assert [row.id for row in book.due_cases("2026-11-25", 10)] == ["case-2", "case-1"]


def test_residents_are_found_by_nik_kk_and_area(ledger: Ledger) -> None:
    who = replace(person(1), kk=KkNumber("1408060101200001"))
    record = canonical({"v": 1, **who.to_record()}).decode()
    with ledger.writing() as book:
        book.put_residents([(who, record), (who, record)])
        assert residents_of(book.connection, str(who.nik)) == (who.id,)
        assert residents_of(book.connection, "1408060101200001") == (who.id,)
        assert residents_of(book.connection, "") == ()
        assert records_of(book.connection, [who.id]) == (record,)
        assert book.residents_in(who.address.village[:8]) == (record,)
        assert book.residents_in(who.address.village[:7]) == ()
        assert book.village_of(who.id) == who.address.village
        book.put_residents([(replace(who, kk=None), record)])
        assert residents_of(book.connection, "1408060101200001") == ()


def test_questions_are_counted(ledger: Ledger) -> None:
    with ledger.writing() as book:
        for number in range(3):
            add_lookup(book.connection, LookupRow(f"q{number}", "DAYUN", "rina", f"2026-11-2{number}", "case-1", 1))
        add_lookup(book.connection, LookupRow("q0", "DAYUN", "rina", "2027", "case-1", 1))
        assert count_lookups(book.connection, "DAYUN", "rina", "2026-11-20") == 2
        assert [row.id for row in all_lookups(book.connection, limit=2)] == ["q2", "q1"]


def test_what_fails_leaves_nothing(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.writing() as book:
            book.put_fact("x", b"1")
            book.add_feed("DAYUN", "note", b"1")
            raise KeyError("x")

    with pytest.raises(KeyError):
        fail()
    with ledger.writing() as book:
        assert book.fact("x") is None
        assert book.feed_after("DAYUN", 0, 10) == ()


def test_each_feed_counts_for_itself(ledger: Ledger) -> None:
    with ledger.writing() as book:
        for station in ("DAYUN", "MINAS", "DAYUN"):
            book.add_feed(station, "note", station.encode())
    with ledger.writing() as book:
        book.add_feed("DAYUN", "note", b"later")
    with ledger.writing() as book:
        assert [row.seq for row in book.feed_after("DAYUN", 0, 10)] == [1, 2, 3]
        assert [row.seq for row in book.feed_after("MINAS", 0, 10)] == [1]
        assert [row.body for row in book.feed_after("DAYUN", 2, 10)] == [b"later"]
        assert len(book.feed_after("DAYUN", 0, 2)) == 2


def test_text_that_postgresql_does_not_keep_is_malformed(server: Ledger) -> None:
    with pytest.raises(CentreError, match="malformed"), server.writing() as book:
        book.put_case(replace(CASE, number="a\0b"))
    with pytest.raises(CentreError, match="malformed"), server.writing() as book:
        book.put_case(replace(CASE, number="\ud800"))


# several at once -----------------------------------------------------------------------------------------------------
def test_a_number_is_given_once_whoever_asks(ledger: Ledger) -> None:
    def take(_: int) -> int:
        with ledger.writing() as book:
            return book.count_up("release")

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(take, range(80)))
    assert sorted(given) == list(range(1, 81))


def test_old_counters_go_on(ledger: Ledger) -> None:
    with ledger.writing() as book:
        book.put_fact("release", (41).to_bytes(8, "big"))
        assert book.count_up("release") == 42
        assert book.count_up("release") == 43


def test_no_reader_passes_over_an_entry(ledger: Ledger) -> None:
    """Eight write while one reads on from its cursor, as a station does: what it saw is all there is, in order."""
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        more = True
        while more:
            more = not done.is_set()
            with ledger.writing() as book:
                seen.extend(row.seq for row in book.feed_after("DAYUN", seen[-1] if seen else 0, 7))

    def write(number: int) -> None:
        with ledger.writing() as book:
            for station in ("DAYUN", "MINAS") if number % 2 else ("MINAS", "DAYUN"):
                book.add_feed(station, "note", str(number).encode())

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    done.set()
    reader.join()
    while len(seen) < 200 and (rest := _rest(ledger, seen)):
        seen.extend(rest)
    assert seen == list(range(1, 201))


def _rest(ledger: Ledger, seen: list[int]) -> list[int]:
    with ledger.writing() as book:
        return [row.seq for row in book.feed_after("DAYUN", seen[-1] if seen else 0, 50)]


def test_a_later_entry_waits_for_an_earlier_one(server: Ledger) -> None:
    """The second writer has no number while the first has not committed; a reader sees none, then both."""
    came = threading.Event()

    def second() -> None:
        with server.writing() as book:
            book.add_feed("DAYUN", "note", b"second")
        came.set()

    with server.writing() as book:
        book.add_feed("DAYUN", "note", b"first")
        book.finish()  # numbered, not committed
        other = threading.Thread(target=second)
        other.start()
        assert not came.wait(0.3)
        with server.writing() as reader:
            assert reader.feed_after("DAYUN", 0, 10) == ()
    other.join()
    with server.writing() as book:
        assert [(row.seq, row.body) for row in book.feed_after("DAYUN", 0, 10)] == [(1, b"first"), (2, b"second")]


def test_a_station_in_hand_is_nobody_elses(ledger: Ledger) -> None:
    """Sixteen add to the journal of one station, reading it first: none is lost."""
    with ledger.writing() as book:
        book.put_station(DAYUN)

    def one(_: int) -> None:
        with ledger.writing() as book:
            held = book.lock_station("DAYUN")
            assert held is not None
            book.put_station(replace(held, chain_count=held.chain_count + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(16)))
    with ledger.writing() as book:
        assert book.station("DAYUN") == replace(DAYUN, chain_count=16)


def test_cases_in_hand_are_passed_over(server: Ledger) -> None:
    with server.writing() as book:
        for number in (1, 2):
            book.put_case(replace(CASE, id=f"case-{number}"))

    def due(book: Book) -> list[str]:
        return [row.id for row in book.due_cases("2026-11-25", 1)]

    with server.writing() as one, server.writing() as two, server.writing() as three:
        assert (due(one), due(two), due(three)) == (["case-1"], ["case-2"], [])
