"""Finding a resident, and opening a case after the question whether he was ever recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import Problem
from registry.numbers import LENGTH, BadNumber, Nik
from registry.people import Family, Resident
from registry.rules import check_service
from registry.services import service
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk
from station.presenters.counter import Counter, Route
from station.presenters.looking import look
from station.problems import number_words, store_words
from station.store.errors import StoreError
from station.store.finding import Hit
from station.work import Flow, on

NEVER, BEFORE, UNSURE = "belum", "pernah", "tidak-yakin"


@dataclass(frozen=True, slots=True)
class FindState:
    """What the page shows: hits for what is typed, the chosen one, his family, and why no case may be opened."""

    typed: str = ""
    hits: tuple[Hit, ...] = ()
    number_problem: str = ""
    total: int = 0
    chosen: Resident | None = None
    family: Family | None = None
    asking: bool = False
    problems: tuple[Problem, ...] = ()
    open_case: str = ""  # number of an open case of the same service
    open_id: str = ""  # "" when nothing can be done about it here
    open_page: str = ""  # where it goes on
    nik_shown: bool = False


class FindPresenter:
    """Search as you type; the last question wins."""

    def __init__(self, counter: Counter, show: Callable[[FindState], None]) -> None:
        self._counter = counter
        self._show = show
        self._state = FindState()
        self._flow: Flow | None = None
        self._choice: Flow | None = None

    def open(self) -> None:
        """Show how many residents are here."""
        self._counter.tasks.start(self._count())

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

    def choose(self, resident: Resident) -> None:
        """Show one resident; the last choice wins."""
        if self._choice is not None:
            self._choice.stop()
        self._choice = self._counter.tasks.start(self._choose(resident))

    def show_nik(self) -> None:
        """Unveil the number; the view is booked."""
        if self._state.chosen is not None and not self._state.nik_shown:
            self._counter.tasks.start(self._unveil(self._state.chosen))

    def hide_nik(self) -> None:
        """Veil it again."""
        if self._state.nik_shown:
            self._set(nik_shown=False)

    def ask(self) -> None:
        """Put the question before a new KTP-el."""
        resident = self._state.chosen
        if resident is not None:
            problems = check_service(resident, service("ktp-baru"), self._counter.today)
            self._set(asking=True, problems=problems)

    def begin(self, answer: str) -> None:
        """Open the case, or the one that is open already."""
        state = self._state
        if state.chosen is None or answer != NEVER or any(problem.stops for problem in state.problems):
            return
        if state.open_id:
            self._counter.go(Route(state.open_page, state.open_id))
        elif not state.open_case:
            self._counter.tasks.start(self._begin(state.chosen, answer))

    async def _count(self) -> None:
        self._set(total=await on("store", self._counter.session.store.residents.count))

    async def _search(self, typed: str) -> None:
        hits = await on("store", self._counter.session.store.residents.search, typed)
        self._set(hits=hits)

    async def _choose(self, resident: Resident) -> None:
        store = self._counter.session.store
        family = await on("store", store.residents.family, resident)
        draft = await on("store", store.drafts.of_resident, resident.id, "ktp-baru")
        case = await on("store", store.cases.open_of, resident.id, "ktp-baru")
        number = draft.number if draft else case.number if case else ""
        back = case.id if case and MendingDesk(self._counter.session).may(case) else ""
        self._set(
            chosen=resident,
            family=family,
            asking=False,
            problems=(),
            open_case=number,
            open_id=draft.case if draft else back,
            open_page="berkas" if draft else "perbaiki",
            nik_shown=False,
        )

    async def _unveil(self, resident: Resident) -> None:
        await look(self._counter, "nik", resident.id)
        self._set(nik_shown=True)

    async def _begin(self, resident: Resident, answer: str) -> None:
        try:
            draft = await on("store", RecordingDesk(self._counter.session).begin, resident, "ktp-baru", answer)
        except StoreError as error:
            self._counter.toast("err", store_words(error).line)
            return
        self._counter.go(Route("berkas", draft.case))

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
