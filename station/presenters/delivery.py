"""Parcels between stations, and the hand-over with a finger matched 1:1 or a witnessed exception."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from biometrics.errors import BiometricsError
from biometrics.fingers import FingerScore
from biometrics.match import Verdict, judge
from devices.errors import Cancelled, CaptureRetry, DeviceError
from registry.case import NotAllowed
from registry.lifecycle import Status
from station.desk.delivering import DeliveryDesk
from station.presenters.counter import Counter
from station.problems import Words, biometrics_words, device_words, refusal_words
from station.store.cases import CaseFilter
from station.store.index import CaseRow
from station.work import Flow, on

SCAN_S = 20.0


@dataclass(frozen=True, slots=True)
class ParcelState:
    """Cards to send, and cards on the way here with those counted so far."""

    outgoing: tuple[CaseRow, ...] = ()
    incoming: tuple[CaseRow, ...] = ()
    counted: frozenset[str] = frozenset()
    fault: Words | None = None


class ParcelPresenter:
    """Out and in."""

    def __init__(self, counter: Counter, show: Callable[[ParcelState], None], target: str) -> None:
        self._counter = counter
        self._show = show
        self._target = target
        self._desk = DeliveryDesk(counter.session)
        self._state = ParcelState()

    def open(self) -> None:
        """Load both lists."""
        self._counter.tasks.start(self._load())

    def send(self) -> None:
        """Ship all cards that are ready."""
        if self._state.outgoing:
            self._counter.tasks.start(self._send(tuple(row.id for row in self._state.outgoing)))

    def count(self, text: str) -> None:
        """A card of the parcel, by the case number on its list."""
        found = next((row for row in self._state.incoming if row.number == text.strip().upper()), None)
        if found is None:
            words = Words(f"{text.strip()} tidak ada di daftar kiriman ini.", "Sisihkan kartunya dan hubungi UPTD.")
            self._set(fault=words)
        else:
            self._set(counted=self._state.counted | {found.id}, fault=None)

    def receive(self) -> None:
        """Book the counted cards."""
        if self._state.counted:
            self._counter.tasks.start(self._receive(tuple(sorted(self._state.counted))))

    async def _load(self) -> None:
        session = self._counter.session
        out = CaseFilter((Status.CHIP_VERIFIED,), session.station)
        coming = CaseFilter((Status.SHIPPED,), session.station)
        outgoing = await on("store", session.store.cases.page, out)
        incoming = await on("store", session.store.cases.page, coming)
        self._set(outgoing=outgoing, incoming=incoming)

    async def _send(self, cases: tuple[str, ...]) -> None:
        parcel = f"PK-{self._counter.session.clock.now():%m%d%H%M}"
        try:
            await on("store", self._desk.ship, cases, parcel, self._target)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        self._counter.toast("ok", f"{parcel}: {len(cases)} kartu dikirim")
        await self._load()

    async def _receive(self, cases: tuple[str, ...]) -> None:
        try:
            await on("store", self._desk.count_in, cases, "")
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        self._counter.toast("ok", f"{len(cases)} kartu diterima dan dihitung")
        self._state = ParcelState()
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


@dataclass(frozen=True, slots=True)
class HandoverState:
    """Cards ready here, the one in hand, and the match."""

    rows: tuple[CaseRow, ...] = ()
    row: CaseRow | None = None
    templates: dict[int, bytes] = field(default_factory=dict)
    matched: int = 0  # finger position that matched
    score: int = 0
    witness: str = ""
    waiting: bool = False
    advice: Words | None = None
    fault: Words | None = None
    done: str = ""


class HandoverPresenter:
    """Finger to template, then the card into the hand."""

    def __init__(self, counter: Counter, show: Callable[[HandoverState], None]) -> None:
        self._counter = counter
        self._show = show
        self._desk = DeliveryDesk(counter.session)
        self._cancel = threading.Event()
        self._flow: Flow | None = None
        self._state = HandoverState()

    def open(self) -> None:
        """Load the ready list."""
        self._counter.tasks.start(self._load())

    def close(self) -> None:
        """Stop the scanner."""
        self._cancel.set()
        if self._flow is not None:
            self._flow.stop()

    def choose(self, row: CaseRow) -> None:
        """Take a case in hand and wait for a finger."""
        self.close()
        self._cancel = threading.Event()
        self._flow = self._counter.tasks.start(self._choose(row))

    def scan_now(self) -> None:
        """Try the scanner again."""
        if self._state.row is not None and self._state.fault is not None:
            self._cancel = threading.Event()
            self._flow = self._counter.tasks.start(self._scan())

    def set_witness(self, name: str) -> None:
        """Without a match: who saw it, and why."""
        self._set(witness=name.strip())

    def hand_over(self) -> None:
        """Into the hand of its holder."""
        state = self._state
        if state.row is not None and (state.matched or state.witness):
            self._counter.tasks.start(self._hand_over(state.row))

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.READY,), session.station, oldest_first=True)
        rows = await on("store", session.store.cases.page, wanted)
        self._set(rows=rows)
        if self._state.row is None and rows:
            self.choose(rows[0])

    async def _choose(self, row: CaseRow) -> None:
        templates = await on("store", self._desk.templates, row.id)
        self._set(row=row, templates=templates, matched=0, score=0, witness="", advice=None, fault=None, done="")
        await self._scan()

    async def _scan(self) -> None:
        cancel = self._cancel
        self._set(fault=None, waiting=bool(self._state.templates))
        while self._state.templates and not self._state.matched and not cancel.is_set():
            try:
                scanner = await on("fingerprint", self._counter.equipment.fingerprint)
                image = await on("fingerprint", scanner.scan, timeout_s=SCAN_S, cancel=cancel)
                await self._compare(image.width, image.height, image.pixels)
            except CaptureRetry:
                continue
            except Cancelled:
                return
            except DeviceError as error:
                await on("fingerprint", self._counter.equipment.drop, "fingerprint")
                self._set(fault=device_words("fingerprint", error), waiting=False)
                return
            except BiometricsError as error:
                self._set(fault=biometrics_words(error), waiting=False)
                return
        self._set(waiting=False)

    async def _compare(self, width: int, height: int, pixels: bytes) -> None:
        worker = self._counter.worker
        found: tuple[FingerScore, bytes] = await on("bio", worker.analyse, width, height, pixels)
        template = found[1]
        best, at = 0, 0
        for position, kept in self._state.templates.items():
            score = await on("bio", worker.compare, template, kept) if template else 0
            if score > best:
                best, at = score, position
        if judge(best) is Verdict.MATCH:
            self._set(matched=at, score=best, advice=None)
        else:
            self._set(
                score=best, advice=Words(f"Tidak cocok (skor {best}).", "Tempel lagi, atau F4: saksi dan alasan.")
            )

    async def _hand_over(self, row: CaseRow) -> None:
        state = self._state
        way = "finger" if state.matched else "witness"
        facts = {"finger": str(state.matched), "score": str(state.score), "witness": state.witness}
        try:
            await on("store", self._desk.hand_over, row.id, way, facts)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        self._counter.toast("ok", "Templat sidik jari dan foto dihapus dari stasiun ini.")
        self._state = HandoverState(done=row.number)
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
