"""A list before it is paper or a workbook: title, facts, columns, rows, totals, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Cell: TypeAlias = "str | int"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in mm on A4, and `align` left, centre or right."""

    head: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: "Yang menyerahkan", the name below and what is known of the office."""

    role: str
    name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One list. `facts` and the paragraphs of `opening` stand above it, `totals` (or none) close it.

    Below lie `notes` in small type, the paragraphs of `closing` and the signatures.
    """

    title: str
    letterhead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    landscape: bool = False


def shown(cell: Cell) -> str:
    """A cell as it is printed: whole numbers with full stops between thousands.

    >>> shown(12345)
    '12.345'
    """
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell


def numbered(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with their number in front."""
    return tuple((number, *row) for number, row in enumerate(rows, 1))


def total(rows: Sequence[tuple[Cell, ...]], column: int) -> int:
    """The sum of the numbers of a column."""
    return sum(row[column] for row in rows if isinstance(row[column], int))  # type: ignore[misc]  # just checked
