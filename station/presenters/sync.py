"""What waits to be sent, how long and why, and what the centre has given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from station.desk.syncing import SyncDesk, SyncState
from station.presenters.counter import Counter, day_words
from station.store.errors import NotFound
from station.store.problems import Kept
from station.work import on
from sync.ports import PacketInfo

REASONS = {
    "": "Menunggu giliran", "unreachable": "Belum ada jaringan", "cut-off": "Terputus di tengah, dilanjutkan",
    "clock-wrong": "Jam stasiun salah", "locked": "Stasiun dikunci Dinas",
    "out-of-turn": "Menunggu kiriman sebelumnya dari permohonan yang sama",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SyncView:
    """The state of sync with the words around it: numbers of cases, open problems, the cursor, the time now."""

    state: SyncState
    numbers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Kept, ...] = ()
    cursor: int = 0
    now: str = ""

    @property
    def count(self) -> int:
        """How much waits."""
        return len(self.state.waiting) + self.state.unsealed

    @property
    def head(self) -> str:
        """The sentence at the top."""
        if not self.count:
            at = self.state.contact_at
            return f"Semua sudah diterima Dinas, kontak terakhir {day_words(at)}." if at else "Belum pernah tersambung."
        oldest = min((packet.created for packet in self.state.waiting), default="")
        age = f", tertua {age_words(oldest, self.now)}" if oldest else ""
        return f"{self.count} berkas menunggu{age}. Dikirim sendiri; Anda tidak perlu menunggu."

    def subject(self, packet: PacketInfo) -> str:
        """Whose packet it is: a number, never a name."""
        return self.numbers.get(packet.case, "Berkas stasiun")


class SyncPresenter:
    """Reads; sending is the station's own work."""

    def __init__(self, counter: Counter, desk: SyncDesk, show: Callable[[SyncView], None]) -> None:
        self._counter = counter
        self._desk = desk
        self._show = show

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    async def _load(self) -> None:
        store = self._counter.session.store
        state = await on("store", self._desk.state)
        numbers = await on("store", self._numbers, state.waiting)
        problems = await on("store", store.problems.open, limit=20)
        cursor = await on("store", store.side.cursor)
        self._show(SyncView(state, numbers, problems, cursor, self._counter.session.clock.stamp()))

    def _numbers(self, waiting: tuple[PacketInfo, ...]) -> Mapping[str, str]:
        found = {}
        for case in {packet.case for packet in waiting}:
            try:
                found[case] = self._counter.session.store.cases.row(case).number
            except NotFound:
                continue  # a packet of stock or of the station has no case
        return found


def reason_words(packet: PacketInfo) -> str:
    """Why a packet still waits."""
    return REASONS.get(packet.reason, f"Ditolak Dinas ({packet.reason}); hubungi Dinas dengan kode itu")


def size_words(size: int) -> str:
    """A size as people say it.

    >>> size_words(300), size_words(170_000), size_words(1_650_000)
    ('300 B', '166 kB', '1,6 MB')
    """
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def age_words(since: str, now: str) -> str:
    """How long ago, in the largest unit that fits.

    >>> age_words("2026-11-24T03:42:07Z", "2026-11-24T05:50:00Z")
    '2 jam'
    >>> age_words("2026-11-24T03:42:07Z", "2026-11-24T03:42:30Z")
    'baru saja'
    """
    seconds = (datetime.fromisoformat(now) - datetime.fromisoformat(since)).total_seconds()
    for size, word in ((86400, "hari"), (3600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{seconds // size:.0f} {word}"
    return "baru saja"
