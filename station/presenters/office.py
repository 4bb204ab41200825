"""The lists behind Beranda."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from shutil import disk_usage

from registry.lifecycle import Status
from registry.services import SERVICES as ALL_SERVICES
from station.presenters.counter import Counter, local_day
from station.store.cases import CaseFilter
from station.store.drafts import DraftRow
from station.store.index import CaseRow
from station.work import on

PAGE = 50
SERVICES = {each.id: each.name for each in ALL_SERVICES}
AT_CENTRE = (
    Status.VERIFIED, Status.RECEIVED, Status.IN_TRANSIT, Status.SEARCHING, Status.ADJUDICATED, Status.HELD,
    Status.AWAITING_TTE,
)  # fmt: skip
TO_HAND_OVER = (Status.READY, Status.KK_READY, Status.OLD_WITHDRAWN)
URGENCY = (
    Status.RETURNED, Status.RERECORD, Status.UNCERTAIN, Status.INCOMPLETE, *TO_HAND_OVER, Status.SUBMITTED,
    Status.PRINT_READY, Status.RELEASED, Status.PRINT_APPROVED, Status.PRINTED, Status.CHIP_VERIFIED, Status.SHIPPED,
)  # fmt: skip
PILLS: Mapping[str, tuple[Status, ...]] = {
    "Semua": (),
    "Dikembalikan": (Status.RETURNED,),
    "Verifikasi": (Status.SUBMITTED,),
    "Di Pusat": AT_CENTRE,
    "Siap cetak": (Status.PRINT_READY, Status.RELEASED, Status.PRINT_APPROVED),
    "Pengiriman": (Status.CHIP_VERIFIED, Status.SHIPPED),
    "Siap diserahkan": TO_HAND_OVER,
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
    today: int = 0  # recorded today by this officer
    free_gb: float = 0.0  # on the disk of the store


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
        session = self._counter.session
        rows = await on("store", store.cases.page, CaseFilter(), limit=PAGE)
        own = await on("store", store.cases.page, CaseFilter(recorder=session.officer.handle), limit=PAGE)
        residents = await on("store", store.residents.count)
        waiting = len(await on("store", store.side.waiting))
        blanks = (await on("store", store.blanks.balance)).on_hand
        free = (await on("files", disk_usage, store.folder)).free / 1e9
        day = session.clock.today()
        today = sum(1 for row in own if row.recorded_at and local_day(row.recorded_at) == day)
        self._show(HomeState(drafts, counts, urgent_first(rows), residents, waiting, blanks, today, free))


def urgent_first(rows: tuple[CaseRow, ...]) -> tuple[CaseRow, ...]:
    """The cases that need a hand before those that only wait; within each the last touched first."""
    return tuple(sorted(rows, key=lambda row: URGENCY.index(row.status) if row.status in URGENCY else len(URGENCY)))
