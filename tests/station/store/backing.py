"""A child that writes one backup after the other and says each folder once it is whole. Ends with its stdin.

python -m tests.station.store.backing FOLDER TARGET
"""

from __future__ import annotations

import os
import sys
import threading
from itertools import count
from pathlib import Path

from station.store.backup import write_backup
from station.store.machine import MachineSecret
from station.store.store import Store
from tests.station.store.making import KEY

SECRET = MachineSecret(b"m" * 32, "file")


def main(folder: Path, target: Path, first: int) -> None:
    """Back up until killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    store = Store.open(folder, KEY)
    for number in count(first):
        made = write_backup(store, KEY, SECRET, target, f"2026-11-24T03:42:07Z.{number}")
        os.write(1, f"{made.folder.name}\n".encode())


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
