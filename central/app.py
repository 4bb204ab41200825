"""The centre's HTTP face (FastAPI): thin, synchronous endpoints over the rooms behind it.

Every endpoint is authenticated by a signed request (RFC 9421) except health, time and the one-time enrolment. Refusals
carry their code in `Loket-Code`; nothing here is logged with personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from central.clock import Clock
from central.enrolment import Registrar
from central.epochs import note_claim
from central.errors import CentreError, NotKnown
from central.feed import Feed
from central.inbox import Inbox, OtherHistory
from central.ledger.ledger import Book, Ledger, StationRow
from registry.canonical import NotCanonical
from registry.officers import BadSignature
from sync.signing import Message, verify_request
from sync.wire import Announce


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the endpoints call."""

    ledger: Ledger
    registrar: Registrar
    inbox: Inbox
    feed: Feed
    clock: Clock


def make_app(rooms: Rooms) -> FastAPI:
    """The application."""
    app = FastAPI(title="Loket, centre", docs_url=None, redoc_url=None)
    doors = _Doors(rooms)
    app.add_api_route("/health", doors.health, methods=["GET"])
    app.add_api_route("/v1/time", doors.time, methods=["GET"])
    app.add_api_route("/v1/enrol", doors.enrol, methods=["POST"])
    app.add_api_route("/v1/officers", doors.officers, methods=["POST"])
    app.add_api_route("/v1/announce", doors.announce, methods=["POST"])
    app.add_api_route("/v1/packets/{packet}", doors.offset, methods=["HEAD"])
    app.add_api_route("/v1/packets/{packet}", doors.packet, methods=["PATCH"])
    app.add_api_route("/v1/feed", doors.feed, methods=["GET"])
    return app


class _Doors:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def health(self) -> dict[str, str]:
        return {"status": "ok"}

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
        mark = bytes.fromhex(request.headers.get("Loket-Administrator", ""))

        def work(book: Book, station: StationRow) -> Response:
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
        offset = int(request.headers.get("Upload-Offset", "-1"))

        def work(book: Book, station: StationRow) -> Response:
            receipt = self._rooms.inbox.take(book, station, packet, offset, body)
            return _signed(receipt) if receipt else Response(status_code=204)

        return await self._known(request, body, work)

    async def feed(self, request: Request, cursor: int) -> Response:
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
            return work(book, station)

        return await run_in_threadpool(self._answer, checked)

    def _answer(self, work: Callable[[Book], Response]) -> Response:
        try:
            with self._rooms.ledger.writing() as book:
                return work(book)
        except CentreError as error:
            if isinstance(error, OtherHistory):
                self._note(error)
            return Response(status_code=error.status, headers={"Loket-Code": error.code})
        except (NotCanonical, KeyError, TypeError):
            return Response(status_code=400, headers={"Loket-Code": "malformed"})

    def _note(self, error: OtherHistory) -> None:
        """Keep what the station told of its journal, for whoever compares; its packet was refused and rolled back."""
        at = self._rooms.clock.stamp()
        with self._rooms.ledger.writing() as book:
            station = book.station(error.station)
            if station is not None:
                note_claim(book, station, error.announce, at, at)


def _key(book: Book, station: str) -> str | None:
    row = book.station(station)
    return row.key if row else None


def _signed(receipt: tuple[bytes, bytes]) -> Response:
    return Response(receipt[0], headers={"Loket-Signature": receipt[1].hex()})
