"""`Rekap bulanan`: blanks by outcome and all supplies of a month, and where the lists go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from station.desk.list_files import Sheetful, Tray
from station.desk.lists import Lists
from station.pages.list_sheet import ListSheet
from station.presenters.counter import Counter
from station.presenters.listing import ListPresenter, Made
from station.problems import Words
from station.widgets.theme import Theme

MONTHS_BACK = 12
NAMES = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


class MonthSheet(ListSheet):
    """Stands on this month; the twelve before it are there too."""

    def __init__(self, theme: Theme, counter: Counter, tray: Tray, told: Callable[[str, Words], None]) -> None:
        def made(first: date) -> Made:
            return lambda: _both(counter, first)

        choices = [(f"{NAMES[first.month - 1]} {first.year}", made(first)) for first in months(counter.today)]
        super().__init__(theme, "Rekap bulanan", choices, ListPresenter(counter, tray, told))


def months(today: date) -> list[date]:
    """The first days of this month and of those before it, the newest first.

    >>> months(date(2026, 1, 25))[:2]
    [datetime.date(2026, 1, 1), datetime.date(2025, 12, 1)]
    """
    found = [today.replace(day=1)]
    while len(found) <= MONTHS_BACK:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _both(counter: Counter, first: date) -> tuple[Sheetful, ...]:
    return Lists(counter.session).month(first)
