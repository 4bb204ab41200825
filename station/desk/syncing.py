"""One round of sync for the open store, and what the sync page and light tell of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import timedelta

from registry.uuid7 import Uuid7Source
from station.desk.session import Clock
from station.store.store import Store
from sync.cycle import Cycle, CycleReport, Keys
from sync.http import Centre
from sync.keys import SigningKey
from sync.ports import PacketInfo


@dataclass(frozen=True, slots=True)
class SyncState:
    """What waits, and when the centre last answered (UTC stamp, "" for never)."""

    waiting: tuple[PacketInfo, ...]
    unsealed: int
    contact_at: str
    locked: str


class SyncDesk:
    """Runs on the network lane with its own connection to the store; needs the station's keys, not an officer's."""

    def __init__(self, store: Store, clock: Clock, ids: Uuid7Source) -> None:
        who = store.identity
        self._store = store
        self._clock = clock
        signing = SigningKey.from_bytes(bytes.fromhex(who.signing_key))
        self._centre = Centre(who.centre_url, who.station, signing)
        self._keys = Keys(who.station, who.epoch, signing, who.age_identity, who.centre_key, who.recipients)
        self._ids = ids

    def run(self, cancel: threading.Event) -> CycleReport:
        """One round."""
        report = self._cycle().run(cancel)
        self._clock.trust_stamp(self._store.facts.get("contact.at"))
        self._store.releases.settle_epoch(self._clock.stamp())
        return report

    def _cycle(self) -> Cycle:
        return Cycle(
            self._store.side,
            self._centre,
            replace(self._keys, epoch=self._store.epoch),
            self._store.folder / "outbox",
            self._ids.next,
            self._clock.stamp,
            reseal=self._store.side.reseal,
        )

    def state(self) -> SyncState:
        """For the light and the page."""
        contact = self._store.facts.get("contact.at") or b""
        locked = self._store.facts.get("lock") or b""
        unsealed = self._store.side.unsealed_count()
        return SyncState(self._store.side.waiting(), unsealed, contact.decode(), locked.decode())

    def correct_clock(self, seconds: float) -> None:
        """Sign with the centre's time from now on."""
        self._centre.correction = timedelta(seconds=seconds)

    def close(self) -> None:
        """Close the connections."""
        self._centre.close()
