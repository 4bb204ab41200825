"""What waits to be sent, how long and why, what happens next, and what the centre has given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from station.desk.syncing import SyncDesk, SyncState
from station.presenters.counter import Counter, clock_words, day_words
from station.presenters.sync_light import ERR_DAYS, STICK_DAYS, days_waiting
from station.problems import Words, clock_off_words, moment_words, print_lock_words, span_words, waiting_words
from station.problems.kept import kept_words
from station.store.announcements import Announcement
from station.store.outgoing import Outgoing
from station.store.problems import Kept
from station.work import on
from sync.errors import BadWire
from sync.retry import waits
from sync.rules import SMALL

PAGE = 128  # as the table pages
OWN = {"request": "Permintaan petugas", "feed": "Stasiun"}  # packets that belong to no case
MINUTE_S = 60
LIMITS = (0, 64, 128, 256, 512, 1000, 2000)  # kbit/s that may be chosen


@dataclass(frozen=True, slots=True)
class SyncView:
    """The state of sync, the first page of its list, what else came wrong, the news, and the time now (UTC stamp)."""

    state: SyncState = field(default_factory=SyncState)
    rows: tuple[Outgoing, ...] = ()
    total: int = 0
    problems: tuple[Kept, ...] = ()
    news: tuple[Announcement, ...] = ()
    now: str = ""
    officer: str = ""

    @property
    def head(self) -> str:
        """The sentence at the top."""
        backlog, at = self.state.backlog, self.state.contact_at
        if not backlog.count:
            return f"Semua sudah diterima Dinas {when_words(at, self.now)}." if at else "Belum pernah tersambung."
        age = f", tertua {age_words(backlog.oldest, self.now)}" if backlog.oldest else ""
        return f"{backlog.count} berkas menunggu{age}. {self._then}"

    @property
    def _then(self) -> str:
        """What happens next."""
        rest, rules = self.state.rest, self.state.rules
        if rules.paused:
            return "Pengiriman dijeda; F5 mengirim sekali, Alt+J melanjutkan."
        if waits(rest.until, datetime.fromisoformat(self.now)):
            return f"Dicoba lagi sendiri {clock_words(rest.until)[:5]}; Anda tidak perlu menunggu."
        if self.state.quiet:
            return f"Jam tenang sampai {rules.quiet_until}: yang besar menyusul; F5 mengirim sekarang."
        return "Dikirim sendiri; Anda tidak perlu menunggu."

    @property
    def banner(self) -> tuple[str, Words]:
        """The gravest thing to know, with its role; no title for nothing."""
        state = self.state
        days = days_waiting(state, self.now) if self.now else 0
        if state.lock is not None:
            return "err", print_lock_words(state.lock.at, state.lock.reason)
        if state.clock_wrong:
            return "err", clock_off_words(state.skew_s)
        if days >= STICK_DAYS:
            title = f"{days} hari belum terkirim ({state.backlog.count} berkas)."
            text = "Bawa stik USB ke UPTD minggu ini. Langkahnya ada di Stik USB (F4)."
            return ("err" if days >= ERR_DAYS else "warn"), Words(title, text)
        if state.backlog.refused:
            title = f"{state.backlog.refused} kiriman ditolak Dinas."
            return "err", Words(title, "Pilih barisnya: sebab dan langkahnya tertulis di bawah tabel.")
        if self.problems:
            words = kept_words(self.problems[0].code)
            return "err", Words(words.title, f"{words.text} Semuanya: F7.")
        if state.rules.paused:
            by, at = state.rules.paused_by, moment_words(state.rules.paused_at)
            return "warn", Words(f"Pengiriman dijeda {by} sejak {at}.", "Alt+J melanjutkan.")
        if state.rest.code in ("unreachable", "bad-address") and state.contact_at:
            title = f"Belum ada jaringan sejak {when_words(state.contact_at, self.now, at='')}."
            return "acc", Words(title, "Kerja berlanjut seperti biasa, semua tersimpan dan dikirim nanti.")
        return "", Words("")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The connection in a few rows."""
        state, rules = self.state, self.state.rules
        contact = state.contact_at
        return [
            ("Kontak terakhir", moment_words(contact) if contact else "belum pernah"),
            ("Selisih jam", skew_words(state.skew_s, leaning=state.leaning) if contact else "belum diketahui"),
            ("Berita diterima", f"{state.cursor} butir"),
            ("Batas laju", limit_words(rules.limit_kbit)),
            ("Jam tenang", f"{rules.quiet_from}–{rules.quiet_until}" if rules.quiet_from else "tidak ada"),
            ("Pencetakan", "dikunci Dinas" if state.lock else "tidak dikunci"),
        ]

    def subject(self, packet: Outgoing) -> str:
        """Whose packet it is: a number, never a name."""
        return packet.number or OWN.get(packet.kind, "Berkas stasiun")

    def next_words(self, packet: Outgoing) -> str:
        """When it is tried next."""
        now, state = datetime.fromisoformat(self.now), self.state
        until = max(packet.next_at, state.rest.until)
        if packet.state == "refused":
            return "tidak lagi"
        if state.rules.paused:
            return "dijeda"
        if waits(until, now):
            return clock_words(until)[:5]
        return f"setelah {state.rules.quiet_until}" if state.quiet and packet.size > SMALL else "segera"


