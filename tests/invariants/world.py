"""Two stations and their centre in one process, with the officers of both, the cards in the printer's tray, and cuts.

Time, ids and the order of everything are given, so that a run repeats. Folders are made once (`found`) and copied for
each run: three encrypted files are not made a hundred times.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central import compose
from central.clock import Clock as CentreClock
from central.enrolment import Site
from central.errors import CentreError
from registry.officers import Role
from registry.releases import Authority
from registry.stock import Blank, Entry, Move
from registry.uuid7 import Uuid7Source
from station.desk.session import Clock, Officer, Session
from station.store.restored import mark_restored
from station.store.store import FILE, SPENT, Identity, Store
from sync import age, sqlcipher
from sync.cycle import Cycle, CycleReport, Keys
from sync.errors import Refused, Unreachable
from sync.keys import ed25519_check
from sync.wire import Announce, AnnounceAnswer, EnrolAnswer, EnrolRequest, OfficerRequest, code_proof
from tests.station.store.making import KEY, key_of
from tests.sync.courier import OnTheSpot

HERE, THERE = "DAYUN", "UPTD-SIAK"  # where people are recorded, and where cards are printed
BATCH, BLANKS = "B26-0417", 30
START = datetime(2026, 11, 24, 3, 42, tzinfo=UTC)
_ALL = frozenset({Role.OPERATOR, Role.VERIFIER, Role.PRINTING})
STAFF = {
    HERE: {
        "rina": frozenset({Role.OPERATOR}),
        "hendra": frozenset({Role.VERIFIER}),
        "adi": _ALL,
        "tono": frozenset({Role.TECHNICIAN}),
        "dewi": frozenset({Role.ADMINISTRATOR}),
    },
    THERE: {
        "murniati": frozenset({Role.VERIFIER}),
        "yulianti": frozenset({Role.OPERATOR, Role.PRINTING}),
        "bima": _ALL,
        "bambang": frozenset({Role.ADMINISTRATOR}),
    },
}
OFFICERS = tuple((station, handle) for station, staff in STAFF.items() for handle in staff)
ALL_HATS = tuple((station, handle) for station, handle in OFFICERS if STAFF[station][handle] == _ALL)
_BOSS = {HERE: "dewi", THERE: "bambang"}
_AREA = {HERE: "14.08.06", THERE: ""}


class Cut(BaseException):
    """The power is gone. Nothing may catch it."""


class Time:
    """One clock for everybody, moved by hand; it makes the ids too."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at
        self.ids = Uuid7Source(lambda: int(self.at.timestamp() * 1000), bytes)

    def read(self) -> datetime:
        return self.at

    def pass_by(self, **span: int) -> None:
        self.at += timedelta(**span)


class Fuse:
    """Cuts the power before or after the writes that are still allowed; unlit it lets everything through."""

    def __init__(self) -> None:
        self.left = -1

    def burn(self) -> None:
        if self.left < 0:
            return
        self.left -= 1
        if self.left < 0:
            raise Cut

    def around(self, plain: Callable[..., object]) -> Callable[..., object]:
        """A plain write with a chance to be cut off before and after it."""

        def write(*given: object) -> object:
            self.burn()
            done = plain(*given)
            self.burn()
            return done

        return write

    def inside(self, plain: Callable[..., object]) -> Callable[..., object]:
        """The same for a transaction: before it begins, or after it is durable."""

        @contextmanager
        def writing(cipher: object) -> Iterator[object]:
            self.burn()
            with plain(cipher) as db:  # type: ignore[attr-defined]  # Cipher.writing as it was
                yield db
            self.burn()

        return writing


@dataclass(frozen=True)
class Card:
    """One piece of plastic that left a printer."""

    serial: str
    station: str
    job: str
    good: bool


class Hall:
    """The centre, and what a station's sync takes for it: no HTTP between them, the rooms are the real ones."""

    def __init__(self, home: Path, time: Time) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compose, "Clock", lambda: CentreClock(time.read))
            centre = compose.open_centre(home, printing={HERE: THERE}, verifying={}, upstream_delay_s=0.0)
        self.app, self.ledger, self.keys = centre.app, centre.ledger, centre.keys
        self.registrar, self.office = centre.registrar, centre.office
        self.office._ids = time.ids  # so that a run repeats
        doors = next(route.endpoint.__self__ for route in centre.app.routes if route.path == "/v1/feed")
        self.inbox, self.feed = doors._rooms.inbox, doors._rooms.feed

    def written(self) -> int:
        """How many rows this connection changed."""
        raw = self.ledger._engine.raw_connection()
        return int(raw.driver_connection.total_changes)

    def close(self) -> None:
        self.ledger.close()


