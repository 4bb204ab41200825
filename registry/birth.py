"""Place and date of birth: how a place is named since 2024, and what is written where a date is not known."""

from __future__ import annotations

import re
from datetime import date

from registry.errors import Problem, Severity
from registry.regions import Regions

NAMED_SINCE = date(2024, 2, 27)  # SE Dirjen 400.8.2.15/2350/Dukcapil: for births recorded from that day on
JAKARTA = "JAKARTA"


def check_birth_place(field: str, text: str, born: date, before: str = "") -> tuple[Problem, ...]:
    """Whether a place is named as for a birth of today: "Kabupaten Siak", "Kota Pekanbaru", "Jakarta", abroad
    "Tawau, Malaysia". Older births, and what stood in the register, keep their words. Code: place-form, a warning
    with a `suggestion` where the list knows one.

    >>> check_birth_place("birth_place", "Bogor", date(2024, 5, 1))[0].facts["suggestion"]
    'KABUPATEN BOGOR atau KOTA BOGOR'
    >>> check_birth_place("birth_place", "Bogor", date(1990, 5, 1))
    ()
    """
    place = text.upper().strip()
    if born < NAMED_SINCE or place == before.upper().strip() or _named_in_full(place):
        return ()
    return (Problem(field, "place-form", Severity.WARNING, {"suggestion": _suggestion(place)}),)


def parse_date(text: str) -> date | None:
    """A date as typed: 12032009, 12-3-2009, 12/03/2009; zeros stand for what is not known. None when it is none.

    >>> parse_date("12032009") == parse_date("12-3-2009") == date(2009, 3, 12)
    True
    >>> parse_date("00-00-1961"), parse_date("00-02-1961")
    (datetime.date(1961, 7, 1), datetime.date(1961, 2, 15))
    """
    parts = _parts(text)
    if parts is None:
        return None
    try:
        return known_date(*parts)
    except ValueError:
        return None


def known_date(day: int, month: int, year: int) -> date:
    """The date that is written (Permendagri 6/2026): 1 July where day and month are not known (0), the 15th of a month
    where the day is not. A day of an unknown month says nothing; raises ValueError for no date.

    >>> known_date(0, 0, 1961), known_date(9, 0, 1961), known_date(0, 2, 1961)
    (datetime.date(1961, 7, 1), datetime.date(1961, 7, 1), datetime.date(1961, 2, 15))
    """
    if not month:
        return date(year, 7, 1)
    return date(year, month, day or 15)


def by_rule(text: str) -> bool:
    """Whether the date was typed with a part that is not known."""
    parts = _parts(text)
    return parts is not None and 0 in parts[:2]


def _parts(text: str) -> tuple[int, int, int] | None:
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{2})(\d{2})(\d{4})", text.strip())
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups() if part is not None)
    return day, month, year


def _named_in_full(place: str) -> bool:
    city, comma, country = place.partition(",")
    if comma:
        return bool(city.strip() and country.strip())
    if JAKARTA in place:
        return place == JAKARTA
    return any(found.name.upper() == place for found in Regions.load().regencies_named(place))


def _suggestion(place: str) -> str:
    if JAKARTA in place:
        return JAKARTA
    return " atau ".join(found.name.upper() for found in Regions.load().regencies_named(place))
