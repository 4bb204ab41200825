"""Asisten pertama: from an empty folder to a station with its administrator. It leaves and resumes at its step.

1 Bahasa dan tampilan   2 Stasiun   3 Administrator   and, once there is a station, what is done after Masuk:
4 Perangkat   5 Disk cadangan   6 Data kecamatan
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from devices.camera.qr import NoSymbol, read_qr
from devices.errors import DeviceError
from forms.recovery import RecoverySheet, recovery_sheet
from registry.errors import RegistryError
from station.desk.founding import Founder, NotConfirmed, Standing
from station.desk.joining import BadPassphrase, check_passphrase
from station.presenters.counter import day_words
from station.problems import Words, device_words, officer_words, sync_words
from station.problems.data import store_words
from station.settings import Settings
from station.store.errors import StoreError
from station.work import Starter, on
from sync.durable import write_durably
from sync.errors import Refused, SyncError
from sync.onetime import BadCode, OneTimeCode

STEPS = ("Bahasa dan tampilan", "Stasiun", "Administrator", "Perangkat", "Disk cadangan", "Data kecamatan")
LOOK, STATION, ADMINISTRATOR, REST = 1, 2, 3, 4
NOTHING = Words("", "")
LOOKING = Words("Arahkan kode QR ke kamera.", "F5 berhenti. Gambar tidak disimpan.")
ENROL_WORDS = {
    "bad-code": Words("Dinas tidak mengenal kode ini.", "Minta kode baru dari administrator Dinas."),
    "code-expired": Words("Kode sudah lewat 72 jam.", "Minta kode baru dari administrator Dinas."),
    "code-used": Words(
        "Kode sudah dipakai komputer lain.",
        "Bukan Anda? Beri tahu Dinas sekarang juga supaya dibatalkan, lalu minta kode baru.",
    ),
    "words-differ": Words("Dinas membatalkan kode ini.", "Kata yang didengar berbeda. Minta kode baru."),
    "overtaken": Words("Stasiun ini sudah dipasang di komputer lain.", "Tanyakan Dinas, lalu minta kode baru."),
}


@dataclass(frozen=True, slots=True)
class FirstState:
    """What the page shows. `role` of the words is "", err, warn or ok; `recovery` is the PDF once it is written."""

    step: int = LOOK
    settings: Settings = field(default_factory=Settings)
    busy: bool = False
    looking: bool = False
    standing: Standing | None = None
    role: str = ""
    words: Words = NOTHING
    recovery: str = ""


class FirstPresenter:
    """The steps. `founder` is made on the store's lane; `saved` takes new settings; files go to `output`."""

    def __init__(
        self,
        tasks: Starter,
        founder: Callable[[], Founder],
        settings: Settings,
        output: Path,
        show: Callable[[FirstState], None],
        saved: Callable[[Settings], None],
        open_file: Callable[[Path], None],
        look: Callable[[threading.Event], str],
    ) -> None:
        """`look` reads a QR symbol before the camera until the event is set (on the camera's lane)."""
        self._tasks = tasks
        self._make = founder
        self._founder: Founder | None = None
        self._output = output
        self._show = show
        self._saved = saved
        self._open_file = open_file
        self._look = look
        self._enough = threading.Event()
        self._state = FirstState(settings=settings)

    @property
    def state(self) -> FirstState:
        """What is shown."""
        return self._state

    def open(self) -> None:
        """Show the step where it was left."""
        self._tasks.start(self._resume())

    # 1 ----------------------------------------------------------------------------------------------------------------
    def choose(self, **values: str | int) -> None:
        """Language, theme or zoom; it applies at once."""
        settings = replace(self._state.settings, **values)  # type: ignore[arg-type]  # names and kinds of the fields
        self._tell(settings=settings)
        self._saved(settings)

    def go(self, step: int) -> None:
        """Another step; nothing is lost."""
        self._enough.set()
        self._tell(step=step, role="", words=NOTHING, looking=False)

    # 2 ----------------------------------------------------------------------------------------------------------------
    def use(self, text: str) -> None:
        """Use a code as it was pasted or typed."""
        try:
            code = OneTimeCode.from_text(text)
        except BadCode as error:
            self._say("err", code_words(error))
            return
        self._tasks.start(self._use(code))

    def use_picture(self, file: Path) -> None:
        """Use the code in a picture of its QR symbol."""
        self._tasks.start(self._use_picture(file))

    def use_camera(self) -> None:
        """Use the code whose QR symbol is held before the camera; again, or any other step, ends it."""
        if self._state.looking:
            self._enough.set()
        elif not self._state.busy:
            self._enough = threading.Event()
            self._tasks.start(self._use_camera(self._enough))

    def halt(self) -> None:
        """The page goes: let the camera go."""
        self._enough.set()

    def ask(self) -> None:
        """Ask whether the words are confirmed."""
        if not self._state.busy:
            self._tasks.start(self._ask())

    def forget(self) -> None:
        """Another code: the page asks for it; the keys of this one go when it is used."""
        self._tell(standing=None, role="", words=NOTHING, busy=False)

    # 3 ----------------------------------------------------------------------------------------------------------------
    def finish(self, passphrase: str) -> None:
        """The administrator's own passphrase; makes the station."""
        standing = self._state.standing
        if standing is None or self._state.busy:
            return
        try:
            check_passphrase(standing.administrator, "", passphrase)
        except BadPassphrase as error:
            self._say("err", officer_words(error.code))
            return
        self._tasks.start(self._finish(standing, passphrase))

    def show_recovery(self) -> None:
        """Give the recovery key to whatever shows PDFs here, to be printed."""
        self._open_file(Path(self._state.recovery))

    # flows ------------------------------------------------------------------------------------------------------------
    async def _resume(self) -> None:
        founder = await self._at_hand()
        if await on("store", founder.begun):
            try:
                standing = await on("store", founder.standing)
            except NotConfirmed:
                self._tell(step=STATION)
                await self._ask()
                return
            self._tell(step=ADMINISTRATOR if standing.confirmed else STATION, standing=standing)
        else:
            self._tell()

    async def _use(self, code: OneTimeCode) -> None:
        founder = await self._at_hand()
        try:
            await on("store", founder.begin, code)
        except StoreError as error:
            self._say("err", store_words(error))
            return
        self._tell(standing=None)
        await self._ask()

    async def _use_picture(self, file: Path) -> None:
        self._tell(busy=True)
        try:
            text = await on("camera", _read_picture, file)
        except (NoSymbol, OSError):
            self._say(
                "err",
                Words(
                    "Tidak ada kode QR yang terbaca di gambar itu.", "Foto lebih dekat dan rata, atau ketik kodenya."
                ),
            )
        else:
            self.use(text)

    async def _use_camera(self, enough: threading.Event) -> None:
        self._tell(looking=True, role="acc", words=LOOKING)
        try:
            text = await on("camera", self._look, enough)
        except DeviceError as error:
            self._say("err", device_words("camera", error))
            return
        if text:
            self.use(text)
        elif self._state.looking:
            self._say("", NOTHING)

    async def _ask(self) -> None:
        founder = await self._at_hand()
        self._tell(busy=True)
        try:
            standing = await on("net", founder.ask)
        except SyncError as error:
            self._say("err", enrol_words(error))
            return
        except StoreError as error:
            self._say("err", store_words(error))
            return
        step = ADMINISTRATOR if standing.confirmed and self._state.step == STATION else self._state.step
        self._tell(step=step, standing=standing, busy=False, looking=False, role="", words=NOTHING)

    async def _finish(self, standing: Standing, passphrase: str) -> None:
        founder = await self._at_hand()
        self._tell(busy=True)
        try:
            pdf = await on("store", self._found, founder, standing, passphrase)
        except (SyncError, StoreError, RegistryError) as error:
            self._say("err", enrol_words(error) if isinstance(error, SyncError) else store_words(error))
            return
        self._tell(step=REST, recovery=str(pdf), busy=False, role="", words=NOTHING)

    def _found(self, founder: Founder, standing: Standing, passphrase: str) -> Path:
        store = founder.finish(passphrase)
        store.close()
        sealed, at = founder.recovery(), day_words(founder.stamp())
        self._output.mkdir(parents=True, exist_ok=True)
        pdf = self._output / f"kunci-pemulihan-{standing.station}.pdf"
        write_durably(pdf, recovery_sheet(RecoverySheet(standing.name, standing.station, at, sealed)))
        return pdf

    async def _at_hand(self) -> Founder:
        if self._founder is None:
            self._founder = await on("store", self._make)
        return self._founder

    def _say(self, role: str, words: Words) -> None:
        self._tell(role=role, words=words, busy=False, looking=False)

    def _tell(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # names and kinds of the fields
        self._show(self._state)


def code_words(error: BadCode) -> Words:
    """What is wrong with a code that was typed.

    >>> code_words(BadCode(3)).title
    'Baris 3 kode salah ketik.'
    """
    if error.line:
        return Words(f"Baris {error.line} kode salah ketik.", "Bandingkan baris itu huruf demi huruf dengan aslinya.")
    return Words("Itu bukan kode stasiun.", "Kode dimulai dengan LOKET1. Salin seluruhnya.")


def enrol_words(error: SyncError) -> Words:
    """Why the centre did not take the code."""
    if isinstance(error, Refused) and error.code in ENROL_WORDS:
        return ENROL_WORDS[error.code]
    return sync_words(error)


def _read_picture(file: Path) -> str:
    return read_qr(file.read_bytes())
