"""The lock that the centre lays on printing by its signed feed: it stays through restarts and only the feed lifts it.

Item of kind `lock`: {"v": 1, "locked": 0 or 1, "reason", "at"}. A centre of an older version sends `lock` and `unlock`
with a reason alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from registry.canonical import NotCanonical, Record, canonical, parse
from station.store.facts import Facts, write_fact

_NAME = "lock"


@dataclass(frozen=True, slots=True)
class Lock:
    """Why printing is locked, and since when (UTC stamp; "" where an older Loket did not keep it)."""

    reason: str
    at: str


def take_lock(db: Connection, kind: str, record: Record, at: str) -> None:
    """Lay or lift it within a transaction; raises ValueError for another form."""
    locked = record.get("locked", int(kind == "lock"))
    if locked not in (0, 1):
        raise ValueError(locked)
    lock = Lock(str(record.get("reason", "")), str(record.get("at", at)))
    write_fact(db, _NAME, canonical({"v": 1, "reason": lock.reason, "at": lock.at}) if locked else b"")


def lock_in(facts: Facts) -> Lock | None:
    """The lock as it stands, None for none. What cannot be read locks: it was written by an older Loket."""
    kept = facts.get(_NAME)
    if not kept:
        return None
    try:
        record = parse(kept)
        return Lock(str(record["reason"]), str(record["at"]))
    except (NotCanonical, KeyError):
        return Lock(kept.decode(errors="replace"), "")