class Line:
    """sync.http.Centre for one station, by calls. `lost`: so many answers do not arrive, though they were given."""

    def __init__(self, hall: Hall, station: str, lost: int = 0) -> None:
        self._hall = hall
        self._station = station
        self._lost = lost

    def announce(self, announce: Announce) -> AnnounceAnswer:
        with self._asked() as (book, station):
            receipt = self._hall.inbox.announce(book, station, announce)
            offset = None if receipt else self._hall.inbox.offset(book, station.id, announce.packet)[0]
        return AnnounceAnswer(receipt, offset)

    def parts(self, packet: str, path: Path, offset: int) -> Generator[None, None, tuple[bytes, bytes] | None]:
        with self._asked() as (book, station):
            found = self._hall.inbox.take(book, station, packet, offset, path.read_bytes()[offset:])
        yield
        return found

    def feed(self, cursor: int) -> bytes:
        with self._asked() as (book, station):
            page = self._hall.feed.page(book, station, cursor)
        return page

    @contextmanager
    def _asked(self) -> Iterator[tuple[object, object]]:
        try:
            with self._hall.ledger.writing() as book:
                yield book, book.station(self._station)
        except CentreError as error:
            raise Refused(error.status, error.code) from error
        if self._lost:
            self._lost -= 1
            raise Unreachable("cut-off")


@dataclass
class Place:
    """One station: its folder, its open store, how long its journal must be, and copies made of it."""

    home: Path
    store: Store
    journal: int = 0
    copies: list[Path] = field(default_factory=list)
    restored: bool = False


class World:
    """Everything that is there. `tray` holds the cards that came out of printers, whatever any store believes."""

    def __init__(self, home: Path, time: Time) -> None:
        self.home = home
        self.time = time
        self.hall = Hall(home / "centre", time)
        self.places = {name: self._open(home / name) for name in STAFF}
        self.tray: list[Card] = []
        self.checked: set[bytes] = set()  # acts whose signature was found good at the centre
        self._stand: dict[str, object] = {}
        for name, place in self.places.items():
            self.copy(name)
            place.journal = place.store.cases.verify_journal().count

    def _open(self, home: Path) -> Place:
        return Place(home, Store.open(home, KEY))

    def close(self) -> None:
        for place in self.places.values():
            place.store.close()
        self.hall.close()

    def turned(self) -> frozenset[str]:
        """Which of stations and centre wrote anything since they were asked last."""
        now: dict[str, object] = {name: self._written(place) for name, place in self.places.items()}
        now["centre"] = self.hall.written()
        found = frozenset(name for name, stand in now.items() if self._stand.get(name) != stand)
        self._stand = now
        return found

    def stand(self) -> object:
        """Changes with every write at a station."""
        return tuple(self._written(place) for place in self.places.values())

    def _written(self, place: Place) -> object:
        log = place.home / SPENT
        spent = log.stat().st_size if log.exists() else 0
        return id(place.store), place.store._cipher._connection().total_changes, spent

    # who ------------------------------------------------------------------------------------------------------------
    def session(self, station: str, handle: str) -> Session:
        """An officer at his desk, with the roles the centre gave him."""
        officer = Officer(handle, handle.title(), STAFF[station][handle])
        store = self.places[station].store
        return Session(officer, station, key_of(handle), store, Clock(self.time.read), self.time.ids)

    def authority(self, station: str) -> Authority:
        root = bytes.fromhex(self.places[station].store.identity.training_root)
        return Authority(ed25519_check, training_roots=frozenset({root}))

    # the wire ---------------------------------------------------------------------------------------------------------
    def sync(self, station: str, lost: int = 0) -> CycleReport:
        """One round."""
        store, ids = self.places[station].store, self.time.ids
        who = store.identity
        keys = Keys(station, who.epoch, key_of(station), who.age_identity, who.centre_key, who.recipients)
        line = Line(self.hall, station, lost)
        stamp = Clock(self.time.read).stamp
        folder, courier = store.folder / "outbox", OnTheSpot()
        cycle = Cycle(store.side, line, keys, folder, ids.next, stamp, store.side.reseal, courier=courier)
        return cycle.run(threading.Event())

    # files ------------------------------------------------------------------------------------------------------------
    def restart(self, station: str) -> None:
        """Close and open again: what was acknowledged is there."""
        place = self.places[station]
        place.store.close()
        place.store = Store.open(place.home, KEY)

    def copy(self, station: str) -> None:
        """A copy of the whole file as it stands."""
        place = self.places[station]
        target = self.home / f"{station}-{len(place.copies)}.db"
        place.store.close()
        shutil.copyfile(place.home / FILE, target)
        place.copies.append(target)
        place.store = Store.open(place.home, KEY)

    def bring_back(self, station: str, which: int, *, lawful: bool) -> None:
        """An older copy in the place of the file: as `loket restore` does it, or by hand behind its back."""
        place = self.places[station]
        place.store.close()
        for left in place.home.glob(f"{FILE}-*"):
            left.unlink()
        shutil.copyfile(place.copies[which % len(place.copies)], place.home / FILE)
        place.store = Store.open(place.home, KEY)
        if lawful:
            mark_restored(place.store.facts, "2026-11-24T03:42:07Z", Clock(self.time.read).stamp())
        place.journal = place.store.cases.verify_journal().count
        place.restored = True


