"""ingest: packets booked a second, on the embedded file and on PostgreSQL with all workers, against pgbench that sends
the very same statements to the same server in the same run; feed pages a second, memory, and a nation's stations.

`books` are the statements of one packet through the Ledger, what pgbench sends; `whole` is the packet from its sealed
file to the signed receipt: opened, every signature and hash checked, booked, kept durably.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import re
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.report import Row, at_least, finish, options, reaching, within
from central.compose import Centre, open_centre
from central.ledger.ledger import Book, CaseRow, InboxRow
from registry.actions import Action, Kind
from registry.officers import Grant, Role
from tests.central.hands import Hand
from tests.central.postgres import Cluster, cluster
from tests.station.store.making import act, key_of, person, recording

CAPTURES = 310_000  # bytes of one enrolment: ten prints of 25 kB and a portrait (docs/scale.md)
SMALL = 2_000  # of a status, a stock act, a biodata packet
THREADS = 4
POLLS_PER_S, PACKETS_PER_S = (
    7300 / 300,
    70,
)  # a nation: each station asks every five minutes; ten times the mean of a day
Work = Callable[[int, int], None]


@dataclass(frozen=True)
class Place:
    """A centre to measure; its processes open it by this."""

    home: str
    url: str = ""

    def open(self) -> Centre:
        return open_centre(Path(self.home), printing={}, verifying={}, upstream_delay_s=3600, database=self.url)


def books(centre: Centre, first: Action, blob: bytes) -> Work:
    """What a packet of one act does to the books, by the calls the inbox makes."""

    def one(thread: int, number: int) -> None:
        station, name = f"S{thread:04d}", f"{os.getpid()}-{thread}-{number}"
        made = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=f"case-{name}", payload=first.payload)
        with centre.ledger.writing() as book:
            _book(book, station, f"p-{name}", made, {f"{name:0>64}": blob})

    return one


def _book(book: Book, station: str, packet: str, action: Action, blobs: dict[str, bytes]) -> None:
    book.lock_station(station)
    book.packet(station, packet)
    book.lock_case(action.header.case)
    book.has_action(action.header.id)
    book.case_actions(action.header.case)
    book.add_action(action)
    book.add_blobs(blobs)
    book.put_case(CaseRow(action.header.case, "D-1", "submitted", "", station, station, "", 0, ""))
    book.add_feed(station, "note", b"{}")
    book.put_packet(InboxRow(station, packet, "0" * 64, len(next(iter(blobs.values()))), "accepted", b"r" * 400), "")


def whole(centre: Centre, most: int) -> Work:
    """Packets that were sealed before, taken by the real inbox."""
    ready: dict[tuple[int, int], tuple[Any, bytes]] = {}
    inbox = centre.inbox
    said = recording(person(1))
    for thread in range(THREADS):
        station = f"W{os.getpid()}-{thread}"
        _join(centre, station)
        hand = Hand(centre, None, station, key_of(station))
        for number in range(most):
            case = f"case-{station}-{number}"
            payload = said.submission.to_bytes()
            made = act(
                Kind.SUBMITTED, "rina", Role.OPERATOR, case=case, variant="complete", payload=payload, station=station
            )
            ready[thread, number] = (made, hand.sealed(f"p-{number}", made, extra=os.urandom(CAPTURES)))

    def one(thread: int, number: int) -> None:
        station = f"W{os.getpid()}-{thread}"
        action, data = ready[thread, number]
        with centre.ledger.writing() as book:
            row = book.station(station)
            assert row is not None
            announced = Hand.announced(f"p-{number}", data, number, action)
            inbox.announce(book, row, announced)
        with centre.ledger.writing() as book:
            receipt = inbox.take(book, row, f"p-{number}", 0, data)
        assert receipt is not None
        assert b'"accepted"' in receipt[0], receipt[0]

    return one


def _join(centre: Centre, station: str) -> None:
    """A station with its operator, without telling all others of him."""
    grant = Grant("rina", "Rina", key_of("rina").public, frozenset({Role.OPERATOR}), station, "2099-01-01")
    raw = grant.to_bytes()
    with centre.ledger.writing() as book:
        book.put_station(Hand.row(station))
        book.put_grant(station, "rina", raw, centre.keys.signing.sign(raw))


def polls(centre: Centre) -> Work:
    """A station asks, and there is nothing new: a signed, sealed, empty page."""

    def one(thread: int, _number: int) -> None:
        with centre.ledger.writing() as book:
            row = book.station(f"S{thread:04d}")
            assert row is not None
            book.touch_station(row.id, "2026-11-24T00:00:00.000Z")
            centre.feed.page(book, row, 2**40)

    return one


WORKS: dict[str, Callable[[Centre], Work]] = {
    "books": lambda centre: books(centre, _first(), os.urandom(CAPTURES)),
    "small": lambda centre: books(centre, _first(), os.urandom(SMALL)),
    "whole": lambda centre: whole(centre, 60),
    "polls": polls,
}


def _first() -> Action:
    return act(Kind.SUBMITTED, "rina", Role.OPERATOR, payload=recording(person(1)).submission.to_bytes())


def rate(place: Place, name: str, processes: int, seconds: float) -> tuple[float, float]:
    """How many a second by so many processes of four threads each, and the memory of the largest in MB."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(processes), context.Queue()
    running = [context.Process(target=_process, args=(place, name, seconds, start, results)) for _ in range(processes)]
    for each in running:
        each.start()
    found = [results.get(timeout=600) for _ in running]
    for each in running:
        each.join()
    return sum(done / took for done, took, _ in found), max(memory for _, _, memory in found)


