"""A new key for the store when an officer leaves: what he kept opens nothing that is written from then on.

    1  station.db.baru     a whole copy under the new key, checked, and in it the note that it is done
    2  slots.json          the new key beside the old one, for those who stay; the others' slots are gone
    3  station.db          the copy takes the place of the file (one rename)
    4  slots.json          the old key goes

A cut between two of these leaves one file and at least one key that fits it: `open_settled` finds out which, and ends
what was begun or forgets it. Copies and backups made before keep the old key.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from station.store.errors import DiskFault, StoreFull, StoreLocked
from station.store.facts import Facts
from station.store.slots import Slots, Unlocked
from station.store.spendlog import NO_ROOM
from station.store.store import FILE, Store

PART = f"{FILE}.baru"
WANTED, DONE_AT = "rekey.wanted", "rekey.at"
PAGES = 512  # copied between two reports
_SET = "INSERT INTO facts(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"

Progress = Callable[[int, int], None]  # pages done, pages in all


class Stopped(Exception):
    """The officer stopped it; the store is as it was."""


def rekey(store: Store, slots: Slots, owners: Mapping[str, str], at: str, progress: Progress) -> bytes:
    """Give the store a new key and seal it to `owners` (handle -> public key); returns it.

    `progress` may raise Stopped until the copy is whole. Raises StoreBusy, StoreFull, DiskFault or StoreDamaged: then
    the old key holds.
    """
    key = secrets.token_bytes(32)
    part = store.folder / PART
    forget(store.folder)
    recipient = store.identity.recipients[-1] if store.identity.recipients else ""

    def write(old: Any, new: Any) -> None:
        def tell(_status: int, left: int, total: int) -> None:
            progress(total - left, total)

        old.backup(new, pages=PAGES, progress=tell)
        for name, value in ((WANTED, b""), (DONE_AT, at.encode())):
            new.execute(_SET, (name, value))
        new.commit()

    try:
        store.change_key(key, write, lambda: slots.offer(key, owners, recipient), part)
    except OSError as error:
        slots.settle(changed=False)
        raise (StoreFull if error.errno in NO_ROOM else DiskFault)(part.name) from error
    finally:
        forget(store.folder)
    slots.settle(changed=True)
    return key


def want(facts: Facts, officer: str) -> None:
    """An officer has left: the store's key is to be changed as soon as it can be."""
    held = wanted(facts)
    facts.put({WANTED: "\n".join(sorted({*held, officer})).encode()})


def wanted(facts: Facts) -> tuple[str, ...]:
    """Because of whom the key is still to be changed."""
    return tuple((facts.get(WANTED) or b"").decode().split())


def open_settled(home: Path, slots: Slots, keys: Unlocked) -> Store:
    """The store by the key that fits it; ends an exchange that a cut left half done. Raises as `Store.open`."""
    if keys.next_key:
        try:
            store = Store.open(home, keys.next_key)
        except StoreLocked:
            pass
        else:
            slots.settle(changed=True)
            forget(home)
            return store
    store = Store.open(home, keys.store_key)
    if keys.next_key:
        slots.settle(changed=False)
    forget(home)
    return store


def forget(home: Path) -> None:
    """Remove a copy that did not come into its place."""
    for left in home.glob(f"{PART}*"):
        left.unlink()
