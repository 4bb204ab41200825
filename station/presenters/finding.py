"""Finding a resident: who is meant, his family, his cases, and who may be the same person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.errors import Problem
from registry.families import check_numbers
from registry.numbers import LENGTH, BadNumber, Nik
from registry.people import Family, Resident
from station.desk.family import FamilyDesk, Gone
from station.desk.recording import CaseOpen
from station.presenters.counter import Counter, Route
from station.presenters.looking import look
from station.problems import Words, gone_words, here_words, number_words, store_words
from station.store.alike import Alike
from station.store.errors import NotFound, StoreError
from station.store.finding import Hit, Match
from station.store.index import CaseFilter, CaseRow
from station.store.residents import NikTaken
from station.work import Flow, on

PAGE = 128  # as the list pages
CASES = 20


@dataclass(frozen=True, slots=True)
class FindState:
    """What the page shows: hits for what is typed, the chosen one, his family and cases."""

    typed: str = ""
    answered: str = ""  # what the matches are an answer to
    matches: tuple[Match, ...] = ()
    hits: tuple[Hit, ...] = ()  # the first page of them
    number_problem: str = ""
    total: int = 0
    chosen: Resident | None = None
    family: Family | None = None
    cases: tuple[CaseRow, ...] = ()  # his newest
    alike: tuple[Alike, ...] = ()  # who may be the same person
    nik_shown: bool = False
    doubts: tuple[Problem, ...] = ()  # what is to be looked at in his NIK
    rivals: tuple[str, ...] = ()  # who came with the same NIK and was not taken in
    entered: Mapping[str, str] = field(default_factory=dict)  # who comes from elsewhere, as it could not be kept
    fault: Words | None = None


class FindPresenter:
    """Search as you type; the last question wins, and one that was overtaken is not looked up at all."""

    def __init__(
        self,
        counter: Counter,
        show: Callable[[FindState], None],
        supply: Callable[[int, tuple[Hit, ...]], None],
    ) -> None:
        self._counter = counter
        self._show = show
        self._supply = supply
        self._state = FindState()
        self._flow: Flow | None = None
        self._choice: Flow | None = None

    def open(self) -> None:
        """Show how many residents are here, and get ready for the first letter."""
        self._counter.tasks.start(self._count())
        self._counter.tasks.start(self._warm())

    def close(self) -> None:
        """Forget a search under way."""
        if self._flow is not None:
            self._flow.stop()

    def search(self, typed: str) -> None:
        """Look for what is typed."""
        if self._flow is not None:
            self._flow.stop()
        self._set(typed=typed, number_problem=_number_problem(typed))
        self._flow = self._counter.tasks.start(self._search(typed))

    def more(self, offset: int, limit: int) -> None:
        """A further page of the matches, handed in when it has come."""
        self._counter.tasks.start(self._more(self._state.matches, offset, limit))

    def choose(self, resident: Resident) -> None:
        """Show one resident; the last choice wins."""
        if self._choice is not None:
            self._choice.stop()
        self._choice = self._counter.tasks.start(self._choose(resident))

    def show(self, resident: str) -> None:
        """Show one resident by id; one that is no longer here shows nobody."""
        self._choice = self._counter.tasks.start(self._show_one(resident))

    def show_nik(self) -> None:
        """Unveil the number; the view is booked."""
        if self._state.chosen is not None and not self._state.nik_shown:
            self._counter.tasks.start(self._unveil(self._state.chosen))

    def hide_nik(self) -> None:
        """Veil it again."""
        if self._state.nik_shown:
            self._set(nik_shown=False)

    def arrive(self, asked: str, texts: Mapping[str, str]) -> None:
        """Open the case of people who come from elsewhere, with who stands first on their KK."""
        self._counter.tasks.start(self._arrive(asked, dict(texts)))

    async def _arrive(self, asked: str, texts: Mapping[str, str]) -> None:
        try:
            draft = await on("store", FamilyDesk(self._counter.session).begin_coming, asked, texts)
        except NikTaken as taken:
            known = await on("store", self._counter.session.store.residents.get, taken.holder)
            await self._choose(known)
            self._set(entered=texts, fault=here_words(known.name))
        except Gone as error:
            self._set(entered=texts, fault=gone_words(error.presence))
        except CaseOpen as found:
            self._counter.go(Route("riwayat", found.case))
        except StoreError as error:
            self._set(entered=texts, fault=store_words(error))
        else:
            self._counter.go(Route("keluarga", draft.case))

    async def _count(self) -> None:
        self._set(total=await on("store", self._counter.session.store.residents.count))

    async def _warm(self) -> None:
        await on("words", self._counter.session.store.residents.warm)  # not in the way of the first search

    async def _search(self, typed: str) -> None:
        residents = self._counter.session.store.residents
        matches = await on("search", residents.matches, typed, lambda: self._state.typed == typed)
        hits = await on("search", residents.hits, matches[:PAGE])
        self._set(answered=typed, matches=matches, hits=hits)

    async def _more(self, matches: tuple[Match, ...], offset: int, limit: int) -> None:
        hits = await on("search", self._counter.session.store.residents.hits, matches[offset : offset + limit])
        if matches is self._state.matches:
            self._supply(offset, hits)

    async def _show_one(self, resident: str) -> None:
        try:
            found = await on("store", self._counter.session.store.residents.get, resident)
        except NotFound:
            return
        await self._choose(found)

    async def _choose(self, resident: Resident) -> None:
        store = self._counter.session.store
        family = await on("store", store.residents.family, resident)
        cases = await on("store", store.cases.page, CaseFilter(resident=resident.id), limit=CASES)
        alike = await on("store", store.residents.alike, resident)
        rivals = await on("store", store.problems.rivals, str(resident.nik or ""))
        self._set(
            chosen=resident,
            family=family,
            cases=cases,
            alike=alike,
            nik_shown=False,
            doubts=check_numbers((resident,)),
            rivals=rivals,
            fault=None,
        )

    async def _unveil(self, resident: Resident) -> None:
        await look(self._counter, "nik", resident.id)
        self._set(nik_shown=True)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _number_problem(typed: str) -> str:
    """What is wrong with a number of full or nearly full length; nothing while one is still typing."""
    digits = re.sub(r"[\s.]", "", typed)
    if not digits.isdigit() or len(digits) < LENGTH - 1:
        return ""
    try:
        Nik(digits)
    except BadNumber as error:
        return number_words(error)
    return ""
