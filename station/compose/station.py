"""Joins one station: window, lanes, devices, store and pages. No page knows how another is made.

The operational roots come with a build and are empty here: nothing in data, settings or environment adds one
(docs/decisions/0004).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from station.compose.place import Place, handles_in
from station.compose.rounds import Rounds
from station.compose.upkeep import Upkeep
from station.pages.sign_in import SignInPage
from station.runner import Tasks
from station.settings import Settings
from station.widgets.language import speak
from station.widgets.theme import dress, theme
from station.window import Window
from station.work import on

if TYPE_CHECKING:
    from station.compose.rooms import Rooms
    from station.pages.lock import LockCover
    from station.pages.own_passphrase import OwnPassphrasePage
    from station.widgets.items import StepItem

__all__ = ["OPERATIONAL_ROOTS", "Place", "Station"]

OPERATIONAL_ROOTS: frozenset[bytes] = frozenset()
CARD, FAMILY = "ktp-baru", "kk-perubahan"  # a service of each kind of steps
FAMILY_ONLY = ("keluarga", "periksa-keluarga")


class Station(QObject):
    """One station in one window."""

    def __init__(self, app: QApplication, place: Place, settings: Settings) -> None:
        super().__init__()
        self.app = app
        self.place = place
        self.settings = settings
        self.theme = theme(settings.theme, settings.zoom)
        dress(app, self.theme)
        speak(app, settings.language)
        self._tasks = Tasks()
        self.window = Window(self.theme)
        self.rooms: Rooms | None = None  # loaded after the first paint
        self._warming = False
        self._route: object = None
        self._cover: LockCover | None = None
        self._sign_in: SignInPage | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(settings.lock_minutes * 60_000)
        self._idle.timeout.connect(self.lock)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(max(1, settings.lock_minutes * 60 - 60) * 1000)
        self._soon.timeout.connect(lambda: self.window.toast("Terkunci dalam 60 detik", "acc"))
        self._upkeep = Upkeep(self._tasks, lambda: self.rooms, self.window.show_room)
        self.rounds = Rounds(self._tasks, lambda: self.rooms, self.window, self._leave)
        self._clockwork = QTimer(self)
        self._clockwork.setInterval(settings.sync_seconds * 1000)
        self._clockwork.timeout.connect(self.rounds.tick)
        self._clockwork.timeout.connect(self._upkeep.tick)
        self.window.asked.connect(self._asked)
        self.window.asked_lock.connect(self.lock)
        self.window.asked_search.connect(lambda: self._asked("penduduk"))
        self.window.woke.connect(self._awake)
        self.window.closed.connect(self.close)

    @property
    def tasks(self) -> Tasks:
        """Where flows run."""
        return self._tasks

    # signing in ---------------------------------------------------------------------------------------------------
    def open(self) -> None:
        """Show the sign-in page, then load what is heavy."""
        handles = handles_in(self.place.home)
        names = [(handle, handle) for handle in handles]
        if handles and self.place.training:
            from station.desk.cast import known_as  # the invented officers; no real counter loads them

            names = [(handle, known_as(handle)) for handle in handles]
        page = SignInPage(self.theme, self.place.name, names, self._hints(handles), self._enter)
        self._sign_in = page
        self.window.show_page(page, chrome=False)
        if not handles and (self.place.home / "station.db").exists():
            from station.problems import lost_slots_words  # nobody can sign in: nothing waits for it

            words = lost_slots_words(damaged=(self.place.home / "slots.json").exists())
            page.refuse(words.title, words.text)
        self.window.painted.connect(self._painted)
        self.window.show()

    def _painted(self) -> None:
        QTimer.singleShot(0, self._warm)  # once this paint is done

    def _hints(self, handles: tuple[str, ...]) -> list[str]:
        if not self.place.training or not handles:
            return []
        from station.desk.cast import PASSPHRASE, known_as  # the invented officers; no real counter loads them

        cast = [words for handle in handles[1:] if (words := known_as(handle)) != handle]  # not who was added since
        return [*cast, f"Sandi semua: {PASSPHRASE}"]

    def _warm(self) -> None:
        if not self._warming:
            self._warming = True
            self.tasks.start(self._load_rooms())

    async def _load_rooms(self) -> None:
        made: Rooms = await on("load", _import_rooms)
        self.rooms = self.rooms or made

    def _enter(self, handle: str, passphrase: str) -> None:
        if self._sign_in is not None:
            self._sign_in.busy(True)
            self.tasks.start(self._signing_in(handle, passphrase))

    async def _signing_in(self, handle: str, passphrase: str) -> None:
        made: Rooms = await on("load", _import_rooms)
        rooms = self.rooms = self.rooms or made
        page = self._sign_in
        try:
            await on("store", rooms.sign_in, self, handle, passphrase)
        except rooms.first_time:
            self._choose_passphrase(handle, passphrase)
            return
        except rooms.refusals as error:
            words = await on("store", rooms.refusal_words, error)
            if page is not None:
                page.busy(False)
                page.refuse(words.title, words.text)
                backup = await on("store", rooms.data.back_from, error)
                if backup is not None:
                    from station.compose.wayback import WayBack  # only where a store is damaged

                    WayBack(self.window, self.tasks, rooms, page, backup)
            return
        self._sign_in = None
        self._chrome()
        # Not before: to hear every event makes PySide load each class of Qt, which took the start 30 ms.
        self.app.installEventFilter(self.window)
        self._watch_idle()
        self._clockwork.start()
        self._upkeep.tick()
        self.tasks.start(self._offer())
        self.rounds.tick()

    def _choose_passphrase(self, handle: str, start: str) -> None:
        """A new officer came with a start passphrase."""
        from station.pages.own_passphrase import OwnPassphrasePage  # once in an officer's time here

        self._sign_in = None
        page = OwnPassphrasePage(
            self.theme, handle, lambda own: self._joining_with(page, handle, start, own), self.open
        )
        self.window.show_page(page, chrome=False)

    def _joining_with(self, page: OwnPassphrasePage, handle: str, start: str, own: str) -> None:
        self.tasks.start(self._joining(page, handle, start, own))

    async def _joining(self, page: OwnPassphrasePage, handle: str, start: str, own: str) -> None:
        rooms = self.rooms
        if rooms is None:
            return
        try:
            await on("store", rooms.join, handle, start, own)
        except rooms.not_joined as error:
            words = rooms.join_words(error)
            page.refuse(words.title, words.text)
            return
        self.open()
        if self._sign_in is not None:
            text = "Dikirim saat petugas lain masuk; Anda dapat bekerja setelah Dinas menandatangani."
            self._sign_in.banner.say("ok", "Sandi tersimpan. Menunggu Dinas.", text)

    async def _offer(self) -> None:
        """After a cut the open recording is offered first; else the role's landing page."""
        rooms = self.rooms
        if rooms is None:
            return
        drafts = await on("store", rooms.open_drafts)
        if drafts:
            self.window.toast(f"Lanjutkan {drafts[0].name}? Enter di Beranda.", "acc")
        self.go(rooms.route("beranda"))
        for words in await on("store", rooms.data.cautions):
            self.window.toast(words.line, "warn")

    def _chrome(self) -> None:
        rooms = self.rooms
        if rooms is None:
            return
        officer = rooms.session.officer
        self.window.show_officer(
            rooms.session.store.identity.name,
            "Loket 1",
            officer.name,
            rooms.role_words(officer.roles),
            training=self.place.training,
        )
        self._show_devices()

    def _show_devices(self) -> None:
        rooms = self.rooms
        if rooms is None:
            return
        signs = {"camera": "camera", "fingerprint": "finger", "signature": "pen", "printer": "printer"}
        lights = []
        for kind, picture in signs.items():
            installed = rooms.equipment.installed(kind)
            words = rooms.kind_words(kind) + (" dipasang" if installed else " tidak dipasang")
            lights.append((picture, "ok" if installed else "field", words))
        self.window.show_devices([(p, r, w) for p, r, w in lights if r == "ok"])

    # going about ----------------------------------------------------------------------------------------------------
    def go(self, route: object) -> None:
        """Show the page of a route, its rail or its steps."""
        rooms = self.rooms
        if rooms is None:
            return
        self._route = route
        page = rooms.page(self, route)
        if page is None:
            return
        name, subject = rooms.named(route)
        if name in rooms.step_ids:
            self._show_steps(name, subject)
        else:
            self.window.show_rail(rooms.rail(), name)
        self.window.show_page(page)

    def _show_steps(self, current: str, case: str) -> None:
        rooms = self.rooms
        if rooms is None:
            return
        done = rooms.step_ids[:-1] if current == "resi" else ()
        guess = FAMILY if current in FAMILY_ONLY else CARD  # until the case is read
        self.window.show_steps("", "", rooms.steps(current, done, guess))
        self.tasks.start(self._fill_steps(current, case))

    async def _fill_steps(self, current: str, case: str) -> None:
        rooms = self.rooms
        if rooms is None:
            return
        found: tuple[str, str, list[StepItem]] = await on("store", rooms.progress, case, current)
        if rooms.named(self._route) == (current, case):
            self.window.show_steps(*found)

    def _asked(self, name: str) -> None:
        rooms = self.rooms
        if rooms is None or self._cover is not None:
            return
        if name.startswith("step:"):
            self.go(rooms.route(name[5:], rooms.named(self._route)[1]))
        else:
            self.go(rooms.route(name))

    # sync -----------------------------------------------------------------------------------------------------------
    def sync(self) -> None:
        """One round on somebody's word."""
        self.rounds.ask()

    def tell_sending(self, number: int, of: int) -> None:
        """Which packet of how many goes now; from the network's lane."""
        self.rounds.sending.emit(number, of)

    # lock -----------------------------------------------------------------------------------------------------------
    def lock(self) -> None:
        """Cover the window and drop the officer's key; store, sync and the draft go on."""
        rooms = self.rooms
        if rooms is None or not rooms.signed_in or self._cover is not None or self._sign_in is not None:
            return
        if self.window.page is not None:
            self.window.page.left()
        self._idle.stop()
        self._soon.stop()
        from station.pages.lock import LockCover  # not at the start

        cover = LockCover(self.theme, rooms.session.officer.name, self._unlock, self._leave)
        rooms.drop_key()
        self._cover = cover
        self.window.cover(cover)
        cover.passphrase.setFocus()

    def _unlock(self, passphrase: str) -> None:
        self.tasks.start(self._unlocking(passphrase))

    async def _unlocking(self, passphrase: str) -> None:
        rooms = self.rooms
        if rooms is None:
            return
        try:
            await on("store", rooms.unlock, self, passphrase)
        except rooms.refusals as error:
            if self._cover is not None:
                words = rooms.refusal_words(error)
                self._cover.refuse(words.title, words.text)
            return
        self._cover = None
        self.window.cover(None)
        self._watch_idle()
        self.go(self._route)

    def _leave(self) -> None:
        """Another officer: sign out; sending waits until someone is in."""
        if self.rooms is not None:
            self.tasks.start(self._leaving())

    async def _leaving(self) -> None:
        await self._shut()
        self.open()

    async def _shut(self) -> None:
        """Stop what runs, back up, and let devices and store go."""
        rooms = self.rooms
        self._cover = None
        self.window.cover(None)
        for timer in (self._idle, self._soon, self._upkeep.timer, self._clockwork):
            timer.stop()
        self.window.clear_toasts()
        if rooms is not None:
            await on("keep", rooms.data.keep_at_leaving)
            for kind in rooms.kinds:
                await on(kind, rooms.equipment.drop, kind)
            await on("net", rooms.stop_sync)  # on its own lane: a round under way is finished first
            await on("store", rooms.sign_out)

    def bring_back(self, put: Callable[[], Any]) -> None:
        """End the officer's time here, put a backup in the place of the data, and say so at the sign-in page."""
        self.tasks.start(self._bringing_back(put))

    async def _bringing_back(self, put: Callable[[], Any]) -> None:
        rooms = self.rooms
        await self._shut()
        if rooms is None:
            return
        try:
            words = await on("store", rooms.data.brought_back, put)
            role = "warn"
        except rooms.refusals as error:
            words, role = rooms.data.brought_back_words(error), "err"
        self.open()
        if self._sign_in is not None:
            self._sign_in.banner.say(role, words.title, words.text)

    def sign_out(self) -> None:
        """End the officer's time here."""
        self._leave()

    def _awake(self) -> None:
        if self._idle.isActive():
            self._watch_idle()

    def _watch_idle(self) -> None:
        self._idle.start()
        self._soon.start()
        self._upkeep.wake()

    def close(self) -> None:
        """The window was closed."""
        self.rounds.stop.set()
        for timer in (self._idle, self._soon, self._upkeep.timer, self._clockwork):
            timer.stop()
        rooms = self.rooms
        if rooms is not None:
            rooms.let_go()  # first, for a lane may be waiting for a device
        self.tasks.close()
        if rooms is not None:
            rooms.close()


def _import_rooms() -> Rooms:
    """The heavy half, imported on a lane after the first paint (a start-up cost, not a hidden circle)."""
    from station.compose.rooms import Rooms

    return Rooms(OPERATIONAL_ROOTS)
