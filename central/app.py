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
from central.epochs import note_claim
from central.errors import CentreError, NotTrusted
from central.feed import Feed
from central.guard import Guard, refusal_headers
from central.inbox import Inbox, OtherHistory
from central.ledger.ledger import Book, Ledger, StationRow
from central.limits import Buckets, Limits
from central.stations import Stations
from central.turns import in_turn
from central.watching import Watching
from registry.canonical import NotCanonical
from registry.officers import BadSignature
from sync.clock import TimeTold
from sync.signing import Message
from sync.wire import Announce

Cursor = Annotated[int, Query(ge=0, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the endpoints call."""

    ledger: Ledger
    registrar: Registrar
    stations: Stations
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

    async def time(self, nonce: str = Query("", max_length=64)) -> Response:
        """The centre's time, signed with the caller's nonce: what a station with a dead clock battery trusts."""
        told = TimeTold(nonce, self._rooms.clock.stamp()).to_bytes()
        mark = self._rooms.feed.sign(told).hex()
        return Response(told, headers={"Loket-Signature": mark}, media_type="application/json")

    async def enrol(self, request: Request) -> Response:
        body = await request.body()

        def work(book: Book) -> Response:
            answer, proof = self._rooms.registrar.enrol(book, body, request.headers.get("Loket-Proof", ""))
            mark = self._rooms.registrar.sign(answer)
            return Response(answer, headers={"Loket-Proof": proof, "Loket-Signature": mark.hex()})

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
            said = Announce.from_bytes(body)
            receipt = self._rooms.inbox.announce(book, station, said)
            if receipt:
                return _signed(receipt)
            have, _ = self._rooms.inbox.offset(book, station.id, said.packet)  # spares the station a request
            return Response(status_code=202, headers={"Upload-Offset": str(have)})

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
            return _sealed(self._rooms.feed.page(book, station, cursor))

        def shut(station: StationRow, why: str) -> Response:
            return _sealed(self._rooms.feed.lock_page(station, cursor, why))

        return await self._known(request, b"", work, shut)

    # -------------------------------------------------------------------------------------------------------------
    async def _known(
        self,
        request: Request,
        body: bytes,
        work: Callable[[Book, StationRow], Response],
        shut: Callable[[StationRow, str], Response] | None = None,
    ) -> Response:
        """Run `work` for the station that signed the request; for one that is shut out `shut`, or say "locked"."""
        message = Message(request.method, str(request.url), request.headers)  # type: ignore[arg-type]  # read only

        def checked(book: Book) -> Response:
            try:
                caller = self._rooms.stations.caller(book, message, body)
            except BadSignature:
                return Response(status_code=401, headers={"Loket-Code": "bad-signature"})
            self._buckets.take(f"station {caller.station.id}", self._rooms.limits.station)
            if not caller.shut:
                return work(book, caller.station)
            if shut is None:
                raise NotTrusted("locked")
            return shut(caller.station, caller.shut)

        return await run_in_threadpool(self._answer, checked)

    def _answer(self, work: Callable[[Book], Response]) -> Response:
        try:
            return self._once(work)
        except CentreError as error:
            if isinstance(error, OtherHistory):
                self._note(error)
            return Response(status_code=error.status, headers=refusal_headers(error))
        except (NotCanonical, KeyError, TypeError, ValueError):
            return Response(status_code=400, headers={"Loket-Code": "malformed"})

    def _once(self, work: Callable[[Book], Response]) -> Response:
        """In one transaction; one that met another in a circle begins anew. Its files are asked for their length
        first, so that a part which is there already is not taken twice."""
        return in_turn(self._rooms.ledger, work)

    def _note(self, error: OtherHistory) -> None:
        """Keep what the station told of its journal, for whoever compares; its packet was refused and rolled back."""
        at = self._rooms.clock.stamp()
        with self._rooms.ledger.writing() as book:
            station = book.lock_station(error.station)
            if station is not None:
                note_claim(book, station, error.announce, at, at)


def _sealed(page: bytes) -> Response:
    return Response(page, media_type="application/octet-stream")


def _signed(receipt: tuple[bytes, bytes]) -> Response:
    return Response(receipt[0], headers={"Loket-Signature": receipt[1].hex()})