class SyncPresenter:
    """Reads, and sets what an officer wants; sending is the station's own work."""

    def __init__(
        self,
        counter: Counter,
        desk: SyncDesk,
        show: Callable[[SyncView], None],
        supply: Callable[[int, tuple[Outgoing, ...]], None] = lambda _offset, _rows: None,
    ) -> None:
        self._counter = counter
        self._desk = desk
        self._show = show
        self._supply = supply

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    def more(self, offset: int, limit: int) -> None:
        """A further page of the list, handed in when it has come."""
        self._counter.tasks.start(self._more(offset, limit))

    def pause(self) -> None:
        """Pause, in this officer's name."""
        self._counter.tasks.start(self._do(lambda: self._desk.pause(self._counter.session.officer.name)))

    def resume(self) -> None:
        """Go on."""
        self._counter.tasks.start(self._do(self._desk.resume))

    def lean(self) -> None:
        """Use the centre's time."""
        self._counter.tasks.start(self._do(self._desk.lean_on_centre))

    def set_line(self, limit: str, begin: str, end: str) -> str:
        """Cap and quiet hours as typed; what is wrong with them, "" when they were taken."""
        wrong = hours_fault(begin, end)
        if not wrong:
            hours = (written_hour(begin), written_hour(end))
            self._counter.tasks.start(self._do(lambda: self._desk.set_line(int(limit or 0), *hours)))
        return wrong

    async def _do(self, deed: Callable[[], None]) -> None:
        await on("store", deed)
        await self._load()

    async def _load(self) -> None:
        view = await on("store", self._view)
        self._show(view)

    def _view(self) -> SyncView:
        session = self._counter.session
        store = session.store
        rows = store.outgoing.page(0, PAGE)
        view = SyncView(self._desk.state(), rows, store.outgoing.count(), store.problems.open(limit=20))
        return replace(view, news=self._desk.news(), now=session.clock.stamp(), officer=session.officer.name)

    async def _more(self, offset: int, limit: int) -> None:
        rows = await on("store", self._counter.session.store.outgoing.page, offset, limit)
        self._supply(offset, rows)


def hours_fault(begin: str, end: str) -> str:
    """What is wrong with quiet hours as typed."""
    if bool(begin.strip()) != bool(end.strip()):
        return "Isi jam mulai dan jam selesai, atau kosongkan keduanya."
    try:
        written_hour(begin), written_hour(end)
    except BadWire:
        return "Tulis jam seperti 08.00 atau 17.30."
    return "Jam mulai dan selesai sama." if begin.strip() and written_hour(begin) == written_hour(end) else ""


def written_hour(text: str) -> str:
    """An hour as kept: 8, 8.00, 08:00 and 0800 are 08.00. Raises BadWire.

    >>> [written_hour(text) for text in ("8", " 8.05", "17:30", "0800", "")]
    ['08.00', '08.05', '17.30', '08.00', '']
    """
    digits = text.strip().replace(":", ".")
    if not digits:
        return ""
    if digits.isdigit() and len(digits) in (3, 4):
        digits = f"{digits[:-2]}.{digits[-2:]}"
    hour, _, minute = digits.partition(".")
    if not ((hour + (minute or "0")).isdigit() and int(hour) < 24 and int(minute or 0) < 60 and len(minute) in (0, 2)):
        raise BadWire("hours")
    return f"{int(hour):02d}.{int(minute or 0):02d}"


def reason_words(packet: Outgoing) -> Words:
    """Why a packet still waits or was refused, and the step."""
    return waiting_words(packet.reason, refused=packet.state == "refused")


def limit_words(kbit: int) -> str:
    """A cap as people say it.

    >>> limit_words(0), limit_words(256), limit_words(2000)
    ('tanpa batas', '256 kbit/s', '2 Mbit/s')
    """
    return "tanpa batas" if not kbit else f"{kbit} kbit/s" if kbit < 1000 else f"{kbit / 1000:g} Mbit/s"


def skew_words(skew_s: float, *, leaning: bool) -> str:
    """The computer's clock against the centre's.

    >>> skew_words(2, leaning=False), skew_words(-7300, leaning=True)
    ('jam cocok', '2 jam lebih lambat; jam Dinas dipakai')
    """
    if abs(skew_s) < MINUTE_S:  # what a person would set right by hand
        return "jam cocok"
    way = "lebih cepat" if skew_s > 0 else "lebih lambat"
    return f"{span_words(abs(skew_s))} {way}" + ("; jam Dinas dipakai" if leaning else "")


def when_words(stamp: str, now: str, at: str = "pukul ") -> str:
    """The hour of today, else day and hour."""
    same = day_words(stamp)[:-7] == day_words(now)[:-7]
    return f"{at}{clock_words(stamp)[:5]}" if same else day_words(stamp)


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
