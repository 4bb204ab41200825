"""Berita acara pemusnahan: withdrawn cards and spoiled blanks leave the locked box by it and by nothing else.

After SE Mendagri 470.13/11176/SJ (2018). A spoiled blank has left the book of blanks when it was spoiled and lies in
the box until it is listed here; a withdrawn card leaves its book by the line that names the berita acara. What is
listed once is never listed again, and no berita acara is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import canonical, parse
from registry.destruction import Destruction, check_destruction
from registry.ledgers import Flow, Line, check_line
from registry.stock import Blank, Item, Move
from station.store.cipher import Cipher
from station.store.ledgers import lines_of
from station.store.stock_schema import blank_entries, destroyed, destructions, stock_lines


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing in the box: the id of its line, what it is, how many (cards that came from elsewhere are not listed one
    by one), whose case (an id, or its number of a withdrawn card), why, and since when."""

    line: str
    item: Item
    label: str
    count: int
    case: str
    reason: str
    at: str


class Destructions:
    """Lists what waits, and books what was destroyed."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def waiting(self, limit: int = 2000) -> tuple[Waiting, ...]:
        """What lies in the box: spoiled blanks first, the oldest first."""
        with self._cipher.reading() as db:
            return _waiting(db, limit)

    def count(self) -> int:
        """How many cards lie in the box."""
        with self._cipher.reading() as db:
            blanks = db.scalar(select(func.count()).select_from(blank_entries).where(*_spoiled())) or 0
            cards = db.scalar(select(func.sum(stock_lines.c["count"])).where(*_withdrawn())) or 0
        return int(blanks) + int(cards)

    def add(self, new: Destruction, lines: tuple[str, ...]) -> None:
        """Book it with what it lists, whole or not at all; the withdrawn cards leave their book by one line.

        Raises DestructionRefused (also `nothing` and `gone` when something is no longer in the box), LedgerRefused, or
        Conflict for a number used before.
        """
        with self._cipher.writing() as db:
            here = {each.line: each for each in _waiting(db, -1)}
            listed = [here[line] for line in lines if line in here]
            check_destruction(new, asked=len(lines), listed=len(listed))
            record = canonical({"v": 1, **new.to_record()})
            db.execute(insert(destructions).values(number=new.number, record=record, at=new.at))
            rows = [{"line": each.line, "destruction": new.number} for each in listed]
            db.execute(insert(destroyed), rows)
            old = sum(each.count for each in listed if each.item is Item.WITHDRAWN)
            if old:
                line = Line(new.id, Item.WITHDRAWN, Flow.DESTROYED, old, new.number, "", "", new.officer, new.at)
                check_line(lines_of(db, Item.WITHDRAWN), line)
                row = {name: getattr(line, name) for name in Line.__slots__}
                db.execute(insert(stock_lines).values(row | {"item": line.item.value, "flow": line.flow.value}))

    def newest(self) -> Destruction | None:
        """The last berita acara."""
        query = select(destructions.c.record).order_by(destructions.c.at.desc(), destructions.c.number.desc())
        with self._cipher.reading() as db:
            found = db.scalar(query.limit(1))
        return Destruction.from_record(parse(found)) if found else None

    def listed(self, number: str) -> tuple[Waiting, ...]:
        """What a berita acara lists."""
        own = select(destroyed.c.line).where(destroyed.c.destruction == number)
        with self._cipher.reading() as db:
            blanks = db.execute(_blanks(blank_entries.c.id.in_(own))).mappings().all()
            cards = db.execute(_cards(stock_lines.c.id.in_(own))).mappings().all()
        return (*(_of_blank(row) for row in blanks), *(_of_card(row) for row in cards))


def _waiting(db: Connection, limit: int) -> tuple[Waiting, ...]:
    blanks = db.execute(_blanks(*_spoiled()).limit(limit)).mappings().all()
    cards = db.execute(_cards(*_withdrawn()).limit(limit)).mappings().all()
    return (*(_of_blank(row) for row in blanks), *(_of_card(row) for row in cards))


def _spoiled() -> tuple[ColumnElement[bool], ...]:
    c = blank_entries.c
    return c.move == Move.SPOILED.value, c.id.not_in(select(destroyed.c.line))


def _withdrawn() -> tuple[ColumnElement[bool], ...]:
    c = stock_lines.c
    came = c.flow.in_((Flow.WITHDRAWN.value, Flow.RECEIVED.value))
    return c.item == Item.WITHDRAWN.value, came, c.id.not_in(select(destroyed.c.line))


def _blanks(*where: ColumnElement[bool]) -> Any:
    return select(blank_entries).where(*where).order_by(blank_entries.c.row)


def _cards(*where: ColumnElement[bool]) -> Any:
    return select(stock_lines).where(*where).order_by(stock_lines.c.row)


def _of_blank(row: RowMapping | Mapping[str, Any]) -> Waiting:
    label = str(Blank(row["batch"], row["label"]))
    return Waiting(row["id"], Item(row["item"]), label, 1, row["case"], row["reason"], row["at"])


def _of_card(row: RowMapping | Mapping[str, Any]) -> Waiting:
    why = row["reason"] or f"dari lokasi lain, {row['reference']}"
    return Waiting(row["id"], Item.WITHDRAWN, "kartu lama", row["count"], row["owner"], why, row["at"])
