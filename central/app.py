"""The centre's HTTP face (FastAPI): thin, synchronous endpoints over the rooms behind it.

Every endpoint is authenticated by a signed request (RFC 9421) except health, time and the one-time enrolment. Refusals
carry their code in `Loket-Code`; nothing here is logged with personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from central import openapi
from central.clock import Clock
from central.enrolment import Registrar
from central.errors import CentreError, NotKnown
from central.feed import Feed
from central.guard import Guard, refusal_headers
from central.inbox import Inbox
from central.ledger.ledger import Book, Ledger, StationRow
from central.limits import Buckets, Limits
from central.turns import in_turn
from central.watching import Watching
from registry.canonical import NotCanonical
from registry.officers import BadSignature
from sync.signing import Message, verify_request
from sync.wire import Announce

Cursor = Annotated[int, Query(ge=0, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the endpoints call."""

    ledger: Ledger
    registrar: Registrar
    inbox: Inbox
    feed: Feed
    clock: Clock
    watching: Watching
    limits: Limits
    log: Any  # structlog's loggers have no type that says what they can


def make_app(rooms: Rooms) -> FastAPI:
    """The application."""
    app = FastAPI(title="Loket, centre", docs_url=None, redoc_url=None)
    buckets = Buckets()
    doors = _Doors(rooms, buckets)
    rooms.watching.open_doors(app)
    app.add_api_route("/v1/time", doors.time, methods=["GET"], responses=openapi.refusals(400))
    for path, method, door, extra, answers in (
        ("/v1/enrol", "POST", doors.enrol, openapi.ENROL, openapi.ENROLLED),
        ("/v1/officers", "POST", doors.officers, openapi.OFFICERS, openapi.VOUCHED),
        ("/v1/announce", "POST", doors.announce, openapi.ANNOUNCE, openapi.ANNOUNCED),
        ("/v1/packets/{packet}", "HEAD", doors.offset, openapi.OFFSET, openapi.MEASURED),
        ("/v1/packets/{packet}", "PATCH", doors.packet, openapi.PACKET, openapi.TAKEN),
        ("/v1/feed", "GET", doors.feed, openapi.FEED, openapi.FED),
    ):
        app.add_api_route(path, door, methods=[method], openapi_extra=extra, responses=answers, response_class=Response)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_middleware(Guard, limits=rooms.limits, buckets=buckets, metrics=rooms.watching.metrics, log=rooms.log)
    return app


async def _malformed(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400, headers={"Loket-Code": "malformed"})


class _Doors:
    def __init__(self, rooms: Rooms, buckets: Buckets) -> None:
        self._rooms = rooms
        self._buckets = buckets

    async def time(self) -> dict[str, str]:
        return {"at": self._rooms.clock.stamp()}

    async def enrol(self, request: Request) -> Response:
        body = await request.body()

        def work(book: Book) -> Response:
            answer, proof = self._rooms.registrar.enrol(book, body, request.headers.get("Loket-Proof", ""))
            return Response(answer, headers={"Loket-Proof": proof})

        return await run_in_threadpool(self._answer, work)

    async def officers(self, request: Request) -> Response:
        body = await request.body()

        def work(book: Book, station: StationRow) -> Response:
            mark = bytes.fromhex(request.headers.get("Loket-Administrator", ""))
            return _signed(self._rooms.registrar.register_officer(book, station, body, mark))

        return await self._known(request, body, work)

    async def announce(self, request: Request) -> Response:
        body = await request.body()

        def work(book: Book, station: StationRow) -> Response:
            receipt = self._rooms.inbox.announce(book, station, Announce.from_bytes(body))
            return _signed(receipt) if receipt else Response(status_code=202)

        return await self._known(request, body, work)

    async def offset(self, request: Request, packet: str) -> Response:
        def work(book: Book, station: StationRow) -> Response:
            have, size = self._rooms.inbox.offset(book, station.id, packet)
            return Response(headers={"Upload-Offset": str(have), "Upload-Length": str(size)})

        return await self._known(request, b"", work)

    async def packet(self, request: Request, packet: str) -> Response:
        body = await request.body()

        def work(book: Book, station: StationRow) -> Response:
            offset = int(request.headers.get("Upload-Offset", "-1"))
            receipt = self._rooms.inbox.take(book, station, packet, offset, body)
            return _signed(receipt) if receipt else Response(status_code=204)

        return await self._known(request, body, work)

    async def feed(self, request: Request, cursor: Cursor) -> Response:
        def work(book: Book, station: StationRow) -> Response:
            book.touch_station(station.id, self._rooms.clock.stamp())
            return Response(self._rooms.feed.page(book, station, cursor), media_type="application/octet-stream")

        return await self._known(request, b"", work)

    # -------------------------------------------------------------------------------------------------------------
    async def _known(self, request: Request, body: bytes, work: Callable[[Book, StationRow], Response]) -> Response:
        """Run `work` for the station that signed the request."""
        message = Message(request.method, str(request.url), request.headers)  # type: ignore[arg-type]  # read only

        def checked(book: Book) -> Response:
            try:
                name = verify_request(message, body, look_up=lambda station: _key(book, station))
            except BadSignature:
                return Response(status_code=401, headers={"Loket-Code": "bad-signature"})
            station = book.station(name)
            if station is None:
                raise NotKnown("unknown-station")
            self._buckets.take(f"station {name}", self._rooms.limits.station)
            return work(book, station)

        return await run_in_threadpool(self._answer, checked)

    def _answer(self, work: Callable[[Book], Response]) -> Response:
        try:
            return self._once(work)
        except CentreError as error:
            return Response(status_code=error.status, headers=refusal_headers(error))
        except (NotCanonical, KeyError, TypeError, ValueError):
            return Response(status_code=400, headers={"Loket-Code": "malformed"})

    def _once(self, work: Callable[[Book], Response]) -> Response:
        """In one transaction; one that met another in a circle begins anew. Its files are asked for their length
        first, so that a part which is there already is not taken twice."""
        return in_turn(self._rooms.ledger, work)


def _key(book: Book, station: str) -> str | None:
    row = book.station(station)
    return row.key if row else None


def _signed(receipt: tuple[bytes, bytes]) -> Response:
    return Response(receipt[0], headers={"Loket-Signature": receipt[1].hex()})
