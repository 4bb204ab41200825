"""Berkas and biodata of one case: checklist and fields, each saved when it is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from registry.errors import Problem
from registry.evidence import Requirement
from registry.family_services import papers_of
from registry.people import Resident
from registry.rules import F102_FIELDS, Context, apply_field, check_field, field_text, missing_papers
from registry.services import Service, service
from registry.submission import Paper
from station.desk.recording import Draft, RecordingDesk, blob_name, records
from station.presenters.counter import Counter
from station.problems import Words, store_words
from station.store.errors import StoreError
from station.work import on

LARGEST_PAGE = 4_000_000
TELLING = ("name", "birth_date")  # the fields by which one person written twice is found


@dataclass(frozen=True, slots=True)
class PapersState:
    """The checklist of a service."""

    draft: Draft
    resident: Resident
    service: Service
    needed: tuple[Requirement, ...]  # of an applicant of this age
    missing: tuple[Requirement, ...]
    saved: str = ""
    fault: Words | None = None
    page: bytes = b""  # the picture on view
    page_of: str = ""  # the kind of paper it shows


class PapersPresenter:
    """Marks papers as seen, with or without a page picture."""

    def __init__(self, counter: Counter, case: str, show: Callable[[PapersState], None]) -> None:
        self._counter = counter
        self._case = case
        self._show = show
        self._desk = RecordingDesk(counter.session)
        self._state: PapersState | None = None

    def open(self) -> None:
        """Load the draft."""
        self._counter.tasks.start(self._load())

    def toggle(self, kind: str) -> None:
        """The paper is here, or not after all."""
        if self._state is not None:
            self._counter.tasks.start(self._keep(self._flip, kind))

    def view(self, kind: str) -> None:
        """Show the newest page of a paper."""
        if self._state is not None and kind != self._state.page_of:
            self._counter.tasks.start(self._view(kind))

    def add_page(self, kind: str, file: Path) -> None:
        """A picture of a paper from a file."""
        self._counter.tasks.start(self._add_page(kind, file))

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "berkas")
        resident = await on("store", self._desk.resident_of, draft)
        self._state = _papers(draft, resident, self._counter)
        self._show(self._state)
        await self._view(next((paper.kind for paper in draft.papers if paper.pages), ""))

    async def _view(self, kind: str) -> None:
        assert self._state is not None
        pages = next((paper.pages for paper in self._state.draft.papers if paper.kind == kind), ())
        page = await on("store", self._desk.blob, pages[-1]) if pages else b""
        self._state = replace(self._state, page=page, page_of=kind)
        self._show(self._state)

    def _flip(self, kind: str) -> Draft:
        """One paper more or less than is kept now: a second box may be ticked before the first one is kept."""
        papers = self._desk.load(self._case).papers
        held = [paper for paper in papers if paper.kind != kind]
        if len(held) == len(papers):
            held.append(Paper(kind))
        return self._desk.put_papers(self._case, tuple(held), {})

    async def _keep(self, act: Callable[..., Draft], *facts: Any) -> None:
        assert self._state is not None
        try:
            draft = await on("store", act, *facts)
        except StoreError as error:
            self._state = replace(self._state, fault=store_words(error))
        else:
            more = {"page": self._state.page, "page_of": self._state.page_of}
            self._state = _papers(
                draft, self._state.resident, self._counter, saved=self._counter.session.clock.stamp(), **more
            )
        self._show(self._state)

    async def _add_page(self, kind: str, file: Path) -> None:
        assert self._state is not None
        try:
            data = await on("files", file.read_bytes)
        except OSError:
            self._state = replace(self._state, fault=Words("Berkas tidak terbaca.", "Pilih berkas lain."))
            self._show(self._state)
            return
        if len(data) > LARGEST_PAGE:
            self._state = replace(
                self._state, fault=Words("Gambar lebih dari 4 MB.", "Kecilkan dulu, lalu pilih lagi.")
            )
            self._show(self._state)
            return
        held = {paper.kind: paper for paper in self._state.draft.papers}
        pages = (*held[kind].pages, blob_name(data)) if kind in held else (blob_name(data),)
        held[kind] = Paper(kind, pages)
        await self._keep(self._desk.put_papers, self._case, tuple(held.values()), {blob_name(data): data})
        await self._view(kind)


@dataclass(frozen=True, slots=True)
class BiodataState:
    """The form: text and problems of each field, and what it was before."""

    draft: Draft
    original: Resident
    resident: Resident  # with the valid changes
    texts: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    saved: str = ""
    fault: Words | None = None
    unsaved: Mapping[str, str] = field(default_factory=dict)  # what the store could not take; it stays in the fields
    alike: int = 0  # others who may be the same person

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that differ from the register."""
        return tuple(name for name in F102_FIELDS if self.texts[name].strip() != field_text(self.original, name))

    @property
    def full(self) -> bool:
        """Whether the applicant is recorded for this service."""
        return records(self.draft.service, self.original)

    @property
    def wrong(self) -> tuple[str, ...]:
        """The fields that stop the step."""
        return tuple(name for name, found in self.problems.items() if any(problem.stops for problem in found))


