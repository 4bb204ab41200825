"""What bench/durability.py seals: full enrolments of invented residents in a real encrypted store."""

import random
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from registry.submission import RECORDING_ORDER, FingerTake
from registry.uuid7 import Uuid7Source
from station.store.side import SyncSide
from station.store.store import OUTBOX, Store
from sync import age
from sync.cycle import Cycle, Keys
from sync.http import Centre
from sync.ports import CaseBundle
from sync.wire import Receipt
from tests.station.store.making import AT, KEY, Recording, identity, key_of, person, recording, submitted

WSQ, TEMPLATE, PHOTO, INK = 25_000, 1_200, 60_000, 2_500  # bytes of one capture (design 10: 350 kB together)


class Ready:
    """The store's side of sync with the bundles already in memory: reading them is not what is measured."""

    def __init__(self, side: SyncSide) -> None:
        self._side = side
        self.bundles: tuple[CaseBundle, ...] = ()

    def unsealed(self, _limit: int) -> tuple[CaseBundle, ...]:
        """Each once."""
        found, self.bundles = self.bundles, ()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._side, name)


class Stage:
    """A station with a centre it never reaches."""

    def __init__(self, folder: Path) -> None:
        mine, home = age.generate_identity(), folder / "kecamatan"
        centre, recovery = (age.recipient_of(age.generate_identity()) for _ in range(2))
        who = replace(identity(), age_identity=mine, recipients=(centre, recovery))
        home.mkdir()
        self._store = Store.create(home, KEY, who)
        self._chance = random.Random(7)
        self._number = 0
        self._outbox = home / OUTBOX
        signing = key_of(who.station)
        keys = Keys(who.station, 1, signing, mine, who.centre_key, who.recipients)
        self._unreached = Centre(who.centre_url, who.station, signing)
        ids = Uuid7Source()
        self._ready = Ready(self._store.side)
        self._cycle = Cycle(self._ready, self._unreached, keys, self._outbox, ids.next, lambda: AT)

    def enrol(self, count: int) -> None:
        """So many residents recorded and submitted; the log is emptied, so that no round has to, and all is read."""
        for _ in range(count):
            self._number += 1
            found = self._recording()
            action = submitted(found, case=f"case-{self._number}")
            self._store.cases.append((action,), blobs=found.blobs)
        self._store._cipher.forget_deleted()  # noqa: SLF001  # a checkpoint, which the store does by itself at times
        self._ready.bundles = self._store.side.unsealed(count)

    def seal(self) -> None:
        """Seal and commit all of them, as a round does."""
        report = self._cycle.seal_new()
        assert report.problem is None, report.problem

    def take(self) -> list[bytes]:
        """The sealed files of this round, which then are gone and have their receipt: nothing piles up."""
        packets = []
        for info in self._store.side.waiting():
            packets.append(info.path.read_bytes())
            info.path.unlink()
            self._store.side.take_receipt(Receipt(info.id, info.sha256, "accepted", "", {}, {}, 0, AT))
        return packets

    def close(self) -> None:
        """Let the files go."""
        self._unreached.close()
        self._store.close()

    def _recording(self) -> Recording:
        blobs: dict[str, bytes] = {}

        def keep(size: int) -> str:
            data = self._chance.randbytes(size)
            name = sha256(data).hexdigest()
            blobs[name] = data
            return name

        fingers = tuple(FingerTake(number, 60, keep(WSQ), keep(TEMPLATE)) for number in RECORDING_ORDER)
        whole = replace(
            recording(person(self._number)).submission,
            papers=(),
            photo=keep(PHOTO),
            signature=keep(INK),
            declaration=keep(INK),
            fingers=fingers,
        )
        return Recording(whole, blobs)
