"""Parcels between stations: cards scanned in and sealed, or counted out of what came. Each scan is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from registry.case import NotAllowed
from station.desk.list_files import Sheetful
from station.desk.lists import Lists
from station.desk.parcels import ParcelDesk, ParcelRefused
from station.presenters.counter import Counter
from station.problems import Words, refusal_words, store_words
from station.store.errors import StoreError
from station.store.index import CaseRow
from station.store.parcels import Sealed, Way
from station.work import on

NOT_SEALED = {
    "no-seal": Words("Nomor segel belum ditulis.", "Nomornya ada di segel kantong."),
    "no-cards": Words("Belum ada kartu di kiriman ini.", "Pindai atau ketik nomor setiap kartu dulu."),
}


@dataclass(frozen=True, slots=True)
class ParcelState:
    """Cards to send with those in the parcel, and cards on the way here with those counted so far."""

    outgoing: tuple[CaseRow, ...] = ()
    incoming: tuple[CaseRow, ...] = ()
    packed: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    last: Sealed | None = None
    last_cards: int = 0
    fault: Words | None = None
    saved: str = ""
    loaded: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Numbers of cards that were announced and not yet counted."""
        return tuple(row.number for row in self.incoming if row.id not in self.counted)

    @property
    def short(self) -> Words | None:
        """What lacks, once counting has begun."""
        if not self.counted or not self.missing:
            return None
        shown = ", ".join(self.missing[:3]) + (" dan lainnya" if len(self.missing) > 3 else "")
        title = f"Kurang {len(self.missing)} dari {len(self.incoming)}: kartu untuk {shown}."
        return Words(title, "Hitung lagi; bila tetap kurang, Terima dengan selisih (F4) dan UPTD diberi tahu.")


class ParcelPresenter:
    """Out and in; `target` is the station that cards go to."""

    def __init__(self, counter: Counter, show: Callable[[ParcelState], None], target: str) -> None:
        self._counter = counter
        self._show = show
        self._target = target
        self._desk = ParcelDesk(counter.session)
        self._lists = Lists(counter.session)
        self._state = ParcelState()

    def open(self) -> None:
        """Load both lists with the scans that are open."""
        self._counter.tasks.start(self._load())

    def scan(self, text: str) -> None:
        """A card by its case number: one that came is counted, one that may go is put into the parcel."""
        number = text.strip().upper()
        state = self._state
        for way, rows in ((Way.IN, state.incoming), (Way.OUT, state.outgoing)):
            found = next((row for row in rows if row.number == number), None)
            if found is not None:
                self._counter.tasks.start(self._scan(way, found))
                return
        words = Words(f"{text.strip()} tidak ada di daftar kiriman ini.", "Sisihkan kartunya dan hubungi UPTD.")
        self._set(fault=words)

    def put_back(self, case: str) -> None:
        """A card is taken out of the parcel again, or was not counted after all."""
        way = Way.OUT if case in self._state.packed else Way.IN
        if case in self._state.packed | self._state.counted:
            self._counter.tasks.start(self._put_back(way, case))

    def send(self, seal: str) -> None:
        """Seal the parcel and ship what lies in it."""
        self._counter.tasks.start(self._send(seal))

    def receive(self) -> None:
        """Book the counted cards; those that did not come stay on their way, and their numbers are told."""
        if self._state.counted:
            self._counter.tasks.start(self._receive())

    def papers(self) -> tuple[Sheetful, ...]:
        """List and berita acara of the parcel sealed last (on the store's lane)."""
        last = self._counter.session.store.parcels.newest()
        return self._lists.shipping(last) if last is not None else ()

    def tell(self, role: str, words: Words) -> None:
        """What came of putting a list out."""
        if role == "ok":
            self._counter.toast("ok", words.line)
            self._set(fault=None)
        else:
            self._set(fault=words)

    async def _load(self) -> None:
        found = await on("store", self._desk.look)
        names = ("outgoing", "incoming", "packed", "counted", "last", "last_cards")
        self._set(loaded=True, **{name: getattr(found, name) for name in names})

    async def _scan(self, way: Way, row: CaseRow) -> None:
        try:
            await on("store", self._desk.scan, way, row.id)
        except StoreError as error:
            self._set(fault=store_words(error))
            return
        self._set(fault=None, saved=self._counter.session.clock.stamp())
        await self._load()

    async def _put_back(self, way: Way, case: str) -> None:
        await on("store", self._desk.put_back, way, case)
        await self._load()

    async def _send(self, seal: str) -> None:
        try:
            parcel = await on("store", self._desk.send, seal, self._target)
        except (NotAllowed, ParcelRefused, StoreError) as error:
            self._set(fault=_why(error))
            return
        await self._load()
        self._counter.toast("ok", f"{parcel.number}: {self._state.last_cards} kartu dikirim, segel {parcel.seal}")

    async def _receive(self) -> None:
        try:
            many = await on("store", self._desk.take_in)
        except (NotAllowed, StoreError) as error:
            self._set(fault=_why(error))
            return
        self._counter.toast("ok", f"{many} kartu diterima dan dihitung")
        self._set(fault=None)
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _why(error: NotAllowed | ParcelRefused | StoreError) -> Words:
    if isinstance(error, ParcelRefused):
        return NOT_SEALED[error.code]
    return refusal_words(error) if isinstance(error, NotAllowed) else store_words(error)
