"""How this station stands with its centre: days without contact, what waits, a lock, the term of its own key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from station.desk.renewing import days_left
from station.desk.session import Clock
from station.store.locks import lock_in
from station.store.store import Store


@dataclass(frozen=True, slots=True)
class Contact:
    """`days` are whole and 0 before the first contact; `key_days` to the last day of the key, None without a term."""

    days: int
    waiting: int
    lock: str = ""
    key_days: int | None = None


SOON = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Ending:
    """An officer of this station whose term ends soon or is over: name, last day."""

    officer: str
    name: str
    until: str


def terms_ending(store: Store, today: str) -> tuple[Ending, ...]:
    """Officers whose term ends within three weeks, or ended in the last three, the first to go first.

    On the store's lane.
    """
    day, grants, here = date.fromisoformat(today), store.officers.verifier(), store.identity.station
    soon = [
        Ending(grant.officer, grant.name, grant.until)
        for grant in grants.everyone()
        if grant.station == here
        and not grants.revoked_at(grant.officer, here)
        and abs(date.fromisoformat(grant.until) - day) <= SOON
    ]
    return tuple(sorted(soon, key=lambda each: (each.until, each.name)))


def read_contact(store: Store, clock: Clock) -> Contact:
    """As the store knows it now. Runs on the store's lane."""
    at = (store.facts.get("contact.at") or b"").decode()
    days = max(0, (clock.now() - datetime.fromisoformat(at)).days) if at else 0
    waiting = len(store.side.waiting()) + store.side.unsealed_count()
    lock = lock_in(store.facts)
    return Contact(days, waiting, (lock.reason or "lock") if lock else "", days_left(store, clock.today()))
