"""Blank cards of KTP-el and KIA per location as entries that are only added: opening + in - out = closing, always.

A blank is named by its batch and running label, `B26-0417 / 00162`, and is bound to one case at most. After
SE Mendagri 470.13/11176/SJ (2018) and the Dirjen letter 400.8.1.2/202241 (2022). What has no label is counted in
registry.ledgers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from registry.errors import RegistryError

_LABEL = re.compile(r"\s*([A-Z]\d{2}-\d{4})\s*/\s*(\d{5})\s*")


class StockRefused(RegistryError):
    """The ledger does not allow it. `code`: no-label, not-on-hand, already-bound, not-bound, no-reason, overlap, or
    deferred where blanks are short and other cards come first."""

    def __init__(self, code: str, blank: str = "") -> None:
        super().__init__(f"{code} {blank}".strip())
        self.code, self.blank = code, blank


class Item(StrEnum):
    """What a location keeps count of."""

    KTP = "blangko-ktp-el"
    KIA = "blangko-kia"
    WITHDRAWN = "kartu-ditarik"
    RIBBON = "pita"
    FILM = "film"


class Move(StrEnum):
    """What an entry books."""

    RECEIVED = "diterima"  # a range of labels of one batch, with its BAST number
    TAKEN = "diambil"  # one blank for one case: out of the store, on the desk
    PUT_BACK = "dikembalikan"  # whole, nothing was printed
    GOOD = "baik"
    SPOILED = "rusak"
    LOST = "hilang"


_ON_DESK = {Move.RECEIVED: 0, Move.TAKEN: 1}  # every other move takes one away


@dataclass(frozen=True, slots=True, order=True)
class Blank:
    """One blank card.

    >>> str(Blank.parse("B26-0417/00162"))
    'B26-0417 / 00162'
    """

    batch: str
    number: int

    @classmethod
    def parse(cls, text: str) -> Blank:
        """A label as scanned or typed."""
        found = _LABEL.fullmatch(text.upper())
        if not found:
            raise StockRefused("no-label", text)
        return cls(found[1], int(found[2]))

    def __str__(self) -> str:
        return f"{self.batch} / {self.number:05d}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. A receipt covers `count` labels from `blank` on; every other line one blank. A blank
    that is spoiled or lost before it was taken has no case."""

    id: str
    move: Move
    blank: Blank
    count: int
    case: str
    reason: str  # BAST number of a receipt, reason of a spoiled card
    officer: str
    at: str
    item: Item = Item.KTP


@dataclass(frozen=True, slots=True)
class Balance:
    """opening + received - good - spoiled - lost - on the desk = on hand."""

    received: int
    good: int
    spoiled: int
    on_desk: int
    lost: int = 0

    @property
    def on_hand(self) -> int:
        """Blanks in the store now."""
        return self.received - self.good - self.spoiled - self.lost - self.on_desk


def balance(entries: Iterable[Entry]) -> Balance:
    """The ledger added up; give it the entries of one item."""
    received = good = spoiled = lost = desk = 0
    for entry in entries:
        received += entry.count if entry.move is Move.RECEIVED else 0
        good += entry.move is Move.GOOD
        spoiled += entry.move is Move.SPOILED
        lost += entry.move is Move.LOST
        from_shelf = entry.move in (Move.SPOILED, Move.LOST) and not entry.case  # it never lay on the desk
        desk += 0 if from_shelf else _ON_DESK.get(entry.move, -1)
    return Balance(received, good, spoiled, desk, lost)


def check(entries: Iterable[Entry], new: Entry) -> None:
    """Raise StockRefused unless `new` may follow `entries`."""
    earlier = tuple(entry for entry in entries if entry.item is new.item)
    if new.move is Move.RECEIVED:
        _check_receipt(earlier, new)
        return
    held = [entry for entry in earlier if entry.move is not Move.RECEIVED and entry.blank == new.blank]
    bound = held[-1] if held and held[-1].move is Move.TAKEN else None
    unused = not new.case and new.move in (Move.SPOILED, Move.LOST)
    if unused and not new.reason.strip():
        raise StockRefused("no-reason", str(new.blank))
    if unused or new.move is Move.TAKEN:
        if not any(_covers(entry, new.blank) for entry in earlier):
            raise StockRefused("not-on-hand", str(new.blank))
        if held and held[-1].move is not Move.PUT_BACK:
            raise StockRefused("already-bound", str(new.blank))
    elif bound is None or bound.case != new.case:
        raise StockRefused("not-bound", str(new.blank))


def next_blank(entries: Iterable[Entry]) -> Blank | None:
    """The lowest label on hand, as a proposal; give it the entries of one item."""
    earlier = tuple(entries)
    last = {entry.blank: entry.move for entry in earlier if entry.move is not Move.RECEIVED}
    for receipt in earlier:
        if receipt.move is Move.RECEIVED:
            for number in range(receipt.blank.number, receipt.blank.number + receipt.count):
                blank = Blank(receipt.blank.batch, number)
                if last.get(blank, Move.PUT_BACK) is Move.PUT_BACK:
                    return blank
    return None


def _covers(entry: Entry, blank: Blank) -> bool:
    first = entry.blank
    return (
        entry.move is Move.RECEIVED
        and first.batch == blank.batch
        and first.number <= blank.number < first.number + entry.count
    )


def _check_receipt(earlier: tuple[Entry, ...], new: Entry) -> None:
    if new.count < 1:
        raise StockRefused("not-on-hand", str(new.blank))
    last = Blank(new.blank.batch, new.blank.number + new.count - 1)
    for entry in earlier:
        if entry.move is Move.RECEIVED and (
            _covers(entry, new.blank) or _covers(entry, last) or _covers(new, entry.blank)
        ):
            raise StockRefused("overlap", str(new.blank))
