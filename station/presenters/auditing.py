"""Jejak audit: who did what, whom it touched, when; pages from SQL, and the walk over the chains."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from registry.actions import Kind
from station.desk.auditing import AuditDesk
from station.desk.lookups import VIEWED
from station.presenters.counter import Counter
from station.presenters.history import KIND_WORDS
from station.problems import Words, moment_words, store_words
from station.store.audit import BACKED_UP, EXPORTED, OPENED, REMOVED, RESTORED, SEEN_TO, SIGNED_IN, TESTED
from station.store.auditing import ACTS, LOOKS, OFFICES, AuditFilter, Chain, Entry, Stopped
from station.store.errors import StoreError
from station.work import Flow, on

EVERYTHING = AuditFilter()
PAGE = 128  # as the table pages
KINDS: Mapping[str, str] = {
    "": "Semua",
    LOOKS: "Data tersembunyi dilihat",
    ACTS: "Tindakan permohonan",
    OFFICES: "Urusan petugas",
    **{kind.value: words for kind, words in KIND_WORDS.items()},
}
TIMES: Mapping[str, tuple[str, int]] = {
    "": ("Semua waktu", -1), "0": ("Hari ini", 0), "6": ("7 hari terakhir", 6), "29": ("30 hari terakhir", 29),
}  # fmt: skip
VIEW_WORDS = {
    SIGNED_IN: "Masuk", OPENED: "Membuka kunci petugas", REMOVED: "Mencabut petugas",
    EXPORTED: "Mengekspor jejak audit", BACKED_UP: "Mencadangkan data", TESTED: "Menguji cadangan",
    RESTORED: "Memulihkan cadangan",
    SEEN_TO: "Menandai kiriman bermasalah selesai",
    "nik": "Melihat NIK lengkap", "kk": "Melihat nomor KK lengkap", "kartu": "Melihat kartu dengan NIK",
    "formulir": "Mengeluarkan formulir dengan NIK",
    "bandingkan": "Membandingkan dua data", VIEWED: "Meminta data dari Pusat",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditState:
    """One filter: its first page and how many fit; how the chains were found; and what was taken out."""

    wanted: AuditFilter = EVERYTHING
    days: str = ""
    rows: tuple[Entry, ...] = ()
    total: int = 0
    loaded: bool = False
    officers: Mapping[str, str] = field(default_factory=dict)  # who did anything here
    names: Mapping[str, str] = field(default_factory=dict)
    checking: bool = False
    verdict: Words | None = None
    whole: bool = False
    fault: Words | None = None
    exported: str = ""


class AuditPresenter:
    """Answers the table page by page; an answer to an earlier question is dropped."""

    def __init__(
        self,
        counter: Counter,
        desk: AuditDesk,
        show: Callable[[AuditState], None],
        supply: Callable[[int, tuple[Entry, ...]], None],
    ) -> None:
        self._counter = counter
        self._desk = desk
        self._show = show
        self._supply = supply
        self._state = AuditState()
        self._flow: Flow | None = None
        self._stop = threading.Event()
        self.progress = 0  # percent; written by the lane, read by the page while it walks

    def open(self) -> None:
        """Load the first page."""
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(self._load())

    def choose(self, *, officer: str | None = None, kind: str | None = None, days: str | None = None) -> None:
        """Another filter; what is None stays."""
        state = self._state
        days = state.days if days is None else days
        wanted = AuditFilter(
            state.wanted.officer if officer is None else officer,
            state.wanted.kind if kind is None else kind,
            since_stamp(self._counter.today, TIMES[days][1]),
        )
        if (wanted, days) != (state.wanted, state.days):
            self._state = replace(state, wanted=wanted, days=days)
            self.open()

    def more(self, offset: int, limit: int) -> None:
        """A further page, handed in when it has come."""
        self._counter.tasks.start(self._more(offset, limit))

    def check(self) -> None:
        """Walk both chains, on a lane of its own: the counter works on."""
        if not self._state.checking:
            self._counter.tasks.start(self._check())

    def stop(self) -> None:
        """End the walk."""
        self._stop.set()

    def export(self) -> None:
        """Take the filtered list out, masked; booked."""
        self._counter.tasks.start(self._export())

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self._state.wanted != EVERYTHING

    def _tell(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progress = 100 * done // max(1, of)

    async def _load(self) -> None:
        store, wanted = self._counter.session.store, self._state.wanted
        rows = await on("store", store.audit.page, wanted, limit=PAGE)
        total = await on("store", store.audit.count, wanted)
        names = await on("store", store.officers.names)
        officers = {handle: names.get(handle, handle) for handle in await on("store", store.audit.officers)}
        self._set(rows=rows, total=total, officers=officers, names=names, loaded=True)

    async def _more(self, offset: int, limit: int) -> None:
        asked = self._state.wanted
        rows = await on("store", self._counter.session.store.audit.page, asked, limit=limit, offset=offset)
        if asked == self._state.wanted:
            self._supply(offset, rows)

    async def _check(self) -> None:
        self._stop.clear()
        self.progress = 0
        self._set(checking=True, verdict=None)
        try:
            found = await on("audit", self._counter.session.store.audit.check, self._tell)
        except Stopped:
            self._set(checking=False)
        except StoreError as error:
            self._set(checking=False, verdict=store_words(error), whole=False)
        else:
            self._set(checking=False, verdict=chain_words(found), whole=found.broken is None)

    async def _export(self) -> None:
        try:
            path = await on("store", self._desk.export, self._state.wanted, kind_words)
        except StoreError as error:
            self._set(fault=store_words(error))
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._set(fault=Words("Ekspor belum tertulis.", f"{why}. Periksa folder keluaran, lalu ulangi (F9)."))
        else:
            self._set(fault=None, exported=path.name)
            await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def chain_words(found: Chain) -> Words:
    """How the chains were found.

    >>> chain_words(Chain(41206, "")).title
    'Utuh (41.206 tindakan)'
    """
    if found.broken is None:
        until = f" sampai {moment_words(found.last_at)}" if found.last_at else ""
        return Words(f"Utuh{until} ({counted(found.count)} tindakan)")
    at = f", {moment_words(found.broken.at)}" if found.broken.at else ""
    return Words(f"Putus pada tindakan {counted(found.broken.number)}{at}.", "Jangan ubah apa pun; hubungi Dinas.")


def kind_words(entry: Entry) -> str:
    """What was done."""
    if entry.source == "act":
        return KIND_WORDS[Kind(entry.kind)]
    return VIEW_WORDS.get(entry.kind, f"Melihat {entry.kind}")


def subject_words(entry: Entry, names: Mapping[str, str]) -> str:
    """Whom it touched: an applicant, an officer, or what was counted before a sign-in."""
    if entry.source == "act" or entry.name:
        return entry.name
    if entry.kind == SIGNED_IN and entry.subject:
        return f"setelah {entry.subject.removeprefix('salah ')} kali salah sandi"
    if entry.kind == RESTORED:
        return f"ke keadaan {moment_words(entry.subject)}"
    return names.get(entry.subject, entry.subject)


def counted(number: int) -> str:
    """A number with its thousands: 41.206.

    >>> counted(41206)
    '41.206'
    """
    return f"{number:,}".replace(",", ".")


def since_stamp(today: date, days: int) -> str:
    """The UTC stamp of the local midnight so many days back; "" for no limit."""
    if days < 0:
        return ""
    midnight = datetime.combine(today - timedelta(days=days), time()).astimezone()
    return f"{midnight.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
