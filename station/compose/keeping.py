"""What a signed-in station does for its data by itself: backups when they are due, and the words of a shut store."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from registry.case import NotAllowed
from station.desk.backups import BackupDesk, Halted, offered, watching
from station.desk.retention import RetentionDesk, write_minutes
from station.desk.room import degree, free_at, size_of
from station.desk.session import Session
from station.problems import Words, damaged_words, restored_words, room_words, store_words
from station.settings import BadSettings, read_settings
from station.store.backup import Backup
from station.store.errors import StoreDamaged, StoreError


class Keeping:
    """The data's own work during one officer's time; runs on the lane `keep`."""

    def __init__(self, session: Session, output: Path) -> None:
        self._session = session
        self._output = output
        self._halt = Event()
        self.desk = BackupDesk(session.store, session.clock)

    def by_itself(self, *, quiet: bool) -> None:
        """A backup if one is due. What stops it is kept and shown on Cadangan dan pulih: nobody waits for it here.

        At a quiet moment also the erasure of the day, with its minutes beside the other papers.
        """
        try:
            if self.desk.due(quiet=quiet):
                self.desk.back_up(watching(self._halt))
            if quiet:
                self._erase()
        except (StoreError, BadSettings, Halted):
            return

    def _erase(self) -> None:
        store = self._session.store
        desk = RetentionDesk(self._session, read_settings(store.folder / "settings.toml").capture_days)
        try:
            if desk.due():
                write_minutes(desk.run(), store.identity.name, self._output)
        except (NotAllowed, OSError):  # the screen was locked meanwhile, or no room for the paper: tomorrow again
            return

    def at_leaving(self) -> None:
        """A backup of what was done, if the second disk is there."""
        try:
            if self.desk.due_at_leaving():
                self.desk.back_up(watching(self._halt))
        except (StoreError, BadSettings, Halted):
            return

    def halt(self) -> None:
        """The window is closing: leave what is half written to the next start."""
        self._halt.set()

    def restored(self) -> Words | None:
        """M13, as long as the centre has not confirmed a restored history."""
        since = self._session.store.releases.restored_from
        return restored_words(since) if since else None


def scarce_words(home: Path) -> str:
    """M18 where the room on the disk is to be told on every page; "" while there is enough."""
    try:
        free = free_at(home)
    except OSError:
        return ""
    found = degree(free)
    return room_words(found, size_of(free)).line if found in ("low", "shut") else ""


def shut_words(home: Path, error: StoreError) -> Words:
    """Why the store does not open; for a damaged one the newest whole backup is looked for (M24)."""
    if not isinstance(error, StoreDamaged):
        return store_words(error)
    found = back_from(home, error)
    return damaged_words(found.at if found else "")


def back_from(home: Path, error: Exception) -> Backup | None:
    """The newest whole backup of a damaged store; None for another error."""
    try:
        return offered(home) if isinstance(error, StoreDamaged) else None
    except BadSettings:
        return None
