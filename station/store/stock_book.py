"""The book of a location as people read it: lines by page, what they come to, who holds what, and counts by hand.

Blanks lie in `blank_entries`, everything else in `stock_lines`; both are summed by SQL, so a book of years costs no
more than one of a week. Lines are only added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, select
from sqlalchemy.dialects.sqlite import insert

from registry.counting import Count, CountRefused, check_count
from registry.handing import Handing, Way, check_handing, in_hand
from registry.ledgers import IN, Flow, Line, Recap, check_line
from registry.stock import Blank, Entry, Item, Move, check
from station.store.blanks import about, entries_of, entry_row
from station.store.cipher import Cipher
from station.store.ledgers import LABELLED, lines_of
from station.store.stock_schema import blank_entries, stock_counts, stock_handings, stock_lines

FLOW_OF = {
    Move.RECEIVED: Flow.RECEIVED, Move.GOOD: Flow.USED, Move.SPOILED: Flow.SPOILED, Move.LOST: Flow.LOST,
}  # fmt: skip
_IN = frozenset({*(flow.value for flow in IN), Move.RECEIVED.value})
_USED_UP = frozenset({Move.GOOD.value, Move.SPOILED.value, Move.LOST.value, Flow.USED.value})


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of either book: `move` is a Move or a Flow, `label` of a blank, `change` what it adds here."""

    id: str
    item: Item
    at: str
    move: str
    label: str
    count: int
    change: int
    reference: str
    owner: str
    reason: str
    officer: str


class StockBook:
    """Reads both books and adds to them."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    # reading ----------------------------------------------------------------------------------------------------------
    def page(self, item: Item, *, limit: int, offset: int = 0) -> tuple[BookLine, ...]:
        """The newest first."""
        table = _table(item)
        query = select(table).where(table.c.item == item.value).order_by(table.c.row.desc())
        with self._cipher.reading() as db:
            rows = db.execute(query.limit(limit).offset(offset)).mappings().all()
        return tuple(_of_blank(row) if item in LABELLED else _of_line(row) for row in rows)

    def line(self, item: Item, name: str) -> BookLine | None:
        """One line by id."""
        table = _table(item)
        with self._cipher.reading() as db:
            row = db.execute(select(table).where(table.c.item == item.value, table.c.id == name)).mappings().first()
        if row is None:
            return None
        return _of_blank(row) if item in LABELLED else _of_line(row)

    def count(self, item: Item) -> int:
        """How many lines there are."""
        table = _table(item)
        query = select(func.count()).select_from(table).where(table.c.item == item.value)
        with self._cipher.reading() as db:
            return int(db.scalar(query) or 0)

    def recap(self, item: Item, since: str) -> Recap:
        """A thing from a UTC stamp on: opening + in - out = closing, and the figures by reason."""
        with self._cipher.reading() as db:
            before, within = _sums(db, item, since, earlier=True), _sums(db, item, since, earlier=False)
            closing = _on_hand(db, item)
        came = sum(many for move, many in within.items() if move in _IN)
        went = sum(many for move, many in within.items() if move not in _IN)
        opening = sum(many if move in _IN else -many for move, many in before.items())
        return Recap(item, opening, came, went, closing, _by_flow(item, within))

    def used_up(self, item: Item, since: str) -> int:
        """How many were used, spoiled or lost since a UTC stamp: what a forecast is made of."""
        with self._cipher.reading() as db:
            return sum(many for move, many in _sums(db, item, since, earlier=False).items() if move in _USED_UP)

    def held(self, item: Item) -> dict[str, int]:
        """Officer -> how many he has in his hands; who has none is left out."""
        with self._cipher.reading() as db:
            return _held(db, item)

    def on_hand(self, item: Item) -> int:
        """How many are here, those on the desk with them."""
        with self._cipher.reading() as db:
            return _on_hand(db, item)

    def on_desk(self, item: Item) -> int:
        """Blanks that lie on a printing desk, taken for a case; none of what has no label."""
        with self._cipher.reading() as db:
            return _on_desk(db, item) if item in LABELLED else 0

    def counts(self, item: Item, limit: int = 5) -> tuple[Count, ...]:
        """The last counts by hand, the newest first."""
        query = select(*(stock_counts.c[n] for n in Count.__slots__)).where(stock_counts.c.item == item.value)
        with self._cipher.reading() as db:
            rows = db.execute(query.order_by(stock_counts.c.row.desc()).limit(limit)).all()
        return tuple(Count(row[0], Item(row[1]), *row[2:]) for row in rows)

    # writing ----------------------------------------------------------------------------------------------------------
    def hand(self, handing: Handing) -> None:
        """Out to an officer or back; raises HandingRefused and books nothing."""
        with self._cipher.writing() as db:
            held = _held(db, handing.item)
            in_store = _in_store(db, handing.item) - sum(held.values())
            check_handing(handing, in_store=in_store, held=held.get(handing.holder, 0))
            row = {name: getattr(handing, name) for name in Handing.__slots__}
            db.execute(insert(stock_handings).values(row | {"item": handing.item.value, "way": handing.way.value}))

    def add_count(self, count: Count, lines: Iterable[Line] = (), entries: Iterable[Entry] = ()) -> None:
        """A count with the lines of its difference, whole or not at all.

        Raises CountRefused (`moved` when the ledger says something else by now, `no-labels` when the lines do not come
        to the difference), LedgerRefused or StockRefused.
        """
        check_count(count)
        with self._cipher.writing() as db:
            if _on_hand(db, count.item) != count.booked:
                raise CountRefused("moved")
            for line in lines:
                check_line(lines_of(db, line.item), line)
                row = {name: getattr(line, name) for name in Line.__slots__}
                db.execute(insert(stock_lines).values(row | {"item": line.item.value, "flow": line.flow.value}))
            for entry in entries:
                check(entries_of(db, about(entry.blank)), entry)
                db.execute(insert(blank_entries).values(entry_row(entry)))
            if _on_hand(db, count.item) != count.counted:
                raise CountRefused("no-labels")
            row = {name: getattr(count, name) for name in Count.__slots__}
            db.execute(insert(stock_counts).values(row | {"item": count.item.value}))


def _table(item: Item) -> Table:
    return blank_entries if item in LABELLED else stock_lines


def _move(item: Item) -> ColumnElement[str]:
    return blank_entries.c.move if item in LABELLED else stock_lines.c.flow


def _sums(db: Connection, item: Item, since: str, *, earlier: bool) -> dict[str, int]:
    """Move -> how many, before a stamp or from it on; what lies on the desk is still here and counts as nothing."""
    table, move = _table(item), _move(item)
    when = table.c.at < since if earlier else table.c.at >= since
    query = select(move, func.sum(table.c["count"])).where(table.c.item == item.value, when)
    idle = (Move.TAKEN.value, Move.PUT_BACK.value)
    rows = db.execute(query.group_by(move)).all()
    return {str(row[0]): int(row[1]) for row in rows if row[0] not in idle}


def _on_hand(db: Connection, item: Item) -> int:
    return sum(many if move in _IN else -many for move, many in _sums(db, item, "", earlier=False).items())


def _in_store(db: Connection, item: Item) -> int:
    """What may be handed out: a blank that lies on the desk is in somebody's hands already."""
    return _on_hand(db, item) - (_on_desk(db, item) if item in LABELLED else 0)