class BiodataPresenter:
    """Checks and keeps each field when it is left."""

    def __init__(self, counter: Counter, case: str, show: Callable[[BiodataState], None]) -> None:
        self._counter = counter
        self._case = case
        self._show = show
        self._desk = RecordingDesk(counter.session)
        self._state: BiodataState | None = None

    def open(self) -> None:
        """Load the draft and the resident."""
        self._counter.tasks.start(self._load())

    def put(self, name: str, text: str) -> None:
        """A field was left with a value. Before the form is filled its fields are empty and say nothing."""
        if self._state is not None:
            self._counter.tasks.start(self._put(self._state, name, text))

    def again(self) -> None:
        """Keep once more what could not be kept."""
        for name, text in dict(self._state.unsaved if self._state is not None else {}).items():
            self.put(name, text)

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "biodata")
        resident = await on("store", self._counter.session.store.residents.get, draft.resident)
        self._state = biodata(draft, resident, self._counter)
        self._show(self._state)
        await self._compare()

    async def _put(self, before: BiodataState, name: str, text: str) -> None:
        try:
            draft = await on("store", self._desk.put_field, self._case, name, text)
        except StoreError as error:
            latest = self._state or before
            unsaved = {**latest.unsaved, name: text}
            texts = {**latest.texts, **unsaved}
            self._state = replace(latest, texts=texts, unsaved=unsaved, fault=store_words(error))
        else:
            state = biodata(draft, before.original, self._counter)
            latest = self._state or before
            unsaved = {other: typed for other, typed in latest.unsaved.items() if other != name}
            texts = {**state.texts, **unsaved}
            fault = latest.fault if unsaved else None
            stamp = self._counter.session.clock.stamp()
            self._state = replace(state, texts=texts, unsaved=unsaved, fault=fault, saved=stamp, alike=latest.alike)
        self._show(self._state)
        if name in TELLING:
            await self._compare()

    async def _compare(self) -> None:
        """Whether another resident of this station may be the same person, by what the form says now."""
        if self._state is not None:
            alike = await on("search", self._counter.session.store.residents.alike, self._state.resident)
            if len(alike) != self._state.alike:
                self._state = replace(self._state, alike=len(alike))
                self._show(self._state)


def biodata(draft: Draft, original: Resident, counter: Counter) -> BiodataState:
    """The form of a draft: typed texts over the register's, each judged."""
    texts = {name: draft.fields.get(name, field_text(original, name)) for name in F102_FIELDS}
    context = Context(original, counter.today)
    problems = {name: found for name in F102_FIELDS if (found := check_field(name, texts[name], context))}
    resident = original
    for name, text in draft.fields.items():
        if not any(problem.stops for problem in problems.get(name, ())):
            resident = apply_field(resident, name, text)
    return BiodataState(draft, original, resident, texts, problems)


def _papers(draft: Draft, resident: Resident, counter: Counter, **more: Any) -> PapersState:
    asked = service(draft.service)
    kinds = frozenset(paper.kind for paper in draft.papers)
    needed = papers_of(asked, draft.change, resident.age(counter.today))
    return PapersState(draft, resident, asked, needed, missing_papers(needed, kinds), **more)
