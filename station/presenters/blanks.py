"""The ledger of blanks: what is on hand, and new batches counted twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.stock import Balance, Blank, Entry, Move, StockRefused
from station.presenters.counter import Counter
from station.problems import Words, stock_words
from station.store.errors import NotFound
from station.work import on

NOTHING = Balance(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BlanksState:
    """The lines, their sum, names of officers and cases, and what is wrong with the entry (field -> words)."""

    entries: tuple[Entry, ...] = ()
    sum: Balance = NOTHING
    names: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    fault: Words | None = None
    saved: str = ""
    emptied: bool = False  # the entry was booked: the form is for the next


class BlanksPresenter:
    """Reads the book and adds to it."""

    def __init__(self, counter: Counter, show: Callable[[BlanksState], None]) -> None:
        self._counter = counter
        self._show = show
        self._state = BlanksState()

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    def receive(self, first: str, count: str, again: str, bast: str) -> None:
        """Book a batch that came."""
        wrong = _wrong(first, count, again, bast)
        self._set(wrong=wrong, fault=None)
        if not wrong:
            self._counter.tasks.start(self._receive(Blank.parse(first), int(count), bast.strip()))

    async def _load(self) -> None:
        store = self._counter.session.store
        entries = await on("store", store.blanks.entries)
        balance = await on("store", store.blanks.balance)
        names = await on("store", store.officers.names)
        numbers = await on("store", self._numbers, frozenset(entry.case for entry in entries if entry.case))
        self._set(entries=entries, sum=balance, names=names, numbers=numbers)

    def _numbers(self, cases: frozenset[str]) -> Mapping[str, str]:
        found = {}
        for case in cases:
            try:
                found[case] = self._counter.session.store.cases.row(case).number
            except NotFound:
                continue
        return found

    async def _receive(self, blank: Blank, count: int, bast: str) -> None:
        session = self._counter.session
        at = session.clock.stamp()
        entry = Entry(session.ids.next(), Move.RECEIVED, blank, count, "", bast, session.officer.handle, at)
        try:
            await on("store", session.store.blanks.add, entry)
        except StockRefused as error:
            self._set(fault=stock_words(error))
            return
        self._set(saved=at, emptied=True)
        self._state = replace(self._state, emptied=False)
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _wrong(first: str, count: str, again: str, bast: str) -> Mapping[str, str]:
    """Field -> what is wrong with it.

    >>> _wrong("B26-0417 / 00001", "500", "50", "BAST-1")
    {'again': 'Dua hitungan berbeda. Hitung lagi.'}
    """
    found = {}
    try:
        Blank.parse(first)
    except StockRefused:
        found["first"] = "Label tidak dikenal. Ketik seperti B26-0417 / 00001."
    if not count.strip().isdigit() or int(count) < 1:
        found["count"] = "Tulis jumlah blangko dengan angka."
    elif count.strip() != again.strip():
        found["again"] = "Dua hitungan berbeda. Hitung lagi."
    if not bast.strip():
        found["bast"] = "Belum diisi. Nomor ada di berita acara serah terima."
    return found
