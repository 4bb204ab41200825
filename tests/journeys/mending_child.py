"""A process that mends a returned case and says what is kept, until it is killed: run by test_returned."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk
from station.desk.session import Clock, Officer, Session
from station.store.store import Store
from tests.station.store.making import key_of

CASE = "case-1"


def session_of(store: Store, handle: str = "fajar") -> Session:
    """An operator at the desk of the returned case."""
    officer = Officer(handle, handle.title(), frozenset({Role.OPERATOR}))
    return Session(officer, store.identity.station, key_of(handle), store, Clock(), Uuid7Source())


def main(home: Path, key: bytes) -> None:
    """Open it again and go on from the number that is kept; never end by itself."""
    session = session_of(Store.open(home, key))
    draft = MendingDesk(session).reopen(CASE)
    for number in count(int(draft.fields.get("phone", "0")) + 1):
        RecordingDesk(session).put_field(CASE, "phone", f"{number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
