"""Beranda: the four figures of a role and what its officer can do something about, from SQL; no figure is invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from shutil import disk_usage
from typing import Any

from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Grant, Role
from registry.stock import Item
from station.desk.backups import BackupDesk
from station.presenters.auditing import since_stamp
from station.presenters.cases import LATE_AFTER
from station.presenters.counter import Counter, date_words
from station.presenters.office import AT_CENTRE, TO_HAND_OVER, URGENCY
from station.problems.kept import kept_words
from station.settings import BadSettings
from station.store.auditing import AuditFilter
from station.store.cases import CaseFilter
from station.store.drafts import DraftRow
from station.store.errors import StoreError
from station.store.index import CaseRow
from station.store.problems import Kept
from station.work import Flow, on

MOST = 7
SOON_DAYS = 30  # an officer's term that ends so soon is told
WORK: Mapping[Role, tuple[Status, ...]] = {
    Role.OPERATOR: (Status.RETURNED, Status.RERECORD, Status.INCOMPLETE, *TO_HAND_OVER, Status.SHIPPED),
    Role.PRINTING: (Status.UNCERTAIN, Status.PRINT_APPROVED, Status.PRINTING, Status.PRINTED, Status.CHIP_VERIFIED),
    Role.VERIFIER: (Status.PRINT_FAILED, Status.SUBMITTED, Status.RELEASED),
}
JUDGED = (Status.SUBMITTED, Status.RELEASED, Status.PRINT_FAILED)
OF_OPERATOR = ("Perekaman tertunda", "Dikembalikan", "Di Pusat", "Siap diserahkan")
OF_VERIFIER = ("Menunggu verifikasi", "Pengecualian", "Setujui cetak", "Lewat batas")
OF_PRINTING = ("Siap dicetak", "Cip belum diperiksa", "Kiriman", "Blangko sisa")
OF_TECHNICIAN = ("Belum terkirim", "Kiriman bermasalah")
OF_ADMINISTRATOR = ("Petugas habis masa", "Keputusan kedua", "Jejak audit", "Kiriman bermasalah")


@dataclass(frozen=True, slots=True)
class Chore:
    """Work that is no case: an officer whose term ends, or something that was not taken. `page` is where it is done."""

    id: str
    title: str
    below: str
    chip: tuple[str, str, str]
    deed: str
    page: str


@dataclass(frozen=True, slots=True)
class HomeState:
    """Figures by the name of their tile, a line below where there is more to say, and the work of the officer."""

    figures: Mapping[str, int] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)
    drafts: tuple[DraftRow, ...] = ()
    rows: tuple[CaseRow, ...] = ()
    chores: tuple[Chore, ...] = ()
    residents: int = 0
    waiting: int = 0
    problems: int = 0
    blanks: int = 0
    recorded: int = 0  # today, at this station
    handed: int = 0
    last_backup: str = ""
    free_gb: float = 0.0  # on the disk of the store


def tiles_of(roles: frozenset[Role]) -> tuple[str, ...]:
    """The figures of a role; of several the one whose work is most particular."""
    of_role = (
        (Role.PRINTING, OF_PRINTING),
        (Role.VERIFIER, OF_VERIFIER),
        (Role.OPERATOR, OF_OPERATOR),
        (Role.ADMINISTRATOR, OF_ADMINISTRATOR),
        (Role.TECHNICIAN, OF_TECHNICIAN),
    )
    return next((tiles for role, tiles in of_role if role in roles), OF_TECHNICIAN)


class HomePresenter:
    """Counts, and the nearest work."""

    def __init__(self, counter: Counter, show: Callable[[HomeState], None]) -> None:
        self._counter = counter
        self._show = show
        self._flow: Flow | None = None

    def open(self) -> None:
        """Load; a load under way is let go."""
        self.close()
        self._flow = self._counter.tasks.start(self._load())

    def close(self) -> None:
        """The page is left."""
        if self._flow is not None:
            self._flow.stop()

    async def _load(self) -> None:
        state = await on("store", self._read)
        self._show(state)
        free = (await on("files", disk_usage, self._counter.session.store.folder)).free / 1e9
        last = await on("keep", self._last_backup)
        self._show(replace(state, free_gb=free, last_backup=last))

    def _last_backup(self) -> str:
        session = self._counter.session
        try:
            return BackupDesk(session.store, session.clock).standing().last
        except (StoreError, BadSettings):
            return ""

    def _read(self) -> HomeState:
        session, store = self._counter.session, self._counter.session.store
        midnight = since_stamp(self._counter.today, 0)
        drafts = store.drafts.of_officer(session.officer.handle)
        rest: dict[str, Any] = {
            "residents": store.residents.count(),
            "waiting": len(store.side.waiting()),
            "problems": store.problems.count(),
            "blanks": store.stock.on_hand(Item.KTP) - store.stock.on_desk(Item.KTP),
            "recorded": store.figures.acts(Kind.SUBMITTED, midnight),
            "handed": store.figures.acts(Kind.HANDED_OVER, midnight),
        }
        state = HomeState(drafts=drafts, rows=self._work(drafts), chores=self._chores(), **rest)
        figures = {name: self._figure(name, state) for name in tiles_of(session.officer.roles)}
        return replace(state, figures=figures, below=self._below(figures))

    # figures ----------------------------------------------------------------------------------------------------------
    def _figure(self, name: str, state: HomeState) -> int:
        own = {
            "Perekaman tertunda": len(state.drafts), "Blangko sisa": state.blanks, "Belum terkirim": state.waiting,
            "Kiriman bermasalah": state.problems,
        }  # fmt: skip
        if name in own:
            return own[name]
        store, me = self._counter.session.store, self._counter.session.officer.handle
        if name == "Pengecualian":
            return store.figures.excepted(self._station, me)
        if name == "Petugas habis masa":
            return len(self._ending())
        if name == "Jejak audit":
            return store.audit.count(AuditFilter(since=since_stamp(self._counter.today, 0)))
        return store.cases.count(self._filter(name))

    def _filter(self, name: str) -> CaseFilter:
        """The list behind a figure; what an officer may not judge himself is not counted as his."""
        here, me = self._station, self._counter.session.officer.handle
        return {
            "Dikembalikan": CaseFilter((Status.RETURNED,), here),
            "Di Pusat": CaseFilter(AT_CENTRE),
            "Siap diserahkan": CaseFilter(TO_HAND_OVER, here),
            "Menunggu verifikasi": CaseFilter((Status.SUBMITTED,), here, not_recorder=me),
            "Setujui cetak": CaseFilter((Status.RELEASED,), here, not_recorder=me),
            "Lewat batas": CaseFilter(JUDGED, here, not_recorder=me, late=self._late(JUDGED)),
            "Siap dicetak": CaseFilter((Status.PRINT_APPROVED,), here, not_approver=me),
            "Cip belum diperiksa": CaseFilter((Status.PRINTED,), here),
            "Kiriman": CaseFilter((Status.CHIP_VERIFIED, Status.SHIPPED), here),
            "Keputusan kedua": CaseFilter((Status.PRINT_FAILED,), here),
        }[name]

    def _late(self, statuses: tuple[Status, ...]) -> tuple[tuple[str, str], ...]:
        today = self._counter.today
        limits = {status: LATE_AFTER[status] for status in statuses if status in LATE_AFTER}
        return tuple((str(status), (today - timedelta(days=most)).isoformat()) for status, most in limits.items())

    def _below(self, figures: Mapping[str, int]) -> dict[str, str]:
        """What a figure hides: cards nobody has fetched for long."""
        if not figures.get("Siap diserahkan"):
            return {}
        old = replace(self._filter("Siap diserahkan"), late=self._late(TO_HAND_OVER))
        many = self._counter.session.store.cases.count(old)
        return {"Siap diserahkan": f"{many} lebih dari 30 hari"} if many else {}

    # work -------------------------------------------------------------------------------------------------------------
    def _work(self, drafts: tuple[DraftRow, ...]) -> tuple[CaseRow, ...]:
        """What this officer can do something about, the most urgent first and of those the oldest; then what he
        recorded himself and can only look at."""
        session, begun = self._counter.session, {draft.case for draft in drafts}
        found: dict[str, CaseRow] = {}
        for status, role in self._in_order():
            if len(found) < MOST:
                found |= {row.id: row for row in self._of_status(status, role) if row.id not in begun}
        own = CaseFilter(recorder=session.officer.handle)
        rest = session.store.cases.page(own, limit=MOST) if len(found) < MOST else ()
        for row in rest:
            if row.id not in begun:
                found.setdefault(row.id, row)
        return tuple(found.values())[:MOST]

    def _in_order(self) -> list[tuple[Status, Role]]:
        roles = self._counter.session.officer.roles
        mine = [(status, role) for role, statuses in WORK.items() if role in roles for status in statuses]
        return sorted(mine, key=lambda each: URGENCY.index(each[0]) if each[0] in URGENCY else len(URGENCY))

    def _of_status(self, status: Status, role: Role) -> tuple[CaseRow, ...]:
        me = self._counter.session.officer.handle
        wanted = CaseFilter(
            (status,),
            self._station,
            not_recorder=me if role is Role.VERIFIER else "",
            not_approver=me if role is Role.PRINTING else "",
            oldest_first=True,
        )
        return self._counter.session.store.cases.page(wanted, limit=MOST)

    def _chores(self) -> tuple[Chore, ...]:
        """What there is for an administrator besides cases."""
        if Role.ADMINISTRATOR not in self._counter.session.officer.roles:
            return ()
        kept = self._counter.session.store.problems.open(limit=MOST)
        officers = tuple(_officer_chore(grant, self._counter.today) for grant in self._ending())
        return (*officers, *(_kept_chore(each) for each in kept))[:MOST]

    def _ending(self) -> tuple[Grant, ...]:
        """Officers of this station whose term ended, or ends soon; who was removed is none of them."""
        store, soon = self._counter.session.store, self._counter.today + timedelta(days=SOON_DAYS)
        known = store.officers.verifier()
        here = (Grant.from_bytes(raw) for raw, _ in store.officers.signed())
        found = [
            grant
            for grant in here
            if grant.station == self._station
            and grant.until <= soon.isoformat()
            and not known.revoked_at(grant.officer, self._station)
        ]
        return tuple(sorted(found, key=lambda grant: grant.until))

    @property
    def _station(self) -> str:
        return self._counter.session.station


def _officer_chore(grant: Grant, today: date) -> Chore:
    over = grant.until < today.isoformat()
    said = "berakhir" if over else "berakhir segera"
    below = f"Masa tugas {'berakhir' if over else 'sampai'} {date_words(grant.until)}"
    chip = (f"Masa tugas {said}", "err" if over else "warn", "x" if over else "clock")
    return Chore(f"officer:{grant.officer}", grant.name, below, chip, "Perpanjang", "petugas")


def _kept_chore(kept: Kept) -> Chore:
    words = kept_words(kept.code)
    return Chore(f"problem:{kept.row}", words.title, words.text, ("Kiriman bermasalah", "err", "x"), "Lihat", "masalah")
