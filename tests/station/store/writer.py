"""A child that writes what it is asked and says each id on stdout only when the store has it. Ends with its stdin.

python -m tests.station.store.writer FOLDER FIRST
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from pathlib import Path

from station.store.store import Store
from tests.station.store.making import KEY, person, recording, submitted


def main(folder: Path, first: int) -> None:
    """Field, capture, submission and print, over and over; every line said is a promise."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    store = Store.open(folder, KEY)
    number = first
    while True:
        case, text = f"case-{number}", f"text {number}"
        store.drafts.start(case, "ktp-baru", f"r-{number}", "rina", f"D-{number}", "t")
        store.drafts.put(case, "field.name", {"text": text}, {}, "t")
        _say("field", number)
        ink = text.encode() * 500
        store.drafts.put(case, "signature", {"blob": "x"}, {hashlib.sha256(ink).hexdigest(): ink}, "t")
        _say("ink", number)
        if number % 2:
            found = recording(person(number))
            store.cases.append((submitted(found, case=case),), blobs=found.blobs, drop_draft=case)
            _say("submitted", number)
        store.releases.begin(f"R-{number}", "t")
        _say("spent", number)
        number += 1


def _say(what: str, number: int) -> None:
    os.write(1, f"{what} {number}\n".encode())


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
