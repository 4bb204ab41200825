"""Periksa of a KK case: read before and after aloud, the applicant signs for the truth of it, and it is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from registry.case import NotAllowed
from registry.errors import Problem
from registry.evidence import Requirement
from registry.family_services import asks_something, papers_of
from registry.ink import Ink
from registry.rules import missing_papers
from registry.services import service
from station.desk.family import FamilyDesk, Standing
from station.desk.recording import Draft, RecordingDesk
from station.presenters.counter import Counter, Route
from station.problems import Words, refusal_words, store_words
from station.store.errors import StoreError
from station.work import on


@dataclass(frozen=True, slots=True)
class FamilyReviewState:
    """What is read aloud, what is still to come, and the signature under it."""

    standing: Standing
    draft: Draft
    missing: tuple[Requirement, ...]
    problems: tuple[Problem, ...]
    declaration: Ink | None = None
    saved: str = ""
    fault: Words | None = None

    @property
    def broken(self) -> bool:
        """Whether nothing is asked for, or a rule stops it."""
        asks = asks_something(self.draft.service, self.standing.change)
        return not asks or any(problem.stops for problem in self.problems)

    @property
    def ready(self) -> bool:
        """Whether it may be handed in."""
        return self.declaration is not None and not self.broken


class FamilyReviewPresenter:
    """The last look before the draft becomes a signed action."""

    def __init__(self, counter: Counter, case: str, show: Callable[[FamilyReviewState], None]) -> None:
        self._counter, self._case, self._show = counter, case, show
        self._desk = FamilyDesk(counter.session)
        self._recording = RecordingDesk(counter.session)
        self._state: FamilyReviewState | None = None

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    def sign(self, ink: Ink) -> None:
        """The applicant signed under the data."""
        if ink.is_signature:
            self._counter.tasks.start(self._sign(ink))

    def finish(self) -> None:
        """Hand it in."""
        if self._state is not None and self._state.ready:
            self._counter.tasks.start(self._finish(self._state))

    async def _load(self) -> None:
        await on("store", self._recording.at_step, self._case, "periksa-keluarga")
        standing = await on("store", self._desk.of_draft, self._case, self._counter.today)
        draft = standing.draft
        assert draft is not None
        problems = await on("store", self._desk.problems, standing.change, draft.service, self._counter.today)
        kinds = frozenset(paper.kind for paper in draft.papers)
        age = standing.applicant.age(self._counter.today)
        missing = missing_papers(papers_of(service(draft.service), standing.change, age), kinds)
        signed = await on("store", self._recording.blob, draft.declaration) if draft.declaration else b""
        ink = Ink.from_bytes(signed) if signed else None
        self._set(FamilyReviewState(standing, draft, missing, problems, ink))

    async def _sign(self, ink: Ink) -> None:
        assert self._state is not None
        try:
            draft = await on("store", self._recording.put_declaration, self._case, ink.to_bytes())
        except StoreError as error:
            self._set(replace(self._state, fault=store_words(error)))
            return
        stamp = self._counter.session.clock.stamp()
        self._set(replace(self._state, draft=draft, declaration=ink, saved=stamp))

    async def _finish(self, state: FamilyReviewState) -> None:
        try:
            await on("store", self._desk.submit, state.draft, state.standing.applicant)
        except NotAllowed as error:
            self._set(replace(state, fault=refusal_words(error)))
        except StoreError as error:
            self._set(replace(state, fault=store_words(error)))
        else:
            self._counter.go(Route("resi", self._case))

    def _set(self, state: FamilyReviewState) -> None:
        self._state = state
        self._show(state)
