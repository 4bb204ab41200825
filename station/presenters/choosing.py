"""Layanan: which service a resident asks for, what stands against it, and the case that is open already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.errors import Problem
from registry.people import Resident
from registry.rules import check_service
from registry.services import IN_GROUPS, Capture, Group, Service, service
from station.desk.family import FAMILY_SERVICES, FamilyDesk, Gone, Standing
from station.desk.mending import MendingDesk
from station.desk.recording import CaseOpen, RecordingDesk, records
from station.presenters.cases import case_chip
from station.presenters.counter import Counter, Route
from station.presenters.status import DRAFT
from station.problems import Words, gone_words, store_words
from station.store.cases import ENDED, CaseFilter
from station.store.drafts import DraftRow
from station.store.errors import NotFound, StoreError
from station.store.index import CaseRow
from station.work import on

NEVER, BEFORE, UNSURE = "belum", "pernah", "tidak-yakin"
FITTING: Mapping[Capture, str] = {Capture.FULL: NEVER, Capture.IDENTIFY: BEFORE}  # the answer a service goes with
LEADS_TO = {NEVER: "ktp-baru", BEFORE: "ktp-hilang"}
MOST_CASES = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """What is under way for a service: number and status as people read them, and where it goes on."""

    number: str
    status: str
    route: Route


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """One resident before all services: those that fit what is typed, the chosen one, and the answer given."""

    resident: Resident | None = None
    applicant: Resident | None = None  # who asks for the family
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    opened: Mapping[str, Opened] = field(default_factory=dict)
    typed: str = ""
    chosen: str = IN_GROUPS[0].id
    answer: str = ""
    fault: Words | None = None
    missing: bool = False  # the resident is not here

    @property
    def shown(self) -> tuple[Service, ...]:
        """The services whose name or group holds every word that is typed."""
        words = self.typed.casefold().split()
        return tuple(s for s in IN_GROUPS if all(word in f"{s.name} {s.group}".casefold() for word in words))

    @property
    def service(self) -> Service:
        """The chosen one."""
        return service(self.chosen)

    @property
    def asks(self) -> bool:
        """Whether the question comes first: was he ever recorded?"""
        return self.service.group is Group.KTP

    @property
    def stop(self) -> Problem | None:
        """What stands against the chosen one."""
        return next((found for found in self.problems.get(self.chosen, ()) if found.stops), None)

    @property
    def open(self) -> Opened | None:
        """What is under way for the chosen one."""
        return self.opened.get(self.chosen)

    @property
    def ready(self) -> bool:
        """Whether it may be begun, or what is open be opened."""
        if self.resident is None:
            return False
        answered = not self.asks or self.answer == FITTING[self.service.capture]
        return self.open is not None or (answered and self.stop is None and bool(self.shown))

    @property
    def full(self) -> bool:
        """Whether the chosen service records this resident."""
        return self.resident is not None and records(self.chosen, self.resident)


class ChoicePresenter:
    """Reads once, then answers at once; a case begun is durable before its page is shown."""

    def __init__(self, counter: Counter, resident: str, show: Callable[[ChoiceState], None]) -> None:
        self._counter = counter
        self._resident = resident
        self._show = show
        self._state = ChoiceState()
        self._standing: Standing | None = None
        self._begun = False

    def open(self) -> None:
        """Load the resident and what is under way for him."""
        self._counter.tasks.start(self._load())

    def type(self, typed: str) -> None:
        """Narrow the list; the chosen one stays while it is in it."""
        state = replace(self._state, typed=typed)
        if state.shown and state.chosen not in {each.id for each in state.shown}:
            state = self._chosen(state, state.shown[0].id)
        self._put(state)

    def choose(self, name: str) -> None:
        """Take a service in view."""
        if name != self._state.chosen:
            self._put(self._chosen(self._state, name))

    def answer(self, answer: str) -> None:
        """Was he ever recorded? The answer leads to a service it goes with."""
        state = replace(self._state, answer=answer, fault=None)
        if answer in LEADS_TO and FITTING.get(state.service.capture) != answer:
            state = replace(state, chosen=LEADS_TO[answer], typed="")
        self._put(state)

    def begin(self) -> None:
        """Begin the case, or open the one that is under way."""
        state = self._state
        if not state.ready:
            return
        if state.open is not None:
            self._counter.go(state.open.route)
        elif not self._begun:
            self._begun = True
            self._counter.tasks.start(self._begin(state))

    def _chosen(self, state: ChoiceState, name: str) -> ChoiceState:
        """Another service; an answer that does not go with it is asked for anew."""
        state = replace(state, chosen=name, fault=None)
        fits = not state.asks or state.answer in ("", FITTING[state.service.capture])
        return state if fits else replace(state, answer="")

    async def _load(self) -> None:
        store, today = self._counter.session.store, self._counter.today
        try:
            who = await on("store", store.residents.get, self._resident)
            self._standing = standing = await on("store", FamilyDesk(self._counter.session).of_resident, who.id, today)
        except NotFound:
            self._set(missing=True)
            return
        cases = await on("store", store.cases.page, CaseFilter(resident=who.id), limit=MOST_CASES)
        drafts = await on("store", self._drafts, who)
        problems = {s.id: check_service(self._asker(s, who, standing), s, today) for s in IN_GROUPS}
        self._set(
            resident=who,
            applicant=standing.applicant,
            problems=problems,
            opened={**self._of_person(cases, drafts), **self._of_family(standing)},
        )

    def _asker(self, asked: Service, who: Resident, standing: Standing) -> Resident:
        return standing.applicant if asked.group is Group.KK else who

    def _drafts(self, who: Resident) -> tuple[DraftRow, ...]:
        found = (self._counter.session.store.drafts.of_resident(who.id, s.id) for s in IN_GROUPS)
        return tuple(row for row in found if row is not None)

    def _of_person(self, cases: tuple[CaseRow, ...], drafts: tuple[DraftRow, ...]) -> dict[str, Opened]:
        found = {row.service: self._case(row, "riwayat") for row in reversed(cases) if row.status not in ENDED}
        return found | {row.service: _draft(row.number, row.case) for row in drafts}

    def _of_family(self, standing: Standing) -> dict[str, Opened]:
        """One KK changes one thing at a time: what is under way stands before each of its services."""
        if standing.draft is not None:
            return dict.fromkeys(FAMILY_SERVICES, _draft(standing.draft.number, standing.draft.case))
        if standing.row is not None:
            return dict.fromkeys(FAMILY_SERVICES, self._case(standing.row, "kk-permohonan"))
        return {}

    def _case(self, row: CaseRow, page: str) -> Opened:
        shown = case_chip(row, self._counter.session.clock.today())
        mends = MendingDesk(self._counter.session).may(row)
        return Opened(row.number, shown.word, Route("perbaiki" if mends else page, row.id))

    async def _begin(self, state: ChoiceState) -> None:
        try:
            route = await on("store", self._open_case, state)
        except CaseOpen as found:  # opened meanwhile, as by the feed
            self._counter.go(Route("riwayat", found.case))
        except Gone as error:
            self._begun = False
            self._set(fault=gone_words(error.presence))
        except StoreError as error:
            self._begun = False
            self._set(fault=store_words(error))
        else:
            self._counter.go(route)

    def _open_case(self, state: ChoiceState) -> Route:
        session, who = self._counter.session, state.resident
        if who is None or self._standing is None:
            raise NotFound(self._resident)
        if state.service.group is Group.KK:
            return Route("keluarga", FamilyDesk(session).begin(self._standing, state.chosen).case)
        return Route("berkas", RecordingDesk(session).begin(who, state.chosen, state.answer).case)

    def _set(self, **changes: Any) -> None:
        self._put(replace(self._state, **changes))

    def _put(self, state: ChoiceState) -> None:
        self._state = state
        self._show(state)


def _draft(number: str, case: str) -> Opened:
    return Opened(number, DRAFT.word, Route("lanjut", case))
