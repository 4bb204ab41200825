"""An index over the headers of actions: who did what where and when, without opening each of them.

The header's bytes stay the only truth; an index that is missing, in the books of an older Loket, is made at the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, select, update

from central.ledger.console_schema import acts, marks
from central.ledger.schema import actions, cases, stations
from central.ledger.statements import add_once
from registry.actions import Header, Kind

_STILL = frozenset({Kind.ROUTED, Kind.ERASED})  # move no status
_WORDED = frozenset({Kind.PRINT_BOOKED, Kind.UPSTREAM_ANSWERED})  # of other kinds the variant names a place or a case
_AT_ONCE = 500
KECAMATAN = 8  # signs of its code: 14.08.06


@dataclass(frozen=True, slots=True)
class Tally:
    """How many acts of a kind and variant, of the cases of one kecamatan."""

    area: str
    kind: str
    variant: str
    count: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that was not taken when it came, and the code of why."""

    kind: str
    author: str
    station: str
    at: str
    refused: str


def index_action(db: Connection, header: Header, number: int, refused: str) -> None:
    """Note one action; the same again changes nothing."""
    held = db.execute(select(marks).where(marks.c.case == header.case)).first()
    row = {
        "number": number,
        "case": header.case,
        "kind": header.kind.value,
        "variant": header.variant,
        "author": header.author,
        "role": header.role.value,
        "station": header.station,
        "at": header.at,
        "refused": refused,
        "home": held.home if held else header.station,
    }
    if not add_once(db, acts, row) or refused:
        return
    if held is None:
        first = {"service": header.service, "home": header.station, "opened_at": header.at, "since": header.at}
        add_once(db, marks, {"case": header.case, **first})
    elif header.kind not in _STILL:
        db.execute(update(marks).where(marks.c.case == header.case).values(since=header.at))


def index_missing(db: Connection) -> int:
    """Note the actions of books that were begun before there was an index; returns how many."""
    done = 0
    while rows := _missing(db):
        for number, raw, refused in rows:
            index_action(db, Header.from_bytes(raw), int(number), refused)
        done += len(rows)
    return done


def refusals_of(db: Connection, case_id: str) -> tuple[Refusal, ...]:
    """The acts of a case that were not taken on arrival, in the order they came."""
    columns = (acts.c.kind, acts.c.author, acts.c.station, acts.c.at, acts.c.refused)
    query = select(*columns).where(acts.c.case == case_id, acts.c.refused != "").order_by(acts.c.number)
    return tuple(Refusal(*row) for row in db.execute(query))


def tallies(db: Connection, kinds: Iterable[Kind], since: str, before: str, area: str = "") -> tuple[Tally, ...]:
    """Acts between two UTC stamps by kecamatan of the recording station, kind and variant."""
    names = [kind.value for kind in kinds]
    where = (acts.c.kind.in_(names), acts.c.at >= since, acts.c.at < before, acts.c.refused == "")
    groups = (acts.c.home, acts.c.kind, acts.c.variant)
    places = db.execute(select(stations.c.id, kecamatan().label("place")))
    areas = {str(row.id): str(row.place) for row in places}
    found: dict[tuple[str, str, str], int] = {}
    for home, kind, variant, count in db.execute(select(*groups, func.count()).where(*where).group_by(*groups)):
        key = (areas.get(home, ""), str(kind), str(variant) if kind in _WORDED else "")
        found[key] = found.get(key, 0) + int(count)
    return tuple(Tally(*key, count) for key, count in sorted(found.items()) if area in ("", key[0]))


def kecamatan() -> ColumnElement[str]:
    """Of the station joined: the kecamatan in which its residents live, "" where it has none."""
    return func.coalesce(func.substr(stations.c.area, 1, KECAMATAN), "")


def printed_at(db: Connection, station: str) -> dict[str, int]:
    """Outcome -> cards booked with it, at one station since the beginning."""
    where = (acts.c.station == station, acts.c.kind == Kind.PRINT_BOOKED.value, acts.c.refused == "")
    query = select(acts.c.variant, func.count()).where(*where).group_by(acts.c.variant)
    return {str(variant): int(count) for variant, count in db.execute(query)}


def _missing(db: Connection) -> list[tuple[int, bytes, str]]:
    joined = actions.outerjoin(acts, acts.c.number == actions.c.number)
    query = select(actions.c.number, actions.c.raw, actions.c.refused).select_from(joined)
    rows = db.execute(query.where(acts.c.number.is_(None)).order_by(actions.c.number).limit(_AT_ONCE))
    return [(int(row[0]), row[1], str(row[2])) for row in rows]


def late(now_by_status: dict[str, str]) -> ColumnElement[bool]:
    """Whether a case stands longer than its status should; the dict gives, by status, the stamp before which."""
    return marks.c.since < case(now_by_status, value=cases.c.status, else_="")


@dataclass(frozen=True, slots=True)
class Booking:
    """One card booked at a station."""

    case: str
    number: str
    at: str
    author: str
    outcome: str


def bookings(db: Connection, station: str, *, limit: int, offset: int) -> tuple[Booking, ...]:
    """What was printed at a station, newest first."""
    columns = (acts.c.case, cases.c.number, acts.c.at, acts.c.author, acts.c.variant)
    query = select(*columns).select_from(acts.join(cases, cases.c.id == acts.c.case)).where(*_booked(station))
    rows = db.execute(query.order_by(acts.c.at.desc(), acts.c.number.desc()).limit(limit).offset(offset))
    return tuple(Booking(*row) for row in rows)


def count_bookings(db: Connection, station: str) -> int:
    """How many there are."""
    return int(db.scalar(select(func.count()).select_from(acts).where(*_booked(station))) or 0)


def _booked(station: str) -> list[ColumnElement[bool]]:
    return [acts.c.station == station, acts.c.kind == Kind.PRINT_BOOKED.value, acts.c.refused == ""]
