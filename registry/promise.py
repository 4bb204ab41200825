"""The service clock: from the complete berkas, stopped while the applicant has to act, the centre's time apart.

Permendagri 19/2018 and the catalogues promise days that begin once the berkas is complete; what waits for the
applicant (berkas kurang, dikembalikan, rekam ulang) or with Dinas and Pusat does not use them up. UU 24/2013 ps 92
fines an official who delays, so what is late must be seen. Pure functions over a case's actions; days are local days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from registry.case import Case
from registry.lifecycle import Status

_SATURDAY = 5


class Wait(StrEnum):
    """Whose turn it is."""

    OURS = "kita"
    APPLICANT = "pemohon"
    CENTRE = "pusat"
    ENDED = "selesai"


_WAITS: Mapping[Status, Wait] = {
    Status.INCOMPLETE: Wait.APPLICANT,
    Status.RETURNED: Wait.APPLICANT,
    Status.RERECORD: Wait.APPLICANT,
    Status.VERIFIED: Wait.CENTRE,
    Status.RECEIVED: Wait.CENTRE,
    Status.IN_TRANSIT: Wait.CENTRE,
    Status.SEARCHING: Wait.CENTRE,
    Status.ADJUDICATED: Wait.CENTRE,
    Status.HELD: Wait.CENTRE,
    Status.RESEND: Wait.CENTRE,
    Status.PRINT_READY: Wait.CENTRE,  # also a pemula who waits for his birthday
    Status.REJECTED: Wait.ENDED,
    Status.CANCELLED: Wait.ENDED,
    Status.DUPLICATE: Wait.ENDED,
    Status.READY: Wait.ENDED,  # the card lies ready: what is not fetched is not late
    Status.HANDED_OVER: Wait.ENDED,
    Status.AWAITING_TTE: Wait.CENTRE,
    Status.KK_READY: Wait.ENDED,  # signed: what is not fetched is not late
    Status.OLD_WITHDRAWN: Wait.ENDED,
}


def wait_in(status: Status) -> Wait:
    """Whose turn it is in a status.

    >>> wait_in(Status.RETURNED), wait_in(Status.SUBMITTED)
    (<Wait.APPLICANT: 'pemohon'>, <Wait.OURS: 'kita'>)
    """
    return _WAITS.get(status, Wait.OURS)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday without the holidays given."""

    holidays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether it is a working day.

        >>> Calendar().works(date(2026, 11, 28))
        False
        """
        return day.weekday() < _SATURDAY and day not in self.holidays

    def between(self, first: date, last: date) -> int:
        """The working days after `first` up to and with `last`.

        >>> Calendar(frozenset({date(2026, 12, 25)})).between(date(2026, 12, 24), date(2026, 12, 28))
        1
        """
        days = (last - first).days
        return sum(self.works(first + timedelta(days=step)) for step in range(1, days + 1))

    def after(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day`; for 0 the day itself.

        >>> Calendar().after(date(2026, 11, 27), 1)
        datetime.date(2026, 11, 30)
        """
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day


@dataclass(frozen=True, slots=True)
class ServiceClock:
    """How a case stands to what was promised. The figures are working days; `due` is None before the start."""

    promised: int
    turn: Wait
    started: date | None = None
    ended: date | None = None
    ours: int = 0
    applicant: int = 0
    centre: int = 0
    due: date | None = None

    @property
    def stopped(self) -> bool:
        """Whether it does not run now."""
        return self.turn is not Wait.OURS or self.started is None

    def late(self, today: date) -> bool:
        """Whether more days were used than promised; while it stops it grows no later."""
        return self.due is not None and (self.ended or today) > self.due


def local_day(stamp: str) -> date:
    """The day of a UTC stamp where this machine stands."""
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone().date()


def service_clock(
    case: Case, promised: int, today: date, calendar: Calendar, day_of: Callable[[str], date] = local_day
) -> ServiceClock:
    """The clock of a case whose service promises so many working days."""
    turns = [(day_of(action.header.at), wait_in(status)) for action, status in case.course]
    turn = turns[-1][1]
    running = next((place for place, (_, wait) in enumerate(turns) if wait is Wait.OURS), None)
    if running is None:  # the berkas was never complete
        return ServiceClock(promised, turn)
    started = turns[running][0]
    ended = _ended(turns)
    spent = _spent([*turns[running:], (ended or max(today, turns[-1][0]), turn)], calendar)
    paused = spent[Wait.APPLICANT] + spent[Wait.CENTRE]
    return ServiceClock(
        promised=promised,
        turn=turn,
        started=started,
        ended=ended,
        ours=spent[Wait.OURS],
        applicant=spent[Wait.APPLICANT],
        centre=spent[Wait.CENTRE],
        due=calendar.after(started, promised + paused),
    )


def _ended(turns: list[tuple[date, Wait]]) -> date | None:
    """The day from which on there was nothing left to do."""
    if turns[-1][1] is not Wait.ENDED:
        return None
    last = max((place for place, (_, wait) in enumerate(turns) if wait is not Wait.ENDED), default=-1)
    return turns[last + 1][0]


def _spent(turns: Iterable[tuple[date, Wait]], calendar: Calendar) -> dict[Wait, int]:
    """Working days by whose turn it was; a clock set back counts nothing."""
    spent = dict.fromkeys(Wait, 0)
    for (first, wait), (last, _) in pairwise(turns):
        spent[wait] += calendar.between(first, last)
    return spent
