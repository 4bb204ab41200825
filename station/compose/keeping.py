"""What a station does for its data: by itself while somebody is in, at leaving, and when its store is shut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from registry.case import NotAllowed
from registry.officers import Role
from station.desk.backups import BackupDesk, Halted, offered, watching
from station.desk.clockcheck import doubtful
from station.desk.contact import read_contact, terms_ending
from station.desk.keeping import Keeper
from station.desk.retention import RetentionDesk, write_minutes
from station.desk.room import degree, free_at, size_of
from station.desk.session import Clock, Session
from station.pages.keeping import KeepingPage
from station.presenters.counter import Counter, date_words
from station.problems import (
    Words,
    clock_words_of,
    damaged_words,
    keeping_words,
    restored_words,
    room_words,
    store_words,
)
from station.problems.contact import contact_words, key_words, lock_words, term_words
from station.settings import BadSettings, read_settings
from station.store.backup import Backup
from station.store.errors import StoreDamaged, StoreError
from station.store.restore import Restored
from station.widgets.theme import Theme


class Frame(Protocol):
    """What the page needs of the window's half."""

    theme: Theme

    def bring_back(self, put: Callable[[], Any]) -> None: ...


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

    def far(self) -> tuple[Words | None, ...]:
        """How the station stands with its centre, by degrees: nothing of it stops a recording."""
        stands = read_contact(self._session.store, self._session.clock)
        far = contact_words(stands.days, stands.waiting), lock_words(stands.lock), key_words(stands.key_days)
        return (*far, self._terms())

    def _terms(self) -> Words | None:
        who = self._session.officer
        ending = terms_ending(self._session.store, self._session.clock.today())
        own = next((date_words(each.until) for each in ending if each.officer == who.handle), "")
        names = tuple(each.name for each in ending) if Role.ADMINISTRATOR in who.roles else ()
        return term_words(names, own if not names[1:] else "")

    def _erase(self) -> None:
        store = self._session.store
        desk = RetentionDesk(self._session, read_settings(store.folder / "settings.toml").capture_days)
        try:
            if desk.due():
                write_minutes(desk.run(), store.identity.name, self._output)
        except (NotAllowed, OSError):  # the screen was locked meanwhile, or no room for the paper: tomorrow again
            return


class DataRoom:
    """One sign-in after another over the data in `home`, which is known once somebody tries to sign in."""

    def __init__(self, clock: Clock) -> None:
        self.home = Path()
        self._clock = clock
        self._keeping: Keeping | None = None

    # while somebody is in ---------------------------------------------------------------------------------------------
    def begin(self, session: Session, output: Path) -> None:
        """Somebody is in."""
        self._clock = session.clock
        self._keeping = Keeping(session, output)

    def end(self) -> None:
        """Nobody is."""
        self._keeping = None

    def halt(self) -> None:
        """The window is closing."""
        if self._keeping is not None:
            self._keeping.halt()

    def keep(self, *, quiet: bool) -> str:
        """What the data need by themselves, and how little room is left (on the lane `keep`)."""
        if self._keeping is not None:
            self._keeping.by_itself(quiet=quiet)
        return self._scarce_words()

    def keep_at_leaving(self) -> None:
        """A backup before the store is shut (on the lane `keep`)."""
        if self._keeping is not None:
            self._keeping.at_leaving()

    def cautions(self) -> tuple[Words, ...]:
        """What to look at once signed in (on the store's lane): a restored history, a clock that is years off,
        days without the centre, its lock, a key that runs out."""
        restored = self._keeping.restored() if self._keeping is not None else None
        now, contact = self._clock.reading, self._clock.trusted
        far = self._keeping.far() if self._keeping is not None else ()
        off = clock_words_of(now, contact) if contact is not None and doubtful(now, contact) else None
        return tuple(words for words in (restored, off, *far) if words is not None)

    def page(self, frame: Frame, counter: Counter) -> KeepingPage:
        """Cadangan dan pulih."""
        return KeepingPage(frame.theme, counter, BackupDesk(counter.session.store, self._clock), frame.bring_back)

    def _scarce_words(self) -> str:
        """M18 where the room on the disk is to be told on every page; "" while there is enough."""
        try:
            free = free_at(self.home)
        except OSError:
            return ""
        found = degree(free)
        return room_words(found, size_of(free)).line if found in ("low", "shut") else ""

    # when the store is shut -------------------------------------------------------------------------------------------
    def shut_words(self, error: Exception) -> Words:
        """Why the store does not open; for a damaged one the newest whole backup is looked for (M24)."""
        if not isinstance(error, StoreDamaged):
            return store_words(error)
        found = self.back_from(error)
        return damaged_words(found.at if found else "")

    def back_from(self, error: Exception) -> Backup | None:
        """The newest whole backup of a damaged store; None for another error (on the store's lane)."""
        try:
            return offered(self.home) if isinstance(error, StoreDamaged) else None
        except BadSettings:
            return None

    def prepare_back(self, backup: Backup, handle: str, passphrase: str) -> Callable[[], Restored]:
        """Make a copy ready for a shut station; what puts it in place (on the store's lane)."""
        keeper = Keeper(self.home, self._clock)
        prepared = keeper.prepare_as_administrator(backup, handle, passphrase)
        return lambda: keeper.put_back(prepared)

    def brought_back(self, put: Callable[[], Restored]) -> Words:
        """Put a backup in place of the shut store (on the store's lane); what is stopped now (M13)."""
        return restored_words(put().at)

    def brought_back_words(self, error: Exception) -> Words:
        """Why a restore did not go through."""
        return keeping_words(error)
