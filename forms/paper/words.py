"""Days, codes and addresses as forms print them."""

from __future__ import annotations

from datetime import date

from registry.codes import NEW, Code
from registry.counterparts import counterpart
from registry.people import Address
from registry.regions import Regions

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def day(when: date | None) -> str:
    """As in a box of a form; an unknown day stays empty.

    >>> day(date(2009, 3, 12))
    '12-03-2009'
    """
    return f"{when:%d-%m-%Y}" if when else ""


def day_words(when: date) -> str:
    """As above a signature.

    >>> day_words(date(2026, 11, 24))
    '24 November 2026'
    """
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def coded(code: Code) -> str:
    """The code of 2026 with its words; an old code that has no certain new one is given in words only.

    >>> from registry.codes import CodeTables
    >>> coded(CodeTables.load().by_name("agama", "Islam"))
    '1 Islam'
    >>> coded(CodeTables.load().get("pekerjaan", "legacy:89"))
    '99 Lainnya'
    """
    new = code if code.version == NEW else counterpart(code).certain
    return f"{new.code} {new.name}" if new else code.name


def address_words(address: Address, regions: Regions) -> str:
    """A whole address on one line."""
    village = address.village
    parts = (
        address.street,
        f"RT {address.rt} RW {address.rw}",
        regions.village_name(village).title(),
        f"Kec. {regions.district_name(village).title()}",
        regions.regency_name(village).title(),
        f"{regions.province_name(village).title()} {address.postal_code}".strip(),
    )
    return ", ".join(part for part in parts if part)
