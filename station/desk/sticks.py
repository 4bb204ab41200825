"""The station's USB stick: write what waits, take what came back. Needs the station's keys, nobody's signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from registry.uuid7 import Uuid7Source
from station.desk.session import Clock
from station.store.store import OUTBOX, Store
from sync.cycle import Cycle, Keys
from sync.errors import StickFault
from sync.folder import RETURN, Watch, parcels
from sync.http import Centre
from sync.keys import SigningKey
from sync.stick import Exported, Taken, export, take_returns


class Halted(Exception):
    """The officer took it back; what is on the stick is kept and goes on from there next time."""


@dataclass(frozen=True, slots=True)
class ToCarry:
    """What would go now: packets, their bytes, cases with acts in no packet yet, and the oldest (UTC stamp, "")."""

    packets: int = 0
    size: int = 0
    unsealed: int = 0
    oldest: str = ""

    @property
    def count(self) -> int:
        """How much waits."""
        return self.packets + self.unsealed


class StickDesk:
    """Runs on the lane of the network: one thing at a time with a round of sync, and with its own connection."""

    def __init__(
        self, store: Store, clock: Clock, ids: Uuid7Source, tidy: Callable[[Store], object] = lambda _store: None
    ) -> None:
        """`tidy` is called when the feed has brought something: it may have taken an officer's right away."""
        self._tidy = tidy
        self._store = store
        self._clock = clock
        self._ids = ids

    def to_carry(self) -> ToCarry:
        """What waits for a way out."""
        waiting = self._store.side.waiting()
        oldest = min((info.created for info in waiting), default="")
        size = sum(info.size for info in waiting)
        return ToCarry(len(waiting), size, self._store.side.unsealed_count(), oldest)

    def export(self, stick: Path, watch: Watch) -> Exported:
        """Seal what is new and write all that waits; durable when it returns. Raises StickFault, NotSealed."""
        self._seal()
        made = export(self._store.side, self._keys(), stick, self._clock.stamp(), watch, self._store.side.reseal)
        if not made.damaged:
            return made
        self._seal()  # files that the disk had spoilt were forgotten, and are sealed anew
        return export(self._store.side, self._keys(), stick, self._clock.stamp(), watch, self._store.side.reseal)

    def take(self, stick: Path, watch: Watch) -> Taken:
        """Apply the return files for this station. Raises StickFault when the stick cannot be listed."""
        now, before = datetime.fromisoformat(self._clock.stamp()), self._store.side.cursor()
        try:
            return take_returns(self._store.side, self._keys(), stick, now, watch)
        finally:
            if self._store.side.cursor() != before:
                self._tidy(self._store)
            self._clock.trust_stamp(self._store.facts.get("contact.at"))
            self._store.releases.settle_epoch(self._clock.stamp())

    def size_of_returns(self, stick: Path) -> int:
        """Bytes of the return files for this station, by their look; for the bar."""
        try:
            ours = [
                each for each in parcels(stick) if (each.station, each.kind) == (self._store.identity.station, RETURN)
            ]
            return sum(path.lstat().st_size for each in ours for path in each.folder.iterdir())
        except (OSError, StickFault):  # pulled out meanwhile: to take it will say so
            return 0

    def _seal(self) -> None:
        """Everything new becomes sealed files; raises what kept it from that."""
        keys, folder = self._keys(), self._store.folder / OUTBOX
        centre = Centre(self._store.identity.centre_url, keys.station, keys.signing)
        side = self._store.side
        try:
            report = Cycle(side, centre, keys, folder, self._ids.next, self._clock.stamp, reseal=side.reseal).seal_new()
        finally:
            centre.close()
        if report.problem is not None:
            raise report.problem

    def _keys(self) -> Keys:
        who = self._store.identity
        signing = SigningKey.from_bytes(bytes.fromhex(who.signing_key))
        keys = Keys(who.station, who.epoch, signing, who.age_identity, who.centre_key, who.recipients)
        return replace(keys, epoch=self._store.epoch)


def watching(halt: Event, tell: Callable[[int], None]) -> Watch:
    """A watch that tells the bytes done so far and raises Halted once `halt` is set."""

    def watch(done: int) -> None:
        if halt.is_set():
            raise Halted
        tell(done)

    return watch
