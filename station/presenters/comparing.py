"""Two residents side by side: what is equal, what differs, and why the second is a candidate at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import RegistryError
from registry.people import Resident
from registry.regions import Regions
from station.desk.recording import RecordingDesk
from station.presenters.counter import Counter, date_words
from station.presenters.forms import biodata
from station.presenters.status import siak_chip
from station.store.alike import Alike
from station.store.errors import NotFound
from station.work import Flow, on

OF_DRAFT = "draf:"  # begins the subject when what is compared is a form under way
REASONS = {
    "nik": "NIK sama", "lahir-bunyi": "lahir dan bunyi nama sama",
    "lahir-mirip": "lahir sama, mirip nama", "bunyi-lahir-mirip": "bunyi sama, lahir mirip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """One element of both, as shown; `equal` is judged on the whole value, also where ends only are shown."""

    name: str
    this: str
    other: str
    equal: bool


@dataclass(frozen=True, slots=True)
class CompareState:
    """Who is compared, the candidates, and the one chosen."""

    this: Resident | None = None
    alike: tuple[Alike, ...] = ()
    other: Resident | None = None
    pairs: tuple[Pair, ...] = ()


class ComparePresenter:
    """Shows one candidate after another; each view of another resident is booked."""

    def __init__(self, counter: Counter, subject: str, show: Callable[[CompareState], None]) -> None:
        self._counter = counter
        self._subject = subject
        self._show = show
        self._state = CompareState()
        self._flow: Flow | None = None

    def open(self) -> None:
        """Load who it is about and the candidates."""
        self._counter.tasks.start(self._load())

    def choose(self, other: str) -> None:
        """Another candidate; the last choice wins."""
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(self._choose(other))

    async def _load(self) -> None:
        this = await on("store", self._this)
        alike = await on("store", self._counter.session.store.residents.alike, this)
        self._set(this=this, alike=alike)
        if alike:
            await self._choose(alike[0].id)

    def _this(self) -> Resident:
        store, subject = self._counter.session.store, self._subject
        if not subject.startswith(OF_DRAFT):
            return store.residents.get(subject)
        draft = RecordingDesk(self._counter.session).load(subject.removeprefix(OF_DRAFT))
        return biodata(draft, store.residents.get(draft.resident), self._counter).resident

    async def _choose(self, name: str) -> None:
        this = self._state.this
        try:
            other = await on("store", self._view, name)
        except NotFound:  # taken out by the feed meanwhile
            return
        if this is not None:
            self._set(other=other, pairs=pairs(this, other))

    def _view(self, name: str) -> Resident:
        session = self._counter.session
        found = session.store.residents.get(name)
        session.store.views.note(session.clock.stamp(), session.officer.handle, "bandingkan", name)
        return found

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def pairs(this: Resident, other: Resident) -> tuple[Pair, ...]:
    """Every element of both, in the order of the form."""
    return tuple(Pair(name, shown(this), shown(other), whole(this) == whole(other)) for name, shown, whole in _ELEMENTS)


Say = Callable[[Resident], str]


def _same(say: Say) -> tuple[Say, Say]:
    return say, lambda who: say(who).casefold()


_ELEMENTS: tuple[tuple[str, Say, Say], ...] = (
    ("NIK", lambda who: who.nik.masked if who.nik else "Menunggu SIAK", lambda who: str(who.nik or who.id)),
    ("Nomor KK", lambda who: who.kk.masked if who.kk else "Menunggu SIAK", lambda who: str(who.kk or who.id)),
    ("Nama", *_same(lambda who: who.name)),
    ("Tempat lahir", *_same(lambda who: who.birth_place.title())),
    ("Tanggal lahir", *_same(lambda who: date_words(who.birth_date.isoformat()))),
    ("Jenis kelamin", *_same(lambda who: "Laki-laki" if who.sex == "1" else "Perempuan")),
    ("Ibu", *_same(lambda who: who.mother or "-")),
    ("Ayah", *_same(lambda who: who.father or "-")),
    ("Status kawin", *_same(lambda who: who.marital.name)),
    ("Pekerjaan", *_same(lambda who: who.occupation.name)),
    ("Alamat", *_same(lambda who: who.address.street)),
    ("RT/RW", *_same(lambda who: f"{who.address.rt}/{who.address.rw}")),
    ("Kampung", *_same(lambda who: _village(who))),
    ("Status KTP-el", *_same(lambda who: siak_chip(who.ktp_status).word)),
)


def _village(who: Resident) -> str:
    try:
        return Regions.load().get(who.address.village).name
    except RegistryError:
        return who.address.village
