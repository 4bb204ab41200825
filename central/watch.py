"""How the stations stand: when each was last heard of, what waits there, and whose key runs out. It stops nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from central.clock import Clock
from central.ledger.boards import counters_of
from central.ledger.ledger import Book, StationRow
from central.ledger.stations import key_row
from registry.contact import Degree, degree_of

RENEW_BEFORE_DAYS = 122  # a third of the term


@dataclass(frozen=True, slots=True)
class Standing:
    """One station. `mark` is ✓, ▲ or ✕ by days without contact, a key past its term, or an end; `days` are whole."""

    station: str
    name: str
    epoch: int
    contact_at: str
    days: int
    degree: Degree
    waiting: int
    drafts: int
    key_until: str
    key_days: int  # to its last day, negative past it
    shut: str

    @property
    def mark(self) -> str:
        """The glyph of a list."""
        if self.shut or self.degree in (Degree.LATE, Degree.LOST) or (self.key_until and self.key_days < 0):
            return "✕"
        soon = bool(self.key_until) and self.key_days < RENEW_BEFORE_DAYS // 2
        return "▲" if self.degree is not Degree.NEAR or soon else "✓"


def standings(book: Book, clock: Clock) -> tuple[Standing, ...]:
    """All stations, the one unheard of for longest first."""
    found = [_standing(book, clock, row) for row in book.all_stations()]
    return tuple(sorted(found, key=lambda each: (-each.days, each.station)))


def _standing(book: Book, clock: Clock, row: StationRow) -> Standing:
    key = key_row(book.connection, row.key)
    until = key.until if key else ""
    said = counters_of(book.connection, row.id)
    days = max(0, (datetime.fromisoformat(clock.stamp()) - datetime.fromisoformat(row.contact_at)).days)
    return Standing(
        station=row.id,
        name=row.name,
        epoch=row.epoch,
        contact_at=row.contact_at,
        days=days,
        degree=degree_of(days),
        waiting=said.get("waiting", 0),
        drafts=said.get("drafts", 0),
        key_until=until,
        key_days=(date.fromisoformat(until) - clock.today()).days if until else 0,
        shut=key.reason if key and key.ended_at else "",
    )
