"""A month of one location out of its ledger of blanks (registry.stock)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from forms.lists.recap import Month
from registry.actions import Outcome
from registry.stock import Entry, Move, balance

LOST = "hilang"


def month_of(
    entries: Iterable[Entry], *, location: str, kind: str, start: str, end: str, counted: int, sent: int = 0
) -> Month:
    """What happened from `start` up to and without `end` (UTC, ISO, as entries have it), for entries of one item.

    A blank on the desk is still at the location: it counts as there at the beginning and at the end. A spoiled one
    whose reason the circular does not name counts as damaged.
    """
    all_ = tuple(entries)
    before = balance(entry for entry in all_ if entry.at < start)
    during = [entry for entry in all_ if start <= entry.at < end]
    moves = Counter(entry.move.value for entry in during)
    reasons = Counter(entry.reason for entry in during if entry.move is Move.SPOILED)
    named = {
        outcome: reasons[outcome.value]
        for outcome in (Outcome.ENCODE_FAILED, Outcome.PRINT_FAILED, Outcome.WRONG_ELEMENT)
    }
    return Month(
        location=location,
        kind=kind,
        opening=before.on_hand + before.on_desk,
        received=sum(entry.count for entry in during if entry.move is Move.RECEIVED),
        sent=sent,
        good=moves[Move.GOOD.value],
        encode_failed=named[Outcome.ENCODE_FAILED],
        damaged=moves[Move.SPOILED.value] - sum(named.values()),
        print_failed=named[Outcome.PRINT_FAILED],
        wrong_element=named[Outcome.WRONG_ELEMENT],
        lost=moves[LOST],
        counted=counted,
    )
