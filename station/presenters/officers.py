"""Petugas dan peran: the roster, and what an administrator asks about it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from station.desk.officers import Form, Member, OfficerRefused, OfficersDesk, Roster
from station.presenters.counter import Counter
from station.problems import Words, officer_words, store_words
from station.store.errors import StoreError
from station.store.rekey import Stopped
from station.work import on

CHIPS = {
    "active": ("Dikenal Dinas", "ok", "check"),
    "waiting": ("Menunggu Dinas", "wait", "clock"),
    "invited": ("Menunggu Dinas", "wait", "clock"),
    "refused": ("Ditolak Dinas", "err", "x"),
    "leaving": ("Dicabut", "neu", "x"),
    "left": ("Dicabut", "neu", "x"),
    "over": ("Habis masa", "warn", "warn"),
}
NOBODY = Roster()
LOCKED = ("Terkunci", "err", "lock")


@dataclass(frozen=True, slots=True)
class OfficersState:
    """The roster, what goes on, what went wrong, and a start passphrase to be shown once (handle, words)."""

    roster: Roster = NOBODY
    loaded: bool = False
    busy: bool = False
    fault: Words | None = None
    saved: str = ""
    start: tuple[str, str] | None = None


class OfficersPresenter:
    """The administrator's acts, on the store's lane."""

    def __init__(self, counter: Counter, desk: OfficersDesk, show: Callable[[OfficersState], None]) -> None:
        self._counter = counter
        self._desk = desk
        self._show = show
        self._state = OfficersState()
        self._stop = threading.Event()
        self.progress = 0  # percent; written by the lane, read by the page while it is busy

    @property
    def own(self) -> str:
        """The handle of who is signed in."""
        return self._counter.session.officer.handle

    def open(self) -> None:
        """Load the roster."""
        self._counter.tasks.start(self._load())

    def invite(self, form: Form) -> None:
        """A new officer."""
        self._counter.tasks.start(self._invite(form.handle, self._desk.invite, form))

    def invite_again(self, handle: str) -> None:
        """A start passphrase for one who lost his own."""
        self._counter.tasks.start(self._invite(handle, self._desk.invite_again, handle))

    def change(self, form: Form) -> None:
        """Other roles, term or decree."""
        self._counter.tasks.start(self._do(self._desk.change, form))

    def open_lock(self, handle: str) -> None:
        """Lift a lock-out."""
        self._counter.tasks.start(self._do(self._desk.open_lock, handle))

    def remove(self, handle: str, reason: str) -> None:
        """End an officer's service and change the store's key."""
        self._counter.tasks.start(self._rekeying(lambda: self._desk.remove(handle, reason, self._tell)))

    def finish(self) -> None:
        """Change the key that waits."""
        self._counter.tasks.start(self._rekeying(lambda: self._desk.finish(self._tell)))

    def stop(self) -> None:
        """Leave the key as it is for now."""
        self._stop.set()

    def seen(self) -> None:
        """The start passphrase was written down."""
        self._set(start=None)

    def _tell(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progress = 100 * done // max(1, total)

    async def _load(self) -> None:
        self._set(roster=await on("store", self._desk.roster), loaded=True)

    async def _invite(self, handle: str, call: Callable[[Any], str], what: object) -> None:
        try:
            words = await on("store", call, what)
        except OfficerRefused as error:
            self._set(fault=officer_words(error.code))
        except StoreError as error:
            self._set(fault=store_words(error))
        else:
            roster = await on("store", self._desk.roster)
            self._set(roster=roster, fault=None, saved=self._counter.session.clock.stamp(), start=(handle, words))

    async def _do(self, call: Callable[[Any], None], what: object) -> None:
        try:
            await on("store", call, what)
        except OfficerRefused as error:
            self._set(fault=officer_words(error.code))
        except StoreError as error:
            self._set(fault=store_words(error))
        else:
            self._set(fault=None, saved=self._counter.session.clock.stamp())
            await self._load()

    async def _rekeying(self, work: Callable[[], bool]) -> None:
        self._stop.clear()
        self.progress = 0
        self._set(busy=True, fault=None)
        fault, saved = None, ""
        try:
            await on("store", work)
            saved = self._counter.session.clock.stamp()
        except OfficerRefused as error:
            fault = officer_words(error.code)
        except Stopped:
            fault = officer_words("stopped")
        except StoreError as error:
            fault = officer_words("busy") if type(error).__name__ == "StoreBusy" else store_words(error)
        roster = await on("store", self._desk.roster)
        self._set(roster=roster, busy=False, fault=fault, saved=saved or self._state.saved)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def chip_of(member: Member) -> tuple[str, str, str]:
    """The chip of an officer: a lock-out first, for it keeps him from work."""
    return LOCKED if member.locked_until and member.state == "active" else CHIPS[member.state]
