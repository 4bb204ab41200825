"""Keluarga: one KK before and after, each row kept as it is accepted; and what becomes of it once it was handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.actions import Kind
from registry.case import NotAllowed
from registry.changes import Added, BadChange, Edit, FamilyChange, Split, element
from registry.errors import Problem
from registry.families import asks_something, services_of
from registry.lifecycle import Status
from registry.numbers import KkNumber, Nik
from registry.people import Family, Resident
from registry.upstream import KkAnswer
from station.desk.family import FamilyDesk, Standing, joining, new_member
from station.desk.family_paper import draft_paper
from station.desk.mending import MendingDesk
from station.presenters.counter import Counter, Route, date_words
from station.presenters.family_document import SIGNED, put_out
from station.problems import Words, refusal_words, store_words
from station.store.errors import NotFound, StoreError
from station.work import Flow, on

NOT_HERE = Words("NIK ini tidak ada di data kecamatan ini.", "Periksa angkanya, atau ambil dari Pusat lebih dulu.")
NOT_FITTING = Words("Baris ini tidak dapat dipakai.", "Anggota itu sudah berubah. Periksa lagi barisnya.")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What SIAK has given, as the answer says it."""

    niks: Mapping[str, Nik]
    kk: KkNumber
    separate: KkNumber | None
    reference: str


@dataclass(frozen=True, slots=True)
class FamilyState:
    """One family: before, after, what does not hold, and where it stands."""

    standing: Standing
    problems: tuple[Problem, ...] = ()
    numbers: Numbers | None = None
    mendable: bool = False
    shown: bool = False  # the number of the KK is unveiled
    saved: str = ""
    paper: str = ""
    document: str = ""  # the signed PDF as a file
    fault: Words | None = None

    @property
    def change(self) -> FamilyChange:
        """What is asked for."""
        return self.standing.change

    @property
    def status(self) -> Status | None:
        """Where the case stands that was handed in; None before."""
        return self.standing.case.status if self.standing.case is not None else None

    @property
    def editable(self) -> bool:
        """Whether rows may be changed now: nothing handed in stands open."""
        return self.standing.case is None

    @property
    def after(self) -> Family:
        """The KK as it is to be, with the numbers as far as SIAK has given them."""
        family = self.change.after
        if self.numbers is None:
            return family
        niks = self.numbers.niks
        return Family(self.numbers.kk, tuple(replace(m, nik=m.nik or niks.get(m.id)) for m in family.members))

    @property
    def ready(self) -> bool:
        """Whether it may go on: something is asked for and no rule stops it."""
        draft = self.standing.draft
        asks = draft is not None and asks_something(draft.service, self.change)
        return asks and not any(problem.stops for problem in self.problems)


