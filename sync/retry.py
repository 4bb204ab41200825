"""When to try again: computed, never slept for here.

Full jitter: a wait is drawn evenly from nothing up to a limit that doubles with each failure, so that stations cut off
by one fault do not all come back at one moment. Each kind of fault has its own limits, for what mends it differs: a
line comes back in seconds, a packet that was refused waits for a person.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sync.errors import Busy, ClockWrong, Locked, NotSealed, Refused, SyncError, Unreachable
from sync.records import decode, encode

SHORTEST_S = 1.0
LONGEST_TOLD_S = 6 * 3600.0  # a Retry-After beyond it is a mistake of somebody on the way
_DOUBLINGS = 16  # beyond it the longest wait holds anyway


class Fault(StrEnum):
    """What kind of thing went wrong."""

    NETWORK = "network"  # nobody answers
    CUT = "cut"  # the line broke in the middle
    BUSY = "busy"  # the centre, or what stands before it, asks to come later
    REFUSED = "refused"  # the centre said no to this packet
    TURN = "turn"  # an earlier act of the case, perhaps of another station, is not there yet
    CLOCK = "clock"
    LOCKED = "locked"
    DISK = "disk"
    BAD = "bad"  # something came that does not hold


WAITS_S: Mapping[Fault, tuple[float, float]] = {  # the first limit and the longest
    Fault.NETWORK: (5.0, 900.0),
    Fault.CUT: (2.0, 300.0),
    Fault.BUSY: (10.0, 900.0),
    Fault.REFUSED: (60.0, 3600.0),
    Fault.TURN: (2.0, 120.0),
    Fault.CLOCK: (60.0, 900.0),
    Fault.LOCKED: (60.0, 900.0),
    Fault.DISK: (30.0, 600.0),
    Fault.BAD: (10.0, 900.0),
}
LONGEST_S = LONGEST_TOLD_S + max(longest for _, longest in WAITS_S.values())


def fault_of(error: SyncError) -> Fault:
    """The kind of an error.

    >>> fault_of(Unreachable("cut-off"))
    <Fault.CUT: 'cut'>
    """
    if isinstance(error, Unreachable):
        return Fault.CUT if error.code == "cut-off" else Fault.NETWORK
    for kind, fault in (
        (ClockWrong, Fault.CLOCK), (Locked, Fault.LOCKED), (Busy, Fault.BUSY), (NotSealed, Fault.DISK),
    ):  # fmt: skip
        if isinstance(error, kind):
            return fault
    if isinstance(error, Refused):
        return Fault.TURN if error.code == "out-of-turn" else Fault.REFUSED
    return Fault.BAD


def holds_all(error: SyncError) -> bool:
    """Whether no other packet would get through either."""
    return isinstance(error, Unreachable | ClockWrong | Locked | Busy)


def next_try(error: SyncError, tries: int, chance: random.Random) -> timedelta:
    """How long to wait after so many failures before this one; never shorter than the centre asked for.

    >>> next_try(Unreachable("unreachable"), 0, random.Random(1)) <= timedelta(seconds=5)
    True
    """
    first, longest = WAITS_S[fault_of(error)]
    limit = min(longest, first * 2 ** min(tries, _DOUBLINGS))
    told = min(error.wait_s, LONGEST_TOLD_S) if isinstance(error, Busy) else 0.0
    return timedelta(seconds=told + max(SHORTEST_S, limit * chance.random()))


def stamp_of(at: datetime) -> str:
    """UTC to the second, as everywhere: 2026-11-24T03:42:07Z."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def waits(until: str, now: datetime) -> bool:
    """Whether a time to try again is still to come. One farther off than any wait was written by another clock.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 24, 3, 42, tzinfo=UTC)
    >>> [waits(until, now) for until in ("", "2026-11-24T03:41:00Z", "2026-11-24T03:43:00Z", "2041-01-01T00:00:00Z")]
    [False, False, True, False]
    """
    return bool(until) and timedelta() < datetime.fromisoformat(until) - now <= timedelta(seconds=LONGEST_S)


@dataclass(frozen=True, slots=True)
class Rest:
    """How often in a row the way failed, the code of the last failure, and when it is tried again: kept in the store,
    so that a restart does not begin anew."""

    tries: int = 0
    code: str = ""
    until: str = ""  # UTC stamp, "" for at once

    def to_bytes(self) -> bytes:
        """As kept."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes | None) -> Rest:
        """As kept; none for nothing. Raises BadWire."""
        return decode(cls, body) if body else cls()

    def after(self, error: SyncError | None, now: datetime, chance: random.Random) -> Rest:
        """The rest after one more failure; none once it went through."""
        if error is None:
            return Rest()
        return Rest(self.tries + 1, error.code, stamp_of(now + next_try(error, self.tries, chance)))
