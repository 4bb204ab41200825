"""Leave to print: releases that wait, those marked, and why one may not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.actions import Kind
from registry.case import Case, NotAllowed
from registry.lifecycle import Status
from registry.releases import Release, ReleaseRefused
from station.desk.releasing import ReleaseDesk, elements_of
from station.presenters.counter import Counter
from station.problems import Words, refusal_words, release_words, store_words
from station.store.cases import CaseFilter
from station.store.errors import NotFound, StoreError
from station.store.index import CaseRow
from station.work import on

PAGE = 50


@dataclass(frozen=True, slots=True)
class Attempt:
    """An earlier print: what became of it, the blank, why, and who booked it when."""

    outcome: str  # an Outcome
    blank: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One case whole: release, photo, when SIAK said it is single, and what became of earlier attempts."""

    row: CaseRow
    release: Release | None
    photo: bytes
    answered_at: str
    attempts: tuple[Attempt, ...]  # the oldest first


@dataclass(frozen=True, slots=True)
class ApproveState:
    """Setujui cetak: released cases, those marked, and why one may not be."""

    rows: tuple[CaseRow, ...] = ()
    marked: frozenset[str] = frozenset()
    serials: Mapping[str, str] = field(default_factory=dict)
    blocked: Mapping[str, Words] = field(default_factory=dict)
    blanks: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    shown: Detail | None = None
    fault: Words | None = None

    @property
    def again(self) -> tuple[CaseRow, ...]:
        """Those marked that were printed before: they need a reason."""
        return tuple(row for row in self.rows if row.id in self.marked and row.status == Status.PRINT_FAILED)


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

    def approve(self, reason: str = "") -> None:
        """Sign all marked; cards to be printed again with a reason."""
        if self._state.marked:
            self._counter.tasks.start(self._approve(tuple(sorted(self._state.marked)), reason))

    def look_at(self, case: str) -> None:
        """Show one of them whole."""
        row = next((each for each in self._state.rows if each.id == case), None)
        if row is not None:
            self._counter.tasks.start(self._look_at(row))

    async def _look_at(self, row: CaseRow) -> None:
        self._set(shown=await on("store", self._detail, row))

    def _detail(self, row: CaseRow) -> Detail:
        store = self._counter.session.store
        case = store.cases.get(row.id)
        answered = case.latest(Kind.UPSTREAM_ANSWERED)
        try:
            release: Release | None = self._desk.release_of(case)
            photo = store.blobs.get(elements_of(case).photo)
        except (ReleaseRefused, NotFound):
            release, photo = None, b""
        at = answered.header.at if answered else ""
        return Detail(row, release, photo, at, attempts_of(case))

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.RELEASED, Status.PRINT_FAILED), session.station, oldest_first=True)
        rows = await on("store", session.store.cases.page, wanted, limit=PAGE)
        serials, blocked = {}, {}
        for row in rows:
            try:
                case = await on("store", session.store.cases.get, row.id)
                serials[row.id] = (await on("store", self._desk.release_of, case)).serial
                await on("store", self._desk.may_print_today, case)
            except ReleaseRefused as error:
                blocked[row.id] = release_words(error)
            except StoreError as error:
                blocked[row.id] = store_words(error)
            if row.recorder == session.officer.handle:
                blocked[row.id] = Words("Masukan Anda sendiri, disetujui petugas lain.")
        blanks = (await on("store", session.store.blanks.balance)).on_hand
        names = await on("store", session.store.officers.names)
        kept = self._state.shown if self._state.shown and self._state.shown.row in rows else None
        self._set(rows=rows, serials=serials, blocked=blocked, blanks=blanks, names=names, shown=kept,
                  marked=self._state.marked & {row.id for row in rows})  # fmt: skip
        if kept is None and rows:
            self.look_at(rows[0].id)

    async def _approve(self, cases: tuple[str, ...], reason: str) -> None:
        signed, fault = 0, None
        for case in cases:
            try:
                await on("store", self._desk.approve, case, reason)
                signed += 1
            except NotAllowed as error:
                fault = refusal_words(error)
            except ReleaseRefused as error:
                fault = release_words(error)
            except StoreError as error:
                fault = store_words(error)
        self._set(marked=frozenset(), fault=fault)
        if signed:
            self._counter.toast("ok", f"{signed} kartu disetujui untuk dicetak")
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def attempts_of(case: Case) -> tuple[Attempt, ...]:
    """The prints booked so far; one whose payload is erased tells no more than its header."""
    found = []
    for action in case.actions:
        if action.header.kind is Kind.PRINT_BOOKED:
            record = action.record if action.payload is not None else {}
            blank, reason = str(record.get("blank", "")), str(record.get("reason", ""))
            found.append(Attempt(action.header.variant, blank, reason, action.header.author, action.header.at))
    return tuple(found)