def _process(place: Place, name: str, seconds: float, start: Any, results: Any) -> None:
    centre = place.open()
    work = WORKS[name](centre)
    most = 60 if name == "whole" else 10**9
    start.wait()
    begun = time.perf_counter()

    def thread(which: int) -> int:
        done = 0
        while time.perf_counter() - begun < seconds and done < most:
            work(which, done)
            done += 1
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(thread, range(THREADS)))
    took = time.perf_counter() - begun
    results.put((done, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    centre.ledger.close()


# pgbench --------------------------------------------------------------------------------------------------------------
def statements(centre: Centre, size: int) -> str:
    """The statements of one packet as psycopg sends them, for pgbench, with every id new in each transaction."""
    seen: list[str] = []

    def note(_c: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        from psycopg import ClientCursor  # only where a PostgreSQL is measured

        for values in parameters if isinstance(parameters, list) else [parameters]:
            seen.append(ClientCursor(cursor.connection).mogrify(statement, values))

    with centre.ledger.writing() as book:  # so that each feed has its counter, as in all transactions but the first
        for number in range(8):
            book.add_feed(f"S{number:04d}", "note", b"{}")
    event.listen(centre.ledger.engine, "before_cursor_execute", note)
    made = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case="case-TOKEN", payload=_first().payload)
    with centre.ledger.writing() as book:
        _book(book, "S0000", "p-TOKEN", made, {"TOKEN": os.urandom(size)})
    event.remove(centre.ledger.engine, "before_cursor_execute", note)
    text = ";\n".join(re.sub(r"\s+", " ", one) for one in seen) + ";\n"
    text = text.replace(made.header.id, "a-:r").replace("TOKEN", ":r").replace("S0000", "S000:s")
    locks = iter(("s", "r"))  # the station's, then the case's
    text = re.sub(r"(pg_advisory_xact_lock\()\s*-?\d+", lambda found: f"{found[1]}:{next(locks)}", text)
    text = re.sub(r"(INSERT INTO feed [^;]*VALUES \('S000:s'::VARCHAR, )\d+", r"\1:r", text)
    return f"\\set r random(1, 9000000000000000000)\n\\set s random(0, 7)\nBEGIN;\n{text}COMMIT;\n"


def pgbench(server: Cluster, name: str, script: Path, clients: int, seconds: float) -> float:
    """Transactions a second."""
    where = ("-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres")
    load = ("-n", "-M", "simple", "-c", str(clients), "-j", "2", "-T", str(max(1, round(seconds))))
    said = server.run("pgbench", *where, *load, "-f", str(script), name)
    found = re.search(r"tps = ([0-9.]+)", said.stdout)
    assert found is not None, said.stderr
    assert "number of failed transactions: 0 " in said.stdout, said.stdout
    return float(found[1])


# a nation -------------------------------------------------------------------------------------------------------------
def nation(place: Place, seconds: float) -> dict[str, float]:
    """7,300 stations that ask, and a burst of packets, at their rates on one process: the times to the answer in ms."""
    centre = place.open()
    works = {"poll": polls(centre), "packet": books(centre, _first(), os.urandom(CAPTURES))}
    took: dict[str, list[float]] = {"poll": [], "packet": []}
    begun = time.perf_counter()

    def stations(name: str, per_s: float, numbers: Iterator[int], turn: threading.Lock) -> None:
        while True:
            with turn:
                number = next(numbers)
            due = begun + number / per_s
            if due - begun > seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            works[name](number % 7300 if name == "poll" else number % 8, number)
            took[name].append((time.perf_counter() - due) * 1000)

    with ThreadPoolExecutor(16) as pool:
        for name, per_s in (("poll", POLLS_PER_S), ("packet", float(PACKETS_PER_S))):
            shared = (name, per_s, itertools.count(), threading.Lock())
            for _ in range(8):
                pool.submit(stations, *shared)
    centre.ledger.close()
    return {name: statistics.quantiles(values, n=20)[18] for name, values in took.items()}


@contextmanager
def postgres_place(home: Path) -> Iterator[tuple[Cluster, Place]]:
    """A server of its own with a centre that knows a few stations."""
    with cluster() as server:
        place = Place(str(home), server.database("ingest"))
        found(place, 8)
        yield server, place


def found(place: Place, stations: int) -> None:
    """A centre that knows so many stations."""
    centre = place.open()
    with centre.ledger.writing() as book:
        for number in range(stations):
            book.put_station(Hand.row(f"S{number:04d}"))
    centre.ledger.close()


def measure(rounds: int, seconds: float) -> list[Row]:
    """All of it; medians of the rounds, which alternate between us and pgbench."""
    processes = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        embedded = Place(str(Path(folder, "sqlite")))
        found(embedded, 8)
        with postgres_place(Path(folder, "postgresql")) as (server, place):
            scripts = {"books": Path(server.folder, "books.sql"), "small": Path(server.folder, "small.sql")}
            centre = place.open()
            for name, size in (("books", CAPTURES), ("small", SMALL)):
                scripts[name].write_text(statements(centre, size))
            centre.ledger.close()
            turns: dict[str, list[float]] = {}
            memory = 0.0
            for _ in range(rounds):
                for name in ("books", "small", "whole", "polls"):
                    value, used = rate(place, name, processes, seconds)
                    memory = max(memory, used)
                    turns.setdefault(f"{name} postgresql", []).append(value)
                    turns.setdefault(f"{name} sqlite", []).append(rate(embedded, name, 1, seconds)[0])
                for name, script in scripts.items():
                    value = pgbench(server, "ingest", script, processes * THREADS, seconds)
                    turns.setdefault(f"{name} pgbench", []).append(value)
            everyone = Place(str(Path(folder, "nation")), server.database("nation"))
            found(everyone, 7300)
            late = nation(everyone, max(5.0, seconds))
    got = {name: statistics.median(values) for name, values in turns.items()}
    return [
        at_least("ingest", got["books postgresql"], "/s", share=0.5, limit=got["books pgbench"]),
        at_least("ingest whole", got["whole postgresql"], "/s", share=0.5, limit=got["books pgbench"]),
        at_least("ingest small", got["small postgresql"], "/s", share=0.5, limit=got["small pgbench"]),
        at_least("ingest sqlite", got["books sqlite"], "/s", share=0.5, limit=got["books pgbench"]),
        reaching("ingest whole sqlite", got["whole sqlite"], "/s", least=1),
        reaching("polls postgresql", got["polls postgresql"], "/s", least=POLLS_PER_S),
        reaching("polls sqlite", got["polls sqlite"], "/s", least=1),
        within("memory of a worker", memory, "MB", most=400),
        within("nation: poll p95", late["poll"], "ms", most=500),
        within("nation: packet p95", late["packet"], "ms", most=1000),
    ]


def main() -> int:
    parser = options(__doc__ or "", rounds=2)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measure (default: %(default)s)")
    given = parser.parse_args()
    return finish(measure(given.rounds, given.seconds), given.json)


if __name__ == "__main__":
    sys.exit(main())
