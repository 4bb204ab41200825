"""Read aloud, sign, finish; and the receipt the applicant leaves with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from forms.raster import Raster, render
from registry.actions import Kind
from registry.case import Case, NotAllowed
from registry.evidence import paper_words
from registry.ink import Ink
from registry.rules import missing_papers
from registry.services import service
from registry.submission import Submission
from station.desk.checking import submission_of
from station.desk.receipts import make_receipt
from station.desk.recording import Draft, RecordingDesk, records, submission_from
from station.presenters.counter import Counter, Route, day_words
from station.presenters.forms import BiodataState, biodata
from station.presenters.looking import look
from station.presenters.promising import clock_of, promise_words
from station.problems import Words, refusal_words, store_words
from station.store.errors import NotFound, StoreError
from station.work import on
from sync.keys import SigningKey

NEXT_STEP = (
    "Berkas diperiksa petugas lain, dikirim ke Dinas, lalu dicek di Pusat; biasanya 1 sampai 3 hari. "
    "Tanyakan kabarnya dengan nomor ini."
)
NEXT_STEP_FORM = (
    "Berkas diperiksa petugas lain, lalu dikirim ke Dinas, yang mengerjakannya di SIAK. "
    "Tanyakan kabarnya dengan nomor ini."
)
NEXT_STEP_FAMILY = (
    "Berkas diperiksa petugas lain, dikirim ke Dinas, lalu KK ditandatangani Kepala Dinas secara elektronik. "
    "Bawa KK lama saat mengambil yang baru. Tanyakan kabarnya dengan nomor ini."
)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Everything on one page."""

    draft: Draft
    form: BiodataState
    photo: bytes
    signature: Ink | None
    declaration: Ink | None
    open_steps: tuple[str, ...]  # what still has to be done
    fault: Words | None = None
    saved: str = ""
    unsaved: Ink | None = None  # a signature the store could not take

    @property
    def full(self) -> bool:
        """Whether the applicant is recorded for this service."""
        return records(self.draft.service, self.form.original)


class ReviewPresenter:
    """The last look before the draft becomes a signed action."""

    def __init__(self, counter: Counter, case: str, show: Callable[[ReviewState], None]) -> None:
        self._counter = counter
        self._case = case
        self._show = show
        self._desk = RecordingDesk(counter.session)
        self._state: ReviewState | None = None

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    def sign(self, ink: Ink) -> None:
        """The applicant signed under the data."""
        if ink.is_signature:
            self._counter.tasks.start(self._sign(ink))

    def again(self) -> None:
        """Keep once more the signature that could not be kept."""
        if self._state is not None and self._state.unsaved is not None:
            self.sign(self._state.unsaved)

    def finish(self) -> None:
        """Sign the submission."""
        state = self._state
        if state is not None and state.declaration is not None and not state.open_steps:
            self._counter.tasks.start(self._finish(state))

    async def _load(self) -> None:
        store = self._counter.session.store
        draft = await on("store", self._desk.at_step, self._case, "periksa")
        original = await on("store", store.residents.get, draft.resident)
        form = biodata(draft, original, self._counter)
        photo = await on("store", self._desk.blob, draft.photo.chosen) if draft.photo.chosen else b""
        signature = await self._ink(draft.signature)
        declaration = await self._ink(draft.declaration)
        if self._state is None:
            await look(self._counter, "nik", original.id)  # the applicant signs under it
        self._set(ReviewState(draft, form, photo, signature, declaration, open_steps(draft, form)))

    async def _ink(self, name: str) -> Ink | None:
        return Ink.from_bytes(await on("store", self._desk.blob, name)) if name else None

    async def _sign(self, ink: Ink) -> None:
        assert self._state is not None
        try:
            draft = await on("store", self._desk.put_declaration, self._case, ink.to_bytes())
        except StoreError as error:
            self._set(replace(self._state, fault=store_words(error), unsaved=ink))
            return
        stamp = self._counter.session.clock.stamp()
        self._set(replace(self._state, draft=draft, declaration=ink, saved=stamp, fault=None, unsaved=None))

    async def _finish(self, state: ReviewState) -> None:
        asked = service(state.draft.service)
        kinds = frozenset(paper.kind for paper in state.draft.papers)
        needed = asked.papers_at(state.form.resident.age(self._counter.today))
        missing = tuple(need.kind.value for need in missing_papers(needed, kinds))
        submission = submission_from(
            state.draft, state.form.resident, boxes=asked.boxes, changed=state.form.changed, missing=missing
        )
        try:
            before = await on("store", self._earlier)
            await on("store", self._desk.submit, state.draft, submission, before)
        except NotAllowed as error:
            self._set(replace(state, fault=refusal_words(error)))
        except StoreError as error:
            self._set(replace(state, fault=store_words(error)))
        else:
            self._counter.go(Route("resi", self._case))

    def _earlier(self) -> Case | None:
        try:
            return self._counter.session.store.cases.get(self._case)
        except NotFound:
            return None

    def _set(self, state: ReviewState) -> None:
        self._state = state
        self._show(state)


