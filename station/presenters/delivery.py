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
from station.desk.delivering import FINGER, WITNESS, DeliveryDesk, Unwitnessed
from station.presenters.counter import Counter
from station.problems import Words, biometrics_words, device_words, refusal_words
from station.store.cases import CaseFilter
from station.store.index import CaseRow
from station.work import Flow, on

SCAN_S = 20.0
PARCEL = 500  # cards shown and sent at once


@dataclass(frozen=True, slots=True)
class ParcelState:
    """Cards to send, and cards on the way here with those counted so far."""

    outgoing: tuple[CaseRow, ...] = ()
    incoming: tuple[CaseRow, ...] = ()
    counted: frozenset[str] = frozenset()
    fault: Words | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Numbers of cards that were announced and not yet counted."""
        return tuple(row.number for row in self.incoming if row.id not in self.counted)

    @property
    def short(self) -> Words | None:
        """What lacks, once counting has begun."""
        if not self.counted or not self.missing:
            return None
        shown = ", ".join(self.missing[:3]) + (" dan lainnya" if len(self.missing) > 3 else "")
        title = f"Kurang {len(self.missing)} dari {len(self.incoming)}: kartu untuk {shown}."
        return Words(title, "Hitung lagi; bila tetap kurang, Terima dengan selisih (F4) dan UPTD diberi tahu.")


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
        """Book the counted cards; those that did not come stay on their way, and their numbers are told."""
        if self._state.counted:
            self._counter.tasks.start(self._receive(tuple(sorted(self._state.counted))))

    async def _load(self) -> None:
        session = self._counter.session
        out = CaseFilter((Status.CHIP_VERIFIED,), session.station)
        coming = CaseFilter((Status.SHIPPED,), session.station)
        outgoing = await on("store", session.store.cases.page, out, limit=PARCEL)
        incoming = await on("store", session.store.cases.page, coming, limit=PARCEL)
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
            await on("store", self._desk.count_in, cases, "", self._state.missing)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        self._counter.toast("ok", f"{len(cases)} kartu diterima dan dihitung")
        self._set(counted=frozenset(), fault=None)
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
    reason: str = ""
    witnessed: bool = False  # the finger was given up: witness and reason are asked for
    coming: int = 0  # cards on their way here
    today: str = ""
    waiting: bool = False
    advice: Words | None = None
    fault: Words | None = None
    done: str = ""

    @property
    def ready(self) -> bool:
        """Whether the card may go: a finger matched, or somebody saw it and the reason is written."""
        return self.row is not None and bool(self.matched or (self.witness and self.reason))


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
        self._take(row, "")

    def _take(self, row: CaseRow, done: str) -> None:
        self.close()
        self._cancel = threading.Event()
        self._flow = self._counter.tasks.start(self._choose(row, done))

    def scan_now(self) -> None:
        """Try the scanner again."""
        if self._state.row is not None and self._state.fault is not None:
            self._cancel = threading.Event()
            self._flow = self._counter.tasks.start(self._scan())

    def give_up(self) -> None:
        """The finger does not match: ask for a witness and a reason. The scanner still waits."""
        if self._state.row is not None and not self._state.matched:
            self._set(witnessed=True)

    def set_witness(self, name: str) -> None:
        """Without a match: who saw it."""
        self._set(witness=name.strip())

    def set_reason(self, reason: str) -> None:
        """Without a match: why the card is handed over."""
        self._set(reason=reason.strip())

    def hand_over(self) -> None:
        """Into the hand of its holder."""
        state = self._state
        if state.row is not None and state.ready:
            self._counter.tasks.start(self._hand_over(state.row))

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter((Status.READY,), session.station, oldest_first=True)
        rows = await on("store", session.store.cases.page, wanted)
        coming = await on("store", session.store.cases.count, CaseFilter((Status.SHIPPED,), session.station))
        self._set(rows=rows, coming=coming, today=session.clock.today())
        if self._state.row is None and rows:
            self._take(rows[0], self._state.done)

    async def _choose(self, row: CaseRow, done: str) -> None:
        templates = await on("store", self._desk.templates, row.id)
        kept = self._state
        self._state = HandoverState(rows=kept.rows, coming=kept.coming, today=kept.today, done=done)
        self._set(row=row, templates=templates)
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
        way, facts = FINGER, {"finger": str(state.matched), "score": str(state.score)}
        if not state.matched:
            way, facts = WITNESS, {"score": str(state.score), "witness": state.witness, "reason": state.reason}
        try:
            await on("store", self._desk.hand_over, row.id, way, facts)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        except Unwitnessed:
            self._set(fault=Words("Saksi dan alasan belum lengkap.", "Isi keduanya, lalu Serahkan."))
            return
        self.close()
        self._state = HandoverState(done=row.number)
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
