"""What printing must never forget: the job journal, the blanks, and releases spent here and in a log outside.

A print is spent in the store and in an fsynced, signed log beside it before the first byte leaves. A restored copy of
the store knows fewer prints than the log, and printing stops until someone reconciles it (design 5).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import NotCanonical, canonical, parse
from registry.releases import Spending
from registry.stock import Balance, Blank, Entry, Move, balance, check, next_blank
from station.store.cipher import Cipher
from station.store.errors import NotFound
from station.store.schema import blank_entries, jobs, spendings

STAGES = ("queued", "encoding", "sent", "ejected", "checked", "booked")


@dataclass(frozen=True, slots=True)
class Job:
    """One card on its way through the printer. Counters are -1 where the machine tells none."""

    id: str
    case: str
    serial: str
    blank: str
    way: str
    stage: str
    printer_job: int
    counter_before: int
    counter_after: int
    outcome: str
    at: str


class Jobs:
    """The journal: one row a job, moved forward stage by stage."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def put(self, job: Job) -> None:
        """Insert or move a job."""
        row = {name: getattr(job, name) for name in job.__slots__}
        with self._cipher.writing() as db:
            db.execute(insert(jobs).values(row).on_conflict_do_update(index_elements=["id"], set_=row))

    def get(self, job: str) -> Job:
        """A job; raises NotFound."""
        with self._cipher.reading() as db:
            found = db.execute(select(jobs).where(jobs.c.id == job)).first()
        if found is None:
            raise NotFound(job)
        return Job(*found)

    def open(self) -> tuple[Job, ...]:
        """Jobs that were begun and not booked."""
        with self._cipher.reading() as db:
            return tuple(
                Job(*row) for row in db.execute(select(jobs).where(jobs.c.stage != "booked").order_by(jobs.c.at))
            )


class Blanks:
    """The ledger of blank cards at this location."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def add(self, entry: Entry) -> None:
        """Book a line; raises StockRefused and books nothing when it may not follow."""
        row = {
            "id": entry.id,
            "move": entry.move.value,
            "batch": entry.blank.batch,
            "label": entry.blank.number,
            "count": entry.count,
            "case": entry.case,
            "reason": entry.reason,
            "officer": entry.officer,
            "at": entry.at,
        }
        with self._cipher.writing() as db:
            check(_entries(db), entry)
            db.execute(insert(blank_entries).values(row))

    def entries(self) -> tuple[Entry, ...]:
        """Every line in order."""
        with self._cipher.reading() as db:
            return _entries(db)

    def balance(self) -> Balance:
        """The ledger added up."""
        return balance(self.entries())

    def next_blank(self) -> Blank | None:
        """The lowest label on hand."""
        return next_blank(self.entries())


class Releases:
    """Prints begun and good cards by release, as the store and the log outside it know them."""

    def __init__(self, cipher: Cipher, log: SpendLog) -> None:
        self._cipher = cipher
        self._log = log

    def spending(self, serial: str) -> Spending:
        """The higher of both."""
        with self._cipher.reading() as db:
            row = db.execute(select(spendings).where(spendings.c.serial == serial)).first()
        begun, good = (row.begun, row.good) if row else (0, 0)
        return Spending(max(begun, self._log.begun().get(serial, 0)), good)

    def begin(self, serial: str, at: str) -> None:
        """Spend one attempt: in the log first, then here; a cut between them counts as spent."""
        self._log.add(serial, at)
        begun = self._log.begun()[serial]
        row = {"serial": serial, "begun": begun, "good": 0}
        with self._cipher.writing() as db:
            db.execute(
                insert(spendings).values(row).on_conflict_do_update(index_elements=["serial"], set_={"begun": begun})
            )

    def book_good(self, serial: str) -> None:
        """A good card exists: the release prints nothing more."""
        with self._cipher.writing() as db:
            db.execute(update(spendings).where(spendings.c.serial == serial).values(good=1))

    @property
    def reconcile_needed(self) -> bool:
        """Whether the log knows prints of which the store knows no job: the store is an older copy."""
        with self._cipher.reading() as db:
            known = {row.serial for row in db.execute(select(spendings.c.serial))}
            journaled = set(db.scalars(select(jobs.c.serial)))
        return bool(set(self._log.begun()) - known - journaled)


class SpendLog:
    """Lines of {serial, at} with the station's signature, appended and fsynced; no personal data."""

    def __init__(self, path: Path, sign: Callable[[bytes], bytes], holds: Callable[[bytes, bytes], bool]) -> None:
        self._path = path
        self._sign = sign
        self._holds = holds

    def add(self, serial: str, at: str) -> None:
        """One more print begun; durable when it returns."""
        body = canonical({"v": 1, "serial": serial, "at": at})
        line = body + b"\t" + self._sign(body).hex().encode() + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def begun(self) -> dict[str, int]:
        """Serial -> prints begun, from the lines whose signature holds; a torn last line is no line."""
        counts: dict[str, int] = {}
        if not self._path.exists():
            return counts
        for line in self._path.read_bytes().splitlines():
            serial = self._serial(line)
            if serial:
                counts[serial] = counts.get(serial, 0) + 1
        return counts

    def _serial(self, line: bytes) -> str:
        body, _, mark = line.partition(b"\t")
        try:
            if not self._holds(body, bytes.fromhex(mark.decode())):
                return ""
            return str(parse(body)["serial"])
        except (ValueError, NotCanonical, KeyError):
            return ""


def _entries(db: Connection) -> tuple[Entry, ...]:
    c = blank_entries.c
    query = select(c.id, c.move, c.batch, c.label, c["count"], c.case, c.reason, c.officer, c.at).order_by(c.row)
    return tuple(Entry(row[0], Move(row[1]), Blank(row[2], row[3]), *row[4:]) for row in db.execute(query))
