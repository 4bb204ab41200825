"""The acts on the books of this location: received, used, handed to officers and back, counted by hand, corrected.

No line is edited: what was wrong is followed by a line that says so. After SE Mendagri 470.13/11176/SJ (2018).
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.counting import Count
from registry.handing import Handing, Way
from registry.ledgers import Flow, LedgerRefused, Line
from registry.stock import Blank, Entry, Item, Move
from station.desk.session import Session
from station.store.ledgers import LABELLED

BY_COUNT = "hitung fisik"  # stands where a receipt has its BAST
USES = (Flow.USED, Flow.SPOILED, Flow.LOST, Flow.SENT)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the ledger says against what was counted."""

    item: Item
    booked: int
    counted: int

    @property
    def change(self) -> int:
        """More (+) or less (−)."""
        return self.counted - self.booked


class StockDesk:
    """Runs on the store's lane. Each act raises what its book refuses (StockRefused, LedgerRefused, HandingRefused,
    CountRefused) or a StoreError, and then nothing of it is booked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # in and out -------------------------------------------------------------------------------------------------------
    def receive_blanks(self, item: Item, first: Blank, count: int, bast: str) -> None:
        """A batch of labels."""
        self._session.store.blanks.add(self._entry(Move.RECEIVED, first, count, bast, item))

    def receive(self, item: Item, count: int, bast: str) -> None:
        """Ribbon, film, or withdrawn cards of another location."""
        self._session.store.ledgers.add(self._line(item, Flow.RECEIVED, count, reference=bast))

    def withdraw(self, number: str, reason: str) -> None:
        """An old card taken from a resident, by the number of his case here."""
        number = number.strip().upper()
        if number and not self._session.store.lookups.known_case(number):
            raise LedgerRefused("no-owner")
        self._session.store.ledgers.add(self._line(Item.WITHDRAWN, Flow.WITHDRAWN, 1, owner=number, reason=reason))

    def use(self, item: Item, flow: Flow, count: int, reference: str, reason: str) -> None:
        """Used, spoiled, lost or sent to another location."""
        self._session.store.ledgers.add(self._line(item, flow, count, reference=reference, reason=reason))

    def correct(self, item: Item, name: str, right: int, reason: str) -> None:
        """A line that was wrong is followed by one that says by how much, and why; a blank has a label, and is
        counted by hand instead."""
        store = self._session.store
        wrong = store.stock.line(item, name)
        if wrong is None or item in LABELLED:
            raise LedgerRefused("no-such-flow")
        change = (right - wrong.count) * (1 if wrong.change >= 0 else -1)
        flow = Flow.COUNTED_MORE if change > 0 else Flow.COUNTED_LESS
        said = f"koreksi {wrong.move} {wrong.count} menjadi {right}: {reason.strip()}" if reason.strip() else ""
        store.ledgers.add(self._line(item, flow, abs(change), reason=said))

    # hands ------------------------------------------------------------------------------------------------------------
    def hand(self, item: Item, way: Way, holder: str, count: int, note: str) -> None:
        """Out to an officer, or back from him."""
        session = self._session
        who, at = session.officer.handle, session.clock.stamp()
        session.store.stock.hand(Handing(session.ids.next(), item, way, holder, count, note.strip(), who, at))

    # counting ---------------------------------------------------------------------------------------------------------
    def compare(self, item: Item, counted: int) -> Difference:
        """What was counted against the ledger; nothing is booked."""
        return Difference(item, self._session.store.stock.on_hand(item), counted)

    def book_count(self, found: Difference, reason: str, labels: tuple[Blank, ...], witness: str) -> None:
        """A count. A difference names its witness; of blanks also each label that is missing or was found."""
        session = self._session
        who, at = session.officer.handle, session.clock.stamp()
        count = Count(session.ids.next(), found.item, found.booked, found.counted, reason.strip(), who, witness, at)
        lines: tuple[Line, ...] = ()
        entries: tuple[Entry, ...] = ()
        if found.change and found.item in LABELLED:
            move = Move.LOST if found.change < 0 else Move.RECEIVED
            said = reason.strip() if found.change < 0 else f"{BY_COUNT}: {reason.strip()}"
            entries = tuple(self._entry(move, label, 1, said, found.item) for label in labels)
        elif found.change:
            flow = Flow.COUNTED_MORE if found.change > 0 else Flow.COUNTED_LESS
            lines = (self._line(found.item, flow, abs(found.change), reason=reason),)
        session.store.stock.add_count(count, lines, entries)

    def _entry(self, move: Move, blank: Blank, count: int, reason: str, item: Item) -> Entry:
        session = self._session
        who, at = session.officer.handle, session.clock.stamp()
        return Entry(session.ids.next(), move, blank, count, "", reason, who, at, item)

    def _line(
        self, item: Item, flow: Flow, count: int, *, reference: str = "", owner: str = "", reason: str = ""
    ) -> Line:
        session = self._session
        who, at = session.officer.handle, session.clock.stamp()
        return Line(session.ids.next(), item, flow, count, reference.strip(), owner, reason.strip(), who, at)


def labels_of(text: str) -> tuple[Blank, ...]:
    """Labels as typed, with commas, semicolons or lines between; raises StockRefused for what is none.

    >>> [str(label) for label in labels_of("B26-0417/162, b26-0417 / 00163")]
    Traceback (most recent call last):
    ...
    registry.stock.StockRefused: no-label B26-0417/162
    >>> [str(label) for label in labels_of("B26-0417/00162; b26-0417 / 00163")]
    ['B26-0417 / 00162', 'B26-0417 / 00163']
    """
    parts = [part.strip() for part in text.replace(";", ",").replace("\n", ",").split(",")]
    return tuple(Blank.parse(part) for part in parts if part)
