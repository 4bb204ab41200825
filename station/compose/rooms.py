"""The heavy half of a station: store, devices, presenters and pages. Imported after the first paint."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from biometrics.worker import BiometricsWorker
from devices.catalog import Catalog, known_drivers
from registry.officers import Role, UnknownSigner
from registry.promise import Calendar
from registry.releases import Authority
from registry.uuid7 import Uuid7Source
from station.compose.going_on import go_on
from station.compose.keeping import DataRoom
from station.compose.map import RULES, STEP_IDS, rail_of, steps_of
from station.compose.office_pages import office_pages
from station.compose.progress import progress
from station.desk.auditing import AuditDesk
from station.desk.cast import role_words
from station.desk.contact import Contact, read_contact
from station.desk.equipment import KINDS as KINDS_OF_DEVICE
from station.desk.equipment import Equipment
from station.desk.joining import BadPassphrase, FirstTime, NotInvited
from station.desk.officers import OfficersDesk
from station.desk.renewing import ask_renewal
from station.desk.session import Clock, HeldKey, Session
from station.desk.sign_in import ClockDoubt, Door, DutyEnded, Revoked
from station.desk.sticks import StickDesk
from station.desk.stock_telling import tell_stock
from station.desk.syncing import SyncDesk, SyncState
from station.pages.approving import ApprovePage
from station.pages.auditing import AuditPage
from station.pages.biodata import BiodataPage
from station.pages.cases import HistoryPage
from station.pages.checking import CheckPage
from station.pages.comparing import ComparePage
from station.pages.family import FamilyPage
from station.pages.family_review import FamilyReviewPage
from station.pages.fingers import FingersPage
from station.pages.home import HomePage
from station.pages.iris import IrisPage
from station.pages.match import MatchPage
from station.pages.officers import OfficersPage
from station.pages.papers import PapersPage
from station.pages.photo import PhotoPage
from station.pages.printing import PrintPage
from station.pages.residents import ResidentsPage
from station.pages.review import ReceiptPage, ReviewPage
from station.pages.signature import SignaturePage
from station.pages.station import StationPage
from station.pages.stick import StickPage
from station.pages.sync import SyncPage
from station.pages.system import DevicesPage
from station.presenters.counter import Counter, Route, date_words
from station.presenters.sync_light import light, sending_light
from station.problems import (
    KINDS,
    Words,
    clock_words_of,
    moment_words,
    officer_words,
    tries_words,
)
from station.store.errors import StoreError
from station.store.slots import LockedOut, Slots, WrongPassphrase
from station.widgets.items import RailItem, StepItem
from station.widgets.page import Page
from station.widgets.theme import Theme
from station.work import Scope, Starter
from sync.cycle import CycleReport
from sync.errors import Unreachable
from sync.keys import ed25519_check


class Frame(Protocol):
    """What the rooms need of the window's half."""

    theme: Theme
    place: Any
    window: Any
    settings: Any

    @property
    def tasks(self) -> Starter: ...

    def go(self, route: Any) -> None: ...
    def sync(self) -> None: ...
    def tell_sending(self, number: int, of: int) -> None: ...
    def sign_out(self) -> None: ...
    def bring_back(self, put: Callable[[], Any]) -> None: ...


class SignedOut(RuntimeError):
    """Asked for a session while nobody is signed in."""


