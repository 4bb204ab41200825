"""Musnahkan: what lies in the box, who saw it burn, and the berita acara."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.destruction import LEAST_WITNESSES, Destruction, DestructionRefused
from registry.ledgers import LedgerRefused
from registry.officers import UnknownSigner
from station.desk.destroying import DestructionDesk, Occasion
from station.desk.list_files import Sheetful
from station.desk.lists import Lists
from station.desk.witness import NoWitness, Witness
from station.presenters.counter import Counter
from station.presenters.importing import why_not
from station.problems import Words, ledger_words, store_words
from station.store.destroying import Waiting
from station.store.errors import Conflict, StoreError
from station.store.index import CaseRow
from station.work import on

_REFUSED = {
    "no-number": Words("Nomor berita acara belum ditulis.", "Ambil nomor dari buku agenda."),
    "no-place": Words("Tempat belum ditulis.", "Tulis di mana kartu dimusnahkan."),
    "no-method": Words("Cara belum dipilih.", "Pilih cara memusnahkan."),
    "no-witness": Words("Saksi belum dua orang.", "Tulis nama dan instansi keduanya."),
    "same-witness": Words("Satu saksi disebut dua kali.", "Saksi harus dua orang."),
    "no-officer": Words("Petugas kedua belum ada.", "Pemusnahan dicatat dengan dua petugas."),
    "same-person": Words("Petugas kedua harus orang lain.", "Tidak ada yang dicatat."),
    "nothing": Words("Belum ada kartu yang dipilih.", "Pilih kartu dengan Enter."),
    "gone": Words("Sebagian kartu sudah dimusnahkan.", "Daftar dimuat lagi; periksa, lalu ulangi."),
}


@dataclass(frozen=True, slots=True)
class DestroyState:
    """What waits, which of it is chosen, and the berita acara of the last time."""

    waiting: tuple[Waiting, ...] = ()
    people: Mapping[str, CaseRow] = field(default_factory=dict)  # by id and by number
    chosen: frozenset[str] = frozenset()
    officers: tuple[tuple[str, str], ...] = ()
    last: Destruction | None = None
    fault: Words | None = None
    said: Words | None = None
    loaded: bool = False

    @property
    def cards(self) -> int:
        """How many cards are chosen."""
        return sum(each.count for each in self.waiting if each.line in self.chosen)


class DestroyPresenter:
    """Chooses, asks for the second officer, books."""

    def __init__(self, counter: Counter, ask: Witness, show: Callable[[DestroyState], None]) -> None:
        self._counter, self._show = counter, show
        self._desk = DestructionDesk(counter.session, ask)
        self._lists = Lists(counter.session)
        self._state = DestroyState()

    def open(self) -> None:
        """Load the box."""
        self._counter.tasks.start(self._load())

    def mark(self, line: str) -> None:
        """Take a card in or leave it out."""
        self._set(chosen=self._state.chosen ^ {line}, said=None)

    def ready(self, said: Occasion) -> bool:
        """Whether everything is written that a berita acara needs but the second officer."""
        whole = [each for each in said.witnesses if each.name.strip() and each.office.strip()]
        return bool(self._state.cards and said.number.strip() and said.place.strip()) and len(whole) >= LEAST_WITNESSES

    def destroy(self, said: Occasion, second: str, passphrase: str) -> None:
        """Book it; there is no way back."""
        self._counter.tasks.start(self._destroy(said, second, passphrase))

    def minutes(self) -> tuple[Sheetful, ...]:
        """The berita acara of the last time (on the store's lane)."""
        last = self._counter.session.store.destructions.newest()
        return (self._lists.destruction(last),) if last is not None else ()

    def tell(self, role: str, words: Words) -> None:
        """What came of putting the berita acara out."""
        self._set(said=words if role == "ok" else None, fault=words if role != "ok" else None)

    async def _load(self) -> None:
        self._set(**await on("store", self._read))

    def _read(self) -> dict[str, Any]:
        session = self._counter.session
        here = session.store.officers.here(session.station, session.clock.today())
        waiting = self._desk.waiting()
        rows = session.store.cases.rows({each.case for each in waiting if each.case})
        by_number = (session.store.cases.by_number(each.case) for each in waiting if each.case not in rows)
        return {
            "waiting": waiting,
            "people": {**rows, **{row.number: row for row in by_number if row is not None}},
            "chosen": frozenset(each.line for each in waiting),
            "officers": tuple((each.officer, each.name) for each in here),
            "last": session.store.destructions.newest(),
            "loaded": True,
        }

    async def _destroy(self, said: Occasion, second: str, passphrase: str) -> None:
        lines = tuple(each.line for each in self._state.waiting if each.line in self._state.chosen)
        many = self._state.cards
        try:
            done = await on("store", self._desk.destroy, said, lines, second, passphrase)
        except (DestructionRefused, LedgerRefused, Conflict, NoWitness, StoreError, UnknownSigner) as error:
            self._set(fault=_why(error), said=None)
            return
        words = Words(f"{many} kartu dimusnahkan, {done.number}.", "Cetak berita acaranya (F9) dan minta tanda tangan.")
        self._set(fault=None, said=words)
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _why(error: Exception) -> Words:
    if isinstance(error, DestructionRefused):
        return _REFUSED[error.code]
    if isinstance(error, LedgerRefused):
        return ledger_words(error)
    if isinstance(error, Conflict):
        return Words("Nomor berita acara itu sudah dipakai.", "Ambil nomor lain dari buku agenda.")
    return store_words(error) if isinstance(error, StoreError) and not _of_sign_in(error) else why_not(error)


def _of_sign_in(error: Exception) -> bool:
    return error.__class__.__module__.endswith("slots")
