"""Cadangan dan pulih: how backups stand, writing and testing one, and bringing one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any, TypeVar

from station.desk.backups import BackupDesk, Halted, Loss, Standing, marked, watching
from station.desk.keeping import Keeper
from station.desk.schedule import next_words
from station.presenters.counter import Counter, day_words
from station.presenters.sync import age_words, size_words
from station.problems import Words, keeping_words, moment_words
from station.store.audit import BACKED_UP, TESTED
from station.store.backup import Backup
from station.store.cipher import Watch
from station.store.errors import StoreError
from station.store.generations import CUT_OFF, Listed
from station.store.restore import Restored
from station.work import on

T = TypeVar("T")
BringBack = Callable[[Callable[[], Restored]], None]


@dataclass(frozen=True, slots=True)
class Question:
    """Asked before a restore: which backup, what it would take away, and the name to be typed."""

    backup: Backup
    loss: Loss
    name: str
    handle: str


@dataclass(frozen=True, slots=True)
class KeepingState:
    """Backups as they stand; `whole` are the folders whose every file was compared; `share` is 0 to 100."""

    standing: Standing | None = None
    entries: tuple[Listed, ...] = ()
    whole: frozenset[str] = frozenset()
    station: str = ""
    now: str = ""
    busy: str = ""
    share: int = 0
    fault: Words | None = None
    done: Words | None = None
    question: Question | None = None


class KeepingPresenter:
    """Everything long runs on the lane `keep`, so the counter goes on; `bring_back` ends the officer's time first."""

    def __init__(
        self, counter: Counter, desk: BackupDesk, bring_back: BringBack, show: Callable[[KeepingState], None]
    ) -> None:
        self._counter = counter
        self._desk = desk
        self._keeper = Keeper(counter.session.store.folder, counter.session.clock)
        self._bring_back = bring_back
        self._show = show
        self._halt = Event()
        self._state = KeepingState(station=counter.session.station)

    def open(self) -> None:
        """Load, then compare each backup's files in the background, the newest first."""
        self._counter.tasks.start(self._load())

    def back_up(self) -> None:
        """Write one now."""
        self._start("Mencadangkan…", self._back_up, _written)

    def test(self, folder: str) -> None:
        """Open a copy of one."""
        entry = self._entry(folder)
        if entry is not None and entry.backup is not None:
            backup = entry.backup
            self._start("Menguji cadangan…", lambda watch: self._test(backup, watch), lambda _: _tested(backup))

    def choose_disk(self, folder: str) -> None:
        """Mark a disk and use it from now on."""
        place = Path(folder.strip()).expanduser()
        self._start("Menandai disk…", lambda _: self._desk.choose_disk(place), lambda disk: _chosen(disk.folder))

    def cancel(self) -> None:
        """Stop what runs; nothing of it stays."""
        self._halt.set()

    def ask(self, folder: str) -> None:
        """Ask about a restore, once every file of the backup was compared."""
        entry = self._entry(folder)
        if entry is not None and not self._state.busy:
            self._counter.tasks.start(self._ask(entry))

    def answered(self) -> None:
        """The question was taken away."""
        self._state = replace(self._state, question=None)

    def restore(self, backup: Backup, passphrase: str) -> None:
        """Make the copy ready, then close the store and put it in place."""
        handle = self._counter.session.officer.handle

        def ready(_watch: Watch) -> Callable[[], Restored]:
            prepared = self._keeper.prepare(backup, handle, passphrase)
            return lambda: self._keeper.put_back(prepared)

        self._start("Menyiapkan salinan…", ready, self._put_back)

    def _put_back(self, put: Callable[[], Restored]) -> None:
        self._bring_back(put)

    def _back_up(self, watch: Watch) -> Backup:
        made = self._desk.back_up(watch)
        self._book(BACKED_UP, made.folder.name)
        return made

    def _test(self, backup: Backup, watch: Watch) -> None:
        self._desk.test(backup, watch)
        self._book(TESTED, backup.folder.name)

    def _book(self, what: str, folder: str) -> None:
        session = self._counter.session
        session.store.views.note(session.clock.stamp(), session.officer.handle, what, folder)

    # flows ----------------------------------------------------------------------------------------------------------
    def _start(self, words: str, work: Callable[[Watch], T], said: Callable[[T], Words | None]) -> None:
        if not self._state.busy:
            self._halt = Event()
            self._counter.tasks.start(self._run(words, work, said))

    async def _run(self, words: str, work: Callable[[Watch], T], said: Callable[[T], Words | None]) -> None:
        news: SimpleQueue[float | None] = SimpleQueue()
        self._set(busy=words, share=0, fault=None, done=None)
        self._counter.tasks.start(self._follow(news))
        came: dict[str, Any] = {}
        try:
            came["done"] = said(await on("keep", _told, work, watching(self._halt, news.put), news))
        except Halted:
            came["done"] = Words("Dibatalkan.", "Tidak ada yang berubah.")
        except StoreError as error:
            came["fault"] = keeping_words(error)
        await self._list()
        self._set(busy="", **came)
        await self._compare()

    async def _follow(self, news: SimpleQueue[float | None]) -> None:
        while (share := await on("progress", news.get)) is not None:
            self._set(share=round(share * 100))

    async def _load(self) -> None:
        await self._list()
        await self._compare()

    async def _list(self) -> None:
        try:
            standing = await on("store", self._desk.standing)
            entries = await on("keep", self._desk.all)
        except StoreError as error:
            self._set(fault=keeping_words(error))
            return
        held = {entry.folder.name for entry in entries}
        self._set(standing=standing, entries=entries, whole=self._state.whole & held, now=self._stamp())

    async def _compare(self) -> None:
        for entry in self._state.entries:
            if entry.backup is not None and entry.folder.name not in self._state.whole:
                self._look_at(await on("keep", self._desk.look, entry))

    def _look_at(self, looked: Listed) -> None:
        entries = tuple(looked if entry.folder == looked.folder else entry for entry in self._state.entries)
        names = frozenset() if looked.fault else frozenset({looked.folder.name})
        self._set(entries=entries, whole=self._state.whole | names)

    async def _ask(self, entry: Listed) -> None:
        looked = await on("keep", self._desk.look, entry)
        self._look_at(looked)
        if looked.fault or looked.backup is None:
            self._set(fault=Words(f"Cadangan rusak: {looked.fault}.", "Pilih cadangan lain."))
            return
        session = self._counter.session
        loss = await on("store", self._desk.loss, looked.backup)
        self._set(question=Question(looked.backup, loss, session.store.identity.name, session.officer.handle))

    def _entry(self, folder: str) -> Listed | None:
        return next((entry for entry in self._state.entries if entry.folder.name == folder), None)

    def _stamp(self) -> str:
        return self._counter.session.clock.stamp()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _told(work: Callable[[Watch], T], watch: Watch, news: SimpleQueue[float | None]) -> T:
    """Do the work, and tell whoever follows that it has ended, however it did."""
    try:
        return work(watch)
    finally:
        news.put(None)


