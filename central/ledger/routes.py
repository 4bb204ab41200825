"""Who works on a case at which step, as rows: by where it was recorded and by service, with every change on record."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from central.ledger.schema import route_changes, routes
from central.ledger.statements import put

ANYWHERE, ANY_SERVICE = "", ""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """At `step` (verify, print or hand-over), cases of `service` recorded at `origin` go to `station`.

    `origin` is a station, a kecamatan by its code (14.08.06), or "" for anywhere; `service` "" is any.
    """

    step: str
    origin: str
    service: str
    station: str


@dataclass(frozen=True, slots=True)
class RouteChange:
    """What a route was made to be, by whom, when and why; station "" took it away."""

    step: str
    origin: str
    service: str
    station: str
    officer: str
    at: str
    reason: str


def put_route(db: Connection, row: RouteRow) -> None:
    """Insert a route, or replace the one of the same step, origin and service; station "" takes it away."""
    where = (routes.c.step == row.step, routes.c.origin == row.origin, routes.c.service == row.service)
    if not row.station:
        db.execute(delete(routes).where(*where))
        return
    put(db, routes, _values(row), ["step", "origin", "service"])


def note_route_change(db: Connection, change: RouteChange) -> None:
    """Keep who changed it and why."""
    db.execute(insert(route_changes).values(_values(change)))


def all_routes(db: Connection) -> tuple[RouteRow, ...]:
    """Every route, by step, origin and service."""
    query = select(routes).order_by(routes.c.step, routes.c.origin, routes.c.service)
    return tuple(RouteRow(*row) for row in db.execute(query))


def route_history(db: Connection, *, limit: int = 50, offset: int = 0) -> tuple[RouteChange, ...]:
    """The changes, newest first."""
    names = [route_changes.c[name] for name in RouteChange.__slots__]
    query = select(*names).order_by(route_changes.c.number.desc()).limit(limit).offset(offset)
    return tuple(RouteChange(*row) for row in db.execute(query))


def find_route(db: Connection, step: str, origins: tuple[str, ...], service: str) -> str:
    """The station of the closest route: the first of `origins` that has one, its own service before any; "" for
    none."""
    where = (routes.c.step == step, routes.c.origin.in_(origins), routes.c.service.in_((service, ANY_SERVICE)))
    rows = [RouteRow(*row) for row in db.execute(select(routes).where(*where))]
    rows.sort(key=lambda row: (origins.index(row.origin), row.service != service))
    return rows[0].station if rows else ""


def _values(row: RouteRow | RouteChange) -> dict[str, str]:
    return {name: getattr(row, name) for name in row.__slots__}
