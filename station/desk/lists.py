"""The lists and minutes of this location out of its store: for pick-up, parcels, destruction, and the month.

Runs on the store's lane and only reads; forms/lists lays out, list_files puts out. No list shows a NIK.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from forms.lists.daily import Served, service_register
from forms.lists.minutes import Destroyed, Goods, Occasion, Person, destruction_minutes, hand_over_minutes
from forms.lists.parcels import Parcel, Ready, Shipped, pickup_list, shipping_list
from forms.lists.recap import Month, monthly_recap
from forms.lists.stocktaking import WORDS, month_of, supplies_recap
from forms.paper.words import MONTHS, WEEKDAYS, day, day_words
from registry.actions import Kind, Outcome
from registry.case import Case
from registry.destruction import Destruction
from registry.ledgers import Line, recap
from registry.lifecycle import Status
from registry.regions import Regions
from registry.services import SERVICES
from registry.stock import Item
from station.desk.cast import PLACES
from station.desk.list_files import Sheetful
from station.desk.session import Session
from station.store.cases import CaseFilter
from station.store.destroying import Waiting
from station.store.index import CaseRow
from station.store.ledgers import LABELLED
from station.store.parcels import Sealed

REGENCY = "PEMERINTAH KABUPATEN SIAK"
LONGEST = 5000  # rows of a list; more than a counter has in a year of cards waiting
_NAMES: Mapping[str, str] = {each.id: each.name for each in SERVICES}
_SAID = {
    Outcome.ENCODE_FAILED: "gagal encode", Outcome.PRINT_FAILED: "gagal cetak",
    Outcome.WRONG_ELEMENT: "perubahan elemen", Outcome.DAMAGED: "rusak",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServedWords:
    """What is said of a case in the register of a day."""

    status: str
    promised: str


class Lists:
    """Makes each list as it stands now."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store
        self._regions = Regions.load()

    # cards ------------------------------------------------------------------------------------------------------------
    def pickup(self) -> Sheetful:
        """Who may come for a card, the longest waiting first."""
        wanted = CaseFilter((Status.READY, Status.CHIP_VERIFIED), self._session.station, oldest_first=True)
        rows = self._store.cases.page(wanted, limit=LONGEST)
        cards = tuple(self._ready(row) for row in rows)
        table = pickup_list(self._office, cards, on=day_words(self._today), officer=self._officer)
        return Sheetful(f"daftar-siap-diambil-{self._today.isoformat()}", table)

    def shipping(self, parcel: Sealed) -> tuple[Sheetful, Sheetful]:
        """What lies in a parcel, and the berita acara that goes with it."""
        ids = self._store.parcels.cards(parcel.number)
        rows = self._store.cases.rows(ids)
        cards = tuple(_shipped(rows[each], self._store.cases.get(each)) for each in ids if each in rows)
        receiver = place_name(parcel.receiver)
        officer = self._name(parcel.officer)
        on = _day_of(parcel.at)
        whole = Parcel(parcel.number, self._here, receiver, day_words(on), parcel.seal, officer, cards)
        goods = [Goods(kind, f"menurut daftar {parcel.number}", count) for kind, count in _kinds(cards)]
        minutes = hand_over_minutes(
            self._office,
            occasion(f"{parcel.number}/{on.year}", on, self._here),
            Person(officer, self._here),
            Person("", receiver),
            goods,
        )
        return (
            Sheetful(f"daftar-kirim-{parcel.number}", shipping_list(self._office, whole)),
            Sheetful(f"bast-kirim-{parcel.number}", minutes),
        )

    # destruction ------------------------------------------------------------------------------------------------------
    def destruction(self, done: Destruction) -> Sheetful:
        """The berita acara of a destruction, with every card it lists."""
        listed = self._store.destructions.listed(done.number)
        officers = [Person(self._name(who), self._here) for who in (done.officer, done.second)]
        witnesses = [Person(each.name, each.office) for each in done.witnesses]
        cards = [self._destroyed(each) for each in listed for _ in range(each.count)]
        when = occasion(done.number, _day_of(done.at), done.place)
        table = destruction_minutes(self._office, when, officers, witnesses, cards, method=done.method)
        return Sheetful(f"ba-pemusnahan-{safe(done.number)}", table)

    # the month and the day --------------------------------------------------------------------------------------------
    def month(self, first: date) -> tuple[Sheetful, Sheetful]:
        """Blanks by outcome, and all supplies by flow, of the month that begins on `first`."""
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        words, name = f"{MONTHS[first.month - 1]} {first.year}", f"{first:%Y-%m}"
        lines = {item: self._local(self._store.ledgers.lines(item)) for item in Item}
        rows = [self._month(lines[item], item, first, last) for item in (Item.KTP, Item.KIA)]
        rows = [row for row in rows if row.kind == "KTP-el" or row.opening or row.received]
        recaps = [recap(lines[item], item, first, last) for item in Item]
        notes = tuple(self._explained(first, last))
        by = {"officer": self._officer, "head": ""}
        blanks = monthly_recap(self._office, words, rows, explanations=notes, **by)
        supplies = supplies_recap(self._office, words, recaps, **by)
        return Sheetful(f"rekap-blangko-{name}", blanks), Sheetful(f"rekap-persediaan-{name}", supplies)

    def register(self, on: date, said: Mapping[str, ServedWords]) -> Sheetful:
        """The register of a day; `said` are the words on each case of `recorded`."""
        names = self._store.officers.names()
        served = [
            Served(
                f"{_at(row.recorded_at):%H.%M}", row.number, row.name, self._village(row.village),
                _NAMES.get(row.service, row.service), said[row.id].status, said[row.id].promised,
                names.get(row.recorder, row.recorder),
            )
            for row in self.recorded(on)
        ]  # fmt: skip
        table = service_register(self._office, day_words(on), served, officer=self._officer)
        return Sheetful(f"register-{on.isoformat()}", table)

    def recorded(self, on: date) -> tuple[CaseRow, ...]:
        """The cases recorded on a day, in their order."""
        wanted = CaseFilter(recorded_from=midnight(on), recorded_before=midnight(on + timedelta(days=1)))
        return tuple(sorted(self._store.cases.page(wanted, limit=LONGEST), key=lambda row: row.recorded_at))

    # -----------------------------------------------------------------------------------------------------------------
    @property
    def _today(self) -> date:
        return date.fromisoformat(self._session.clock.today())

    @property
    def _here(self) -> str:
        return self._store.identity.name

    @property
    def _office(self) -> tuple[str, ...]:
        return REGENCY, self._here.upper()

    @property
    def _officer(self) -> str:
        return self._session.officer.name

    def _name(self, handle: str) -> str:
        return self._store.officers.names().get(handle, handle)

    def _village(self, code: str) -> str:
        return self._regions.village_name(code).title() if code else ""

    def _ready(self, row: CaseRow) -> Ready:
        since = _day_of(row.last_at)
        name = _NAMES.get(row.service, row.service)
        return Ready(row.number, row.name, self._village(row.village), name, day(since), (self._today - since).days)

    def _destroyed(self, each: Waiting) -> Destroyed:
        found = self._store.cases.rows((each.case,)).get(each.case) or self._store.cases.by_number(each.case)
        name = found.name if found else ""
        village = self._village(found.village) if found else ""
        reason = _SAID.get(Outcome(each.reason), each.reason) if each.reason in tuple(Outcome) else each.reason
        return Destroyed(each.label, name, village, reason, day(_day_of(each.at)))

    def _month(self, lines: tuple[Line, ...], item: Item, first: date, last: date) -> Month:
        counts = [c for c in self._store.stock.counts(item, limit=100) if first <= _day_of(c.at) <= last]
        counted = counts[0].counted if counts else None
        return month_of(lines, item, location=self._here, first=first, last=last, counted=counted)

    def _explained(self, first: date, last: date) -> Iterable[str]:
        """Each difference of the month, with its sentence and both names."""
        for item in sorted(LABELLED):
            for count in reversed(self._store.stock.counts(item, limit=100)):
                if count.difference and first <= _day_of(count.at) <= last:
                    both = f"{self._name(count.officer)} dan {self._name(count.witness)}"
                    yield (
                        f"{day(_day_of(count.at))}, {WORDS[item]}: buku {count.booked}, dihitung {count.counted}. "
                        f"{count.reason} ({both})."
                    )

    @staticmethod
    def _local(lines: Iterable[Line]) -> tuple[Line, ...]:
        """A line counts on the day it was here, not in Greenwich."""
        return tuple(replace(line, at=_day_of(line.at).isoformat()) for line in lines)


