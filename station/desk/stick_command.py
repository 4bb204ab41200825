"""`loket sync --stick FOLDER`: take what came back on a stick, then write what waits onto it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from registry.uuid7 import Uuid7Source
from station.desk.session import Clock, Session
from station.desk.sticks import StickDesk
from station.problems.sticks import exported_words, parcel_words, stick_words, taken_words
from sync.errors import SyncError


def carry(session: Session, clock: Clock, stick: Path, say: Callable[[str], object]) -> int:
    """Both ways in one go; 1 when something was not taken or written. What is said names the next step."""
    desk = StickDesk(session.store, clock, Uuid7Source())
    try:
        taken = desk.take(stick, _unwatched)
        if taken.found:
            say(taken_words(taken).line)
        faults = [fault for fault in taken.faults if fault.station == session.station]
        for fault in faults:
            say(parcel_words(fault, session.station, f"{session.station}-…").line)
        made = desk.export(stick, _unwatched)
        say(exported_words(made, f"{made.size / 1e6:.1f} MB").line)
    except SyncError as error:
        say(stick_words(error.code).line)
        return 1
    finally:
        session.store.close()
    return 1 if faults else 0


def _unwatched(_done: int) -> None:
    """Nobody looks at the bar."""
