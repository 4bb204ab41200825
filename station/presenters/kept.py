"""Kiriman bermasalah: what was not taken, here or at the centre, by page from SQL, with its reason and next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from station.presenters.counter import Counter
from station.problems import Words, store_words
from station.problems.kept import SETTLED_ELSEWHERE
from station.store.audit import SEEN_TO
from station.store.errors import StoreError
from station.store.problems import Told
from station.work import on

PAGE = 128  # as the table pages


@dataclass(frozen=True, slots=True)
class KeptState:
    """The first page, and how many there are."""

    rows: tuple[Told, ...] = ()
    total: int = 0
    loaded: bool = False
    chosen: Told | None = None
    fault: Words | None = None

    @property
    def may_end(self) -> bool:
        """Whether someone may mark it as seen to; what another event settles, or what stops printing, nobody may."""
        return self.chosen is not None and self.chosen.kept.code not in SETTLED_ELSEWHERE


class KeptPresenter:
    """Lists, and marks as seen to."""

    def __init__(
        self, counter: Counter, show: Callable[[KeptState], None], supply: Callable[[int, tuple[Told, ...]], None]
    ) -> None:
        self._counter = counter
        self._show = show
        self._supply = supply
        self._state = KeptState()

    def open(self) -> None:
        """Load the first page."""
        self._counter.tasks.start(self._load())

    def more(self, offset: int, limit: int) -> None:
        """A further page, handed in when it has come."""
        self._counter.tasks.start(self._more(offset, limit))

    def choose(self, told: Told | None) -> None:
        """One in view."""
        if told != self._state.chosen:
            self._set(chosen=told)

    def end(self) -> None:
        """Someone has seen to it; booked under his name."""
        if self._state.chosen is not None and self._state.may_end:
            self._counter.tasks.start(self._end(self._state.chosen))

    async def _load(self) -> None:
        store = self._counter.session.store
        rows = await on("store", store.problems.told, limit=PAGE)
        total = await on("store", store.problems.count)
        kept = self._state.chosen
        chosen = next((row for row in rows if kept is not None and row.kept.row == kept.kept.row), None)
        self._set(rows=rows, total=total, loaded=True, chosen=chosen or (rows[0] if rows else None))

    async def _more(self, offset: int, limit: int) -> None:
        self._supply(offset, await on("store", self._counter.session.store.problems.told, limit=limit, offset=offset))

    async def _end(self, told: Told) -> None:
        session = self._counter.session
        stamp, who = session.clock.stamp(), session.officer.handle
        try:
            await on("store", session.store.views.note, stamp, who, SEEN_TO, told.case or told.kept.code)
            await on("store", session.store.problems.solve, told.kept.row)
        except StoreError as error:
            self._set(fault=store_words(error))
        else:
            self._set(fault=None)
            await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
