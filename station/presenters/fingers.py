"""Ten fingers: scan, score, keep the best of three, exceptions; and both index fingers again, matched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from biometrics.errors import BiometricsError
from biometrics.fingers import FLOOR, TRIES, FingerScore, gate
from biometrics.images import encode_wsq
from biometrics.match import Verdict, judge
from devices.errors import Cancelled, CaptureRetry, DeviceError
from devices.fingerprint.port import FingerprintImage
from registry.submission import RECORDING_ORDER
from station.desk.recording import Draft, RecordingDesk
from station.presenters.counter import Counter
from station.problems import FINGER_CURES, Words, biometrics_words, device_words, store_words
from station.store.errors import StoreError
from station.work import Flow, on

SCAN_S = 20.0
SAME_FINGER = 80  # on the scanner's small window other fingers reach 49, the same one 101 and more: no false alarm


@dataclass(frozen=True, slots=True)
class Try:
    """One capture of the finger in hand: its score and the cause of a low one."""

    score: int
    cause: str | None


@dataclass(frozen=True, slots=True)
class FingersState:
    """What the page shows."""

    draft: Draft
    current: int  # 0 when all ten are done
    tries: tuple[Try, ...] = ()
    before: int = 0  # the finger just done, and how: shown until the next one is on the glass
    before_tries: tuple[Try, ...] = ()
    image: FingerprintImage | None = None
    advice: Words | None = None
    fault: Words | None = None
    waiting: bool = False
    saved: str = ""


class FingersPresenter:
    """Scans by itself as long as the page is open: the officer looks at the hand, not at keys."""

    def __init__(self, counter: Counter, case: str, show: Callable[[FingersState], None]) -> None:
        self._counter = counter
        self._case = case
        self._show = show
        self._desk = RecordingDesk(counter.session)
        self._cancel = threading.Event()
        self._flow: Flow | None = None
        self._state: FingersState | None = None

    def open(self) -> None:
        """Load and begin with the first finger not done."""
        self._restart(self._load())

    def close(self) -> None:
        """Stop scanning."""
        self._cancel.set()
        if self._flow is not None:
            self._flow.stop()

    def scan_now(self) -> None:
        """Try again after a fault."""
        if self._state is not None and self._state.fault is not None:
            self._restart(self._scan())

    def choose(self, position: int) -> None:
        """Go to another finger."""
        if self._state is not None:
            self._set(current=position, tries=(), advice=None, image=None)
            self._restart(self._scan())

    def again(self) -> None:
        """Record the finger in hand, or the last one, anew."""
        state = self._state
        if state is not None:
            position = state.current or RECORDING_ORDER[-1]
            self._restart(self._anew(position))

    def cannot(self, position: int, reason: str, lasting: str) -> None:
        """A finger cannot be recorded."""
        if self._state is not None:
            self._restart(self._except(position, reason, lasting))

    # ------------------------------------------------------------------------------------------------------------
    def _restart(self, steps: Any) -> None:
        self._cancel.set()
        if self._flow is not None:
            self._flow.stop()
        self._cancel = threading.Event()
        self._flow = self._counter.tasks.start(steps)

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "sidik-jari")
        self._state = FingersState(draft, _next(draft, 0))
        self._show(self._state)
        await self._scan()

    async def _anew(self, position: int) -> None:
        try:
            draft = await on("store", self._desk.drop_finger, self._case, position)
        except StoreError as error:
            self._set(fault=store_words(error), waiting=False)
            return
        self._set(draft=draft, current=position, tries=(), image=None, advice=None)
        await self._scan()

    async def _except(self, position: int, reason: str, lasting: str) -> None:
        try:
            draft = await on("store", self._desk.except_finger, self._case, position, reason, lasting)
        except StoreError as error:
            self._set(fault=store_words(error), waiting=False)
            return
        self._set(draft=draft, current=_next(draft, position), tries=(), image=None, advice=None, saved=self._stamp())
        await self._scan()

    async def _scan(self) -> None:
        """Scan finger after finger until all are done, the page is left or the scanner goes."""
        cancel = self._cancel
        self._set(fault=None, waiting=True)
        while self._state is not None and self._state.current and not cancel.is_set():
            try:
                scanner = await on("fingerprint", self._counter.equipment.fingerprint)
                image = await on("fingerprint", _scan_one, scanner, cancel)
                await self._judge(self._state.current, image)
            except CaptureRetry as retry:
                if retry.reason != "no-finger":
                    self._set(advice=device_words("fingerprint", retry))
            except Cancelled:
                return
            except DeviceError as error:
                await on("fingerprint", self._counter.equipment.drop, "fingerprint")
                self._set(fault=device_words("fingerprint", error), waiting=False)
                return
            except (StoreError, BiometricsError) as error:
                words = store_words(error) if isinstance(error, StoreError) else biometrics_words(error)
                self._set(fault=words, waiting=False)
                return
        self._set(waiting=False)

    async def _judge(self, position: int, image: FingerprintImage) -> None:
        found: tuple[FingerScore, bytes] = await on(
            "bio", self._counter.worker.analyse, image.width, image.height, image.pixels
        )
        score, template = found
        other = await self._same_as(position, template)
        if other:
            self._set(
                image=image, advice=Words("Sama dengan jari lain.", "Angkat jari, lalu tempelkan jari yang diminta.")
            )
            return
        assert self._state is not None
        tries = (*self._state.tries, Try(score.nfiq2, score.cause))
        if not template or (score.nfiq2 < FLOOR and len(tries) < TRIES):
            self._set(image=image, tries=tries, advice=_cure(score, position, len(tries)))
            return
        packed = await on("bio", encode_wsq, image.width, image.height, image.pixels)
        draft = await on("store", self._desk.put_finger, self._case, position, score.nfiq2, packed, template)
        enough = draft.fingers[position].quality >= gate(position) or len(tries) >= TRIES
        self._set(
            draft=draft,
            image=image,
            tries=tries,
            advice=None if enough else _cure(score, position, len(tries)),
            saved=self._stamp(),
        )
        if enough:
            self._set(current=_next(draft, position), tries=(), before=position, before_tries=tries)

    async def _same_as(self, position: int, template: bytes) -> int:
        """Another finger of this applicant that this template matches, or 0."""
        if not template or self._state is None:
            return 0
        for other, take in self._state.draft.fingers.items():
            if other != position and take.template:
                kept = await on("store", self._desk.blob, take.template)
                if await on("bio", self._counter.worker.compare, template, kept) >= SAME_FINGER:
                    return other
        return 0

    def _stamp(self) -> str:
        return self._counter.session.clock.stamp()

    def _set(self, **changes: Any) -> None:
        if self._state is not None:
            self._state = replace(self._state, **changes)
            self._show(self._state)


@dataclass(frozen=True, slots=True)
class MatchState:
    """What the page of the second capture shows."""

    draft: Draft
    asked: tuple[int, ...]
    current: int
    image: FingerprintImage | None = None
    scores: dict[int, int] = field(default_factory=dict)
    advice: Words | None = None
    fault: Words | None = None
    saved: str = ""


class MatchPresenter:
    """Captures fingers again and compares each with its first print."""

    def __init__(self, counter: Counter, case: str, show: Callable[[MatchState], None]) -> None:
        self._counter = counter
        self._case = case
        self._show = show
        self._desk = RecordingDesk(counter.session)
        self._cancel = threading.Event()
        self._flow: Flow | None = None
        self._state: MatchState | None = None

    def open(self) -> None:
        """Load and begin."""
        self._flow = self._counter.tasks.start(self._load())

    def close(self) -> None:
        """Stop scanning."""
        self._cancel.set()
        if self._flow is not None:
            self._flow.stop()

    def scan_now(self) -> None:
        """Try again after a fault."""
        if self._state is not None and self._state.fault is not None:
            self._cancel = threading.Event()
            self._flow = self._counter.tasks.start(self._scan())

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "ulang-telunjuk")
        asked = draft.pickup_fingers()
        self._state = MatchState(draft, asked, _unmatched(draft, asked), scores=dict(draft.matches))
        self._show(self._state)
        await self._scan()

    async def _scan(self) -> None:
        cancel = self._cancel
        self._set(fault=None)
        while self._state is not None and self._state.current and not cancel.is_set():
            try:
                scanner = await on("fingerprint", self._counter.equipment.fingerprint)
                image = await on("fingerprint", _scan_one, scanner, cancel)
                await self._compare(self._state.current, image)
            except CaptureRetry:
                continue
            except Cancelled:
                return
            except DeviceError as error:
                await on("fingerprint", self._counter.equipment.drop, "fingerprint")
                self._set(fault=device_words("fingerprint", error))
                return
            except (StoreError, BiometricsError) as error:
                self._set(fault=store_words(error) if isinstance(error, StoreError) else biometrics_words(error))
                return

    async def _compare(self, position: int, image: FingerprintImage) -> None:
        assert self._state is not None
        found: tuple[FingerScore, bytes] = await on(
            "bio", self._counter.worker.analyse, image.width, image.height, image.pixels
        )
        template = found[1]
        first = await on("store", self._desk.blob, self._state.draft.fingers[position].template)
        score = await on("bio", self._counter.worker.compare, template, first) if template else 0
        scores = {**self._state.scores, position: score}
        if judge(score) is not Verdict.MATCH:
            advice = Words(f"Tidak cocok dengan rekaman tadi (skor {score}).", "Mungkin jari tertukar. Tempel lagi.")
            self._set(image=image, scores=scores, advice=advice)
            return
        draft = await on("store", self._desk.put_match, self._case, position, score)
        current = _unmatched(draft, self._state.asked)
        stamp = self._counter.session.clock.stamp()
        self._set(draft=draft, image=image, scores=scores, advice=None, current=current, saved=stamp)

    def _set(self, **changes: Any) -> None:
        if self._state is not None:
            self._state = replace(self._state, **changes)
            self._show(self._state)


def _scan_one(scanner: Any, cancel: threading.Event) -> FingerprintImage:
    image: FingerprintImage = scanner.scan(timeout_s=SCAN_S, cancel=cancel)
    return image


def _next(draft: Draft, after: int) -> int:
    """The first finger without score or reason, looking on from the one just done."""
    start = RECORDING_ORDER.index(after) + 1 if after else 0
    order = RECORDING_ORDER[start:] + RECORDING_ORDER[:start]
    return next((position for position in order if position not in draft.fingers), 0)


def _unmatched(draft: Draft, asked: tuple[int, ...]) -> int:
    return next((position for position in asked if position not in draft.matches), 0)


def _cure(score: FingerScore, position: int, tries: int) -> Words:
    """What was wrong with a low score, against the gate of that finger, and what helps."""
    name, cure = FINGER_CURES.get(score.cause or "unclear", FINGER_CURES["unclear"])
    return Words(
        f"{name.capitalize()} ({score.nfiq2}, batas {gate(position)}).", f"{cure} Percobaan {tries} dari {TRIES}."
    )
