"""The ledgers of a location: KTP-el blanks, KIA blanks, withdrawn cards, ribbon and film. Lines are only added.

For each thing and any period opening + in - out = closing, and nothing goes out that is not there. Blanks have labels
and a book of their own (registry.stock), whose lines count here as well. After SE Mendagri 470.13/11176/SJ (2018): what
is destroyed leaves with the number of its berita acara, and withdrawn cards are listed by whom they were taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.errors import RegistryError
from registry.stock import Entry, Item, Move


class LedgerRefused(RegistryError):
    """The line may not follow. `code`: no-such-flow, no-count, no-reference, no-reason, no-owner or not-there."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Flow(StrEnum):
    """Why something comes or goes."""

    RECEIVED = "diterima"  # with its BAST
    WITHDRAWN = "ditarik"  # an old card, of a resident
    COUNTED_MORE = "lebih hitung"  # found at a count, with a reason
    USED = "terpakai"
    SPOILED = "rusak"
    LOST = "hilang"
    SENT = "dikirim"  # to another location, with its BAST
    DESTROYED = "dimusnahkan"  # with its berita acara
    COUNTED_LESS = "kurang hitung"


IN = frozenset({Flow.RECEIVED, Flow.WITHDRAWN, Flow.COUNTED_MORE})
_SUPPLY = frozenset(Flow) - {Flow.WITHDRAWN, Flow.DESTROYED}
FLOWS: Mapping[Item, frozenset[Flow]] = {
    Item.KTP: _SUPPLY | {Flow.DESTROYED},
    Item.KIA: _SUPPLY | {Flow.DESTROYED},
    Item.RIBBON: _SUPPLY,
    Item.FILM: _SUPPLY,
    Item.WITHDRAWN: frozenset(
        {Flow.WITHDRAWN, Flow.RECEIVED, Flow.SENT, Flow.DESTROYED, Flow.LOST, Flow.COUNTED_MORE, Flow.COUNTED_LESS}
    ),
}
_REFERENCED = frozenset({Flow.RECEIVED, Flow.SENT, Flow.DESTROYED})
_EXPLAINED = frozenset({Flow.SPOILED, Flow.LOST, Flow.COUNTED_MORE, Flow.COUNTED_LESS, Flow.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `count` is always positive: cards, or panels of ribbon and film; `reference` a BAST or berita acara;
    `owner` the case of a withdrawn card; `at` a UTC stamp or ISO date."""

    id: str
    item: Item
    flow: Flow
    count: int
    reference: str
    owner: str
    reason: str
    officer: str
    at: str

    @property
    def change(self) -> int:
        """What it adds to the closing figure."""
        return self.count if self.flow in IN else -self.count


@dataclass(frozen=True, slots=True)
class Recap:
    """One thing over a period; `by` are the figures by reason."""

    item: Item
    opening: int
    came: int
    went: int
    closing: int
    by: Mapping[Flow, int]


def check_line(lines: Iterable[Line], new: Line) -> None:
    """Raise LedgerRefused unless `new` may follow the lines of its thing."""
    if new.flow not in FLOWS[new.item]:
        raise LedgerRefused("no-such-flow")
    if new.count < 1:
        raise LedgerRefused("no-count")
    if new.flow in _REFERENCED and not new.reference.strip():
        raise LedgerRefused("no-reference")
    if new.flow in _EXPLAINED and not new.reason.strip():
        raise LedgerRefused("no-reason")
    if new.flow is Flow.WITHDRAWN and not new.owner.strip():
        raise LedgerRefused("no-owner")
    if on_hand(lines, new.item) + new.change < 0:
        raise LedgerRefused("not-there")


def on_hand(lines: Iterable[Line], item: Item) -> int:
    """How much of a thing is there."""
    return sum(line.change for line in lines if line.item is item)


def recap(lines: Iterable[Line], item: Item, first: date, last: date) -> Recap:
    """A thing from a day to a day, both counted; the closing figure is added up by itself, over all lines.

    >>> book = [Line("1", Item.RIBBON, Flow.RECEIVED, 500, "BAST-7", "", "", "yulianti", "2026-11-02"),
    ...         Line("2", Item.RIBBON, Flow.USED, 120, "", "", "", "yulianti", "2026-12-01")]
    >>> found = recap(book, Item.RIBBON, date(2026, 12, 1), date(2026, 12, 31))
    >>> found.opening, found.came, found.went, found.closing
    (500, 0, 120, 380)
    """
    own = [(line.at[:10], line) for line in lines if line.item is item]
    within = [line for day, line in own if first.isoformat() <= day <= last.isoformat()]
    by: dict[Flow, int] = {}
    for line in within:
        by[line.flow] = by.get(line.flow, 0) + line.count
    return Recap(
        item=item,
        opening=sum(line.change for day, line in own if day < first.isoformat()),
        came=sum(line.count for line in within if line.flow in IN),
        went=sum(line.count for line in within if line.flow not in IN),
        closing=sum(line.change for day, line in own if day <= last.isoformat()),
        by=by,
    )


_OF_BLANKS = {
    Move.RECEIVED: Flow.RECEIVED,
    Move.GOOD: Flow.USED,
    Move.SPOILED: Flow.SPOILED,
    Move.LOST: Flow.LOST,
}


def of_blanks(entries: Iterable[Entry]) -> tuple[Line, ...]:
    """The book of labels as lines; a blank on the desk is still here, so taking it and putting it back are none."""
    return tuple(
        Line(
            id=entry.id,
            item=entry.item,
            flow=_OF_BLANKS[entry.move],
            count=entry.count,
            reference=entry.reason if entry.move is Move.RECEIVED else "",
            owner=entry.case,
            reason=entry.reason,
            officer=entry.officer,
            at=entry.at,
        )
        for entry in entries
        if entry.move in _OF_BLANKS
    )
