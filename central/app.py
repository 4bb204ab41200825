"""The centre's HTTP face (FastAPI): thin, synchronous endpoints over the rooms behind it.

Every endpoint is authenticated by a signed request (RFC 9421) except health, time and the one-time enrolment. Refusals
carry their code in `Loket-Code`; nothing here is logged with personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from central.clock import Clock
from central.enrolment import Registrar
from central.epochs import note_claim
from central.errors import CentreError, NotTrusted
from central.feed import Feed
from central.inbox import Inbox, OtherHistory
from central.ledger.ledger import Book, Ledger, StationRow
from central.stations import Stations
from registry.canonical import NotCanonical
from registry.officers import BadSignature
from sync.clock import TimeTold
from sync.signing import Message
from sync.wire import Announce


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the endpoints call."""

    ledger: Ledger
    registrar: Registrar
    stations: Stations
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

    async def time(self, nonce: str = Query("", max_length=64)) -> Response:
        """The centre's time, signed with the caller's nonce: what a station with a dead clock battery trusts."""
        told = TimeTold(nonce, self._rooms.clock.stamp()).to_bytes()
        return _signed((told, self._rooms.feed.sign(told)))

    async def enrol(self, request: Request) -> Response:
        body = await request.body()

        def work(book: Book) -> Response:
            answer, proof = self._rooms.registrar.enrol(book, body, request.headers.get("Loket-Proof", ""))
            mark = self._rooms.registrar.sign(answer)
            return Response(answer, headers={"Loket-Proof": proof, "Loket-Signature": mark.hex()})

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
        offset = int(request.headers.get("Upload-Offset", "-1"))

        def work(book: Book, station: StationRow) -> Response:
            receipt = self._rooms.inbox.take(book, station, packet, offset, body)
            return _signed(receipt) if receipt else Response(status_code=204)

        return await self._known(request, body, work)

    async def feed(self, request: Request, cursor: int) -> Response:
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
            if not caller.shut:
                return work(book, caller.station)
            if shut is None:
                raise NotTrusted("locked")
            return shut(caller.station, caller.shut)

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


def _sealed(page: bytes) -> Response:
    return Response(page, media_type="application/octet-stream")


def _signed(receipt: tuple[bytes, bytes]) -> Response:
    return Response(receipt[0], headers={"Loket-Signature": receipt[1].hex()})
