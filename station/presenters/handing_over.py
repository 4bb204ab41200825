"""The hand-over: the old card, a finger matched 1:1, or a witness with a reason, or a proxy with F-1.07."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from biometrics.errors import BiometricsError
from biometrics.fingers import FingerScore
from biometrics.match import Verdict, judge
from devices.errors import Cancelled, CaptureRetry, DeviceError
from registry.case import NotAllowed
from registry.lifecycle import Status
from station.desk.delivering import (
    EXPECTED,
    FINGER,
    PROXY,
    WITNESS,
    DeliveryDesk,
    OldCard,
    OldCardOpen,
    OldFate,
    Unwitnessed,
)
from station.desk.list_files import Sheetful, Tray, write_paper
from station.desk.lists import Lists
from station.desk.proxy_paper import proxy_paper
from station.presenters.counter import Counter
from station.problems import Words, biometrics_words, device_words, refusal_words, store_words
from station.store.cases import CaseFilter
from station.store.errors import StoreError
from station.store.index import CaseRow
from station.work import Flow, on

SCAN_S = 20.0
LATE_DAYS = 30  # uncollected longer than this is marked
HERE = (Status.READY, Status.CHIP_VERIFIED, Status.PRINTED)  # the last has no chip read yet: shown, and shut
OLD_CARD = {
    "no-letter": Words("Nomor surat kehilangan belum ditulis.", "Nomornya ada di surat Polsek."),
    "no-reason": Words("Kartu lama seharusnya ditarik.", "Tulis mengapa tidak ada, atau tarik kartunya."),
}


@dataclass(frozen=True, slots=True)
class HandoverState:
    """Cards ready here, the one in hand, and the match."""

    rows: tuple[CaseRow, ...] = ()
    row: CaseRow | None = None
    templates: dict[int, bytes] = field(default_factory=dict)
    matched: int = 0  # finger position that matched
    score: int = 0
    way: str = FINGER  # WITNESS or PROXY once the finger was given up
    said: Mapping[str, str] = field(default_factory=dict)  # witness, reason, proxy, identity, letter
    old: OldCard | None = None  # None while nothing is said of it
    coming: int = 0  # cards on their way here
    checker: str = ""  # who printed a card whose chip is not read yet
    today: str = ""
    waiting: bool = False
    advice: Words | None = None
    fault: Words | None = None
    done: str = ""

    @property
    def unread(self) -> bool:
        """Whether the chip of the card in hand still has to be checked, at the print desk."""
        return self.row is not None and self.row.status == Status.PRINTED

    @property
    def given(self) -> bool:
        """Whether it is known who takes it: a finger matched, or what stands in its place is whole."""
        wanted = {WITNESS: ("witness", "reason"), PROXY: ("proxy", "identity", "letter", "reason")}.get(self.way)
        return bool(self.matched) or bool(wanted and all(self.said.get(name) for name in wanted))

    @property
    def ready(self) -> bool:
        """Whether the card may go."""
        lost = self.old is not None and self.old.fate is OldFate.LOST
        answered = self.old is not None and (not lost or bool(self.old.letter.strip()))
        return self.row is not None and not self.unread and answered and self.given


class HandoverPresenter:
    """Finger to template, then the card into the hand."""

    def __init__(self, counter: Counter, tray: Tray, show: Callable[[HandoverState], None]) -> None:
        self._counter, self._tray = counter, tray
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

    def give_up(self, way: str = WITNESS) -> None:
        """The finger does not match, or its owner is not here. The scanner still waits."""
        if self._state.row is not None and not self._state.matched:
            self._set(way=way)

    def say(self, name: str, text: str) -> None:
        """Without a match: witness, proxy, identity, letter or reason."""
        self._set(said={**self._state.said, name: text.strip()})

    def say_old(self, fate: str, letter: str, reason: str) -> None:
        """What became of the old card; "" while it is not said."""
        self._set(old=OldCard(OldFate(fate), letter, reason) if fate else None, fault=None)

    def pickup(self) -> tuple[Sheetful, ...]:
        """The list of who may come (on the store's lane)."""
        return (Lists(self._counter.session).pickup(),)

    def tell(self, role: str, words: Words) -> None:
        """What came of putting a list or a letter out."""
        if role == "ok":
            self._counter.toast("ok", words.line)
        else:
            self._set(fault=words)

    def letter(self) -> None:
        """F-1.07 filled for the proxy, to be signed by both."""
        state = self._state
        if state.row is not None and state.said.get("proxy"):
            self._counter.tasks.start(self._letter(state.row.id, dict(state.said)))

    def hand_over(self) -> None:
        """Into the hand of its holder."""
        state = self._state
        if state.row is not None and state.ready:
            self._counter.tasks.start(self._hand_over(state.row))

    async def _letter(self, case: str, said: dict[str, str]) -> None:
        pdf = await on("store", proxy_paper, self._counter.session, case, said, self._tray.marking)
        file = self._tray.folder / f"F-1.07-{self._state.row.number if self._state.row else case}.pdf"
        try:
            await on("files", write_paper, file, pdf)
        except OSError:
            self.tell("err", Words("F-1.07 belum tertulis.", "Periksa folder dan ruang disk, lalu F7 lagi."))
        else:
            self.tell("ok", Words(f"F-1.07 tersimpan: {file.name}.", "Cetak dan minta keduanya menandatangani."))

    async def _load(self) -> None:
        session = self._counter.session
        wanted = CaseFilter(HERE, session.station, oldest_first=True)
        rows = await on("store", session.store.cases.page, wanted)
        coming = await on("store", session.store.cases.count, CaseFilter((Status.SHIPPED,), session.station))
        self._set(rows=rows, coming=coming, today=session.clock.today())
        if self._state.row is None and rows:
            self._take(rows[0], self._state.done)

    async def _choose(self, row: CaseRow, done: str) -> None:
        templates = await on("store", self._desk.templates, row.id)
        kept = self._state
        self._state = HandoverState(rows=kept.rows, coming=kept.coming, today=kept.today, done=done)
        first = EXPECTED.get(row.service) is OldFate.NONE
        checker = await on("store", self._desk.printed_by, row.id) if row.status == Status.PRINTED else ""
        self._set(row=row, templates=templates, old=OldCard(OldFate.NONE) if first else None, checker=checker)
        if row.status != Status.PRINTED:
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
            way, facts = state.way, {"score": str(state.score), **state.said}
        try:
            await on("store", self._desk.hand_over, row.id, way, facts, state.old)
        except NotAllowed as error:
            self._set(fault=refusal_words(error))
            return
        except OldCardOpen as error:
            self._set(fault=OLD_CARD[error.code])
            return
        except StoreError as error:
            self._set(fault=store_words(error))
            return
        except Unwitnessed:
            self._set(fault=Words("Isian pengganti sidik jari belum lengkap.", "Isi semuanya, lalu Serahkan."))
            return
        self.close()
        self._state = HandoverState(done=row.number)
        await self._load()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
