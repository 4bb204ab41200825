"""Sync as a service of the open store: rounds by itself and on an officer's word, and what page and light tell of it.

What has failed is remembered in the store with the time of its next try: to close and open the program again, or to
sign in again, does not hammer a centre that is in trouble.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from registry.uuid7 import Uuid7Source
from station.desk.session import Clock
from station.store.announcements import Announcement
from station.store.locks import Lock, lock_in
from station.store.outgoing import Backlog
from station.store.store import Store
from sync.bucket import Bucket
from sync.cycle import Cycle, CycleReport, Keys, Stop
from sync.http import Centre
from sync.keys import SigningKey
from sync.line import Line
from sync.plan import Plan
from sync.retry import Rest, stamp_of, waits
from sync.rules import Rules

_RULES, _WAY, _FEED = "sync.rules", "sync.rest", "sync.rest.feed"
NEWS = 20
NOTABLE_S = 300.0  # a clock farther off than this is told; requests are signed by the centre's time long before


@dataclass(frozen=True, slots=True)
class SyncState:
    """What waits, what was set, when the centre last answered (UTC stamp, "" for never), how far our clock is ahead of
    it, why the way rests, and what the Dinas says."""

    backlog: Backlog = field(default_factory=Backlog)
    rules: Rules = field(default_factory=Rules)
    rest: Rest = field(default_factory=Rest)
    contact_at: str = ""
    skew_s: float = 0.0
    leaning: bool = False
    lock: Lock | None = None
    cursor: int = 0
    quiet: bool = False

    @property
    def clock_wrong(self) -> bool:
        """Whether the computer's clock is off by more than people notice."""
        return abs(self.skew_s) > NOTABLE_S


@dataclass(frozen=True, slots=True)
class _Brake:
    """Ends a round when the program says so or an officer pauses."""

    cancel: Stop
    held: Stop

    def is_set(self) -> bool:
        return self.cancel.is_set() or self.held.is_set()


