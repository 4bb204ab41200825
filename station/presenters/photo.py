"""Live camera, takes, and the applicant's approval before any finger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from biometrics.errors import BadImage
from biometrics.images import rgb32
from biometrics.photo import PhotoCheck, background_for, inspect, portrait
from devices.errors import Cancelled, DeviceError
from registry.people import Resident
from station.desk.recording import Draft, RecordingDesk
from station.presenters.counter import Counter
from station.problems import Words, biometrics_words, device_words, store_words
from station.store.errors import StoreError
from station.work import Flow, on

CHECK_EVERY = 6


@dataclass(frozen=True, slots=True)
class PhotoState:
    """What the page shows. `approving`: the take stands large before the applicant."""

    resident: Resident
    draft: Draft
    background: str
    approving: bool = False
    live: bool = False
    busy: bool = False
    instruction: str = "Hubungkan kamera…"
    checks: tuple[PhotoCheck, ...] = ()
    picture: bytes = b""
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # every take by its name
    size: tuple[int, int] = (0, 0)  # of the camera's frames
    fault: Words | None = None
    saved: str = ""

    @property
    def good(self) -> bool:
        """Whether the camera shows what every check likes."""
        return self.live and bool(self.checks) and all(check.good for check in self.checks)


class PhotoPresenter:
    """One visit to the photo page. `sink` takes (width, height, RGB32) from the camera's lane."""

    def __init__(
        self,
        counter: Counter,
        case: str,
        show: Callable[[PhotoState], None],
        sink: Callable[[tuple[int, int, bytes]], None],
    ) -> None:
        self._counter = counter
        self._case = case
        self._show = show
        self._sink = sink
        self._desk = RecordingDesk(counter.session)
        self._stop = threading.Event()
        self._newest: Any = None
        self._judged: tuple[PhotoCheck, ...] = ()
        self._state: PhotoState | None = None
        self._flows: list[Flow] = []

    def open(self) -> None:
        """Load the draft and start the camera."""
        self._flows.append(self._counter.tasks.start(self._load()))

    def close(self) -> None:
        """Stop the camera."""
        self._stop.set()
        for flow in self._flows:
            flow.stop()

    def take(self) -> None:
        """Take a photo, or try the camera again when it is gone."""
        state = self._state
        if state is None or state.approving or state.busy:
            return
        if state.live and self._newest is not None:
            self._flows.append(self._counter.tasks.start(self._take()))
        elif not state.live:
            self._flows.append(self._counter.tasks.start(self._look()))

    def again(self) -> None:
        """Back to the live picture for another take."""
        if self._state is not None and self._state.approving:
            self._set(approving=False)

    def choose(self, name: str) -> None:
        """Show an earlier take to the applicant."""
        self._flows.append(self._counter.tasks.start(self._choose(name)))

    def approve(self) -> None:
        """The applicant agrees."""
        if self._state is not None and self._state.approving:
            self._flows.append(self._counter.tasks.start(self._approve()))

    # -------------------------------------------------------------------------------------------------------------
    async def _load(self) -> None:
        store = self._counter.session.store
        draft = await on("store", self._desk.at_step, self._case, "foto")
        resident = await on("store", store.residents.get, draft.resident)
        pictures = {name: await on("store", self._desk.blob, name) for name in draft.photo.takes}
        picture = pictures.get(draft.photo.chosen, b"")
        background = background_for(resident.birth_date)
        self._state = PhotoState(resident, draft, background, picture=picture, pictures=pictures)
        self._set(approving=bool(picture) and not draft.photo.approved_at)
        await self._look()

    async def _look(self) -> None:
        """Show frames until the page is left or the camera goes."""
        self._set(fault=None, instruction="Menghubungkan kamera…")
        try:
            camera = await on("camera", self._counter.equipment.camera)
            self._set(live=True, instruction="Menghadap kamera, mata terbuka")
            self._flows.append(self._counter.tasks.start(self._watch()))
            await on("camera", self._pump, camera)
        except Cancelled:
            return
        except DeviceError as error:
            await on("camera", self._counter.equipment.drop, "camera")
            self._set(live=False, fault=device_words("camera", error), instruction="Kamera terputus")

    def _pump(self, camera: Any) -> None:
        for number, frame in enumerate(camera.frames(self._stop)):
            self._newest = frame.bgr
            self._sink(rgb32(frame.bgr))
            if number % CHECK_EVERY == 0:
                self._judged = inspect(frame.bgr)

    async def _watch(self) -> None:
        """Tell of the checks a few times a second."""
        while self._state is not None and self._state.live and not self._stop.is_set():
            await on("clock", self._stop.wait, 0.4)
            if self._state.checks != self._judged:
                tall, wide = self._newest.shape[:2]
                self._set(checks=self._judged, instruction=_instruction(self._judged), size=(wide, tall))

    async def _take(self) -> None:
        self._set(busy=True)
        try:
            jpeg = await on("bio", portrait, self._newest)
            draft = await on("store", self._desk.add_photo, self._case, jpeg)
        except BadImage as error:
            self._set(busy=False, fault=biometrics_words(error))
            return
        except StoreError as error:
            self._set(busy=False, fault=store_words(error))
            return
        assert self._state is not None
        pictures = {**self._state.pictures, draft.photo.chosen: jpeg}
        stamp = self._counter.session.clock.stamp()
        self._set(draft=draft, picture=jpeg, pictures=pictures, approving=True, busy=False, saved=stamp, fault=None)

    async def _choose(self, name: str) -> None:
        try:
            draft = await on("store", self._desk.choose_photo, self._case, name)
        except StoreError as error:
            self._set(fault=store_words(error))
            return
        picture = await on("store", self._desk.blob, name)
        self._set(draft=draft, picture=picture, approving=True, fault=None)

    async def _approve(self) -> None:
        try:
            draft = await on("store", self._desk.approve_photo, self._case)
        except StoreError as error:
            self._set(fault=store_words(error))
            return
        self._set(draft=draft, approving=False, saved=self._counter.session.clock.stamp(), fault=None)

    def _set(self, **changes: Any) -> None:
        if self._state is not None:
            self._state = replace(self._state, **changes)
            self._show(self._state)


def _instruction(checks: tuple[PhotoCheck, ...]) -> str:
    words = {"terang": "Terlalu gelap atau terlalu terang, atur lampu", "tajam": "Tahan, jangan bergerak",
             "silau": "Lepas kacamata atau kurangi silau",
             "ukuran": "Gambar kamera terlalu kecil, pilih resolusi lebih tinggi"}  # fmt: skip
    return next((words[check.name] for check in checks if not check.good), "Bagus. Tahan, jangan bergerak")
