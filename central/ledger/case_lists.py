"""Lists and counts of cases for the console, in SQL: by kecamatan of the recording station, status and age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, FromClause, case, func, select

from central.ledger.acts import kecamatan, late
from central.ledger.console_schema import acts, marks
from central.ledger.schema import cases, stations
from registry.actions import Kind
from registry.lifecycle import ENDED, Status


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list; nothing of the person."""

    id: str
    number: str
    status: str
    upstream: str
    holder: str
    home: str
    area: str  # kecamatan of `home`, "" where it has none
    service: str
    opened_at: str
    since: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; "" and empty mean all. `limits`: by status, the stamp before which a case that stands there is late
    (needed for `late_only`)."""

    area: str = ""
    statuses: frozenset[str] = frozenset()
    number: str = ""
    late_only: bool = False
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases of a kecamatan stand in a status, the oldest since when, and how many of them are late."""

    area: str
    status: str
    count: int
    oldest: str
    late: int


def standings(db: Connection, limits: Mapping[str, str], area: str = "") -> tuple[Standing, ...]:
    """By kecamatan and status, of the cases that are not at their end."""
    place = kecamatan()
    overdue = case((late(dict(limits)), 1), else_=0)
    columns = (place.label("place"), cases.c.status, marks.c.since, overdue.label("overdue"))
    each = select(*columns).select_from(_joined()).where(cases.c.status.not_in([status.value for status in ENDED]))
    found = (each.where(place == area) if area else each).subquery()
    sums = (func.count(), func.min(found.c.since), func.sum(found.c.overdue))
    rows = db.execute(select(found.c.place, found.c.status, *sums).group_by(found.c.place, found.c.status))
    return tuple(Standing(str(a), str(s), int(n), str(o or ""), int(k)) for a, s, n, o, k in rows)


def lines(db: Connection, wanted: Wanted, *, limit: int, offset: int) -> tuple[Line, ...]:
    """The longest waiting first."""
    query = select(*_columns()).select_from(_joined()).where(*_where(wanted)).order_by(marks.c.since, marks.c.case)
    return tuple(_line(row) for row in db.execute(query.limit(limit).offset(offset)))


def count(db: Connection, wanted: Wanted) -> int:
    """How many there are."""
    return int(db.scalar(select(func.count()).select_from(_joined()).where(*_where(wanted))) or 0)


def line(db: Connection, case_id: str) -> Line | None:
    """One case by id."""
    row = db.execute(select(*_columns()).select_from(_joined()).where(cases.c.id == case_id)).first()
    return _line(row) if row else None


def line_by_number(db: Connection, number: str) -> Line | None:
    """One case by the number said to people."""
    row = db.execute(select(*_columns()).select_from(_joined()).where(cases.c.number == number)).first()
    return _line(row) if row else None


def _line(row: object) -> Line:
    values = tuple(str(value or "") for value in row)  # type: ignore[attr-defined]  # a row of the columns below
    return Line(*values)


def _columns() -> tuple[ColumnElement[str], ...]:
    own = (cases.c.id, cases.c.number, cases.c.status, cases.c.upstream, cases.c.holder, cases.c.home)
    return (*own, kecamatan(), marks.c.service, marks.c.opened_at, marks.c.since)


def _joined() -> FromClause:
    """From the marks, whose index gives the order of the lists; a case has its mark with its first act."""
    held = marks.join(cases, cases.c.id == marks.c.case)
    return held.outerjoin(stations, stations.c.id == cases.c.home)


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.area:
        found.append(kecamatan() == wanted.area)
    if wanted.statuses:
        found.append(cases.c.status.in_(sorted(wanted.statuses)))
    if wanted.number:
        found.append(cases.c.number.startswith(wanted.number, autoescape=True))
    if wanted.late_only:
        found.append(late(dict(wanted.limits)))
    return found


@dataclass(frozen=True, slots=True)
class Parcel:
    """Cards on the way from one station to another: how many, and since when the oldest."""

    source: str
    target: str
    count: int
    oldest: str


def parcels(db: Connection, area: str = "") -> tuple[Parcel, ...]:
    """Cards shipped and not yet counted in, by way; the oldest first."""
    sent = (acts.c.case == cases.c.id) & (acts.c.kind == Kind.SHIPPED.value) & (acts.c.refused == "")
    joined = cases.join(acts, sent).outerjoin(stations, stations.c.id == cases.c.home)
    where = [cases.c.status == Status.SHIPPED.value, *([kecamatan() == area] if area else [])]
    columns = (acts.c.station, acts.c.variant, func.count(), func.min(acts.c.at))
    query = select(*columns).select_from(joined).where(*where).group_by(acts.c.station, acts.c.variant)
    rows = db.execute(query.order_by(func.min(acts.c.at)))
    return tuple(Parcel(str(a), str(b), int(n), str(o)) for a, b, n, o in rows)
