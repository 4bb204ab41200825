"""Permohonan: all cases by status, age and officer; pages come from SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias

from registry.lifecycle import Status
from registry.numbers import LENGTH
from registry.officers import Role
from registry.promise import ServiceClock, Wait
from registry.services import UnknownService, service
from registry.upstream import ADVICE, SiakStatus, Step
from station.presenters.counter import Counter
from station.presenters.office import AT_CENTRE, TO_HAND_OVER
from station.presenters.promising import clock_of
from station.presenters.status import Chip, chip
from station.store.cases import CaseFilter
from station.store.drafts import DraftRow
from station.store.index import CaseRow
from station.work import Flow, Steps, on

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


AGES: Mapping[str, str] = {
    "": "Semua umur", "hari": "Hari ini", "pekan": "Lebih dari 7 hari", "bulan": "Lebih dari 30 hari",
    "lewat": "Lewat batas",
}  # fmt: skip
STEP_WORDS: Mapping[Step, str] = {
    Step.RECORD: "Buka KTP-el baru", Step.SEND: "Terkirim sendiri", Step.WAIT: "Tunggu",
    Step.ASK_RESEND: "Minta kirim ulang lewat Dinas", Step.RECORD_AGAIN: "Hubungi pemohon, rekam lagi",
    Step.REPORT: "Laporkan ke Dinas", Step.ASK_DELETION: "Ajukan hapus data kedua lewat Dinas",
    Step.PRINT: "Menunggu persetujuan cetak", Step.CHECK_CHIP: "Periksa cip", Step.COUNT_IN: "Hitung saat tiba",
    Step.NOTHING: "Tidak ada",
}  # fmt: skip
OLDER_THAN = {"pekan": 7, "bulan": 30}


Figures: TypeAlias = tuple[Mapping[str, int], Mapping[str, str]]  # on the pills, and officers by handle


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer asks of the list."""

    pill: str = ALL
    text: str = ""
    officer: str = ""
    service: str = ""
    age: str = ""

    @property
    def nothing(self) -> bool:
        """Whether nothing narrows the list."""
        return self == Asked()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the line of a case: its service clock, and whether something of it was refused."""

    clock: ServiceClock | None = None
    troubled: bool = False


@dataclass(frozen=True, slots=True)
class CasesState:
    """One filter: its first page, how many fit, and the figures on the pills."""

    asked: Asked = Asked()
    drafts: tuple[DraftRow, ...] = ()  # those above the cases in this filter
    mended: Mapping[str, CaseRow] = field(default_factory=dict)  # of the drafts: the case that came back
    rows: tuple[CaseRow, ...] = ()
    beside: Mapping[str, Beside] = field(default_factory=dict)  # of the rows
    total: int = 0
    late: int = 0  # of the total
    counts: Mapping[str, int] = field(default_factory=dict)
    officers: Mapping[str, str] = field(default_factory=dict)
    today: str = ""


class CasesPresenter:
    """Answers the table page by page; the first page comes with the filter. A newer question drops an older one."""

    def __init__(
        self,
        counter: Counter,
        show: Callable[[CasesState], None],
        supply: Callable[[int, tuple[CaseRow, ...], Mapping[str, Beside]], None],
    ) -> None:
        self._counter = counter
        self._show = show
        self._supply = supply
        self._state = CasesState()
        self._asked = Asked()
        self._flow: Flow | None = None

    @property
    def asked(self) -> Asked:
        """What is asked now; its answer may be on its way."""
        return self._asked

    def open(self) -> None:
        """Load figures, names and the first page."""
        self._begin(self._load(self._asked))

    def ask(self, **changes: str) -> None:
        """Another pill, text, officer, service or age; what is not named stays."""
        asked = replace(self._asked, **changes)
        if asked != self._asked:
            self._asked = asked
            self._begin(self._answer(asked))

    def clear(self) -> None:
        """Ask for all."""
        self._asked = Asked()
        self._begin(self._answer(self._asked))

    def more(self, offset: int, limit: int) -> None:
        """A further page, handed in when it has come."""
        self._counter.tasks.start(self._more(offset, limit))

    def _begin(self, steps: Steps) -> None:
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(steps)

    async def _load(self, asked: Asked) -> None:
        figures: Figures = await on("search", self._figures)
        self._state = replace(self._state, counts=figures[0], officers=figures[1])
        await self._answer(asked)

    async def _answer(self, asked: Asked) -> None:
        found = await on("search", self._found, asked)
        if found is not None:
            self._state = replace(found, counts=self._state.counts, officers=self._state.officers)
            self._show(self._state)

    async def _more(self, offset: int, limit: int) -> None:
        asked, cases = self._state.asked, self._counter.session.store.cases
        wanted = await on("search", self._filter, asked)
        rows = await on("search", cases.page, wanted, limit=limit, offset=offset)
        beside = await on("search", self._beside, rows)
        if asked == self._state.asked:
            self._supply(offset, rows, beside)

    # on the lane ------------------------------------------------------------------------------------------------------
    def _found(self, asked: Asked) -> CasesState | None:
        """The first page and its figures; None when something else is asked by now."""
        if asked != self._asked:
            return None
        cases = self._counter.session.store.cases
        wanted, none = self._filter(asked), asked.pill == DRAFTS
        drafts = self._drafts(asked)
        rows = () if none else cases.page(wanted, limit=PAGE)
        return CasesState(
            asked,
            drafts,
            cases.rows(draft.case for draft in drafts),
            rows,
            self._beside(rows),
            0 if none else cases.count(wanted),
            0 if none else cases.count(replace(wanted, late=wanted.late or self._late())),
            today=self._today,
        )

    def _beside(self, rows: tuple[CaseRow, ...]) -> Mapping[str, Beside]:
        names = [row.id for row in rows]
        store = self._counter.session.store
        courses, troubled = store.cases.courses(names), store.problems.cases(names)
        return {
            name: Beside(clock_of(courses[name], self._counter) if name in courses else None, name in troubled)
            for name in names
        }

    def _drafts(self, asked: Asked) -> tuple[DraftRow, ...]:
        session = self._counter.session
        if asked.pill not in (ALL, MINE, DRAFTS) or asked.officer not in ("", session.officer.handle):
            return ()
        wanted = asked.text.strip().casefold()
        return tuple(
            draft
            for draft in session.store.drafts.of_officer(session.officer.handle)
            if wanted in f"{draft.name} {draft.number}".casefold()
            and asked.service in ("", draft.service)
            and _of_age(days_since(draft.touched_at, self._today), asked.age)
        )

    def _filter(self, asked: Asked) -> CaseFilter:
        session, today, text = self._counter.session, date.fromisoformat(self._today), asked.text.strip()
        nik = re.sub(r"[\s.]", "", text)
        who = session.store.residents.by_nik(nik) if len(nik) == LENGTH and nik.isdigit() else None
        older = OLDER_THAN.get(asked.age)
        base = CaseFilter(
            statuses=tuple(PILLS[asked.pill]),
            text="" if who else text,
            resident=who.id if who else "",
            recorder=asked.officer,
            services=(asked.service,) if asked.service else (),
            recorded_from=today.isoformat() if asked.age == "hari" else "",
            recorded_before=(today - timedelta(days=older)).isoformat() if older else "",
            late=self._late() if asked.age == "lewat" else (),
            without_drafts_of=session.officer.handle if asked.pill in (ALL, MINE) else "",
        )
        return self._needed(base) if asked.pill == MINE else base

    def _needed(self, base: CaseFilter) -> CaseFilter:
        """What this officer can do something about."""
        session = self._counter.session
        roles = session.officer.roles
        statuses = tuple(status for role, each in NEEDS.items() if role in roles for status in each)
        return replace(
            base,
            statuses=statuses or (Status.NEW,),  # a role without work of its own sees none
            holder=session.station,
            not_recorder=session.officer.handle if Role.VERIFIER in roles else "",
            not_approver=session.officer.handle if Role.PRINTING in roles else "",
        )

    def _late(self) -> tuple[tuple[str, str], ...]:
        today = date.fromisoformat(self._today)
        return tuple((str(status), (today - timedelta(days=most)).isoformat()) for status, most in LATE_AFTER.items())

    def _figures(self) -> Figures:
        store, session = self._counter.session.store, self._counter.session
        by_status = store.cases.counts()
        found = {
            name: sum(by_status.get(status, 0) for status in statuses) for name, statuses in PILLS.items() if statuses
        }
        drafts = store.drafts.of_officer(session.officer.handle)
        mended = len(store.cases.rows(draft.case for draft in drafts))
        found[ALL] = sum(by_status.values()) + len(drafts) - mended
        found[DRAFTS] = len(drafts)
        found[MINE] = store.cases.count(self._filter(Asked(MINE))) + len(drafts)
        return found, store.officers.names()

    @property
    def _today(self) -> str:
        return self._counter.session.clock.today()


def _of_age(days: int, age: str) -> bool:
    """Whether a draft of so many days belongs to an age; drafts are never late."""
    return {"": True, "hari": days == 0, "lewat": False}.get(age, days > OLDER_THAN.get(age, 0))


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


def advice(entry: CaseRow, today: str) -> str:
    """What to do about a case that stands longer than is usual where SIAK said it is; "" while it may wait."""
    if Status(entry.status) not in AT_CENTRE or entry.upstream not in set(SiakStatus):
        return ""
    told = ADVICE[SiakStatus(entry.upstream)]
    return STEP_WORDS[told.then] if days_since(entry.last_at, today) > told.days else ""


def age_words(entry: CaseRow, clock: ServiceClock | None, today: str) -> str:
    """How old a case is: working days used of those promised while it is our turn, else days since its recording."""
    if clock is not None and clock.turn is Wait.OURS and clock.started is not None:
        return f"{clock.ours} dari {clock.promised} hari"
    return f"{days_since(entry.recorded_at, today)} hari"


def is_late(entry: CaseRow, clock: ServiceClock | None, today: str) -> bool:
    """Whether it is marked: it waits longer than its status may, or longer than the service promises."""
    over = clock is not None and clock.turn is Wait.OURS and clock.late(date.fromisoformat(today))
    return over or late(entry, today)


def case_chip(entry: CaseRow, today: str) -> Chip:
    """The chip of a case on a day (ISO date)."""
    return chip(Status(entry.status), receipted=entry.receipted, born=entry.birth_date, today=today)


def service_title(name: str) -> str:
    """A service by its id; of one that this Loket does not know, the id."""
    try:
        return service(name).name
    except UnknownService:
        return name
