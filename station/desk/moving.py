"""What is here and nowhere else: what would be lost if this computer were replaced now. By numbers, never by names."""

from __future__ import annotations

from dataclasses import dataclass

from station.store.errors import NotFound
from station.store.store import Store


@dataclass(frozen=True, slots=True)
class Unsent:
    """One case that only this computer has. `kind`: draft (never leaves this computer by itself), unsealed or waiting;
    `at` is the UTC stamp of its last step or of its sealing, "" where none is kept."""

    kind: str
    number: str
    officer: str
    at: str


def unsent(store: Store) -> tuple[Unsent, ...]:
    """Drafts first, then sealed packets without a receipt, the oldest first in each; what is not yet sealed is one
    line."""
    drafts = [Unsent("draft", row.number, row.officer, row.touched_at) for row in store.drafts.all()]
    waiting = [Unsent("waiting", _number(store, info.case), "", info.created) for info in store.side.waiting()]
    fresh = store.side.unsealed_count()
    rest = [Unsent("unsealed", f"{fresh} berkas", "", "")] if fresh else []
    return (*sorted(drafts, key=lambda each: each.at), *sorted(waiting, key=lambda each: each.at), *rest)


def _number(store: Store, case: str) -> str:
    try:
        return store.cases.row(case).number
    except NotFound:
        return "Berkas stasiun"  # a request, or a packet of stock
