"""One round of sync for the open store, and what the sync page and light tell of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
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
        self._store = store
        self._clock = clock
        self._ids = ids
        self._take_keys()

    def run(self, cancel: threading.Event) -> CycleReport:
        """One round; a key or an epoch that it brings counts from the next one on."""
        report = self._cycle().run(cancel)
        self._clock.trust_stamp(self._store.facts.get("contact.at"))
        epoch = self._store.identity.epoch
        if self._store.refresh():
            self._centre.close()
            self._take_keys(self._centre.correction)
            if self._store.identity.epoch != epoch:
                self._store.releases.reconcile(self._clock.stamp())
        return report

    def _take_keys(self, correction: timedelta = timedelta()) -> None:
        who = self._store.identity
        signing = SigningKey.from_bytes(bytes.fromhex(who.signing_key))
        self._centre = Centre(who.centre_url, who.station, signing)
        self._centre.correction = correction
        self._keys = Keys(who.station, who.epoch, signing, who.age_identity, who.centre_key, who.recipients)

    def _cycle(self) -> Cycle:
        return Cycle(
            self._store.side,
            self._centre,
            self._keys,
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
