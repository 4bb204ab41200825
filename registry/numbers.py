"""NIK and KK numbers: parsed once, then always well formed (PP 37/2007 ps 37; PP 40/2019 ps 30).

A NIK never proves a birth date: the date can be corrected later while the number stays, and the century is not in it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from registry.errors import RegistryError
from registry.regions import Regions

LENGTH = 16
_FEMALE = 40


class BadNumber(RegistryError):
    """The digits break a rule, the first one in this order. `code`: digits, too-short, too-long, province, regency,
    district, day, month, date or serial. What is only doubtful is told by registry.number_rules."""

    def __init__(self, code: str, facts: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts or {}


@dataclass(frozen=True, slots=True, order=True)
class Nik:
    """Nomor Induk Kependudukan, 16 digits: region of first registration, birth date (women: day + 40), serial.

    >>> Nik("1408 0652 0309 0004").grouped
    '1408 0652 0309 0004'
    >>> Nik("1408067403090004")
    Traceback (most recent call last):
    registry.numbers.BadNumber: day
    """

    text: str

    def __post_init__(self) -> None:
        text = self.text
        if not _plain(text):
            text = _digits(text)
            object.__setattr__(self, "text", text)
        _check_region(text[:6])
        day, month, year = _date_parts(text)
        if not (1 <= day <= 31 or 1 + _FEMALE <= day <= 31 + _FEMALE):
            raise BadNumber("day", {"digits": f"{day:02d}"})
        _check_date(day % _FEMALE if day > _FEMALE else day, month, year)
        _check_serial(text)

    def __str__(self) -> str:
        return self.text

    @property
    def grouped(self) -> str:
        """Four groups of four, as people read it."""
        return _grouped(self.text)

    @property
    def masked(self) -> str:
        """What a page shows until someone asks: the ends only.

        >>> Nik("1408065203090004").masked
        '1408 •••• •••• 0004'
        """
        return f"{self.text[:4]} •••• •••• {self.text[-4:]}"

    @property
    def female(self) -> bool:
        """Whether the day is written with 40 added."""
        return int(self.text[6:8]) > _FEMALE

    @property
    def birth_digits(self) -> str:
        """Day, month and year as the digits say, the century open: 12-03-..09."""
        day, month, year = _date_parts(self.text)
        return f"{day % _FEMALE if day > _FEMALE else day:02d}-{month:02d}-..{year:02d}"

    def birth_hint(self, today: date) -> date:
        """The birth date as far as the digits tell it: of this century unless that day is still to come. A hint, for
        who is over 100 has the digits of a child, and a corrected birth date leaves the number as it was.

        >>> Nik("1408065203090004").birth_hint(date(2026, 11, 24)), Nik("1408065203270004").birth_hint(date(2026, 1, 1))
        (datetime.date(2009, 3, 12), datetime.date(1927, 3, 12))
        """
        day, month, year = _date_parts(self.text)
        return _dated(day % _FEMALE if day > _FEMALE else day, month, year, today)

    def agrees_with(self, birth: date) -> bool:
        """Whether day, month and two-digit year are those of `birth`; a difference is a warning, never an error.

        >>> Nik("1408065203090004").agrees_with(date(2009, 3, 12))
        True
        """
        day, month, year = _date_parts(self.text)
        return (day % _FEMALE if day > _FEMALE else day, month, year) == (birth.day, birth.month, birth.year % 100)


@dataclass(frozen=True, slots=True, order=True)
class KkNumber:
    """Number of a Kartu Keluarga: region, date of entry (no + 40), serial; tied to the head of the family.

    >>> KkNumber("1408061203150007").grouped
    '1408 0612 0315 0007'
    >>> KkNumber("1408065203150007")
    Traceback (most recent call last):
    registry.numbers.BadNumber: day
    """

    text: str

    def __post_init__(self) -> None:
        text = self.text
        if not _plain(text):
            text = _digits(text)
            object.__setattr__(self, "text", text)
        _check_region(text[:6])
        day, month, year = _date_parts(text)
        if not 1 <= day <= 31:
            raise BadNumber("day", {"digits": f"{day:02d}"})
        _check_date(day, month, year)
        _check_serial(text)

    def __str__(self) -> str:
        return self.text

    @property
    def grouped(self) -> str:
        """Four groups of four."""
        return _grouped(self.text)

    def entered_on(self, today: date) -> date:
        """The day the number was given, by its digits.

        >>> KkNumber("1408061203150007").entered_on(date(2026, 11, 24))
        datetime.date(2015, 3, 12)
        """
        return _dated(*_date_parts(self.text), today)

    @property
    def masked(self) -> str:
        """The ends only."""
        return f"{self.text[:4]} •••• •••• {self.text[-4:]}"


def _plain(text: str) -> bool:
    """Whether it is written as it is stored."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def _digits(text: str) -> str:
    plain = re.sub(r"[\s.\-]", "", text)
    if not plain.isascii() or not plain.isdigit():
        raise BadNumber("digits")
    if len(plain) != LENGTH:
        raise BadNumber(
            "too-short" if len(plain) < LENGTH else "too-long",
            {"have": str(len(plain)), "off": str(abs(LENGTH - len(plain)))},
        )
    return plain


@lru_cache(1024)  # some twenty districts fill a station
def _check_region(text: str) -> None:
    regions = Regions.load()
    if not regions.knows_province(text[:2]):
        raise BadNumber("province", {"digits": text[:2]})
    if not regions.knows_regency(text[:4]) and not regions.was_regency(text[:4]):
        raise BadNumber("regency", {"digits": text[:4]})
    if text[4:6] == "00":
        raise BadNumber("district", {"digits": text[4:6]})


def _date_parts(text: str) -> tuple[int, int, int]:
    return int(text[6:8]), int(text[8:10]), int(text[10:12])


def _check_date(day: int, month: int, year: int) -> None:
    if not 1 <= month <= 12:
        raise BadNumber("month", {"digits": f"{month:02d}"})
    if day <= 28:
        return
    longest = max(monthrange(century + year, month)[1] for century in (1900, 2000))
    if day > longest:
        raise BadNumber("date", {"digits": f"{day:02d}-{month:02d}"})


def _dated(day: int, month: int, year: int, today: date) -> date:
    """The latest day up to `today` with these digits; a 29 February of 1900 is read as of 2000."""
    centuries = [century for century in (2000, 1900) if day <= monthrange(century + year, month)[1]]
    days = [date(century + year, month, day) for century in centuries]
    return next((found for found in days if found <= today), days[-1])


def _check_serial(text: str) -> None:
    if text[12:] == "0000":
        raise BadNumber("serial")


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, LENGTH, 4))
