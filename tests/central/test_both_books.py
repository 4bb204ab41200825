"""Console, upstream entry and the search for double recordings, on the encrypted file and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from central.console.menu import PAGES
from central.console_entry import ConsoleEntry
from central.errors import CentreError, Contended, NotNow
from central.ledger.answers import answers_of
from central.ledger.identities import Suspicion, add_suspicion, suspicions_of
from central.ledger.ledger import Book, Ledger
from central.ledger.proposals import all_proposals
from central.tte import training_tte
from central.turns import TRIES, in_turn
from registry.lifecycle import Status
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from tests.central.console.making import DAYUN, Console, console
from tests.central.console.story import hand_over, kinds, print_card, record, release, statuses, vouch

REASON = "Sudah dibandingkan."
READY = SiakStatus.PRINT_READY_RECORD


@pytest.fixture
def town(address: str, tmp_path: Path) -> Iterator[Console]:
    with console(tmp_path, address) as place:
        vouch(place)
        record(place, "case-0001")
        record(place, "case-0003", "SIAK")
        yield place


def test_every_page_opens(town: Console) -> None:
    release(town, "case-0001")
    print_card(town, "case-0001")
    hand_over(town, "case-0001")
    shown = 0
    for name in ("tuti", "uptd-dayun", "adi"):
        browser = town.signed_in(name)
        for page in PAGES:
            path = page.path.replace("{case}", "case-0001").replace("{station}", "DAYUN")
            status = browser.status(path, kecamatan=DAYUN)
            assert status in (200, 303, 404), path
            shown += status == 200
    assert shown > 20


def test_a_hold_is_lifted_by_two_and_what_was_suspected_is_settled(town: Console) -> None:
    with town.ledger.writing() as book:
        add_suspicion(book.connection, Suspicion("case-0001", "case-0003", "demographic", 90, "", town.clock.stamp()))
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    assert tuti.post("/kasus/case-0001", "tahan", other="S-2611-0003", reason=REASON)[0] == 200
    assert tuti.post("/kasus/case-0001", "usul-lepas", reason=REASON)[0] == 200
    with town.ledger.writing() as book:
        (row,) = all_proposals(book.connection, state="open")
    assert budi.post("/persetujuan", "setujui", which=row.id)[0] == 200
    assert statuses(town)["case-0001"] == Status.RECEIVED
    assert kinds(town, "case-0001")[-1] == "HoldLifted"
    with town.ledger.writing() as book:
        (said,) = suspicions_of(book.connection, "case-0001")
    assert (said.state, said.officer, said.reason) == ("settled", "budi", REASON)


def test_a_second_reading_counts_once_however_many_give_it(town: Console) -> None:
    desk = ConsoleEntry(town.office, town.clock, Uuid7Source())
    with town.ledger.writing() as book:
        which = desk.enter(book, "adi", "case-0001", READY, "SIAK-9")
    start = Barrier(4)

    def confirm(officer: str) -> str:
        start.wait(timeout=30)
        try:
            in_turn(town.ledger, lambda book: desk.confirm(book, officer, which, READY, "SIAK-9"))
        except CentreError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(4) as many:
        told = sorted(many.map(confirm, ("budi", "cici", "dedi", "eka")))
    assert told == ["done", "not-open", "not-open", "not-open"]
    with town.ledger.writing() as book:
        assert len(answers_of(book.connection, "case-0001")) == 1


def test_wrong_passphrases_at_once_are_counted_one_after_another(town: Console) -> None:
    start = Barrier(12)
    browsers = [town.browser() for _ in range(12)]

    def guess(number: int) -> int:
        start.wait(timeout=30)
        return browsers[number].sign_in("tuti", "salah", "000000")

    with ThreadPoolExecutor(12) as many:
        told = sorted(many.map(guess, range(12)))
    assert told == [401] * 5 + [429] * 7


def fail(book: Book) -> None:
    with book.part():
        book.add_feed("DAYUN", "note", b"within")
        book.put_fact("within", b"1")
        raise LookupError


def test_a_part_that_fails_leaves_nothing_on_a_feed(ledger: Ledger) -> None:
    with ledger.writing() as book:
        book.add_feed("DAYUN", "note", b"before")
        with pytest.raises(LookupError):
            fail(book)
        book.add_feed("DAYUN", "note", b"after")
    with ledger.writing() as book:
        assert [row.body for row in book.feed_after("DAYUN", 0, 9)] == [b"before", b"after"]
        assert book.fact("within") is None


def test_of_several_processes_one_makes_the_training_certificate(open_books: Callable[[], Ledger]) -> None:
    ledgers = [open_books() for _ in range(3)]
    start = Barrier(3)

    def root(ledger: Ledger) -> bytes:
        start.wait(timeout=30)
        return in_turn(ledger, lambda book: training_tte(book).root)

    with ThreadPoolExecutor(3) as many:
        assert len(set(many.map(root, ledgers))) == 1


def test_books_that_are_away_are_a_page_that_says_so(town: Console) -> None:
    tuti, tried = town.signed_in("tuti"), []

    def away(book: Book, token: str) -> None:
        tried.append(token)
        raise tried_with

    town.desk.gate.person = away  # type: ignore[method-assign,assignment]  # as the database answers when it is full
    tried_with: CentreError = NotNow("disk-full")
    answer = tuti.web.get("/console/kasus")
    assert (answer.status_code, answer.headers["Retry-After"], len(tried)) == (503, "30", 1)
    assert "Tidak ada yang diubah" in answer.text
    tried_with = Contended("contended")
    assert tuti.web.get("/console/kasus").status_code == 503
    assert len(tried) == 1 + TRIES
