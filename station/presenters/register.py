"""The register of a day: what is said of each case in it."""

from __future__ import annotations

from datetime import date, datetime

from station.desk.list_files import Sheetful
from station.desk.lists import Lists, ServedWords
from station.presenters.cases import case_chip
from station.presenters.counter import Counter
from station.presenters.promising import clock_of, standing_words
from station.store.index import CaseRow


def day_named(text: str) -> date | None:
    """A day as typed, None for what is none.

    >>> day_named("24-11-2026"), day_named("24.11.26")
    (datetime.date(2026, 11, 24), None)
    """
    try:
        return datetime.strptime(text.strip(), "%d-%m-%Y").date()
    except ValueError:
        return None


def register(counter: Counter, on: date) -> Sheetful:
    """The list of a day (on the store's lane)."""
    lists = Lists(counter.session)
    said = {row.id: _said(counter, row) for row in lists.recorded(on)}
    return lists.register(on, said)


def _said(counter: Counter, row: CaseRow) -> ServedWords:
    clock = clock_of(counter.session.store.cases.get(row.id), counter)
    status = case_chip(row, counter.today.isoformat()).word
    return ServedWords(status, standing_words(clock, counter.today))