def place_name(station: str) -> str:
    """A station as people call it."""
    return next((place.name for place in PLACES if place.station == station), station)


def occasion(number: str, on: date, place: str) -> Occasion:
    """How minutes begin."""
    return Occasion(number, WEEKDAYS[on.weekday()], str(on.day), MONTHS[on.month - 1], str(on.year), place)


def safe(text: str) -> str:
    """A number as part of a file's name.

    >>> safe("470/17/BA/2026")
    '470-17-BA-2026'
    """
    return "".join(sign if sign.isalnum() else "-" for sign in text).strip("-")


def midnight(on: date) -> str:
    """The UTC stamp at which a local day begins."""
    return f"{datetime.combine(on, datetime.min.time()).astimezone().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone()


def _day_of(stamp: str) -> date:
    """The local day of a UTC stamp, or a day as it is."""
    return _at(stamp).date() if "T" in stamp else date.fromisoformat(stamp)


def _shipped(row: CaseRow, case: Case) -> Shipped:
    booked = case.latest(Kind.PRINT_BOOKED)
    blank = str(booked.record.get("blank", "")) if booked is not None else ""
    on = day(_day_of(booked.header.at)) if booked is not None else ""
    return Shipped(row.number, row.name, _NAMES.get(row.service, row.service), blank, on)


def _kinds(cards: Iterable[Shipped]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for card in cards:
        counts[f"Kartu jadi, {card.service}"] = counts.get(f"Kartu jadi, {card.service}", 0) + 1
    return sorted(counts.items())
