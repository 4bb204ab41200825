"""Formulir: the sheets of a case and the empty ones; made and drawn on a lane, then printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from devices.errors import DeviceError
from forms.errors import FormsError, MissingGlyph
from forms.raster import Raster, page_count, render
from registry.actions import Kind
from registry.case import Case
from station.desk.checking import submission_of
from station.desk.paperwork import NAMES, RECEIPT, Berkas, blank, blanks, fill, place_of, sheets_of
from station.presenters.counter import Counter, local_day
from station.presenters.looking import look
from station.presenters.review import receipt_of
from station.problems import Words, device_words
from station.store.errors import NotFound
from station.work import Flow, on

A4 = "iso_a4_210x297mm"
DPI = 130.0
EMPTY = "kosong "  # begins the id of an empty sheet
AGAIN = "lalu F9 lagi. F4 menyimpan PDF."
ERASED = Words("Isi permohonan ini tidak ada lagi di stasiun ini.", "Formulir kosong tetap dapat dicetak.")


@dataclass(frozen=True, slots=True)
class Offered:
    """One sheet of the list: "F-1.02", what it is, and whether it is filled in."""

    id: str
    name: str
    filled: bool

    @property
    def number(self) -> str:
        """As the sheet bears it; "" for a sheet without number."""
        plain = self.id.removeprefix(EMPTY)
        return plain.split()[0] if plain.startswith("F-") else ""


@dataclass(frozen=True, slots=True)
class PaperState:
    """The list, and one page of the chosen sheet."""

    title: str = ""
    offered: tuple[Offered, ...] = ()
    chosen: str = ""
    pdf: bytes = b""
    pages: int = 0
    page: int = 0
    picture: Raster | None = None
    printer: bool = False  # whether an office printer is set up
    done: str = ""  # what was put out last
    working: bool = False
    fault: Words | None = None

    @property
    def sheet(self) -> Offered | None:
        """The chosen one."""
        return next((each for each in self.offered if each.id == self.chosen), None)


class PaperPresenter:
    """Fills, draws, prints and saves; what shows or bears a NIK is booked before."""

    def __init__(self, counter: Counter, case: str, folder: Path, show: Callable[[PaperState], None]) -> None:
        self._counter = counter
        self._case_id = case
        self._folder = folder
        self._show = show
        self._state = PaperState(printer=counter.equipment.installed("paper"))
        self._case: Case | None = None
        self._berkas: Berkas | None = None
        self._flow: Flow | None = None
        self._looked = False

    def open(self) -> None:
        """List what there is; the first sheet is drawn."""
        self._counter.tasks.start(self._load())

    def choose(self, name: str) -> None:
        """Another sheet in view; one that is still being drawn is let go."""
        if name != self._state.chosen or not self._state.pdf:
            self._set(chosen=name, pdf=b"", picture=None, pages=0, page=0, done="", fault=None)
            self._start(self._draw(name))

    def turn(self, by: int) -> None:
        """Another page of the sheet."""
        page = self._state.page + by
        if self._state.pdf and 0 <= page < self._state.pages:
            self._start(self._turn(page))

    def print_sheet(self) -> None:
        """On the office printer; saved as a file where there is none."""
        self._put_out(self._print if self._state.printer else self._save)

    def save(self) -> None:
        """As a file in the folder of what the officer asked for; it lies outside the encrypted data."""
        self._put_out(self._save)

    # flows ------------------------------------------------------------------------------------------------------------
    def _start(self, steps: Any) -> None:
        if self._flow is not None:
            self._flow.stop()
        self._flow = self._counter.tasks.start(steps)

    def _put_out(self, act: Callable[[PaperState, Offered], Any]) -> None:
        state = self._state
        if state.pdf and state.sheet is not None and not state.working:
            self._set(working=True, done="", fault=None)
            self._counter.tasks.start(act(state, state.sheet))

    async def _load(self) -> None:
        fault: Words | None = None
        filled: tuple[Offered, ...] = ()
        title = "Formulir kosong"
        if self._case_id:
            try:
                self._case = await on("store", self._counter.session.store.cases.get, self._case_id)
                self._berkas = berkas = await on("store", self._read, self._case)
            except (LookupError, NotFound):
                fault = ERASED
            else:
                filled = tuple(Offered(name, NAMES[name], filled=True) for name in sheets_of(berkas))
                title = f"{berkas.submission.number} · {berkas.submission.resident.name}"
        empty = tuple(Offered(EMPTY + name, NAMES[name], filled=False) for name in blanks())
        offered = (*filled, *empty)
        self._set(title=title, offered=offered, chosen=offered[0].id, fault=fault)
        self._start(self._draw(offered[0].id))

    def _read(self, case: Case) -> Berkas:
        store, submission = self._counter.session.store, submission_of(case)
        action = case.latest(Kind.SUBMITTED)
        if action is None:
            raise LookupError(case.id)
        try:
            before = store.residents.get(submission.resident.id)
        except NotFound:  # another kecamatan's resident
            before = submission.resident
        office, author = store.identity.name, action.header.author
        return Berkas(
            submission,
            case.service,
            before,
            place_of(office),
            office,
            date.fromisoformat(local_day(action.header.at)),
            store.officers.names().get(author, author),
            "SPESIMEN",
        )

    async def _draw(self, name: str) -> None:
        if name not in (RECEIPT,) and not name.startswith(EMPTY):
            await self._book_look()
        try:
            pdf = await on("bio", self._make, name)
            count = await on("bio", page_count, pdf)
            picture = await on("bio", lambda: render(pdf, dpi=DPI))
        except MissingGlyph as error:
            self._set(fault=Words(f"Huruf {error.characters} belum dapat dicetak.", f"Ada di: {error.text}"))
        except FormsError as error:
            self._set(fault=Words("Formulir belum dapat dibuat.", f"Laporkan ke teknisi: {error}"))
        else:
            self._set(pdf=pdf, pages=count, page=0, picture=picture)

    def _make(self, name: str) -> bytes:
        if name.startswith(EMPTY):
            return blank(name.removeprefix(EMPTY))
        if self._case is None or self._berkas is None:
            raise LookupError(name)
        return receipt_of(self._counter, self._case) if name == RECEIPT else fill(self._berkas, name)

    async def _book_look(self) -> None:
        if not self._looked and self._berkas is not None:
            self._looked = True
            await look(self._counter, "nik", self._berkas.submission.resident.id)

    async def _turn(self, page: int) -> None:
        pdf = self._state.pdf
        picture = await on("bio", lambda: render(pdf, dpi=DPI, page=page))
        self._set(page=page, picture=picture)

    async def _print(self, state: PaperState, sheet: Offered) -> None:
        await self._book_output(sheet)
        name = self._counter.session.ids.next()  # a printer shows it, so it names nobody
        try:
            await on("paper", self._submit, state.pdf, name)
        except DeviceError as error:
            await on("paper", self._counter.equipment.drop, "paper")
            self._set(working=False, fault=device_words("paper", error, AGAIN))
        else:
            self._set(working=False, done="Dikirim ke pencetak")

    def _submit(self, pdf: bytes, name: str) -> int:
        return self._counter.equipment.paper().submit(pdf, name=name, media=A4)

    async def _save(self, state: PaperState, sheet: Offered) -> None:
        await self._book_output(sheet)
        file = self._folder / f"{self._file_name(sheet)}.pdf"
        try:
            await on("files", _write_file, file, state.pdf)
        except OSError:
            self._set(
                working=False,
                fault=Words("Formulir belum tersimpan.", "Periksa folder keluaran dan ruang disk, lalu F4 lagi."),
            )
        else:
            self._set(working=False, done=f"Tersimpan: {file.name}")

    async def _book_output(self, sheet: Offered) -> None:
        if sheet.filled and sheet.id != RECEIPT:
            await look(self._counter, "formulir", self._case_id)

    def _file_name(self, sheet: Offered) -> str:
        case = self._berkas.submission.number if sheet.filled and self._berkas is not None else "kosong"
        return f"{sheet.id.removeprefix(EMPTY).replace(' ', '-')}-{case}"

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _write_file(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
