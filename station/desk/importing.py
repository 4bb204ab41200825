"""A file of residents taken in by an administrator and a second officer, under a BAST number: looked at row by row
first, then signed by both and put into the working copy whole (UU 24/2013 ps 95A; Permendagri 95/2019 ps 44-47).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from registry.actions import Action, Kind
from registry.canonical import Plain
from registry.case import Case
from registry.codes import NEW
from registry.errands import IMPORT
from registry.intake import FileRefused, Row, RowRefused, resident_of, rows_of
from registry.people import Resident
from station.desk.pen import record_bytes, write
from station.desk.session import Session
from station.store.imports import Import
from station.store.store import Store

TELL_EVERY = 200


class Outcome(StrEnum):
    """What becomes of a row, as the report says it."""

    ADDED = "baru"
    CHANGED = "berubah"
    SAME = "sama"
    REFUSED = "ditolak"


@dataclass(frozen=True, slots=True)
class RowReport:
    """One line of the report: line of the file, masked NIK, outcome; for a refused row code, column and detail, for a
    changed one the names of what changes. No value of a resident."""

    line: int
    nik: str
    outcome: Outcome
    code: str = ""
    column: str = ""
    detail: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do: nothing is written yet."""

    sha256: str
    rows: tuple[RowReport, ...]
    people: tuple[Resident, ...]
    fresh: tuple[str, ...]  # ids made here

    def count(self, outcome: Outcome) -> int:
        """How many rows come to that."""
        return sum(1 for row in self.rows if row.outcome is outcome)


class ImportRefused(Exception):
    """Nothing is taken in. `code`: no-bast, bast-used, file-used or nothing-new."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _untold(_done: int, _of: int) -> None:
    """What hears of the progress where nobody waits for it."""


def examine(data: bytes, session: Session, version: str = NEW, tell: Callable[[int, int], None] = _untold) -> Plan:
    """Look at every row; raises FileRefused where the file as a whole is none, NotAllowed for no administrator, and
    what `tell(done, of)`, called now and then, raises to stop it."""
    store = session.store
    _propose(session, "", {})  # who may not sign it does not look at it either
    if not store.identity.area:
        raise FileRefused("no-area")
    seen: dict[str, int] = {}
    found, of = [], data.count(b"\n")
    for number, row in enumerate(rows_of(data)):
        if number % TELL_EVERY == 0:
            tell(number, of)
        found.append(_look(row, session, version, seen))
    people = tuple(who for _, who in found if who is not None)
    added = {row.line for row, _ in found if row.outcome is Outcome.ADDED}
    fresh = tuple(who.id for row, who in found if who is not None and row.line in added)
    return Plan(hashlib.sha256(data).hexdigest(), tuple(row for row, _ in found), people, fresh)


def carry_out(plan: Plan, bast: str, administrator: Session, second: Session) -> Import:
    """Sign by both and take in, or nothing: raises ImportRefused, NotAllowed (same-person, wrong-role) or a StoreError.

    The two sessions stand on the same open store.
    """
    number, store = " ".join(bast.split()), administrator.store
    _check(plan, number, store)
    facts: dict[str, Plain] = {
        "bast": number,
        "sha256": plan.sha256,
        "administrator": administrator.officer.handle,
        "second": second.officer.handle,
        **{outcome.name.lower(): plan.count(outcome) for outcome in Outcome},
    }
    first = _propose(administrator, plan.sha256, facts)
    both = (first, write(second, Case.of((first,)), Kind.IMPORT_CONFIRMED, plan.sha256, record_bytes(facts)))
    made = Import(
        first.header.case,
        number,
        plan.sha256,
        administrator.officer.handle,
        second.officer.handle,
        plan.count(Outcome.ADDED),
        plan.count(Outcome.CHANGED),
        plan.count(Outcome.REFUSED),
        first.header.at,
    )
    store.imports.add(made, both, plan.people, plan.fresh)
    return made


def _propose(session: Session, sha256: str, facts: dict[str, Plain]) -> Action:
    errand = session.ids.next()
    return write(session, None, Kind.IMPORT_PROPOSED, sha256, record_bytes(facts), case_id=errand, service=IMPORT)


def _check(plan: Plan, bast: str, store: Store) -> None:
    refused = (
        ("no-bast", not any(sign.isdigit() for sign in bast)),
        ("nothing-new", not plan.people),
        ("bast-used", store.imports.known(bast=bast)),
        ("file-used", store.imports.known(sha256=plan.sha256)),
    )
    for code, wrong in refused:
        if wrong:
            raise ImportRefused(code)


def _look(row: Row, session: Session, version: str, seen: dict[str, int]) -> tuple[RowReport, Resident | None]:
    store = session.store
    try:
        known = store.residents.by_nik(str(row.nik or ""))
        who = resident_of(row, area=store.identity.area, new_id=session.ids.next(), known=known, version=version)
        earlier = seen.setdefault(str(who.nik), row.line)
        if earlier != row.line:
            raise RowRefused("twice", "NIK", str(earlier))
    except RowRefused as error:
        return RowReport(row.line, row.masked, Outcome.REFUSED, error.code, error.column, error.detail), None
    if known is None:
        return RowReport(row.line, row.masked, Outcome.ADDED), who
    before, after = known.to_record(), who.to_record()
    changes = tuple(name for name in after if after[name] != before[name])
    if not changes:
        return RowReport(row.line, row.masked, Outcome.SAME), None
    return RowReport(row.line, row.masked, Outcome.CHANGED, changes=changes), who
