"""Who is signed in, with which keys, at which station: what every act at the desk needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from registry.case import Actor
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.store.store import Store
from sync.keys import SigningKey


@dataclass(frozen=True, slots=True)
class Officer:
    """The officer at the screen."""

    handle: str
    name: str
    roles: frozenset[Role]


class Clock:
    """The station's time. `now` is UTC; trusted time never runs behind what the centre last said (sync.md 3.3).

    An officer may have it lean on the centre's time while the computer's clock is wrong; that ends with the program,
    for the clock may be set right meanwhile.
    """

    def __init__(self, read: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._read = read
        self._floor = datetime.min.replace(tzinfo=UTC)
        self._offset: timedelta | None = None

    def now(self) -> datetime:
        """UTC now, never before the last trusted time."""
        return max(self._read() + (self._offset or timedelta()), self._floor)

    def lean(self, offset: timedelta | None) -> None:
        """What is added to this computer's time from now on; None for nothing."""
        self._offset = offset

    @property
    def leaning(self) -> bool:
        """Whether the centre's time is used in the place of this computer's."""
        return self._offset is not None

    @property
    def reading(self) -> datetime:
        """UTC as this computer says it, right or wrong."""
        return self._read()

    @property
    def trusted(self) -> datetime | None:
        """The last time the centre has signed, None before the first."""
        return self._floor if self._floor > datetime.min.replace(tzinfo=UTC) else None

    def trust(self, at: datetime) -> None:
        """Remember a time the centre has signed."""
        self._floor = max(self._floor, at)

    def trust_stamp(self, stamp: bytes | None) -> None:
        """The same for a stamp as the store keeps it; None or b"" for never."""
        if stamp:
            self.trust(datetime.fromisoformat(stamp.decode()))

    def stamp(self) -> str:
        """Now as in headers: 2026-11-24T03:42:07Z."""
        return f"{self.now():%Y-%m-%dT%H:%M:%SZ}"

    def today(self) -> str:
        """The local calendar day as an ISO date: terms of releases and ages are counted in local days."""
        return self.now().astimezone().date().isoformat()


class Signs(Protocol):
    """What signs an officer's acts."""

    def sign(self, message: bytes) -> bytes: ...


class KeyDropped(Exception):
    """The officer's key is gone: the screen was locked, or he signed out."""


class HeldKey:
    """An officer's key for as long as he is at the desk: once dropped it is gone for every page that held it."""

    def __init__(self, key: SigningKey) -> None:
        self._key: SigningKey | None = key

    def sign(self, message: bytes) -> bytes:
        """64 bytes; raises KeyDropped."""
        if self._key is None:
            raise KeyDropped
        return self._key.sign(message)

    def mark(self, message: bytes) -> bytes:
        """64 bytes, or none once the key is dropped: for the book of views, which is kept in any case."""
        return self._key.sign(message) if self._key is not None else b""

    def drop(self) -> None:
        """Forget the key."""
        self._key = None


@dataclass(frozen=True, slots=True)
class Session:
    """One officer's time at the desk. The key is dropped at lock and sign-out; the store stays open under a lock."""

    officer: Officer
    station: str
    key: Signs
    store: Store
    clock: Clock
    ids: Uuid7Source

    @property
    def actor(self) -> Actor:
        """The officer as the table sees him."""
        return Actor(self.officer.handle, self.officer.roles, self.station)
