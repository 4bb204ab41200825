"""The verifikator's desk: the queue, the case in hand, its papers, the marks so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.case import NotAllowed
from registry.changes import FamilyChange
from registry.ink import Ink
from registry.lifecycle import Status
from registry.people import Resident
from registry.rules import F102_FIELDS
from registry.submission import Submission
from station.desk.checking import DIFFERS, MATCHES, CheckingDesk
from station.presenters.counter import Counter
from station.presenters.family_facts import marked_members
from station.problems import Words, refusal_words
from station.store.cases import CaseFilter
from station.store.errors import NotFound
from station.store.index import CaseRow
from station.work import Flow, on

PAGE, FINGER = 50, "finger."


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page of one paper; a paper that was only seen at the counter has no blob."""

    kind: str
    blob: str


@dataclass(frozen=True, slots=True)
class CheckState:
    """Verifikasi: the queue, the case in hand, the marks so far."""

    queue: tuple[CaseRow, ...] = ()
    row: CaseRow | None = None
    submission: Submission | None = None
    own: bool = False
    photo: bytes = b""
    signature: Ink | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    recorder: str = ""
    original: Resident | None = None  # what the register says, where it is known here
    pages: tuple[PaperPage, ...] = ()
    page: int = 0
    paper: bytes = b""
    saved: str = ""
    fault: Words | None = None
    done: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """What is compared, in order: the fields of the form, or everyone of a family before and after."""
        if self.change is not None:
            return tuple(marked_members(self.change))
        return F102_FIELDS

    @property
    def change(self) -> FamilyChange | None:
        """What is to become of a family; None for a recording."""
        return self.submission.change if self.submission is not None else None

    @property
    def exceptions(self) -> tuple[int, ...]:
        """Fingers not recorded."""
        return tuple(f.position for f in self.submission.fingers if f.exception) if self.submission else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that is compared: fields, then fingers not recorded."""
        return (*self.fields, *(f"{FINGER}{position}" for position in self.exceptions))

    @property
    def seen(self) -> int:
        """How much is marked."""
        return sum(1 for name in self.names if self.marks.get(name))

    @property
    def complete(self) -> bool:
        """Whether everything is seen and matches."""
        return bool(self.submission) and all(self.marks.get(name) == MATCHES for name in self.names)

    @property
    def differing(self) -> tuple[str, ...]:
        """Fields that do not match."""
        return tuple(name for name, mark in self.marks.items() if mark == DIFFERS)


class CheckPresenter:
    """The verifikator's desk."""

    def __init__(self, counter: Counter, show: Callable[[CheckState], None]) -> None:
        self._counter = counter
        self._show = show
        self._desk = CheckingDesk(counter.session)
        self._state = CheckState()
        self._opening: Flow | None = None
        self._opened = ""  # the case in hand, or on its way

    def open(self) -> None:
        """Load the queue."""
        self._counter.tasks.start(self._load())

    def choose(self, row: CaseRow) -> None:
        """Take a case in hand; one that is still being opened is let go."""
        if self._opening is not None:
            self._opening.stop()
        self._opened = row.id
        self._opening = self._counter.tasks.start(self._choose(row))

    def mark(self, name: str, mark: str) -> None:
        """One field is seen."""
        if self._state.row is not None and not self._state.own:
            self._counter.tasks.start(self._mark(self._state.row.id, name, mark))

    def approve(self) -> None:
        """All match."""
        state = self._state
        if state.complete and state.row is not None:
            decisions = {str(position): "diterima" for position in state.exceptions}
            self._counter.tasks.start(self._act(self._desk.approve, state.row, decisions, done="Disetujui"))

    def send_back(self, reason: str) -> None:
        """Back to the operator with what to mend."""
        state = self._state
        if state.row is not None and reason.strip():
            fields = state.differing
            self._counter.tasks.start(self._act(self._desk.send_back, state.row, fields, reason, done="Dikembalikan"))

    def reject(self, law: str, reason: str) -> None:
        """End it: only with the law and a reason."""
        row = self._state.row
        if row is not None and law.strip() and reason.strip():
            self._counter.tasks.start(self._act(self._desk.reject, row, law.strip(), reason.strip(), done="Ditolak"))

    def next_case(self) -> None:
        """The next one of the queue, round and round."""
        queue, row = self._state.queue, self._state.row
        if len(queue) > 1 and row in queue:
            self.choose(queue[(queue.index(row) + 1) % len(queue)])

    def turn(self, way: int) -> None:
        """The page of paper before or after."""
        self.look_at(self._state.page + way)

    def look_at(self, page: int) -> None:
        """One page of the papers."""
        if 0 <= page < len(self._state.pages):
            self._counter.tasks.start(self._look_at(page))

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.SUBMITTED,), session.station, oldest_first=True)
        queue = await on("store", session.store.cases.page, wanted, limit=PAGE)
        gone = self._opened not in {row.id for row in queue}
        if gone and not queue:  # what was in hand went elsewhere
            self._state, self._opened = CheckState(done=self._state.done), ""
        self._set(queue=queue)
        if gone and queue:
            self.choose(next((r for r in queue if r.recorder != session.officer.handle), queue[0]))

    async def _choose(self, row: CaseRow) -> None:
        store = self._counter.session.store
        case = await on("store", self._desk.case, row.id)
        submission = await on("store", self._desk.submission, row.id)
        photo = await on("store", store.blobs.get, submission.photo) if submission.photo else b""
        signed = submission.signature or submission.declaration  # for a KK nothing but its truth is signed
        signature = Ink.from_bytes(await on("store", store.blobs.get, signed))
        names = await on("store", store.officers.names)
        original = await on("store", self._registered, row.resident)
        marks = await on("store", self._desk.marks, row.id)  # last: a mark made meanwhile is shown after it
        self._set(
            row=row,
            original=original,
            pages=paper_pages(submission),
            page=0,
            paper=b"",
            saved="",
            submission=submission,
            own=self._desk.own(case),
            photo=photo,
            signature=signature,
            marks=marks,
            recorder=names.get(row.recorder, row.recorder),
            fault=None,
        )
        self.look_at(0)

    def _registered(self, resident: str) -> Resident | None:
        try:
            return self._counter.session.store.residents.get(resident)
        except NotFound:
            return None  # recorded elsewhere: the register of that kecamatan is not here

    async def _look_at(self, page: int) -> None:
        blob = self._state.pages[page].blob
        try:
            paper = await on("store", self._counter.session.store.blobs.get, blob) if blob else b""
        except NotFound:
            paper = b""
        self._set(page=page, paper=paper)

    async def _mark(self, case: str, name: str, mark: str) -> None:
        marks = await on("store", self._desk.mark, case, name, mark)
        self._set(marks=marks, saved=self._counter.session.clock.stamp())

    async def _act(self, act: Callable[..., Any], row: CaseRow, *facts: Any, done: str) -> None:
        try:
            await on("store", act, row.id, *facts)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        self._counter.toast("ok", f"{done}: {row.number}")
        self._state, self._opened = CheckState(done=row.number), ""
        await self._load()
        self._show(self._state)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def paper_pages(submission: Submission) -> tuple[PaperPage, ...]:
    """Every page of every paper, in order; a paper without pages counts as one."""
    return tuple(PaperPage(paper.kind, blob) for paper in submission.papers for blob in (paper.pages or ("",)))
