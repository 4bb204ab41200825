"""A station that gives its store a new key because an officer leaves, and what is wrong with it after a cut.

python -m tests.durability.rekeying HOME
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from station.store.cipher import faults_in
from station.store.errors import NotFound, StoreError
from station.store.machine import machine_secret
from station.store.rekey import open_settled, rekey
from station.store.slots import Slots
from station.store.store import FILE, Store
from tests.durability.cuts import Told
from tests.durability.near import near_centre
from tests.durability.witness import Witness, digest, saying
from tests.durability.workload import CHEAP, Life, found
from tests.station.store.making import AT, KEY, key_of

STAY, LEAVES, PASSPHRASE = ("rina", "hendra"), "yusuf", "latihan"
GONE = f"{LEAVES} is gone"


def main(home: Path) -> None:
    """Found, record, change the key, and write on under the new one."""
    witness = Witness(saying(1))
    witness.watch()
    centre = near_centre(home.with_name(f"{home.name}.centre"))
    found(home, centre)
    life = Life(home, centre, random.Random(1))
    witness.opened(life.store)
    life.sync()
    life.record()
    owners = {handle: key_of(handle).public for handle in STAY}
    rekey(life.store, _slots(home), owners, AT, lambda done, whole: None)
    witness.backed_up(Path(GONE))  # told in the place of a backup: there is none here
    life.record()
    life.store.close()


def wrong_after_rekey(home: Path, told: Told) -> list[str]:
    """Every promise that does not hold for one who stays and one who left."""
    if told.slots is None:
        return []
    slots = _slots(home)
    keys = slots.unlock(STAY[0], PASSPHRASE, datetime(2026, 11, 24, tzinfo=UTC))
    try:
        store = open_settled(home, slots, keys)
    except (StoreError, NotFound) as error:
        return [f"the store does not open: {error!r}"]
    key = store.key if hasattr(store, "key") else store._cipher._key
    wrong = list(_of_rows(store, told))
    store.close()
    if GONE in told.backups:
        wrong += ["who left opens it"] if key == KEY or LEAVES in slots.handles() else []
    return [*wrong, *faults_in(home / FILE, key)]


def _of_rows(store: Store, told: Told) -> Iterator[str]:
    if told.store is not None and digest(store._cipher._connection()) not in {told.store, *told.next_store}:
        yield "rows are neither what was kept nor what was begun"
    if store.cases.verify_journal().broken_at:
        yield "the journal is broken"


def _slots(home: Path) -> Slots:
    return Slots(home / "slots.json", machine_secret(home, home.name, use_keyring=False).value, CHEAP)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
