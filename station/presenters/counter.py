"""What a page's presenter stands on: the signed-in session, the devices, and the ways out to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from biometrics.worker import BiometricsWorker
from registry.promise import Calendar
from registry.releases import Authority
from station.desk.equipment import Equipment
from station.desk.session import Session
from station.problems import MONTHS
from station.work import Starter

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True)
class Route:
    """A page to go to: its name, and the case or resident it is about."""

    page: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """One officer's counter. Made in compose for each sign-in."""

    tasks: Starter
    session: Session
    equipment: Equipment
    worker: BiometricsWorker
    authority: Authority
    go: Callable[[Route], None]
    toast: Callable[[str, str], None]
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def today(self) -> date:
        """The local day."""
        return date.fromisoformat(self.session.clock.today())


def clock_words(stamp: str) -> str:
    """A UTC stamp as local time of day: 10.42.07.

    >>> len(clock_words("2026-11-24T03:42:07Z"))
    8
    """
    return f"{_local(stamp):%H.%M.%S}"


def day_words(stamp: str) -> str:
    """A UTC stamp as local day and time: 24 Nov 2026, 10.42."""
    at = _local(stamp)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H.%M}"


def local_day(stamp: str) -> str:
    """The local calendar day of a UTC stamp, as an ISO date."""
    return _local(stamp).date().isoformat()


def greeting(stamp: str) -> str:
    """How one greets at that hour: Selamat pagi, siang, sore, malam."""
    hour = _local(stamp).hour
    part = "malam" if hour < 4 else "pagi" if hour < 11 else "siang" if hour < 15 else "sore" if hour < 18 else "malam"
    return f"Selamat {part}"


def weekday_words(iso: str) -> str:
    """An ISO date with its day: Selasa, 24 Nov 2026.

    >>> weekday_words("2026-11-24")
    'Selasa, 24 Nov 2026'
    """
    return f"{DAYS[date.fromisoformat(iso[:10]).weekday()]}, {date_words(iso)}"


def date_words(iso: str) -> str:
    """An ISO date in words: 12 Mar 2009.

    >>> date_words("2009-03-12")
    '12 Mar 2009'
    """
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def thousands(number: int) -> str:
    """A count as it is written here.

    >>> thousands(1000000)
    '1.000.000'
    """
    return f"{number:,}".replace(",", ".")


def short_count(number: int) -> str:
    """A count where there is little room: thousands as `rb` (ribu) from ten thousand on.

    >>> short_count(9999), short_count(101000)
    ('9.999', '101 rb')
    """
    return thousands(number) if number < 10_000 else f"{thousands(number // 1000)} rb"


def _local(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