class FamilyPresenter:
    """`way` is how the page was reached: "penduduk" (a resident), "draf" (a draft) or "permohonan" (a case)."""

    def __init__(
        self, counter: Counter, way: str, subject: str, folder: Path, show: Callable[[FamilyState], None]
    ) -> None:
        self._counter = counter
        self._way, self._subject = way, subject
        self._folder = folder
        self._show = show
        self._desk = FamilyDesk(counter.session)
        self._state: FamilyState | None = None
        self._flow: Flow | None = None

    def open(self) -> None:
        """Load; a load under way is let go."""
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(self._load())

    def begin(self, asked: str) -> None:
        """Open a case for a service of the KK."""
        if self._state is not None and self._state.editable:
            self._counter.tasks.start(self._keep(self._desk.begin, self._state.standing, asked))

    # rows -------------------------------------------------------------------------------------------------------------
    def add(self, texts: Mapping[str, str]) -> None:
        """Someone comes in: with `nik` one who is known here, without it someone newly born."""
        self._counter.tasks.start(self._add(dict(texts)))

    def split(self, member: str, relation: str) -> None:
        """A member goes to the new KK."""
        self._edit(Split(member, relation))

    def change(self, member: str, field: str, new: str, basis: str) -> None:
        """One element of one member, by F-1.06."""
        who = self.member(member)
        if who is not None:
            self._edit(element(who, field, new, basis))

    def undo(self) -> None:
        """The last row taken back."""
        state = self._state
        if state is not None and state.standing.draft is not None and state.change.edits:
            self._counter.tasks.start(self._keep(self._desk.undo, state.standing.draft.case))

    def member(self, member: str) -> Resident | None:
        """Someone of the KK as it is to be, or of the new one."""
        state = self._state
        if state is None:
            return None
        separate = state.change.separate.members if state.change.separate is not None else ()
        return next((who for who in (*state.change.after.members, *separate) if who.id == member), None)

    # going on ---------------------------------------------------------------------------------------------------------
    def submit(self) -> None:
        """On to the papers; it is handed in once they are seen and signed for."""
        state = self._state
        if state is not None and state.ready and state.standing.draft is not None:
            self._counter.go(Route("berkas", state.standing.draft.case))

    def mend(self) -> None:
        """Open what was returned."""
        if self._state is not None and self._state.standing.row is not None:
            self._counter.go(Route("perbaiki", self._state.standing.row.id))

    def withdraw(self, how: str, reason: str) -> None:
        """The old KK is in our hands, or lost."""
        self._act(self._desk.withdraw, how, reason)

    def hand_over(self) -> None:
        """The new KK is the applicant's."""
        self._act(self._desk.hand_over)

    def unveil(self) -> None:
        """Show the number of the KK; the view is booked."""
        if self._state is not None and not self._state.shown:
            self._counter.tasks.start(self._unveil(self._state))

    def veil(self) -> None:
        """Hide it again."""
        if self._state is not None and self._state.shown:
            self._set(replace(self._state, shown=False))

    def output(self) -> None:
        """Write the draft paper out, where the officer's printer or viewer takes it; or what is signed."""
        if self._state is not None:
            self._counter.tasks.start(self._output(self._state))

    # flows ------------------------------------------------------------------------------------------------------------
    def _edit(self, edit: Edit) -> None:
        if self._state is not None and self._state.editable:
            asked = services_of(FamilyChange(self._state.standing.family, (edit,)))[0].id
            self._counter.tasks.start(self._keep(self._desk.edit, self._state.standing, edit, asked))

    def _act(self, act: Callable[..., Any], *facts: str) -> None:
        if self._state is not None and self._state.standing.row is not None:
            self._counter.tasks.start(self._keep(act, self._state.standing.row.id, *facts))

    async def _add(self, texts: dict[str, str]) -> None:
        state = self._state
        if state is None or not state.editable:
            return
        family, nik = state.standing.family, texts.pop("nik", "")
        if nik:
            known = await on("store", self._desk.known_as, nik)
            if known is None:
                self._set(replace(state, fault=NOT_HERE))
                return
            self._edit(Added(joining(family, known, texts["relation"])))
        else:
            self._edit(Added(new_member(family, self._counter.session.ids.next(), texts)))

    async def _keep(self, act: Callable[..., Any], *facts: Any) -> None:
        try:
            await on("store", act, *facts)
        except NotAllowed as error:
            self._fail(refusal_words(error))
        except BadChange:
            self._fail(NOT_FITTING)
        except StoreError as error:
            self._fail(store_words(error))
        else:
            await self._load(saved=self._counter.session.clock.stamp())

    def _fail(self, words: Words) -> None:
        if self._state is not None:
            self._set(replace(self._state, fault=words))

    async def _load(self, saved: str = "") -> None:
        shown = self._state.shown if self._state is not None else False
        standing = await on("store", self._standing)
        problems = await on("store", self._desk.problems, standing.change, self._counter.today)
        mendable = standing.row is not None and MendingDesk(self._counter.session).may(standing.row)
        kept = problems if standing.case is None else ()  # what was handed in is judged by others
        self._set(FamilyState(standing, kept, numbers_of(standing), mendable, shown, saved))

    def _standing(self) -> Standing:
        today = self._counter.today
        if self._way == "penduduk":
            return self._desk.of_resident(self._subject, today)
        if self._way == "permohonan":
            return self._desk.of_case(self._subject, today)
        try:
            return self._desk.of_draft(self._subject, today)
        except NotFound:  # handed in meanwhile
            return self._desk.of_case(self._subject, today)

    async def _unveil(self, state: FamilyState) -> None:
        session, who = self._counter.session, state.standing.applicant.id
        await on("store", session.store.views.note, session.clock.stamp(), session.officer.handle, "kk", who)
        self._set(replace(self._state or state, shown=True))

    async def _output_signed(self, state: FamilyState) -> None:
        row, session = state.standing.row, self._counter.session
        if row is None:
            return
        made = await put_out(session, row.id, row.number, self._folder)
        known = replace(self._state or state, document="", fault=None)
        self._set(replace(known, document=made) if isinstance(made, str) else replace(known, fault=made))

    async def _output(self, state: FamilyState) -> None:
        if state.status in SIGNED:
            await self._output_signed(state)
            return
        session = self._counter.session
        draft, row = state.standing.draft, state.standing.row
        number = draft.number if draft is not None else row.number if row is not None else ""
        made = f"{session.store.identity.name}, {date_words(session.clock.today())}"
        pdf = await on("bio", lambda: draft_paper(state.change, made=made, case=number))
        file = self._folder / f"rancangan-kk-{number or 'keluarga'}.pdf"
        try:
            await on("files", _write_file, file, pdf)
        except OSError:
            words = Words("Rancangan belum tertulis.", "Periksa folder keluaran dan ruang disk, lalu F9 lagi.")
            self._set(replace(self._state or state, fault=words))
        else:
            self._set(replace(self._state or state, paper=file.name))

    def _set(self, state: FamilyState) -> None:
        self._state = state
        self._show(state)


def numbers_of(standing: Standing) -> Numbers | None:
    """The numbers in SIAK's answer, once the document is signed."""
    answer = standing.case.latest(Kind.UPSTREAM_ANSWERED) if standing.case is not None else None
    if answer is None or answer.header.variant != KkAnswer.SIGNED or answer.payload is None:
        return None
    given = answer.record["numbers"]
    separate = KkNumber(given["separate"]) if given["separate"] else None
    niks = {member: Nik(nik) for member, nik in given["niks"].items()}
    return Numbers(niks, KkNumber(given["kk"]), separate, str(answer.record["reference"]))


def _write_file(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
