"""nik, typo and their neighbours: finding residents in a million, encrypted, through the station's own store.

The store is filled as the feed fills it, chunk by chunk, each its own durable transaction. What a look-up by number may
cost is measured on an open copy of the same rows by SQLite's C interface (bench/raw_sqlite.py); what filling may cost,
by the insert loop of the stdlib's sqlite3 into that copy, with the same indexes and no word index.
"""

import os
import random
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from bench.click_stage import identity
from bench.people import DISTINCT, People, misspelt
from bench.raw_sqlite import RawSqlite
from bench.report import Row, at_most, finish, options, reaching, within
from registry.people import Resident
from station.store.cipher import CACHE_KIB
from station.store.store import FILE, Store
from sync import sqlcipher
from sync.keys import SigningKey

CHUNK, LOOKS, QUERIES = 5_000, 2_000, 200
TIMES_RAW, TIMES_FAMILY, TIMES_BUILD, MOST_MS, MOST_MB = 4.0, 12.0, 12.0, 30.0, 400.0
COLUMNS = ("row", "id", "nik", "kk", "name", "birth_date", "sound", "record")
INDEXES = ("UNIQUE INDEX a ON residents(id)", "INDEX b ON residents(nik)", "INDEX c ON residents(kk)",
           "INDEX d ON residents(birth_date, sound)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """A store, an open copy of its residents, some of them, and what filling took."""

    store: Store
    copy: Path
    some: tuple[Resident, ...]
    build_s: float
    raw_s: float


def fill(folder: Path, residents: int, seed: int) -> Filled:
    """Both files; the clock of each runs while rows go in, not while they are made up."""
    key = secrets.token_bytes(32)
    store = Store.create(folder, key, identity(SigningKey.generate()))
    people = People(seed, max(len_of_vocabulary(residents), 2_000)).residents(residents)
    chance, some, build_s = random.Random(seed), [], 0.0
    while chunk := list(islice(people, CHUNK)):
        some += [who for who in chunk if chance.random() < 20 * QUERIES / residents]
        build_s += timed(lambda rows=chunk: store.residents.put(rows))
    copy = folder / "open.db"
    return Filled(store, copy, tuple(some), build_s, copy_rows(folder / FILE, key, copy))


def len_of_vocabulary(residents: int) -> int:
    """As many distinct words as so many people bring."""
    return min(DISTINCT, residents // 2)


def copy_rows(sealed: Path, key: bytes, copy: Path) -> float:
    """The residents in an open file; seconds that the insert loop took."""
    raw = sqlite3.connect(copy)
    raw.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    raw.execute("CREATE TABLE residents (row INTEGER PRIMARY KEY, id, nik, kk, name, birth_date, sound, record)")
    for index in INDEXES:
        raw.execute(f"CREATE {index}")
    taken = 0.0
    for rows in rows_of(sealed, key):
        taken += timed(lambda chunk=rows: _insert(raw, chunk))
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return taken


def rows_of(sealed: Path, key: bytes) -> Iterator[list[tuple[Any, ...]]]:
    """What the store holds, chunk by chunk."""
    connection = sqlcipher.module().connect(str(sealed))
    sqlcipher.unlock(connection, key)
    cursor = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM residents ORDER BY row")
    while rows := cursor.fetchmany(CHUNK):
        yield rows
    connection.close()


def _insert(raw: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    with raw:
        raw.executemany("INSERT INTO residents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def timed(work: Callable[[], object]) -> float:
    """Seconds of one piece of work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def each_ms(work: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of each."""
    return [timed(one) * 1000 for one in work]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def numbers(filled: Filled, rounds: int) -> list[Row]:
    """NIK and KK through the store against the raw loop, in turns over the same numbers; the quietest turn of each.

    The store gives residents, the loop their text: reading a family of four is mostly making four residents of it.
    """
    raw, store = RawSqlite(filled.copy, CACHE_KIB), filled.store.residents
    sys.stdout.write(f"raw loop: ctypes on SQLite {raw.version}, open file, cache {CACHE_KIB // 1024} MiB\n")
    niks = [str(who.nik).encode() for who in filled.some]
    kks = [str(who.kk).encode() for who in filled.some]
    rows = []
    for name, times, keys, look in (
        ("nik", TIMES_RAW, niks, lambda at: store.by_nik(str(filled.some[at].nik))),
        ("kk", TIMES_FAMILY, kks, lambda at: store.family(filled.some[at])),
    ):
        ours, theirs, chance = [], [], random.Random(1)
        for _ in range(rounds):
            asked = [chance.randrange(len(keys)) for _ in range(LOOKS)]
            wanted = [keys[at] for at in asked]
            theirs.append(timed(lambda w=wanted, n=name: raw.texts(f"SELECT record FROM residents WHERE {n} = ?", w)))
            ours.append(timed(lambda a=asked, f=look: [f(at) for at in a]))
        value, limit = (min(taken) * 1e6 / LOOKS for taken in (ours, theirs))
        rows.append(at_most(name, value, "us", times=times, limit=limit))
    raw.close()
    return rows


def typos(filled: Filled) -> list[Row]:
    """A slip in one word of a name: the name is among the first twenty, and soon."""
    chance, store = random.Random(2), filled.store.residents
    names = [chance.choice(filled.some).name for _ in range(QUERIES)]
    typed = [misspelt(name, chance) for name in names]
    found = [{hit.resident.name for hit in store.search(words, limit=20)} for words in typed]
    taken = each_ms(lambda w=words: store.search(w, limit=20) for words in typed)
    recall = sum(name in hits for name, hits in zip(names, found, strict=True)) / len(names)
    sys.stdout.write(f"typo: median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms\n")
    return [reaching("typo recall@20", recall, "", least=0.99), within("typo", p95(taken), "ms", most=MOST_MS)]


def searches(filled: Filled) -> list[Row]:
    """What is typed on the way, and addresses."""
    chance, store = random.Random(3), filled.store.residents
    some = [chance.choice(filled.some) for _ in range(QUERIES)]
    begun = [words[:size] for who in some for words in (who.name, str(who.nik)) for size in (2, 3, 4, 6, 9)]
    places = [who.address.street.removeprefix("JL. ").lower() for who in some]
    return [
        within("prefix", p95(each_ms(lambda w=words: store.search(w) for words in begun)), "ms", most=MOST_MS),
        within("address", p95(each_ms(lambda w=words: store.search(w) for words in places)), "ms", most=MOST_MS),
    ]


def duplicates(filled: Filled) -> list[Row]:
    """The same person come again under no number, his name written with a slip: he is among the candidates."""
    chance, store = random.Random(4), filled.store.residents
    some = [chance.choice(filled.some) for _ in range(QUERIES)]
    again = [replace(who, id="new", nik=None, name=misspelt(who.name, chance)) for who in some]
    found = [{candidate.id for candidate in store.alike(who)} for who in again]
    share = sum(who.id in ids for who, ids in zip(some, found, strict=True)) / len(some)
    taken = p95(each_ms(lambda w=who: store.alike(w) for who in again))
    return [within("duplicate", taken, "ms", most=MOST_MS), reaching("duplicates found", share, "", least=0.99)]


def memory_mb() -> float:
    """The most this process ever held; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(folder: Path, residents: int, rounds: int) -> list[Row]:
    """All rows."""
    filled = fill(folder, residents, seed=7)
    store = filled.store
    sys.stdout.write(f"{store.residents.count():,} residents, {(folder / FILE).stat().st_size / 1e6:.0f} MB\n")
    sys.stdout.write(f"vocabulary read in {timed(store.residents.warm) * 1000:.0f} ms\n")
    rows = [
        *numbers(filled, rounds),
        *typos(filled),
        *searches(filled),
        *duplicates(filled),
        at_most("build", filled.build_s, "s", times=TIMES_BUILD, limit=filled.raw_s),
        within("memory", memory_mb(), "MB", most=MOST_MB),
    ]
    store.close()
    return rows


def main() -> int:
    """Measure and report."""
    parser = options("Finding residents in an encrypted store.", rounds=5)
    parser.add_argument("--residents", type=int, default=1_000_000, help="how many are invented (default: %(default)s)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        rows = measure(Path(folder), chosen.residents, chosen.rounds)
    load = " ".join(f"{figure:.2f}" for figure in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    sys.stdout.write(f"load {load} on {os.cpu_count()} processors\n\n")
    return finish(rows, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
