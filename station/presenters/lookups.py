"""Ambil dari Pusat: one question for one person, and what became of the officer's earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from registry.case import NotAllowed
from registry.errands import FOUND, LookupRefused
from registry.numbers import BadNumber, Nik
from station.desk.lookups import LookupDesk
from station.errand_words import WAITING, lookup_words
from station.presenters.counter import Counter
from station.problems import Words, number_words, refusal_words, store_words
from station.store.errors import StoreError
from station.store.lookups import Asked
from station.work import on

NUMBER, CASE, REASON = "number", "case", "reason"
_FIELD = {"no-case": CASE, "case-ended": CASE, "no-reason": REASON, "here": NUMBER}
SHOWN = 20


@dataclass(frozen=True, slots=True)
class LookupState:
    """The officer's questions, the newest first; which field is wrong and why; what was just done or stopped it."""

    asked: tuple[Asked, ...] = ()
    field: str = ""
    problem: str = ""
    said: Words | None = None
    ok: bool = True
    written: int = 0  # questions written since the sheet is open


class LookupPresenter:
    """Asks and lists."""

    def __init__(self, counter: Counter, show: Callable[[LookupState], None]) -> None:
        self._counter = counter
        self._show = show
        self._desk = LookupDesk(counter.session)
        self._state = LookupState()

    def open(self) -> None:
        """Load what was asked before."""
        self._counter.tasks.start(self._load())

    def ask(self, number: str, case: str, reason: str) -> None:
        """Sign a question."""
        self._counter.tasks.start(self._ask(number, case, reason))

    async def _load(self) -> None:
        self._set(asked=await on("store", self._desk.asked, SHOWN))

    async def _ask(self, number: str, case: str, reason: str) -> None:
        try:
            await on("store", self._desk.ask, number, case, reason)
        except BadNumber as error:
            self._set(field=NUMBER, problem=number_words(error), said=None)
        except LookupRefused as error:
            field, words = _FIELD.get(error.code, ""), lookup_words(error.code)
            self._set(field=field, problem=words.line, said=None if field else words, ok=False)
        except NotAllowed as error:
            self._set(field="", problem="", said=refusal_words(error), ok=False)
        except StoreError as error:
            self._set(field="", problem="", said=store_words(error), ok=False)
        else:
            said, written = Words("Permintaan dicatat.", WAITING), self._state.written + 1
            self._set(field="", problem="", said=said, ok=True, written=written)
            await self._load()

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # names of LookupState
        self._show(self._state)


def chip_of(asked: Asked) -> tuple[str, str, str]:
    """Word, role and glyph of where a question stands."""
    if asked.refused:
        return "Ditolak Dinas", "err", "x"
    if not asked.answer:
        return "Menunggu jaringan", "wait", "clock"
    if asked.answer == FOUND:
        return f"Ada, {asked.found} orang", "ok", "check"
    return "Tidak ada di Pusat", "neu", "minus"


def line_of(asked: Asked) -> tuple[str, str]:
    """The two lines of a question in a list: whom it was for, hidden; for which case and why, or why not."""
    title = Nik(asked.number).masked if asked.number else "Sudah dihapus bersama permohonannya"
    below = lookup_words(asked.refused).title if asked.refused else asked.reason
    return title, " · ".join(part for part in (asked.case_number, below) if part)
