"""A child that gives a store a new key and ends itself without a word at a step, as a power cut would.

python -m tests.station.store.rekeyer FOLDER STEP     STEP: copying, copied, offered, exchanged, settled
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from station.store.rekey import rekey, want
from station.store.slots import Cost, Slots
from station.store.store import Store
from tests.station.store.making import KEY, key_of

MACHINE = b"m" * 32
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


class Cut(Slots):
    """Ends the process at a step of the slot file."""

    step = ""

    def offer(self, *said: object) -> None:
        """The copy is whole by now."""
        if self.step == "copied":
            os._exit(9)
        super().offer(*said)  # type: ignore[arg-type]  # passed on as they came
        if self.step == "offered":
            os._exit(9)

    def settle(self, *, changed: bool) -> None:
        """The file is exchanged by now."""
        if self.step == "exchanged":
            os._exit(9)
        super().settle(changed=changed)
        if self.step == "settled":
            os._exit(9)


def main(folder: Path, step: str) -> None:
    """Remove Rina."""
    store = Store.open(folder, KEY)
    slots = Cut(folder / "slots.json", MACHINE, CHEAP)
    slots.step = step
    want(store.facts, "rina")

    def progress(done: int, _total: int) -> None:
        if step == "copying" and done:
            os._exit(9)

    rekey(store, slots, {"dewi": key_of("dewi").public}, "2026-11-25T02:00:00Z", progress)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
