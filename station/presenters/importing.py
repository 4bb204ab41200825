"""Impor data: a file looked at row by row, then signed by two officers and taken in, or nothing of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from registry.case import NotAllowed
from registry.codes import NEW
from registry.intake import LARGEST, FileRefused
from registry.officers import Role, UnknownSigner
from station.desk.import_report import save_report
from station.desk.importing import ImportRefused, Outcome, Plan, RowReport, carry_out, examine
from station.desk.witness import NoWitness, Witness, confirm_self, second_officer
from station.errand_words import file_words, import_words
from station.presenters.counter import Counter
from station.problems import Words, refusal_words, store_words, tries_words
from station.store.errors import StoreError
from station.store.imports import Import
from station.work import Flow, on

ALL = ""
SECONDS = frozenset({Role.OPERATOR, Role.VERIFIER, Role.ADMINISTRATOR})
NO_WITNESS = {
    "no-officer": Words("Petugas kedua belum dipilih.", "Pilih petugas yang berdiri di sini."),
    "same-person": Words("Petugas kedua harus orang lain.", "Tidak ada yang diubah."),
}
STRANGER = Words("Petugas kedua tidak dapat menandatangani.", "Dinas belum mengenalnya, atau masa tugasnya berakhir.")


class Cancelled(Exception):
    """The officer stopped the look."""


@dataclass(frozen=True, slots=True)
class ImportState:
    """A file, what each of its rows would do, and what was taken in before; `share` is 0 to 100."""

    file: str = ""
    version: str = NEW
    plan: Plan | None = None
    shown: str = ALL  # an Outcome, or all
    officers: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Import, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    loaded: bool = False
    busy: str = ""
    share: int = 0
    fault: Words | None = None
    done: Words | None = None
    report: str = ""

    @property
    def rows(self) -> tuple[RowReport, ...]:
        """The rows of the report that the filter lets through."""
        rows = self.plan.rows if self.plan is not None else ()
        return tuple(row for row in rows if self.shown in (ALL, row.outcome))

    @property
    def usable(self) -> bool:
        """Whether there is anything to take in."""
        return self.plan is not None and bool(self.plan.people) and not self.busy


class ImportPresenter:
    """Long work runs on a lane of its own, so the counter goes on."""

    def __init__(self, counter: Counter, ask: Witness, output: Path, show: Callable[[ImportState], None]) -> None:
        self._counter, self._ask, self._output = counter, ask, output
        self._show = show
        self._state = ImportState()
        self._stop = threading.Event()
        self._looking: Flow | None = None
        self.progress = 0  # percent; written by the lane, read by the page while it works

    def open(self) -> None:
        """Load who may sign, and what was taken in before."""
        self._counter.tasks.start(self._load())

    def look(self, file: str, version: str) -> None:
        """The dry run: nothing is written."""
        if not self._state.busy and file.strip():
            self._stop.clear()
            self._looking = self._counter.tasks.start(self._look(Path(file.strip()).expanduser(), version))

    def stop(self) -> None:
        """End the look; what is being written is written to its end."""
        self._stop.set()

    def narrow(self, outcome: str) -> None:
        """Rows of one outcome only."""
        self._set(shown=outcome)

    def report(self) -> None:
        """The report of every row as a file, without a full NIK."""
        if self._state.plan is not None:
            self._counter.tasks.start(self._report(self._state.plan))

    def take_in(self, bast: str, own: str, second: str, passphrase: str) -> None:
        """Sign by both and take in."""
        if self._state.plan is not None and self._state.usable:
            self._counter.tasks.start(self._take_in(self._state.plan, bast, own, second, passphrase))

    # flows ------------------------------------------------------------------------------------------------------------
    async def _load(self) -> None:
        store, own = self._counter.session.store, self._counter.session.officer.handle
        names = await on("store", store.officers.names)
        here = await on("store", store.officers.here, self._counter.session.station, self._counter.today.isoformat())
        officers = tuple((each.officer, each.name) for each in here if each.officer != own and each.roles & SECONDS)
        self._set(earlier=await on("store", store.imports.all), names=names, officers=officers, loaded=True)

    def _tell(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.progress = 100 * done // max(1, of)

    async def _look(self, file: Path, version: str) -> None:
        self.progress = 0
        self._set(file=str(file), version=version, plan=None, busy="Memeriksa", fault=None, done=None, report="")
        came: dict[str, Any] = {}
        try:
            data = await on("files", read_file, file)
            came["plan"] = await on("import", examine, data, self._counter.session, version, self._tell)
        except Cancelled:
            came["done"] = Words("Pemeriksaan dihentikan.", "Tidak ada yang diubah.")
        except FileRefused as error:
            came["fault"] = file_words(error)
        except NotAllowed as error:
            came["fault"] = refusal_words(error)
        except StoreError as error:
            came["fault"] = store_words(error)
        self._set(busy="", **came)

    async def _report(self, plan: Plan) -> None:
        try:
            path = await on("files", save_report, plan, self._output, self._counter.session.clock.stamp())
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._set(fault=Words("Laporan belum tertulis.", f"{why}. Periksa folder keluaran, lalu ulangi (F9)."))
        else:
            self._set(report=path.name)

    async def _take_in(self, plan: Plan, bast: str, own: str, second: str, passphrase: str) -> None:
        self._set(busy="Menulis", fault=None, done=None)
        try:
            made = await on("import", self._sign, plan, bast, own, second, passphrase)
        except (ImportRefused, NoWitness, NotAllowed, StoreError, UnknownSigner) as error:
            self._set(busy="", fault=why_not(error))
            return
        said = f"{made.added} baru, {made.changed} berubah, {made.refused} ditolak"
        names = self._state.names
        both = f"{names.get(made.administrator, made.administrator)} dan {names.get(made.second, made.second)}"
        self._set(busy="", plan=None, file="", done=Words(f"Diimpor dengan BAST {made.bast}: {said}.",
                                                         f"Ditandatangani {both}."))  # fmt: skip
        await self._load()

    def _sign(self, plan: Plan, bast: str, own: str, second: str, passphrase: str) -> Import:
        session = self._counter.session
        confirm_self(self._ask, session.officer.handle, own)
        with second_officer(self._ask, session.officer.handle, second, passphrase) as other:
            return carry_out(plan, bast, session, other)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def read_file(file: Path) -> bytes:
    """The file, no larger than it may be; raises FileRefused, also when it cannot be read."""
    try:
        with file.open("rb") as source:
            return source.read(LARGEST + 1)
    except OSError as error:
        raise FileRefused("unreadable", 0, file.name) from error


def why_not(error: Exception) -> Words:
    """Why nothing was taken in."""
    if isinstance(error, ImportRefused):
        return import_words(error.code)
    if isinstance(error, NoWitness):
        return NO_WITNESS[error.code]
    if isinstance(error, NotAllowed):
        return refusal_words(error)
    if isinstance(error, UnknownSigner):
        return STRANGER
    return tries_words(error) or store_words(error)


def counts_words(plan: Plan) -> str:
    """How many rows come to what."""
    return ", ".join(f"{plan.count(outcome)} {outcome.value}" for outcome in Outcome)
