"""One line for each case: an index over its actions, written anew whenever one is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    and_,
    delete,
    false,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.sqlite import insert

from registry.actions import Action, Kind
from registry.canonical import NotCanonical, Record
from registry.case import Case
from registry.errands import ERRANDS
from registry.errors import RegistryError
from registry.submission import Submission
from station.store.borrowed import ENDED, give_back
from station.store.errors import NotFound
from station.store.journal import read_actions
from station.store.schema import actions, cases, drafts

ROW: ColumnElement[int] = literal_column("cases.rowid", Integer)  # an index of cases knows it, and not the id


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list of cases."""

    id: str
    number: str
    name: str
    resident: str
    birth_date: str
    village: str
    service: str
    status: str
    upstream: str
    holder: str
    recorder: str
    approver: str
    recorded_at: str
    last_at: str
    receipted: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases; "" and () ask nothing. `not_recorder` and `not_approver` leave out what an officer may not judge
    because he recorded or approved it; `village` is a code or its beginning (14.08.06)."""

    statuses: tuple[str, ...] = ()
    holder: str = ""
    recorder: str = ""
    not_recorder: str = ""
    not_approver: str = ""
    village: str = ""
    services: tuple[str, ...] = ()
    text: str = ""  # part of the name, or beginning of the number
    resident: str = ""
    recorded_from: str = ""  # a day or a stamp
    recorded_before: str = ""
    late: tuple[tuple[str, str], ...] = ()  # (status, day): in this status since before that day
    without_drafts_of: str = ""  # leaves out what this officer is mending
    unreceipted: bool = False  # only those with an act the centre has not receipted
    oldest_first: bool = False


def read_case(db: Connection, case: str) -> Case:
    """The case within a transaction, in final order; what the centre refused is left out. Raises NotFound."""
    found = read_actions(db, and_(actions.c.case == case, actions.c.refused == ""))
    if not found:
        raise NotFound(case)
    return Case.of((action for action, _ in found), {a.header.id: n for a, n in found if n})


def index_case(db: Connection, case: str) -> frozenset[str]:
    """Write the line of a case anew; the ids of actions that the table refuses in the final order.

    A case of which nothing holds has no line.
    """
    try:
        folded = read_case(db, case)
    except NotFound:
        db.execute(delete(cases).where(cases.c.id == case))
        return frozenset()
    if folded.actions and folded.service not in ERRANDS:
        row = _line(db, folded)
        db.execute(insert(cases).values(row).on_conflict_do_update(index_elements=["id"], set_=row))
        if row["status"] in ENDED:
            give_back(db, case)
    else:
        db.execute(delete(cases).where(cases.c.id == case))
    return frozenset(action.header.id for action in folded.refused)


def case_row(found: RowMapping) -> CaseRow:
    """A line as read."""
    return CaseRow(**{**found, "receipted": bool(found["receipted"])})


def asked(wanted: CaseFilter) -> ColumnElement[bool]:
    """A filter as SQL."""
    c = cases.c
    words = wanted.text.strip()
    parts: tuple[tuple[object, ColumnElement[bool]], ...] = (
        (wanted.statuses, c.status.in_(wanted.statuses)),
        (wanted.services, c.service.in_(wanted.services)),
        (wanted.holder, c.holder == wanted.holder),
        (wanted.recorder, c.recorder == wanted.recorder),
        (wanted.not_recorder, c.recorder != wanted.not_recorder),
        (wanted.not_approver, c.approver != wanted.not_approver),
        (wanted.village, c.village.startswith(wanted.village, autoescape=True)),
        (wanted.unreceipted, c.receipted == 0),
        (wanted.resident, c.resident == wanted.resident),
        (wanted.recorded_from, c.recorded_at >= wanted.recorded_from),
        (wanted.recorded_before, c.recorded_at < wanted.recorded_before),
        (wanted.late, or_(false(), *(and_(c.status == status, c.last_at < day) for status, day in wanted.late))),
        (wanted.without_drafts_of, ROW.not_in(_mended_by(wanted.without_drafts_of))),
        (words, or_(c.name.contains(words, autoescape=True), c.number.startswith(words, autoescape=True))),
    )
    return and_(true(), *(condition for given, condition in parts if given))


def _mended_by(officer: str) -> Select[int]:
    theirs = select(drafts.c.case).where(drafts.c.officer == officer)
    return select(ROW).select_from(cases).where(cases.c.id.in_(theirs)).correlate(None)


def submission_in(action: Action | None) -> Submission | None:
    """The recording in a `Submitted`; None once erased, or when this Loket cannot read it."""
    if action is None or action.payload is None:
        return None
    try:
        return Submission.from_record(action.record)
    except (RegistryError, LookupError, TypeError, ValueError):
        return None


def _line(db: Connection, folded: Case) -> dict[str, Any]:
    submitted = folded.latest(Kind.SUBMITTED)
    approved = folded.latest(Kind.PRINT_APPROVED)
    pending = select(actions.c.id).where(actions.c.case == folded.id, actions.c.own == 1, actions.c.number == 0)
    return {
        "id": folded.id,
        **_applicant(db, folded.id, submitted),
        "service": folded.service,
        "status": folded.status.value,
        "upstream": folded.upstream,
        "holder": folded.holder,
        "recorder": submitted.header.author if submitted else "",
        "approver": approved.header.author if approved else "",
        "recorded_at": submitted.header.at if submitted else "",
        "last_at": folded.actions[-1].header.at,
        "receipted": int(db.execute(pending).first() is None),
    }


def _applicant(db: Connection, case: str, submitted: Action | None) -> dict[str, str]:
    """Name and number from the recording; from the line as it was once that is erased."""
    record = _readable(submitted)
    who = record.get("resident")
    if isinstance(who, dict):
        said = {"number": record.get("number"), "name": who.get("name"), "resident": who.get("id")}
        said |= {"birth_date": who.get("birth_date"), "village": who.get("village")}
        return {name: str(value or "") for name, value in said.items()}
    old = db.execute(select(cases).where(cases.c.id == case)).mappings().first()
    names = ("number", "name", "resident", "birth_date", "village")
    return {name: old[name] if old else "" for name in names}


def _readable(action: Action | None) -> Record:
    try:
        return action.record if action is not None else {}
    except NotCanonical:
        return {}
