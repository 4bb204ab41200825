"""A model over rows that lie elsewhere: pages are fetched when shown and the least used are let go.

The source answers at once (`fetch(offset, limit) -> rows`), or answers None and hands the page in later (`supply`),
so that a store on its own lane is never waited for. Sorting and filtering are the source's (SQL), never the model's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")
Fetch = Callable[[int, int], "Sequence[Row] | None"]
PAGE, KEPT = 128, 64


class Pages(Generic[Row]):
    """The newest pages of one source; `generation` tells answers of an earlier question apart."""

    def __init__(self, fetch: Fetch[Row], count: int, page: int = PAGE, kept: int = KEPT) -> None:
        self._fetch, self.count, self.page, self._kept = fetch, count, page, kept
        self._held: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()

    def row(self, number: int) -> Row | None:
        """A row, or None while its page is on its way."""
        page = number // self.page
        held = self._held.get(page)
        if held is None:
            held = self._ask(page)
        else:
            self._held.move_to_end(page)
        at = number - page * self.page
        return held[at] if held is not None and at < len(held) else None

    def supply(self, offset: int, rows: Sequence[Row]) -> tuple[int, int]:
        """Hand in a page that was asked for; returns its first and last row."""
        page = offset // self.page
        self._asked.discard(page)
        self._keep(page, rows)
        return offset, offset + len(rows) - 1

    def _ask(self, page: int) -> Sequence[Row] | None:
        if page in self._asked:
            return None
        self._asked.add(page)
        rows = self._fetch(page * self.page, self.page)
        if rows is not None:
            self._asked.discard(page)
            self._keep(page, rows)
        return rows

    def _keep(self, page: int, rows: Sequence[Row]) -> None:
        self._held[page] = rows
        self._held.move_to_end(page)
        while len(self._held) > self._kept:
            self._held.popitem(last=False)

    def here(self) -> Iterator[Row]:
        """The rows in memory, in order."""
        return (row for page in sorted(self._held) for row in self._held[page])

    @property
    def held(self) -> list[int]:
        """The pages in memory, the least used first."""
        return list(self._held)
