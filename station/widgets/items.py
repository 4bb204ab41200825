"""What the rail shows, as plain values: its entries, and the steps of a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RailItem:
    """One entry: id, word, sign, its key, a group heading above it ("" for none), and what waits there."""

    id: str
    word: str
    sign: str
    key: str = ""
    group: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step of a case: id, word, and done, current, open, locked, or ended (done and not to be opened again)."""

    id: str
    word: str
    state: str
