"""Blangko: the books of this location by tab, what they come to, who holds what, and counts by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from registry.counting import Count, CountRefused
from registry.handing import HandingRefused, Way
from registry.ledgers import Flow, LedgerRefused, Recap
from registry.officers import UnknownSigner
from registry.stock import Blank, Item, StockRefused
from station.desk.stock import Difference, StockDesk, labels_of
from station.desk.witness import NoWitness, Witness, second_officer
from station.presenters.auditing import since_stamp
from station.presenters.counter import Counter
from station.presenters.importing import why_not
from station.presenters.stock_words import FORECAST_DAYS, refused_words
from station.problems import Words
from station.store.errors import StoreError
from station.store.ledgers import LABELLED
from station.store.stock_book import BookLine
from station.work import Flow as Running
from station.work import on

PAGE = 128  # as the table pages
TABS: Mapping[str, tuple[Item, ...]] = {
    "KTP-el": (Item.KTP,), "KIA": (Item.KIA,), "Kartu ditarik": (Item.WITHDRAWN,),
    "Pita dan film": (Item.RIBBON, Item.FILM),
}  # fmt: skip
REFUSED = (StockRefused, LedgerRefused, HandingRefused, CountRefused)


@dataclass(frozen=True, slots=True)
class BlanksState:
    """One book: its first page, what it comes to this month, who holds what; what is wrong (field -> words); and a
    difference that a count has found."""

    item: Item = Item.KTP
    recap: Recap | None = None
    rows: tuple[BookLine, ...] = ()
    total: int = 0
    on_desk: int = 0
    used: int = 0  # in the last days, for the forecast
    held: Mapping[str, int] = field(default_factory=dict)
    counts: tuple[Count, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    officers: tuple[tuple[str, str], ...] = ()  # who works here now
    numbers: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    fault: Words | None = None
    saved: str = ""
    said: str = ""
    emptied: bool = False  # it was booked: the form is for the next
    difference: Difference | None = None

    @property
    def labelled(self) -> bool:
        """Whether each piece has a label."""
        return self.item in LABELLED

    @property
    def on_hand(self) -> int:
        """What is here."""
        return self.recap.closing if self.recap is not None else 0


class BlanksPresenter:
    """Reads a book and adds to it."""

    def __init__(
        self,
        counter: Counter,
        ask: Witness,
        show: Callable[[BlanksState], None],
        supply: Callable[[int, tuple[BookLine, ...]], None],
    ) -> None:
        self._counter, self._ask = counter, ask
        self._desk = StockDesk(counter.session)
        self._show, self._supply = show, supply
        self._state = BlanksState()
        self._flow: Running | None = None

    def open(self) -> None:
        """Load the book in view; a load under way is let go."""
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(self._load())

    def choose(self, item: Item) -> None:
        """Another book."""
        if item is not self._state.item:
            self._state = BlanksState(item=item, names=self._state.names)
            self.open()

    def more(self, offset: int, limit: int) -> None:
        """A further page, handed in when it has come."""
        self._counter.tasks.start(self._more(offset, limit))

    # booking ----------------------------------------------------------------------------------------------------------
    def receive(self, first: str, count: str, again: str, bast: str) -> None:
        """Book what came, counted twice; `first` is the first label of a batch."""
        item = self._state.item
        wrong = wrong_receipt(first if item in LABELLED else None, count, again, bast)
        self._set(wrong=wrong, fault=None)
        if wrong:
            return
        if item in LABELLED:
            self._book(self._desk.receive_blanks, item, Blank.parse(first), int(count), bast.strip())
        else:
            self._book(self._desk.receive, item, int(count), bast.strip())

    def withdraw(self, number: str, reason: str) -> None:
        """An old card taken from a resident."""
        self._book(self._desk.withdraw, number, reason)

    def use(self, flow: str, count: str, reference: str, reason: str) -> None:
        """Used, spoiled, lost or sent."""
        self._book(self._desk.use, self._state.item, Flow(flow), number_of(count), reference, reason)

    def correct(self, name: str, right: str, reason: str) -> None:
        """A line that was wrong is followed by one that says so."""
        if right.strip().isdigit():
            self._book(self._desk.correct, self._state.item, name, int(right), reason)
        else:
            self._set(fault=refused_words(CountRefused("no-count")))

    def hand(self, way: Way, holder: str, count: str, note: str) -> None:
        """Out to an officer, or back."""
        self._book(self._desk.hand, self._state.item, way, holder, number_of(count), note)

    def count(self, counted: str) -> None:
        """A count by hand: what agrees is booked at once, a difference is asked about."""
        if not counted.strip().isdigit():
            self._set(fault=refused_words(CountRefused("no-count")))
        else:
            self._counter.tasks.start(self._count(int(counted)))

    def explain(self, found: Difference, reason: str, labels: str, second: str, passphrase: str) -> None:
        """A difference with its sentence and its second officer."""
        self._counter.tasks.start(self._explain(found, reason, labels, second, passphrase))

    def asked(self) -> None:
        """The question about a difference stands on the screen."""
        self._state = replace(self._state, difference=None)

    # flows ------------------------------------------------------------------------------------------------------------
    def _book(self, act: Callable[..., None], *facts: Any) -> None:
        self._counter.tasks.start(self._add(act, *facts))

    async def _add(self, act: Callable[..., None], *facts: Any) -> None:
        try:
            await on("store", act, *facts)
        except (*REFUSED, StoreError) as error:
            self._set(fault=refused_words(error))
            return
        await self._booked()

    async def _booked(self, said: str = "") -> None:
        self._set(saved=self._counter.session.clock.stamp(), emptied=True, fault=None, wrong={}, said=said)
        self._state = replace(self._state, emptied=False)
        await self._load()

    async def _count(self, counted: int) -> None:
        found = await on("store", self._desk.compare, self._state.item, counted)
        if found.change:
            self._set(difference=found, fault=None)
            return
        try:
            await on("store", self._desk.book_count, found, "", (), "")
        except (*REFUSED, StoreError) as error:
            self._set(fault=refused_words(error))
            return
        await self._booked(f"Hitungan cocok: {counted}.")

    async def _explain(self, found: Difference, reason: str, labels: str, second: str, passphrase: str) -> None:
        try:
            await on("store", self._sign_for, found, reason, labels, second, passphrase)
        except REFUSED as error:
            self._set(fault=refused_words(error))
        except (NoWitness, StoreError, UnknownSigner) as error:
            self._set(fault=why_not(error))
        else:
            await self._booked(f"Selisih dicatat: buku {found.booked}, hitungan {found.counted}.")

    def _sign_for(self, found: Difference, reason: str, labels: str, second: str, passphrase: str) -> None:
        blanks = labels_of(labels) if found.item in LABELLED else ()
        with second_officer(self._ask, self._counter.session.officer.handle, second, passphrase) as other:
            self._desk.book_count(found, reason, blanks, other.officer.handle)

    async def _load(self) -> None:
        item = self._state.item
        found = await on("store", self._read, item)
        if item is self._state.item:
            self._set(**found)

    def _read(self, item: Item) -> dict[str, Any]:
        store, today = self._counter.session.store, self._counter.today
        rows = store.stock.page(item, limit=PAGE)
        return {
            "recap": store.stock.recap(item, since_stamp(month_begins(today), 0)),
            "rows": rows,
            "total": store.stock.count(item),
            "on_desk": store.stock.on_desk(item),
            "used": store.stock.used_up(item, since_stamp(today - timedelta(days=FORECAST_DAYS), 0)),
            "held": store.stock.held(item),
            "counts": store.stock.counts(item),
            "names": store.officers.names(),
            "officers": tuple(
                (each.officer, each.name)
                for each in store.officers.here(self._counter.session.station, today.isoformat())
            ),
            "numbers": self._numbers(rows),
        }

    def _numbers(self, rows: tuple[BookLine, ...]) -> dict[str, str]:
        found = self._counter.session.store.cases.rows({row.owner for row in rows if row.owner})
        return {case: row.number for case, row in found.items()}

    async def _more(self, offset: int, limit: int) -> None:
        item, store = self._state.item, self._counter.session.store
        rows = await on("store", store.stock.page, item, limit=limit, offset=offset)
        numbers = await on("store", self._numbers, rows)
        if item is self._state.item:
            self._state = replace(self._state, numbers={**self._state.numbers, **numbers})
            self._supply(offset, rows)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def month_begins(today: date) -> date:
    """The first of the month: the books are told by month, as they are reported.

    >>> month_begins(date(2026, 11, 25))
    datetime.date(2026, 11, 1)
    """
    return today.replace(day=1)


def number_of(text: str) -> int:
    """A count as typed; 0 for what is none, which every book refuses."""
    return int(text) if text.strip().isdigit() else 0


def wrong_receipt(first: str | None, count: str, again: str, bast: str) -> Mapping[str, str]:
    """Field -> what is wrong with it; `first` is None for what has no label.

    >>> wrong_receipt("B26-0417 / 00001", "500", "50", "BAST-1")
    {'again': 'Dua hitungan berbeda. Hitung lagi.'}
    """
    found = {}
    try:
        if first is not None:
            Blank.parse(first)
    except StockRefused:
        found["first"] = "Label tidak dikenal. Ketik seperti B26-0417 / 00001."
    if not number_of(count):
        found["count"] = "Tulis jumlah dengan angka."
    elif count.strip() != again.strip():
        found["again"] = "Dua hitungan berbeda. Hitung lagi."
    if not bast.strip():
        found["bast"] = "Belum diisi. Nomor ada di berita acara serah terima."
    return found
