"""The centre's clock, given to whoever needs it so that tests can hold it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta


class Clock:
    """UTC now, as the centre signs it."""

    def __init__(self, read: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._read = read

    def stamp(self, ahead_s: float = 0.0) -> str:
        """Now, or so many seconds ahead, to the millisecond: 2026-11-24T03:42:07.120Z."""
        at = self._read() + timedelta(seconds=ahead_s)
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"

    def today(self) -> date:
        """The local calendar day."""
        return self._read().astimezone().date()

    def midnight(self, day: date) -> str:
        """When a local calendar day begins, as a stamp."""
        at = datetime(day.year, day.month, day.day).astimezone(UTC)
        return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