@dataclass(frozen=True, slots=True)
class ReceiptState:
    """The finished recording."""

    number: str
    applicant: str
    next_step: str
    pdf: bytes
    picture: Raster
    printed_to: str = ""


class ReceiptPresenter:
    """Makes the receipt and writes it where the officer's printer or viewer takes it."""

    def __init__(self, counter: Counter, case: str, folder: Path, show: Callable[[ReceiptState], None]) -> None:
        self._counter = counter
        self._case = case
        self._folder = folder
        self._show = show
        self._state: ReceiptState | None = None

    def open(self) -> None:
        """Make it."""
        self._counter.tasks.start(self._make())

    def output(self) -> None:
        """Write the PDF out; the folder lies outside the encrypted data by design of the officer's request."""
        if self._state is not None:
            self._counter.tasks.start(self._write(self._state))

    async def _make(self) -> None:
        case = await on("store", self._counter.session.store.cases.get, self._case)
        submission = submission_of(case)
        pdf = await on("bio", receipt_of, self._counter, case)
        picture = await on("bio", lambda: render(pdf, dpi=96))
        self._state = ReceiptState(submission.number, submission.resident.name, next_step(submission), pdf, picture)
        self._show(self._state)

    async def _write(self, state: ReceiptState) -> None:
        file = self._folder / f"resi-{state.number}.pdf"
        await on("files", _write_file, file, state.pdf)
        self._state = replace(state, printed_to=file.name)
        self._show(self._state)


def receipt_of(counter: Counter, case: Case) -> bytes:
    """The receipt of a case that was handed in; raises LookupError once its payload is erased."""
    session, submission = counter.session, submission_of(case)
    action = case.latest(Kind.SUBMITTED)
    at = action.header.at if action else session.clock.stamp()
    who = session.store.identity
    return make_receipt(
        submission,
        case.id,
        office=who.name,
        officer=session.officer.name,
        at=at,
        at_words=day_words(at),
        promise=promise_words(clock_of(case, counter)),
        next_step=next_step(submission),
        qr_key=SigningKey.from_bytes(bytes.fromhex(who.signing_key)),
        service=service(case.service).name,
        missing=tuple(paper_words(kind) for kind in submission.missing),
        training=True,
    )


def next_step(submission: Submission) -> str:
    """What happens now, for the receipt."""
    if submission.change is not None:
        return NEXT_STEP_FAMILY
    return NEXT_STEP if submission.fingers else NEXT_STEP_FORM


def open_steps(draft: Draft, form: BiodataState) -> tuple[str, ...]:
    """The steps that still lack something; for a service that records nobody there is only the form."""
    if not records(draft.service, form.original):
        return ("biodata",) if form.wrong else ()
    checks: tuple[tuple[str, Any], ...] = (
        ("biodata", not form.wrong),
        ("foto", draft.photo.approved_at),
        ("tanda-tangan", draft.signature),
        ("sidik-jari", draft.fingers_done),
        ("iris", draft.iris_reason),
        ("ulang-telunjuk", draft.matched),
    )
    return tuple(step for step, done in checks if not done)


def _write_file(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
