"""The lists behind Beranda and the desks of verifikator and approver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.case import NotAllowed
from registry.ink import Ink
from registry.lifecycle import Status
from registry.releases import ReleaseRefused
from registry.rules import F102_FIELDS, field_text
from registry.submission import Submission
from station.desk.checking import DIFFERS, MATCHES, CheckingDesk
from station.desk.releasing import ReleaseDesk
from station.presenters.counter import Counter
from station.problems import Words, refusal_words, release_words
from station.store.cases import CaseFilter
from station.store.drafts import DraftRow
from station.store.index import CaseRow
from station.work import on

PAGE = 50
AT_CENTRE = (Status.VERIFIED, Status.RECEIVED, Status.IN_TRANSIT, Status.SEARCHING, Status.ADJUDICATED, Status.HELD)
PILLS: Mapping[str, tuple[Status, ...]] = {
    "Semua": (),
    "Dikembalikan": (Status.RETURNED,),
    "Verifikasi": (Status.SUBMITTED,),
    "Di Pusat": AT_CENTRE,
    "Siap cetak": (Status.PRINT_READY, Status.RELEASED, Status.PRINT_APPROVED),
    "Pengiriman": (Status.CHIP_VERIFIED, Status.SHIPPED),
    "Siap diserahkan": (Status.READY,),
    "Selesai": (Status.HANDED_OVER,),
}


@dataclass(frozen=True, slots=True)
class HomeState:
    """Beranda: figures and the officer's own open work."""

    drafts: tuple[DraftRow, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[CaseRow, ...] = ()
    residents: int = 0
    waiting: int = 0
    blanks: int = 0


class HomePresenter:
    """Counts and the nearest work."""

    def __init__(self, counter: Counter, show: Callable[[HomeState], None]) -> None:
        self._counter = counter
        self._show = show

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    async def _load(self) -> None:
        store = self._counter.session.store
        drafts = await on("store", store.drafts.of_officer, self._counter.session.officer.handle)
        counts = {}
        for name, statuses in PILLS.items():
            holder = "" if name in ("Semua", "Di Pusat", "Selesai") else self._counter.session.station
            counts[name] = await on("store", store.cases.count, CaseFilter(tuple(statuses), holder))
        rows = await on("store", store.cases.page, CaseFilter(), limit=7)
        residents = await on("store", store.residents.count)
        waiting = len(await on("store", store.side.waiting))
        blanks = (await on("store", store.blanks.balance)).on_hand
        self._show(HomeState(drafts, counts, rows, residents, waiting, blanks))


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
    fault: Words | None = None
    done: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """What is compared, in order: the form, then each finger exception."""
        return F102_FIELDS

    @property
    def exceptions(self) -> tuple[int, ...]:
        """Fingers not recorded."""
        return tuple(f.position for f in self.submission.fingers if f.exception) if self.submission else ()

    @property
    def complete(self) -> bool:
        """Whether everything is seen and matches."""
        names = (*self.fields, *(f"finger.{position}" for position in self.exceptions))
        return bool(self.submission) and all(self.marks.get(name) == MATCHES for name in names)

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

    def open(self) -> None:
        """Load the queue."""
        self._counter.tasks.start(self._load())

    def choose(self, row: CaseRow) -> None:
        """Take a case in hand."""
        self._counter.tasks.start(self._choose(row))

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

    def text(self, name: str) -> str:
        """A field of the recording as text."""
        return field_text(self._state.submission.resident, name) if self._state.submission else ""

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.SUBMITTED,), session.station, oldest_first=True)
        queue = await on("store", session.store.cases.page, wanted, limit=PAGE)
        self._set(queue=queue)
        if self._state.row is None and queue:
            await self._choose(next((r for r in queue if r.recorder != session.officer.handle), queue[0]))

    async def _choose(self, row: CaseRow) -> None:
        store = self._counter.session.store
        case = await on("store", self._desk.case, row.id)
        submission = await on("store", self._desk.submission, row.id)
        photo = await on("store", store.blobs.get, submission.photo)
        signature = Ink.from_bytes(await on("store", store.blobs.get, submission.signature))
        marks = await on("store", self._desk.marks, row.id)
        names = await on("store", store.officers.names)
        self._set(
            row=row,
            submission=submission,
            own=self._desk.own(case),
            photo=photo,
            signature=signature,
            marks=marks,
            recorder=names.get(row.recorder, row.recorder),
            fault=None,
        )

    async def _mark(self, case: str, name: str, mark: str) -> None:
        self._set(marks=await on("store", self._desk.mark, case, name, mark))

    async def _act(self, act: Callable[..., Any], row: CaseRow, *facts: Any, done: str) -> None:
        try:
            await on("store", act, row.id, *facts)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        self._counter.toast("ok", f"{done}: {row.number}")
        self._state = CheckState(done=row.number)
        await self._load()
        self._show(self._state)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


@dataclass(frozen=True, slots=True)
class ApproveState:
    """Setujui cetak: released cases, those marked, and why one may not be."""

    rows: tuple[CaseRow, ...] = ()
    marked: frozenset[str] = frozenset()
    serials: Mapping[str, str] = field(default_factory=dict)
    blocked: Mapping[str, Words] = field(default_factory=dict)
    blanks: int = 0
    fault: Words | None = None


class ApprovePresenter:
    """One officer approves what another will print."""

    def __init__(self, counter: Counter, show: Callable[[ApproveState], None]) -> None:
        self._counter = counter
        self._show = show
        self._desk = ReleaseDesk(counter.session, counter.authority)
        self._state = ApproveState()

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    def toggle(self, case: str) -> None:
        """Mark or unmark."""
        if case not in self._state.blocked:
            self._set(marked=self._state.marked ^ {case})

    def approve(self) -> None:
        """Sign all marked."""
        if self._state.marked:
            self._counter.tasks.start(self._approve(tuple(sorted(self._state.marked))))

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.RELEASED, Status.PRINT_FAILED), session.station, oldest_first=True)
        rows = await on("store", session.store.cases.page, wanted, limit=PAGE)
        serials, blocked = {}, {}
        for row in rows:
            try:
                case = await on("store", session.store.cases.get, row.id)
                serials[row.id] = (await on("store", self._desk.release_of, case)).serial
            except ReleaseRefused as error:
                blocked[row.id] = release_words(error)
            if row.recorder == session.officer.handle:
                blocked[row.id] = Words("Anda yang merekam, disetujui petugas lain.")
        blanks = (await on("store", session.store.blanks.balance)).on_hand
        self._set(rows=rows, serials=serials, blocked=blocked, blanks=blanks, marked=frozenset())

    async def _approve(self, cases: tuple[str, ...]) -> None:
        for case in cases:
            try:
                await on("store", self._desk.approve, case)
            except NotAllowed as error:
                self._set(fault=refusal_words(error))
            except ReleaseRefused as error:
                self._set(fault=release_words(error))
        self._counter.toast("ok", f"{len(cases)} kartu disetujui untuk dicetak")
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