def quicken(patch: pytest.MonkeyPatch) -> None:
    """Wait for no disk: cuts fall between writes here, and what a disk loses is tried elsewhere."""
    plain = sqlcipher.unlock

    def unlock(connection: sqlcipher._Connection, key: bytes) -> None:
        plain(connection, key)
        connection.execute("PRAGMA synchronous = OFF")

    patch.setattr(sqlcipher, "unlock", unlock)
    patch.setattr(os, "fsync", lambda _file: None)


def found(home: Path) -> None:
    """The folders of `home`: centre and stations enrolled, officers granted, blanks received."""
    home.mkdir(parents=True)
    (home / "centre").mkdir()
    hall = Hall(home / "centre", Time(START - timedelta(days=1)))
    for station in STAFF:
        _found_station(hall, home / station, station)
    hall.close()


def _found_station(hall: Hall, home: Path, station: str) -> None:
    boss, identity = _BOSS[station], age.generate_identity()
    with hall.ledger.writing() as book:
        site = Site(station, station.title(), _AREA[station])
        code = hall.registrar.new_code(book, site, "http://127.0.0.1:1", by_words=False)
        asked = EnrolRequest(
            code.code, key_of(station).public, age.recipient_of(identity), boss, boss.title(), key_of(boss).public
        ).to_bytes()
        raw, _ = hall.registrar.enrol(book, asked, code_proof(code.secret, asked))
    answer = EnrolAnswer.from_bytes(raw)
    home.mkdir()
    store = Store.create(home, KEY, _identity(station, identity, answer))
    store.officers.put(bytes.fromhex(answer.grant), bytes.fromhex(answer.grant_signature))
    for handle, roles in STAFF[station].items():
        if handle != boss:
            store.officers.put(*_granted(hall, station, handle, roles))
    for number in (1, 201):
        blank = Blank(BATCH, number)
        store.blanks.add(Entry(f"e{number}", Move.RECEIVED, blank, BLANKS, "", "BAST-7", boss, "t"))
    store.close()


def _granted(hall: Hall, station: str, handle: str, roles: frozenset[Role]) -> tuple[bytes, bytes]:
    boss = _BOSS[station]
    asked = OfficerRequest(handle, handle.title(), key_of(handle).public, tuple(sorted(roles)), "2027-10-31", boss)
    body = asked.to_bytes()
    with hall.ledger.writing() as book:
        row = book.station(station)
        assert row is not None
        return hall.registrar.register_officer(book, row, body, key_of(boss).sign(body))


def _identity(station: str, identity: str, answer: EnrolAnswer) -> Identity:
    return Identity(
        station=station,
        name=answer.name,
        area=answer.area,
        letter=station[0],
        epoch=answer.epoch,
        centre_url="http://127.0.0.1:1",
        centre_key=answer.centre_key,
        recipients=(answer.centre_recipient, answer.recovery_recipient),
        training_root=answer.training_root,
        signing_key=key_of(station).to_bytes().hex(),
        age_identity=identity,
    )
