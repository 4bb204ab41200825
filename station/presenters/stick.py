"""Stik USB: what goes out, which drive, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any, TypeVar

from station.desk.drives import Drive, drive_of, drives
from station.desk.sticks import Halted, StickDesk, ToCarry, watching
from station.presenters.counter import Counter, local_day
from station.presenters.sync import age_words, size_words
from station.problems.sticks import exported_words, parcel_words, stick_words, taken_words
from station.problems.words import Words
from station.work import on
from sync.errors import SyncError
from sync.folder import Watch
from sync.stick import Taken

T = TypeVar("T")
NO_STICK = Words("Stik belum terpasang.", "Pasang stik lalu Cari lagi (F3), atau Pilih folder (F4).")


@dataclass(frozen=True, slots=True)
class StickState:
    """What would go, the drives, the one chosen, and what runs or ended. `share` is 0 to 100; `step` the card in
    hand: 1 export, 2 carry, 3 take."""

    carry: ToCarry = field(default_factory=ToCarry)
    drives: tuple[Drive, ...] = ()
    chosen: str = ""
    loaded: bool = False
    now: str = ""
    busy: str = ""
    share: int = 0
    step: int = 1
    fault: Words | None = None
    done: Words | None = None

    @property
    def drive(self) -> Drive | None:
        """The one to use."""
        return next((drive for drive in self.drives if str(drive.folder) == self.chosen), None)


class StickPresenter:
    """Writing and reading run on the network's lane: never beside a round of sync."""

    def __init__(
        self,
        counter: Counter,
        desk: StickDesk,
        show: Callable[[StickState], None],
        look: Callable[[], tuple[Drive, ...]] = drives,
    ) -> None:
        self._counter = counter
        self._desk = desk
        self._show = show
        self._look = look
        self._own: tuple[Drive, ...] = ()  # a folder that was chosen by hand
        self._halt = Event()
        self._state = StickState()

    def open(self) -> None:
        """Look what waits and what is plugged in."""
        self._counter.tasks.start(self._load())

    def choose(self, folder: str) -> None:
        """Use this drive."""
        if folder != self._state.chosen and not self._state.busy:
            self._set(chosen=folder, done=None, fault=None)

    def choose_folder(self, folder: str) -> None:
        """Use any folder."""
        self._counter.tasks.start(self._choose(Path(folder.strip()).expanduser()))

    def export(self) -> None:
        """Write what waits."""
        drive, total = self._state.drive, max(1, self._state.carry.size)
        if drive is None:
            self._set(fault=NO_STICK)
            return
        self._start("Mengekspor…", total, lambda watch: self._desk.export(drive.folder, watch), self._exported)

    def take(self) -> None:
        """Apply what came back."""
        drive = self._state.drive
        if drive is None:
            self._set(fault=NO_STICK)
            return
        folder = drive.folder
        self._start("Memasukkan balasan…", 0, lambda watch: self._desk.take(folder, watch), self._taken)

    def cancel(self) -> None:
        """Stop what runs; what is done stays done."""
        self._halt.set()

    # flows ----------------------------------------------------------------------------------------------------------
    def _start(self, words: str, total: int, work: Callable[[Watch], T], said: Callable[[T], dict[str, Any]]) -> None:
        if not self._state.busy:
            self._halt = Event()
            self._counter.tasks.start(self._run(words, total, work, said))

    async def _run(
        self, words: str, total: int, work: Callable[[Watch], T], said: Callable[[T], dict[str, Any]]
    ) -> None:
        news: SimpleQueue[int | None] = SimpleQueue()
        self._set(busy=words, share=0, fault=None, done=None)
        drive = self._state.drive
        if not total and drive is not None:
            total = await on("net", self._desk.size_of_returns, drive.folder)
        self._counter.tasks.start(self._follow(news, max(1, total)))
        came: dict[str, Any] = {}
        try:
            came = said(await on("net", _told, work, watching(self._halt, news.put), news))
        except Halted:
            came = {"done": Words("Dibatalkan.", "Tidak ada yang hilang; ulangi kapan saja.")}
        except SyncError as error:
            came = {"fault": stick_words(error.code)}
        self._set(busy="", **came)
        await self._load()

    async def _follow(self, news: SimpleQueue[int | None], total: int) -> None:
        while (done := await on("progress", news.get)) is not None:
            self._set(share=min(100, round(done * 100 / total)))

    async def _load(self) -> None:
        carry = await on("store", self._desk.to_carry)
        found = (*await on("progress", self._look), *self._own)
        chosen = self._state.chosen
        if chosen not in {str(drive.folder) for drive in found}:
            chosen = str(found[0].folder) if found else ""
        now = self._counter.session.clock.stamp()
        self._set(carry=carry, drives=found, chosen=chosen, now=now, loaded=True)

    async def _choose(self, folder: Path) -> None:
        if not await on("progress", folder.is_dir):
            self._set(fault=Words("Folder itu tidak ada.", "Periksa tulisannya, lalu Pilih folder (F4) lagi."))
            return
        drive = await on("progress", drive_of, folder)
        self._own = (drive,)
        self._set(drives=(*self._state.drives, drive), chosen=str(folder), fault=None, done=None)
        await self._load()

    def _exported(self, made: Any) -> dict[str, Any]:
        return {"done": exported_words(made, size_words(made.size)), "step": 2}

    def _taken(self, taken: Taken) -> dict[str, Any]:
        station = self._counter.session.station
        asked = f"{station}-{local_day(self._counter.session.clock.stamp()).replace('-', '')}"
        serious = next((fault for fault in taken.faults if fault.station == station), None)
        if serious is None and not taken.found:
            serious = next(iter(taken.faults), None)  # others on the same stick are nobody's trouble
        if serious is not None and serious.code.startswith("stick-"):
            return {"fault": stick_words(serious.code)}
        if serious is not None:
            return {"fault": parcel_words(serious, station, asked)}
        return {"done": taken_words(taken), "step": 1 if taken.found else self._state.step}

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _told(work: Callable[[Watch], T], watch: Watch, news: SimpleQueue[int | None]) -> T:
    """Do the work, and tell whoever follows that it has ended, however it did."""
    try:
        return work(watch)
    finally:
        news.put(None)


# words ----------------------------------------------------------------------------------------------------------------
def going_words(state: StickState) -> str:
    """What goes with the next stick."""
    carry = state.carry
    if not carry.count:
        return "Tidak ada berkas yang menunggu. Stik tetap dapat diisi, supaya kabar dari Dinas bisa dijemput."
    age = f", tertua {age_words(carry.oldest, state.now)}" if carry.oldest and state.now else ""
    size = f", {size_words(carry.size)}" if carry.size else ""
    return f"{carry.count} berkas{size}{age}. Semua tersegel: hanya Dinas yang dapat membukanya."


def drive_words(drive: Drive) -> str:
    """Where it is, and what is free on it."""
    large = f"{drive.free / 1e9:.1f} GB".replace(".", ",") if drive.free >= 1e9 else size_words(drive.free)
    free = f"{large} kosong" if drive.free >= 0 else "tidak terbaca"
    return f"{drive.folder} · {free}"
