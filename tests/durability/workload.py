"""What a station writes in its life: founded, fed, residents recorded, sealed and sent, verified, printed, erased.

python -m tests.durability.workload HOME LAPS SEED [CARELESSNESS]

It is the real store, desk and cycle; only the centre stands beside it instead of over a wire. Every promise is told on
stdout by the witness. CARELESSNESS takes one safeguard away, so that the tests can be seen to fail:

    normal   synchronous = NORMAL      unsynced   sync.durable and the log of prints do not fsync
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.actions import Kind
from registry.officers import Role
from registry.stock import Blank, Entry, Move
from registry.submission import RECORDING_ORDER
from registry.uuid7 import Uuid7Source
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock, Officer, Session
from station.store.backup import write_backup
from station.store.errors import Conflict
from station.store.machine import machine_secret
from station.store.printing import Job
from station.store.slots import Cost, Slots, Unlocked
from station.store.store import FILE, OUTBOX, Store
from sync import age, durable, sqlcipher
from sync.cycle import Cycle, Keys
from tests.durability.near import CAST, NearCentre, near_centre
from tests.durability.witness import Witness, saying
from tests.forms.making import ink
from tests.station.store.making import AT, KEY, act, identity, key_of, person
from tests.sync.courier import OnTheSpot

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
LABELS = 500
BACKUPS = "cadangan"


def found(home: Path, centre: NearCentre) -> None:
    """A station as the assistant makes it: machine secret, store, slots."""
    home.mkdir(exist_ok=True)  # the door makes it durable where it can; Store.create does in any case
    secret = machine_secret(home, home.name, use_keyring=False)
    who = replace(identity(), age_identity=centre.station_identity, recipients=(age.recipient_of(centre.identity),))
    (home / "slots.json").unlink(missing_ok=True)  # of a founding that a kill ended
    slots = Slots(home / "slots.json", secret.value, CHEAP)
    for handle in CAST:
        slots.add(handle, "latihan", Unlocked(KEY, key_of(handle).to_bytes()))
    Store.create(home, KEY, who).close()  # the last: a station that is there can be opened


class Life:
    """One start of the station, from opening the store to its end."""

    def __init__(self, home: Path, centre: NearCentre, chance: random.Random) -> None:
        self.store = Store.open(home, KEY)
        self._chance = chance
        self._ids = Uuid7Source()
        self._clock = Clock()
        who = self.store.identity
        keys = Keys(who.station, 1, key_of(who.station), who.age_identity, who.centre_key, who.recipients)
        side, folder = self.store.side, home / OUTBOX
        stands_for: Any = centre
        self._cycle = Cycle(
            side, stands_for, keys, folder, self._ids.next, self._clock.stamp, side.reseal, courier=OnTheSpot()
        )

    def lap(self) -> None:
        """One resident from the door to the hand-over."""
        case = self.record()
        self.sync()
        self.verify(case)
        self.sync()
        self.print(case)
        self.erase(case)

    def record(self) -> str:
        """Field by field, capture by capture, as the desk keeps them."""
        desk = RecordingDesk(self._session("rina"))
        who = replace(person(self._chance.randrange(20)), id=self._ids.next())  # one has one open case of a service
        case = desk.begin(who, "ktp-baru", "belum").case
        desk.put_field(case, "phone", f"08{self._chance.randrange(10**10):010d}")
        desk.add_photo(case, self._chance.randbytes(6000))
        desk.approve_photo(case)
        desk.put_signature(case, ink())
        for position in RECORDING_ORDER:
            desk.put_finger(case, position, 60, self._chance.randbytes(900), self._chance.randbytes(300))
        desk.drop_finger(case, 3)
        desk.except_finger(case, 3, "aus", "tetap")
        desk.skip_iris(case, "alat tidak ada")
        for position in (7, 2):
            desk.put_match(case, position, 120)
        draft = desk.put_declaration(case, ink())
        desk.submit(draft, submission_from(draft, who, boxes=("KTP-A",), changed=(), missing=()))
        return case

    def verify(self, case: str) -> None:
        """Marks as he goes, then the act."""
        self.store.marks.put(case, "hendra", {"name": "ok"})
        last = self.store.cases.get(case).actions[-1].header.id
        self.store.cases.append((act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=case, after=last),))

    def print(self, case: str) -> None:
        """A blank, a release, a job through its stages; the first try is torn in the printer, the second is good."""
        blanks, serial = self.store.blanks, f"R-{case}"
        blank = blanks.next_blank()
        if blank is None:
            batch = f"B26-{self._chance.randrange(10**4):04d}"
            blanks.add(Entry(self._ids.next(), Move.RECEIVED, Blank(batch, 1), LABELS, "", "BAST-1", "yusuf", AT))
        for outcome in (Move.SPOILED, Move.GOOD):
            blank = blanks.next_blank()
            assert blank is not None
            blanks.add(Entry(self._ids.next(), Move.TAKEN, blank, 1, case, "", "yusuf", AT))
            job = Job(self._ids.next(), case, serial, str(blank), "loket", "queued", 0, -1, -1, "", AT)
            self.store.jobs.put(job)
            self.store.releases.begin(serial, AT)
            self.store.jobs.put(replace(job, stage="sent"))
            if outcome is Move.GOOD:
                self.store.releases.book_good(serial, AT)
            blanks.add(Entry(self._ids.next(), outcome, blank, 1, case, "macet", "yusuf", AT))
            self.store.jobs.put(replace(job, stage="booked", outcome=outcome.value))

    def erase(self, case: str) -> None:
        """What is no longer needed goes, and the log with it (a checkpoint)."""
        written = self.store.cases.get(case).latest(Kind.SUBMITTED)
        assert written is not None
        self.store.cases.erase(case, [written.header.id], [])

    def back_up(self, target: Path, at: str) -> Path | None:
        """A verified backup; None when this moment has one."""
        folder = self.store.folder
        with suppress(Conflict):
            return write_backup(
                self.store, KEY, machine_secret(folder, folder.name, use_keyring=False), target, at
            ).folder
        return None

    def sync(self) -> None:
        """One round."""
        report = self._cycle.run()
        assert report.problem is None, report.problem

    def _session(self, handle: str) -> Session:
        officer = Officer(handle, handle.title(), frozenset({CAST[handle]}))
        return Session(officer, self.store.identity.station, key_of(handle), self.store, self._clock, self._ids)


def live(home: Path, laps: int, seed: int, witness: Witness | None = None) -> None:
    """Found the station when there is none, open it, live some laps, back it up, and close."""
    centre = near_centre(home.with_name(f"{home.name}.centre"))
    if not (home / FILE).exists():
        found(home, centre)
    life = Life(home, centre, random.Random(seed))
    if witness:
        witness.opened(life.store)
    life.sync()
    for number in range(laps):
        life.lap()
        if number % 2:
            life.record()  # this one waits
    made = life.back_up(home.with_name(BACKUPS), f"2026-11-24T03:42:{seed:02d}Z")
    if witness and made:
        witness.backed_up(made)
    life.store.close()


def take_away(safeguard: str) -> None:
    """Do without one of them."""
    if safeguard == "normal":
        real = sqlcipher.unlock

        def unlock(connection: sqlcipher._Connection, key: bytes) -> None:
            real(connection, key)
            connection.execute("PRAGMA synchronous = NORMAL")

        sqlcipher.unlock = unlock
    elif safeguard == "unsynced":
        os.fsync = lambda descriptor: None  # type: ignore[assignment]  # SQLite has its own
    elif safeguard:
        raise ValueError(safeguard)
    assert durable.os is os


if __name__ == "__main__":
    take_away(sys.argv[4] if len(sys.argv) > 4 else "")
    witness = Witness(saying(1))
    witness.watch()
    live(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), witness)