class Rooms:
    """One sign-in after another at one station."""

    kinds = KINDS_OF_DEVICE
    refusals: tuple[type[Exception], ...] = (WrongPassphrase, LockedOut, StoreError, DutyEnded, UnknownSigner)
    first_time: type[Exception] = FirstTime
    not_joined: tuple[type[Exception], ...] = (BadPassphrase, NotInvited, WrongPassphrase, LockedOut, StoreError)

    def __init__(self, operational_roots: frozenset[bytes]) -> None:
        self._roots = operational_roots
        self._clock = Clock()
        self._door: Door | None = None
        self._session: Session | None = None
        self._sync: SyncDesk | None = None
        self._standing = SyncState()
        self._handle = ""
        self._contact = Contact(0, 0)
        self.data = DataRoom(self._clock)
        self._output = Path()
        self.worker = BiometricsWorker()
        self.equipment = Equipment(Catalog(known_drivers()), {})

    # signing in -----------------------------------------------------------------------------------------------------
    def sign_in(self, frame: Frame, handle: str, passphrase: str) -> None:
        """Open the store (on the store's lane)."""
        place = frame.place
        self.data.home = place.home
        self._door = self._door or Door(place.home, self._clock, use_keyring=place.use_keyring)
        session = self._door.sign_in(handle, passphrase)
        self._output = place.output
        self.equipment = Equipment(Catalog(known_drivers()), place.devices)
        self._begin(session, handle)
        self.data.begin(session, self._output)
        self._sync = SyncDesk(session.store, self._clock, Uuid7Source(), tell=frame.tell_sending)

    def join(self, handle: str, start: str, own: str) -> None:
        """A new officer's own passphrase in the place of the start passphrase (on the store's lane)."""
        if self._door is None:
            raise SignedOut
        self._door.join(handle, start, own)

    def join_words(self, error: Exception) -> Words:
        """Why his passphrase was not taken."""
        if isinstance(error, BadPassphrase):
            return officer_words(error.code)
        return officer_words("not-invited") if isinstance(error, NotInvited) else self.refusal_words(error)

    def unlock(self, _frame: Frame, passphrase: str) -> None:
        """Go on after a lock."""
        if self._door is None or self._session is None:
            raise SignedOut
        self._begin(self._door.unlock(self._session, self._handle, passphrase), self._handle)

    def drop_key(self) -> None:
        """The lock: without the officer's key nothing can be signed, also by a page that is open."""
        if self._session is not None and isinstance(self._session.key, HeldKey):
            self._session.key.drop()

    def stop_sync(self) -> None:
        """Nothing is sent until someone signs in again (on the network's lane)."""
        desk, self._sync = self._sync, None
        if desk is not None:
            desk.close()

    def sign_out(self) -> None:
        """Drop the key and close the store; sending waits."""
        self.drop_key()
        self.data.end()
        session, self._session = self._session, None
        if session is not None:
            session.store.close()

    def let_go(self) -> None:
        """The window is closing: drop the devices and the worker, and stop a backup that runs."""
        self.data.halt()
        self.equipment.close()
        self.worker.close()

    def close(self) -> None:
        """Close what is left once no lane runs any more: connections and the store."""
        if self._sync is not None:
            self._sync.close()
        self.sign_out()

    @property
    def session(self) -> Session:
        """Who is signed in."""
        if self._session is None:
            raise SignedOut
        return self._session

    @property
    def signed_in(self) -> bool:
        """Whether somebody is."""
        return self._session is not None

    def _begin(self, session: Session, handle: str) -> None:
        self._session, self._handle = session, handle

    # words ------------------------------------------------------------------------------------------------------------
    def refusal_words(self, error: Exception) -> Words:
        """Why a sign-in failed (on the store's lane: a damaged store is given its newest whole backup)."""
        tries = tries_words(error)
        if tries is not None and not isinstance(error, DutyEnded):
            return tries
        if isinstance(error, ClockDoubt):
            return clock_words_of(error.now, error.contact)
        if isinstance(error, DutyEnded):
            text = "Administrator memperpanjang di Petugas dan peran."
            return Words(f"Masa tugas berakhir {date_words(error.until)}.", text)
        if isinstance(error, Revoked):
            text = "Yang ditandatangani sebelumnya tetap sah. Tanyakan administrator."
            return Words(f"Tugas di stasiun ini dicabut {moment_words(error.at)}.", text)
        if isinstance(error, UnknownSigner):
            return Words("Dinas belum mengenal petugas ini.", "Administrator mendaftarkan petugas, lalu sinkronkan.")
        return self.data.shut_words(error)

    def role_words(self, roles: frozenset[Any]) -> str:
        """Roles for the top bar."""
        return role_words(roles).capitalize()

    def kind_words(self, kind: str) -> str:
        """A kind of device."""
        return KINDS[kind][0]

    # sync -------------------------------------------------------------------------------------------------------------
    def sync(self, stop: threading.Event, *, asked: bool = False) -> CycleReport:
        """What is due, or what an officer asked for (on the network's lane)."""
        desk = self._sync
        if desk is None:
            return CycleReport(0, 0, 0, 0, 0, Unreachable("signed-out"))
        if self._session is not None:
            ask_renewal(self._session)
            tell_stock(self._session)
        report = desk.run(stop) if asked else desk.tick(stop)
        self._standing = desk.state()
        if self._session is not None:
            self._contact = read_contact(self._session.store, self._clock)
        if report.received and self._door is not None and self._session is not None:
            self._door.tidy(self._session.store)  # the feed may have taken an officer's right away
        return report

    def on_duty(self) -> bool:
        """Whether the centre still vouches for who is signed in (on the store's lane)."""
        session = self._session
        if session is None:
            return True
        return not session.store.officers.verifier().revoked_at(session.officer.handle, session.station)

    def light(self, report: CycleReport) -> tuple[str, str, str]:
        """The sync light after a round."""
        return light(self._standing, self._contact, report.problem, self._clock.stamp())

    def sending_light(self, number: int, of: int) -> tuple[str, str, str]:
        """The sync light while packets go."""
        return sending_light(number, of)

    # where to go --------------------------------------------------------------------------------------------------
    @property
    def step_ids(self) -> tuple[str, ...]:
        """The pages that are steps of a case."""
        return STEP_IDS

    def rail(self) -> list[RailItem]:
        """The rail of who is signed in."""
        return rail_of(self.session.officer.roles)

    def steps(self, current: str, done: tuple[str, ...], service_id: str) -> list[StepItem]:
        """The steps of a case as they stand."""
        return steps_of(current, done, service_id)

    # routes -----------------------------------------------------------------------------------------------------------
    def route(self, page: str, subject: str = "") -> Route:
        """A route by name."""
        return Route(page, subject)

    def named(self, route: Any) -> tuple[str, str]:
        """A route's page and subject; empty before the first."""
        return (route.page, route.subject) if isinstance(route, Route) else ("", "")

    def open_drafts(self) -> tuple[Any, ...]:
        """The officer's unfinished recordings, the last touched first."""
        return self.session.store.drafts.of_officer(self.session.officer.handle)

    def progress(self, case: str, current: str) -> tuple[str, str, list[StepItem]]:
        """Name, service with number, and steps of a recording at its step `current` (on the store's lane)."""
        return progress(self.session, case, current)

    def page(self, frame: Frame, route: Any) -> Page | None:
        """The page of a route; None when it leads on by itself."""
        name, subject = self.named(route)
        if name == "keluar":
            frame.sign_out()
            return None
        if name in ("lanjut", "perbaiki"):
            frame.tasks.start(go_on(self.session, frame.window, frame.go, name, subject))
            return None
        if name in RULES and Role.ADMINISTRATOR not in self.session.officer.roles:
            return None
        scope = Scope(frame.tasks)
        page = self._makers(frame, self._counter(frame, scope), subject)[name]()
        page.ended = scope.stop
        return page

    def _makers(self, frame: Frame, counter: Counter, subject: str) -> Mapping[str, Callable[[], Page]]:
        theme = frame.theme
        return {
            "beranda": lambda: HomePage(theme, counter),
            "penduduk": lambda: ResidentsPage(theme, counter, subject),
            "bandingkan": lambda: ComparePage(theme, counter, subject),
            "riwayat": lambda: HistoryPage(theme, counter, subject),
            "kk": lambda: FamilyPage(theme, counter, "penduduk", subject, self._output),
            "keluarga": lambda: FamilyPage(theme, counter, "draf", subject, self._output),
            "kk-permohonan": lambda: FamilyPage(theme, counter, "permohonan", subject, self._output),
            "periksa-keluarga": lambda: FamilyReviewPage(theme, counter, subject),
            "berkas": lambda: PapersPage(theme, counter, subject),
            "biodata": lambda: BiodataPage(theme, counter, subject),
            "foto": lambda: PhotoPage(theme, counter, subject),
            "tanda-tangan": lambda: SignaturePage(theme, counter, subject),
            "sidik-jari": lambda: FingersPage(theme, counter, subject),
            "iris": lambda: IrisPage(theme, counter, subject),
            "ulang-telunjuk": lambda: MatchPage(theme, counter, subject),
            "periksa": lambda: ReviewPage(theme, counter, subject),
            "resi": lambda: ReceiptPage(theme, counter, subject, self._output),
            "verifikasi": lambda: CheckPage(theme, counter),
            "setujui-cetak": lambda: ApprovePage(theme, counter),
            "meja-cetak": lambda: PrintPage(theme, counter, self._witness),
            "sinkronisasi": lambda: SyncPage(theme, counter, self._sync_desk(), frame.sync),
            "stik-usb": lambda: StickPage(theme, counter, self._stick_desk()),
            "cadangan": lambda: self.data.page(frame, counter),
            "perangkat": lambda: DevicesPage(theme, counter),
            "audit": lambda: AuditPage(theme, counter, AuditDesk(self.session, self._output)),
            "stasiun": lambda: self._station_page(theme, counter),
            "petugas": lambda: OfficersPage(theme, counter, OfficersDesk(self.session, self._slots())),
            **office_pages(theme, counter, subject, self._witness, self._output, training=frame.place.training),
        }

    def _station_page(self, theme: Theme, counter: Counter) -> Page:
        where = self._door.secret_kept_in if self._door is not None else ""
        return StationPage(theme, counter, self._slots(), where, self._output)

    def _witness(self, handle: str, passphrase: str) -> Session:
        """A second officer at the same open store; raises what a sign-in raises (on the store's lane)."""
        if self._door is None:
            raise SignedOut
        second = self._door.unlock(self.session, handle, passphrase)
        if isinstance(self.session.key, HeldKey):  # what is looked at goes on being signed by who is signed in
            self.session.store.views.signed_by(self.session.officer.handle, self.session.key.mark)
        return second

    def _slots(self) -> Slots:
        if self._door is None:
            raise SignedOut
        return self._door.slots

    def _stick_desk(self) -> StickDesk:
        if self._door is None:
            raise SignedOut
        return StickDesk(self.session.store, self._clock, Uuid7Source(), self._door.tidy)

    def _sync_desk(self) -> SyncDesk:
        if self._sync is None:
            raise SignedOut
        return self._sync

    def _counter(self, frame: Frame, scope: Scope) -> Counter:
        session = self.session
        root = bytes.fromhex(session.store.identity.training_root)
        authority = Authority(ed25519_check, training_roots=frozenset({root}), operational_roots=self._roots)
        return Counter(
            tasks=scope,
            session=session,
            equipment=self.equipment,
            worker=self.worker,
            authority=authority,
            go=frame.go,
            toast=lambda role, words: frame.window.toast(words, role),
            calendar=Calendar(frame.settings.days_off),
        )
