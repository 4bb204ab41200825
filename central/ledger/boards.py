"""What the console keeps of its own: counters of stations, quotas, shipments, announcements and locks, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from central.ledger.console_schema import announcements, counters, locks, quotas, shipments
from central.ledger.statements import add_once, put

NOT_COUNTED = -1
_MOST_COUNTERS, _LONGEST_NAME, _LARGEST = 32, 40, 2**53


@dataclass(frozen=True, slots=True)
class Quota:
    """Blanks a kecamatan may use in a month."""

    id: str
    area: str
    month: str
    amount: int
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """Things on the way between two places; `counted` is NOT_COUNTED until the receiver has counted them."""

    id: str
    item: str
    source: str
    target: str
    paper: str
    labels: str
    sent: int
    sent_at: str
    sent_by: str
    counted: int = NOT_COUNTED
    counted_at: str = ""
    counted_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the Dinas told its stations."""

    id: str
    at: str
    by: str
    area: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Lock:
    """Whether a station's printing is locked, why, and by which two."""

    station: str
    locked: int
    reason: str
    at: str
    first: str
    second: str


def keep_counters(db: Connection, station: str, found: Mapping[str, int], at: str) -> None:
    """What a station says of itself; the latest of each counts. It may say anything, so only so much is kept."""
    for name in sorted(found)[:_MOST_COUNTERS]:
        row = {"station": station, "name": name[:_LONGEST_NAME], "value": min(found[name], _LARGEST), "at": at}
        put(db, counters, row, ["station", "name"])


def counters_of(db: Connection, station: str) -> dict[str, int]:
    """Name -> value of one station."""
    query = select(counters.c.name, counters.c.value).where(counters.c.station == station)
    return {row.name: int(row.value) for row in db.execute(query)}


def all_counters(db: Connection) -> dict[str, dict[str, int]]:
    """Station -> name -> value."""
    found: dict[str, dict[str, int]] = {}
    for row in db.execute(select(counters.c.station, counters.c.name, counters.c.value)):
        found.setdefault(row.station, {})[row.name] = int(row.value)
    return found


def add_quota(db: Connection, row: Quota) -> None:
    """One more line; the newest counts."""
    db.execute(insert(quotas).values(_values(row)))


def quota_lines(db: Connection, month: str, area: str = "") -> tuple[Quota, ...]:
    """The lines of a month, newest first."""
    where = [quotas.c.month == month, *([quotas.c.area == area] if area else [])]
    query = select(quotas).where(*where).order_by(quotas.c.at.desc(), quotas.c.id.desc())
    return tuple(Quota(*row) for row in db.execute(query))


def add_shipment(db: Connection, row: Shipment) -> None:
    """Something leaves."""
    add_once(db, shipments, _values(row))


def shipment(db: Connection, which: str) -> Shipment | None:
    """One by id."""
    row = db.execute(select(shipments).where(shipments.c.id == which)).first()
    return Shipment(*row) if row else None


def count_shipment(db: Connection, which: str, counted: int, at: str, by: str, reason: str) -> bool:
    """The receiver's count, once; False when it was counted, or when the sender counts himself."""
    where = (shipments.c.id == which, shipments.c.counted == NOT_COUNTED, shipments.c.sent_by != by)
    values = {"counted": counted, "counted_at": at, "counted_by": by, "reason": reason}
    return bool(db.execute(update(shipments).where(*where).values(values)).rowcount)


def all_shipments(db: Connection, places: frozenset[str] | None, *, limit: int, offset: int) -> tuple[Shipment, ...]:
    """The newest first, of some stations or (None) of all."""
    query = select(shipments).where(*_touching(places)).order_by(shipments.c.sent_at.desc(), shipments.c.id.desc())
    return tuple(Shipment(*row) for row in db.execute(query.limit(limit).offset(offset)))


def number_of_shipments(db: Connection, places: frozenset[str] | None) -> int:
    """How many there are."""
    return int(db.scalar(select(func.count()).select_from(shipments).where(*_touching(places))) or 0)


def moved(db: Connection, item: str) -> dict[str, tuple[int, int, int]]:
    """Place -> (received as counted, sent away, on the way there) of a thing."""
    here = shipments.c.item == item
    came = select(shipments.c.target, func.sum(shipments.c.counted)).where(here, shipments.c.counted != NOT_COUNTED)
    left = select(shipments.c.source, func.sum(shipments.c.sent)).where(here)
    coming = select(shipments.c.target, func.sum(shipments.c.sent)).where(here, shipments.c.counted == NOT_COUNTED)
    groups = ((came, shipments.c.target), (left, shipments.c.source), (coming, shipments.c.target))
    sums = [{str(a): int(n) for a, n in db.execute(query.group_by(by))} for query, by in groups]
    places = set().union(*sums)
    return {place: (sums[0].get(place, 0), sums[1].get(place, 0), sums[2].get(place, 0)) for place in places}


def add_announcement(db: Connection, row: Announcement) -> None:
    """Remember what was told."""
    add_once(db, announcements, _values(row))


def all_announcements(db: Connection, area: str, *, limit: int, offset: int) -> tuple[Announcement, ...]:
    """The newest first; those for everybody too."""
    query = select(announcements).where(*_told(area)).order_by(announcements.c.at.desc())
    return tuple(Announcement(*row) for row in db.execute(query.limit(limit).offset(offset)))


def number_of_announcements(db: Connection, area: str) -> int:
    """How many there are."""
    return int(db.scalar(select(func.count()).select_from(announcements).where(*_told(area))) or 0)


def put_lock(db: Connection, row: Lock) -> None:
    """Lay or lift one."""
    put(db, locks, _values(row), ["station"])


def all_locks(db: Connection) -> dict[str, Lock]:
    """Station -> its lock, lifted ones too."""
    return {row.station: Lock(*row) for row in db.execute(select(locks))}


def _told(area: str) -> list[ColumnElement[bool]]:
    return [or_(announcements.c.area == "", announcements.c.area == area)] if area else []


def _touching(places: frozenset[str] | None) -> list[ColumnElement[bool]]:
    if places is None:
        return []
    named = sorted(places)
    return [or_(shipments.c.source.in_(named), shipments.c.target.in_(named))]


def _values(row: Quota | Shipment | Announcement | Lock) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}