class SyncDesk:
    """Runs on the network lane with its own connection to the store; needs the station's keys, not an officer's.

    What is set takes hold at once, also of a round under way: it may be set from any lane.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Uuid7Source,
        *,
        line: Line | None = None,
        chance: random.Random | None = None,
        tell: Callable[[int, int], None] = lambda _number, _of: None,
    ) -> None:
        """`line` takes the place of one to the centre; `tell` hears which packet of how many is being sent."""
        self._store = store
        self._clock = clock
        self._chance = chance or random.Random()
        self._tell = tell
        self._bucket = Bucket()
        self._ids = ids
        self._held = threading.Event()
        self._given = line
        self._take_keys()

    # rounds -----------------------------------------------------------------------------------------------------------
    def run(self, cancel: Stop) -> CycleReport:
        """One round now, on somebody's word: neither a wait nor a pause nor quiet hours hold it back."""
        self._held.clear()
        return self._round(Plan(chance=self._chance), cancel)

    def tick(self, cancel: Stop) -> CycleReport:
        """What is due by itself. New acts are sealed in any case; a round follows unless it is paused or waits."""
        rules, now = self.rules(), self._clock.now()
        if rules.paused or waits(self._rest(_WAY).until, now):
            return self._cycle(Plan()).seal_new()
        quiet = rules.quiet(now.astimezone())
        take = not waits(self._rest(_FEED).until, now)
        return self._round(Plan(by_itself=True, quiet=quiet, take=take, chance=self._chance), cancel)

    def _round(self, plan: Plan, cancel: Stop) -> CycleReport:
        self._bucket.rate = self.rules().bytes_s
        told = self._centre.told_at
        report = self._cycle(plan).run(_Brake(cancel, self._held))
        self._keep_rest(_WAY, self._rest(_WAY).after(report.way, self._clock.now(), self._chance))
        if plan.take:
            self._keep_rest(_FEED, self._rest(_FEED).after(report.feed, self._clock.now(), self._chance))
        self._mind_time(told)
        self._renew()
        self._store.releases.settle_epoch(self._clock.stamp())
        return report

    def _renew(self) -> None:
        """A key that a round brought counts from the next one on."""
        if self._store.refresh():
            self._centre.close()
            self._take_keys(self._centre.correction)

    def _take_keys(self, correction: timedelta = timedelta()) -> None:
        who = self._store.identity
        signing = SigningKey.from_bytes(bytes.fromhex(who.signing_key))
        line = self._given or Line(
            who.centre_url,
            who.station,
            signing,
            now=lambda: self._clock.reading,
            centre_key=who.centre_key,
            bucket=self._bucket,
        )
        self._centre = Centre(who.centre_url, line=line)
        self._centre.correction = correction
        self._keys = Keys(who.station, who.epoch, signing, who.age_identity, who.centre_key, who.recipients)

    def _cycle(self, plan: Plan) -> Cycle:
        return Cycle(
            self._store.side,
            self._centre,
            replace(self._keys, epoch=self._store.epoch),
            self._store.folder / "outbox",
            self._ids.next,
            self._clock.stamp,
            reseal=self._store.side.reseal,
            reading=lambda: self._clock.reading,
            plan=plan,
            tell=self._tell,
        )

    def _mind_time(self, told: datetime | None) -> None:
        """Trust what the centre has signed: by the feed, or when it was asked because our clock seemed wrong."""
        proven = self._centre.told_at
        if proven is not None and proven != told:
            self._store.side.note_contact(stamp_of(proven), -self._centre.correction.total_seconds())
        self._clock.trust_stamp(self._store.facts.get("contact.at"))
        if self._clock.leaning:
            self._clock.lean(timedelta(seconds=-self._skew_s()))

    def _rest(self, name: str) -> Rest:
        return Rest.from_bytes(self._store.facts.get(name))

    def _keep_rest(self, name: str, rest: Rest) -> None:
        if rest != self._rest(name):
            self._store.facts.put({name: rest.to_bytes()})

    # what an officer sets ---------------------------------------------------------------------------------------------
    def rules(self) -> Rules:
        """As they stand."""
        return Rules.from_bytes(self._store.facts.get(_RULES))

    def set_line(self, limit_kbit: int, quiet_from: str, quiet_until: str) -> None:
        """Cap and quiet hours; raises BadWire for hours that are none."""
        self._set(replace(self.rules(), limit_kbit=limit_kbit, quiet_from=quiet_from, quiet_until=quiet_until))

    def pause(self, officer: str) -> None:
        """Send and take nothing by itself until somebody goes on; the part in hand is finished."""
        self._set(replace(self.rules(), paused_by=officer, paused_at=self._clock.stamp()))
        self._held.set()

    def resume(self) -> None:
        """Go on."""
        self._set(replace(self.rules(), paused_by="", paused_at=""))
        self._held.clear()

    def _set(self, rules: Rules) -> None:
        self._store.facts.put({_RULES: rules.to_bytes()})
        self._bucket.rate = rules.bytes_s

    def lean_on_centre(self) -> None:
        """Use the centre's time for new acts until the program ends or the clock is set right."""
        self._clock.lean(timedelta(seconds=-self._skew_s()))

    # what is told -----------------------------------------------------------------------------------------------------
    def state(self) -> SyncState:
        """For the light and the page; on any lane."""
        rules, facts = self.rules(), self._store.facts
        return SyncState(
            backlog=self._store.outgoing.backlog(),
            rules=rules,
            rest=self._rest(_WAY),
            contact_at=(facts.get("contact.at") or b"").decode(),
            skew_s=self._skew_s(),
            leaning=self._clock.leaning,
            lock=lock_in(facts),
            cursor=self._store.side.cursor(),
            quiet=rules.quiet(self._clock.now().astimezone()),
        )

    def news(self) -> tuple[Announcement, ...]:
        """What the Dinas announced, the newest first."""
        return self._store.announcements.newest(NEWS)

    def _skew_s(self) -> float:
        return float(self._store.facts.get("contact.skew") or b"0")

    def close(self) -> None:
        """Close the connections."""
        self._centre.close()
