"""What printing must never forget: the journal of jobs, and releases spent here and in a log outside.

A print is spent in the store and in an fsynced, signed log beside it before the first byte leaves. A restored copy of
the store knows fewer prints than the log, and printing stops until someone reconciles it (design 5).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, func, select, true, update
from sqlalchemy.dialects.sqlite import insert

from registry.releases import Spending
from station.store.cipher import Cipher
from station.store.epochs import epoch_unsettled, mark_settled
from station.store.errors import Conflict, NotFound
from station.store.restored import read_restored
from station.store.schema import jobs, spendings
from station.store.spendlog import SpendLog

STAGES = ("queued", "encoding", "sent", "ejected", "checked", "booked")


@dataclass(frozen=True, slots=True)
class Job:
    """One card on its way through the printer. Counters are -1 where the machine tells none.

    `reason`, `chip` and `second` are the officer's answer, kept from stage `checked` on, so that no cut asks him twice.
    """

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
    reason: str = ""
    chip: str = ""
    second: str = ""
    second_mark: str = ""
    fault: str = ""


class Jobs:
    """The journal: one row a job, moved forward stage by stage."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def put(self, job: Job) -> None:
        """Insert or move a job; raises Conflict for a step back and for no stage of STAGES.

        A booked job stays booked, but its outcome may be put right: someone looked, or the chip failed later.
        """
        if job.stage not in STAGES:
            raise Conflict(job.stage)
        row = {field.name: getattr(job, field.name) for field in fields(job)}
        with self._cipher.writing() as db:
            known = db.scalar(select(jobs.c.stage).where(jobs.c.id == job.id))
            if known is not None and STAGES.index(job.stage) < STAGES.index(known):
                raise Conflict(f"{known} -> {job.stage}")
            db.execute(insert(jobs).values(row).on_conflict_do_update(index_elements=["id"], set_=row))

    def get(self, job: str) -> Job:
        """A job; raises NotFound."""
        with self._cipher.reading() as db:
            found = db.execute(select(jobs).where(jobs.c.id == job)).first()
        if found is None:
            raise NotFound(job)
        return Job(*found)

    def open(self) -> tuple[Job, ...]:
        """Jobs that were begun and not booked, the oldest first: after a cut someone must look at each."""
        query = select(jobs).where(jobs.c.stage != STAGES[-1]).order_by(jobs.c.at, jobs.c.id)
        with self._cipher.reading() as db:
            return tuple(Job(*row) for row in db.execute(query))

    def newest(self, way: str, limit: int) -> tuple[Job, ...]:
        """The newest jobs of a way that came to the machine, the newest first."""
        came = (jobs.c.way == way, jobs.c.printer_job > 0)
        with self._cipher.reading() as db:
            rows = db.execute(select(jobs).where(*came).order_by(jobs.c.at.desc(), jobs.c.id.desc()).limit(limit))
            return tuple(Job(*row) for row in rows)

    def outcomes_since(self, at: str) -> dict[str, int]:
        """Outcome -> how many jobs begun since a UTC stamp were booked with it."""
        booked = (jobs.c.stage == STAGES[-1], jobs.c.at >= at)
        with self._cipher.reading() as db:
            rows = db.execute(select(jobs.c.outcome, func.count()).where(*booked).group_by(jobs.c.outcome))
            return {str(outcome): int(many) for outcome, many in rows}

    def of_case(self, case: str) -> tuple[Job, ...]:
        """Every job of a case, the oldest first."""
        with self._cipher.reading() as db:
            rows = db.execute(select(jobs).where(jobs.c.case == case).order_by(jobs.c.at, jobs.c.id))
            return tuple(Job(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class _Spent:
    intended: int = 0
    begun: int = 0
    good: int = 0


class Releases:
    """Prints begun and good cards by release, as the store and the log outside it know them.

    An attempt is noted as intended here, then written to the log, then noted as begun here. So a cut leaves the log
    at most at what was intended, and anything else tells of an older copy of one of the two.
    """

    def __init__(self, cipher: Cipher, log: SpendLog) -> None:
        self._cipher = cipher
        self._log = log

    def spending(self, serial: str) -> Spending:
        """The higher of both."""
        known = self._known(serial)
        good = max(known.good, int(serial in self._log.good()))
        return Spending(max(known.begun, self._log.begun().get(serial, 0)), good)

    def begin(self, serial: str, at: str) -> None:
        """Spend one attempt; durable in both places when it returns. A cut in between counts as spent."""
        attempt = self.spending(serial).begun + 1
        self._note(serial, intended=attempt)
        self._log.add(serial, attempt, at)
        self._note(serial, begun=attempt)

    def book_good(self, serial: str, at: str) -> None:
        """A good card exists: the release prints nothing more, whichever of the two is asked. May be repeated."""
        if serial not in self._log.good() or not self._known(serial).good:  # else the line may be there, not yet synced
            self._log.add_good(serial, at)
        self._note(serial, good=1)

    @property
    def restored_from(self) -> str:
        """The moment of the backup this store came from, until the centre has confirmed its history; else ""."""
        with self._cipher.reading() as db:
            return read_restored(db)

    @property
    def reconcile_needed(self) -> bool:
        """Whether this is a restored store, or store and log tell different histories: then nothing is printed."""
        if self.restored_from:
            return True
        logged = self._log.begun()
        with self._cipher.reading() as db:
            if epoch_unsettled(db):
                return True
            known = _spent(db, true())
        older_store = any(many > known.get(serial, _Spent()).intended for serial, many in logged.items())
        shorter_log = any(spent.begun > logged.get(serial, 0) for serial, spent in known.items())
        return older_store or shorter_log

    def reconcile(self, at: str) -> None:
        """Take the higher count of each release in both places. Only after the centre has given a new epoch."""
        logged = self._log.begun()
        with self._cipher.reading() as db:
            known = _spent(db, true())
        for serial in sorted(set(logged) | set(known)):
            most = max(logged.get(serial, 0), known.get(serial, _Spent()).begun)
            if most > logged.get(serial, 0):
                self._log.add(serial, most, at)
            if most:
                self._note(serial, intended=most, begun=most)

    def settle_epoch(self, at: str) -> bool:
        """Finish what a new epoch has begun: the log outside learns what the store was told. Whether there was one."""
        with self._cipher.reading() as db:
            if not epoch_unsettled(db):
                return False
        self.reconcile(at)
        with self._cipher.writing() as db:
            mark_settled(db)
        return True

    def _known(self, serial: str) -> _Spent:
        with self._cipher.reading() as db:
            return _spent(db, spendings.c.serial == serial).get(serial, _Spent())

    def _note(self, serial: str, **values: int) -> None:
        row = {"serial": serial, "intended": 0, "begun": 0, "good": 0, **values}
        with self._cipher.writing() as db:
            db.execute(insert(spendings).values(row).on_conflict_do_nothing())
            db.execute(update(spendings).where(spendings.c.serial == serial).values(values))


def _spent(db: Connection, where: ColumnElement[bool]) -> dict[str, _Spent]:
    rows = db.execute(select(spendings).where(where))
    return {row.serial: _Spent(row.intended, row.begun, row.good) for row in rows}
