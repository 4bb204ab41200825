"""Who may be the same person: the local check before a resident is entered or changed. It decides nothing.

Candidates come from short reads of two indexes: the same NIK; the same birth date with the sound of the name, or with a
name near it; and the sound of the name with a birth date that one slip of the pen makes of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from registry.people import Resident
from registry.sounds import plain_words, sound_of
from station.store.schema import residents
from station.store.words import distance

SAME_NIK, SAME_SOUND, NEAR_NAME, NEAR_DATE = "nik", "lahir-bunyi", "lahir-mirip", "bunyi-lahir-mirip"
MOST = 20
LETTERS_A_SLIP = 5  # so many letters of a name forgive one slip
SAME_DAY = 400  # born on one day; among a million there are some fifty, but many on 1 July of a guessed year


@dataclass(frozen=True, slots=True)
class Alike:
    """A candidate: id, name and birth date; and what is alike: nik, lahir-bunyi, lahir-mirip or bunyi-lahir-mirip."""

    id: str
    name: str
    birth_date: str
    reason: str


def alike(db: Connection, who: Resident) -> tuple[Alike, ...]:
    """The candidates, the likeliest first."""
    c, born, sound = residents.c, who.birth_date.isoformat(), sound_of(who.name)
    found: dict[str, Alike] = {}

    def add(reason: str, *where: ColumnElement[bool], name: str = "") -> None:
        for row in _rows(db, *where):
            if row["id"] != who.id and (not name or _near(name, row["name"])):
                found.setdefault(row["id"], Alike(row["id"], row["name"], row["birth_date"], reason))

    if who.nik:
        add(SAME_NIK, c.nik == str(who.nik))
    add(SAME_SOUND, c.birth_date == born, c.sound == sound)
    add(NEAR_NAME, c.birth_date == born, name=who.name)
    add(NEAR_DATE, c.birth_date.in_(sorted(set(slips_of(who.birth_date)))), c.sound == sound)
    return tuple(found.values())[:MOST]


def slips_of(day: date) -> Iterator[str]:
    """Dates one slip away: a digit read wrongly, two neighbours swapped, or day and month.

    >>> {"1990-03-12", "1990-12-30", "1990-12-13", "1909-12-03"} <= set(slips_of(date(1990, 12, 3)))
    True
    """
    digits = day.isoformat().replace("-", "")
    changed = {digits[:at] + sign + digits[at + 1 :] for at in range(8) for sign in "0123456789"}
    swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(7)}
    for typed in (changed | swapped | {digits[:4] + digits[6:] + digits[4:6]}) - {digits}:
        with suppress(ValueError):
            yield date(int(typed[:4]), int(typed[4:6]), int(typed[6:])).isoformat()


def _rows(db: Connection, *where: ColumnElement[bool]) -> list[RowMapping]:
    c = residents.c
    return list(db.execute(select(c.id, c.name, c.birth_date).where(*where).limit(SAME_DAY)).mappings())


def _near(one: str, other: str) -> bool:
    """Few slips both ways: a name that only begins like the other is not it."""
    slips = max(distance(plain_words(one), other), distance(plain_words(other), one))
    return slips <= max(1, max(len(one), len(other)) // LETTERS_A_SLIP)