def _on_desk(db: Connection, item: Item) -> int:
    c = blank_entries.c
    newest = select(func.max(c.row)).where(c.item == item.value, c.move != Move.RECEIVED.value)
    taken = select(func.count()).where(c.row.in_(newest.group_by(c.batch, c.label)), c.move == Move.TAKEN.value)
    return int(db.scalar(taken) or 0)


def _held(db: Connection, item: Item) -> dict[str, int]:
    columns = [stock_handings.c[name] for name in Handing.__slots__]
    rows = db.execute(select(*columns).where(stock_handings.c.item == item.value).order_by(stock_handings.c.row)).all()
    given: dict[str, list[Handing]] = {}
    for row in rows:
        given.setdefault(row.holder, []).append(Handing(row[0], item, Way(row[2]), *row[3:]))
    held = {who: in_hand(lines, _used_by(db, item, who, lines[0].at)) for who, lines in given.items()}
    return {who: many for who, many in held.items() if many}


def _used_by(db: Connection, item: Item, officer: str, since: str) -> int:
    table, move = _table(item), _move(item)
    where = (table.c.item == item.value, table.c.officer == officer, table.c.at >= since, move.in_(_USED_UP))
    return int(db.scalar(select(func.sum(table.c["count"])).where(*where)) or 0)


def _by_flow(item: Item, within: dict[str, int]) -> dict[Flow, int]:
    if item not in LABELLED:
        return {Flow(flow): many for flow, many in within.items()}
    return {FLOW_OF[Move(move)]: many for move, many in within.items()}


def _of_blank(row: RowMapping) -> BookLine:
    move, count = row["move"], int(row["count"])
    received, idle = move == Move.RECEIVED, move in (Move.TAKEN, Move.PUT_BACK)
    change = count if received else 0 if idle else -count
    bast, reason = (row["reason"], "") if received else ("", row["reason"])
    label = str(Blank(row["batch"], row["label"]))
    more = (bast, row["case"], reason, row["officer"])
    return BookLine(row["id"], Item(row["item"]), row["at"], move, label, count, change, *more)


def _of_line(row: RowMapping) -> BookLine:
    flow = Flow(row["flow"])
    change = row["count"] if flow in IN else -row["count"]
    more = (row["reference"], row["owner"], row["reason"], row["officer"])
    return BookLine(row["id"], Item(row["item"]), row["at"], flow.value, "", row["count"], change, *more)
