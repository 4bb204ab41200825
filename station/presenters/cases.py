"""Permohonan: all cases by status, age and officer; pages come from SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from registry.lifecycle import Status
from registry.officers import Role
from station.presenters.counter import Counter
from station.presenters.office import AT_CENTRE, TO_HAND_OVER
from station.presenters.status import Chip, chip
from station.store.cases import CaseFilter
from station.store.drafts import DraftRow
from station.store.index import CaseRow
from station.work import Flow, on

PAGE = 128  # as the table pages
ALL, MINE, DRAFTS = "Semua", "Perlu saya", "Draf"
PILLS: Mapping[str, tuple[Status, ...]] = {
    ALL: (),
    MINE: (),
    DRAFTS: (),
    "Dikembalikan": (Status.RETURNED,),
    "Verifikasi": (Status.SUBMITTED,),
    "Di Pusat": AT_CENTRE,
    "Siap cetak": (Status.PRINT_READY, Status.RELEASED, Status.PRINT_APPROVED),
    "Siap diserahkan": TO_HAND_OVER,
}
NEEDS: Mapping[Role, tuple[Status, ...]] = {
    Role.OPERATOR: (Status.RETURNED, Status.INCOMPLETE, Status.RERECORD),
    Role.VERIFIER: (Status.SUBMITTED, Status.RELEASED, Status.PRINT_FAILED),
    Role.PRINTING: (Status.PRINT_APPROVED, Status.PRINTING, Status.UNCERTAIN, Status.PRINTED),
}
LATE_AFTER: Mapping[Status, int] = {
    Status.SUBMITTED: 1, Status.RETURNED: 3, Status.VERIFIED: 3, Status.RECEIVED: 3, Status.IN_TRANSIT: 20,
    Status.SEARCHING: 7, Status.ADJUDICATED: 7, Status.RELEASED: 3, Status.PRINT_APPROVED: 3, Status.READY: 30,
    Status.AWAITING_TTE: 3, Status.KK_READY: 30, Status.OLD_WITHDRAWN: 30,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CasesState:
    """One filter: its first page, how many fit, and the figures on the pills."""

    pill: str = ALL
    text: str = ""
    officer: str = ""
    drafts: tuple[DraftRow, ...] = ()
    rows: tuple[CaseRow, ...] = ()
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    officers: Mapping[str, str] = field(default_factory=dict)
    today: str = ""

    @property
    def shown_drafts(self) -> tuple[DraftRow, ...]:
        """Drafts that stand above the cases in this filter."""
        if self.pill not in (ALL, MINE, DRAFTS) or self.officer:
            return ()
        wanted = self.text.strip().casefold()
        return tuple(d for d in self.drafts if wanted in f"{d.name} {d.number}".casefold())


class CasesPresenter:
    """Answers the table page by page; the first page comes with the filter."""

    def __init__(
        self,
        counter: Counter,
        show: Callable[[CasesState], None],
        supply: Callable[[int, tuple[CaseRow, ...]], None],
    ) -> None:
        self._counter = counter
        self._show = show
        self._supply = supply
        self._state = CasesState()
        self._flow: Flow | None = None

    def open(self) -> None:
        """Load the first page; an answer to an earlier question is dropped."""
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(self._load())

    def choose(self, pill: str) -> None:
        """Another pill."""
        self._ask(pill=pill)

    def search(self, text: str) -> None:
        """Words of name or number."""
        self._ask(text=text)

    def by_officer(self, handle: str) -> None:
        """Recorded by one officer; "" for all."""
        self._ask(officer=handle)

    def clear(self) -> None:
        """No filter at all."""
        self._ask(pill=ALL, text="", officer="")

    def more(self, offset: int, limit: int) -> None:
        """A further page, handed in when it has come."""
        self._counter.tasks.start(self._more(offset, limit))

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return (self._state.pill, self._state.text, self._state.officer) != (ALL, "", "")

    def _ask(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self.open()

    async def _more(self, offset: int, limit: int) -> None:
        asked = self._state
        rows = await on(
            "store", self._counter.session.store.cases.page, self._filter(asked.pill), limit=limit, offset=offset
        )
        if (asked.pill, asked.text, asked.officer) == (self._state.pill, self._state.text, self._state.officer):
            self._supply(offset, rows)

    async def _load(self) -> None:
        session, asked = self._counter.session, self._state
        store = session.store
        none = asked.pill == DRAFTS
        wanted = self._filter(asked.pill)
        rows = () if none else await on("store", store.cases.page, wanted, limit=PAGE)
        total = 0 if none else await on("store", store.cases.count, wanted)
        drafts = await on("store", store.drafts.of_officer, session.officer.handle)
        counts = await on("store", self._counts)
        names = await on("store", store.officers.names)
        self._state = replace(self._state, rows=rows, total=total, drafts=drafts, counts=counts, officers=names,
                              today=session.clock.today())  # fmt: skip
        self._show(self._state)

    def _filter(self, pill: str) -> CaseFilter:
        state, session = self._state, self._counter.session
        base = CaseFilter(tuple(PILLS[pill]), text=state.text.strip(), recorder=state.officer)
        if pill != MINE:
            return base
        roles = session.officer.roles
        statuses = tuple(status for role, each in NEEDS.items() if role in roles for status in each)
        judge = Role.VERIFIER in roles
        return replace(
            base,
            statuses=statuses or (Status.NEW,),  # a role without work of its own sees none
            holder=session.station,
            not_recorder=session.officer.handle if judge else "",
            not_approver=session.officer.handle if Role.PRINTING in roles else "",
        )

    def _counts(self) -> Mapping[str, int]:
        store, session = self._counter.session.store, self._counter.session
        by_status = store.cases.counts()
        found = {
            name: sum(by_status.get(status, 0) for status in statuses) for name, statuses in PILLS.items() if statuses
        }
        drafts = len(store.drafts.of_officer(session.officer.handle))
        plain = replace(self._filter(MINE), text="", recorder="")
        return {**found, ALL: sum(by_status.values()) + drafts, DRAFTS: drafts, MINE: store.cases.count(plain) + drafts}


def days_since(stamp: str, today: str) -> int:
    """Whole days from a moment to today; 0 without one."""
    if not stamp or not today:
        return 0
    return max(0, (date.fromisoformat(today) - date.fromisoformat(stamp[:10])).days)


def late(entry: CaseRow, today: str) -> bool:
    """Whether a case has stood in its status longer than it should.

    Late is measured from the last act: what waits with the centre has its own patience.
    """
    limit = LATE_AFTER.get(Status(entry.status))
    return limit is not None and days_since(entry.last_at, today) > limit


def case_chip(entry: CaseRow, today: str) -> Chip:
    """The chip of a case on a day (ISO date)."""
    return chip(Status(entry.status), receipted=entry.receipted, born=entry.birth_date, today=today)
