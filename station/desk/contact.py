"""How this station stands with its centre: days without contact, what waits, a lock, the term of its own key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from station.desk.renewing import days_left
from station.desk.session import Clock
from station.store.store import Store


@dataclass(frozen=True, slots=True)
class Contact:
    """`days` are whole and 0 before the first contact; `key_days` to the last day of the key, None without a term."""

    days: int
    waiting: int
    lock: str = ""
    key_days: int | None = None


def read_contact(store: Store, clock: Clock) -> Contact:
    """As the store knows it now. Runs on the store's lane."""
    at = (store.facts.get("contact.at") or b"").decode()
    days = max(0, (clock.now() - datetime.fromisoformat(at)).days) if at else 0
    waiting = len(store.side.waiting()) + store.side.unsealed_count()
    lock = (store.facts.get("lock") or b"").decode()
    return Contact(days, waiting, lock, days_left(store, clock.today()))
