"""Routing: which station verifies, prints and hands over, as data in the books that an administrator changes.

A route counts for what reaches its step from then on. A case that already stands at a station stays there: its papers,
its blank or its card may be in a drawer of that office. It is moved one by one with `Routed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from central.clock import Clock
from central.errors import CentreError, NotKnown
from central.ledger.ledger import Book
from central.ledger.routes import ANYWHERE, RouteChange, RouteRow, all_routes, find_route, note_route_change, put_route
from registry.services import UnknownService, service

FOUNDING = "pendirian pusat"


class Step(StrEnum):
    """What a route is for."""

    VERIFY = "verify"
    PRINT = "print"
    HAND_OVER = "hand-over"


class BadRoute(CentreError):
    """`code`: no-reason, unknown-service or no-area."""


@dataclass(frozen=True, slots=True)
class Routing:
    """Finds and changes routes."""

    clock: Clock

    def station(self, book: Book, step: Step, home: str, asked: str) -> str:
        """Who does `step` for a case of service `asked` recorded at `home`; "" when no route says so."""
        row = book.station(home)
        area = (row.area[:8],) if row is not None and row.area else ()
        return find_route(book.connection, step, (home, *area, ANYWHERE), asked)

    def change(self, book: Book, row: RouteRow, *, officer: str, reason: str) -> None:
        """Set a route, or take it away with station ""; raises BadRoute, or NotKnown for a station that is not here."""
        step = Step(row.step)
        if not reason.strip():
            raise BadRoute("no-reason")
        self._check(book, row)
        put_route(book.connection, row)
        stamp = self.clock.stamp()
        note_route_change(
            book.connection, RouteChange(step, row.origin, row.service, row.station, officer, stamp, reason.strip())
        )

    def found(self, book: Book, step: Step, stations: Mapping[str, str]) -> None:
        """The routes that a new centre begins with; an existing centre keeps its own."""
        known = {(row.step, row.origin, row.service) for row in all_routes(book.connection)}
        for home, station in stations.items():
            if (step.value, home, "") not in known:
                put_route(book.connection, RouteRow(step, home, "", station))
                said = RouteChange(step, home, "", station, "", self.clock.stamp(), FOUNDING)
                note_route_change(book.connection, said)

    def _check(self, book: Book, row: RouteRow) -> None:
        if row.station and book.station(row.station) is None:
            raise NotKnown("unknown-station")
        if row.origin and book.station(row.origin) is None and not _is_area(row.origin):
            raise BadRoute("no-area")
        if row.service:
            try:
                service(row.service)
            except UnknownService as error:
                raise BadRoute("unknown-service") from error


def _is_area(text: str) -> bool:
    """A kecamatan by its Kemendagri code.

    >>> _is_area("14.08.06"), _is_area("14.08"), _is_area("DAYUN")
    (True, False, False)
    """
    parts = text.split(".")
    return len(parts) == 3 and all(len(part) == 2 and part.isdigit() for part in parts)