def _written(made: Backup) -> Words:
    return Words("Cadangan utuh dan sudah diuji.", f"{moment_words(made.at)}, {size_words(made.size)}.")


def _tested(backup: Backup) -> Words:
    many = backup.contents
    counts = f"{many.cases} permohonan, {many.actions} tindakan, {many.residents} penduduk"
    return Words(f"Cadangan {moment_words(backup.at)} utuh.", f"Dibuka dan diperiksa: rantai utuh, {counts}.")


def _chosen(folder: Path) -> Words:
    return Words(f"Disk ditandai {folder.name}.", "Cadangan berikutnya ditulis ke sana.")


# words ----------------------------------------------------------------------------------------------------------------
def head_words(state: KeepingState) -> tuple[str, Words]:
    """The role and words of the banner: what is wrong, or what was done, or how it stands."""
    stands = state.standing
    if state.fault is not None:
        return "err", state.fault
    if state.done is not None:
        return "ok", state.done
    if stands is None:
        return "acc", Words("")
    if not stands.disk.present:
        since = age_words(stands.seen, state.now) if stands.seen else ""
        ago = f" sejak {since}" if since and since != "baru saja" else ""
        return "warn", Words(f"Disk cadangan tidak terpasang{ago}.", f"Pasang disk bertanda {marked(state.station)}.")
    if stands.fault:
        return "warn", Words(
            "Cadangan terakhir yang dicoba tidak selesai.", "Cadangkan sekarang (F5) untuk mencoba lagi."
        )
    if not stands.disk.second:
        return "warn", Words(
            "Cadangan masih di disk yang sama dengan data.",
            "Pilih disk kedua (F4), supaya data selamat bila komputer ini rusak.",
        )
    return "ok", Words("")


def facts_of(state: KeepingState) -> list[tuple[str, str]]:
    """Last, next, where, and how many stay."""
    stands = state.standing
    if stands is None:
        return []
    now = datetime.fromisoformat(state.now).astimezone().replace(tzinfo=None)
    last = datetime.fromisoformat(stands.last).astimezone().replace(tzinfo=None) if stands.last else None
    newest = next((entry for entry in state.entries if entry.at == stands.last), None)
    verified = " ✓" if newest is not None and newest.folder.name in state.whole else ""
    waits = next_words(last, now, stands.hours) if stands.disk.present else "setelah disk dipasang"
    return [
        ("Terakhir", f"{day_words(stands.last)}{verified}" if stands.last else "belum pernah"),
        ("Berikutnya", waits),
        ("Tempat", str(stands.disk.folder)),
        (
            "Disk",
            ("terpasang" if stands.disk.present else "tidak terpasang") if stands.disk.second else "sama dengan data",
        ),
        ("Disimpan", f"{stands.keep} cadangan terbaru"),
    ]


def fault_words(entry: Listed) -> str:
    """What is wrong with a backup, "" for nothing seen."""
    if entry.fault == CUT_OFF:
        return "terpotong"
    return f"{entry.fault} rusak" if entry.fault else ""


def loss_words(question: Question) -> str:
    """What a restore takes from the station, in numbers."""
    loss = question.loss
    gone = f"{loss.cases} permohonan, {loss.actions} tindakan dan {loss.drafts} rekaman tertunda"
    return (
        f"Stasiun kembali ke {moment_words(question.backup.at)}. Yang dibuat sesudahnya tidak tampak lagi: {gone}; "
        f"{loss.unsent} berkas belum diterima Dinas. Data sekarang dipindahkan, tidak dihapus. "
        "Perekaman boleh berjalan; pencetakan menunggu pencocokan dengan Pusat."
    )
