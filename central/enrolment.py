"""Stations become known by a one-time code, officers by their administrator's signed request."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from datetime import timedelta

from central.clock import Clock
from central.errors import Conflicting, NotKnown, NotTrusted
from central.keys import CentreKeys
from central.ledger.ledger import Book, CodeRow, StationRow
from central.officers import GRANT_TERM, OFFICERS, Vouching, station_roles
from central.population import send_residents
from registry.actions import GENESIS
from registry.canonical import canonical
from registry.officers import Grant, Role
from sync.keys import ed25519_check
from sync.wire import EnrolAnswer, EnrolRequest, OfficerRequest, code_proof

CODE_TERM = timedelta(hours=72)


class Registrar:
    """Gives codes, takes in stations and vouches for officers."""

    def __init__(self, keys: CentreKeys, clock: Clock, vouching: Vouching) -> None:
        self._keys = keys
        self._clock = clock
        self._vouching = vouching

    def new_code(self, book: Book, station: str, name: str, area: str) -> tuple[str, bytes]:
        """A single-use code for a station: id and 128-bit secret."""
        code, secret = secrets.token_hex(4), secrets.token_bytes(16)
        until = self._clock.stamp(CODE_TERM.total_seconds())
        book.put_code(CodeRow(code, secret, station, name, area, until, "", b""))
        return code, secret

    def enrol(self, book: Book, body: bytes, proof: str) -> tuple[bytes, str]:
        """Answer an enrolment; the same request again gets the same answer, another one with a used code none."""
        request = EnrolRequest.from_bytes(body)
        code = book.code(request.code)
        if code is None or not hmac.compare_digest(proof, code_proof(code.secret, body)):
            raise NotKnown("bad-code")
        book.lock_station(code.station)
        book.lock_names(OFFICERS)
        code = book.code(request.code) or code  # another may have used it while we waited
        if code.answer:
            return self._again(book, code, request)
        if code.until < self._clock.stamp():
            raise NotKnown("code-expired")
        answer = self._take_in(book, code, request).to_bytes()
        book.put_code(replace(code, used_at=self._clock.stamp(), answer=answer))
        return answer, code_proof(code.secret, answer)

    def register_officer(self, book: Book, station: StationRow, body: bytes, signature: bytes) -> tuple[bytes, bytes]:
        """Sign a grant for an officer of this station; the request carries the administrator's signature."""
        request = OfficerRequest.from_bytes(body)
        book.lock_names(OFFICERS)
        grants = self._vouching.grants(book)
        granter = grants.in_force(request.administrator, station.id, self._clock.stamp())
        if granter is None or Role.ADMINISTRATOR not in granter.roles:
            raise NotTrusted("no-administrator")
        if not ed25519_check(bytes.fromhex(granter.key), body, signature):
            raise NotTrusted("bad-signature")
        if request.officer == request.administrator:
            raise NotTrusted("own-role")
        if grants.owners(request.key):
            raise NotTrusted("key-taken")
        roles, until = station_roles(request.roles), self._vouching.granted_until(request.until)
        since = self._vouching.since(grants, request.officer, station.id)
        grant = Grant(request.officer, request.name, request.key, roles, station.id, until, since=since)
        return self._vouching.grant(book, grant)

    def _take_in(self, book: Book, code: CodeRow, request: EnrolRequest) -> EnrolAnswer:
        before = book.station(code.station)
        epoch = before.epoch + 1 if before else 1
        row = StationRow(
            code.station,
            code.name,
            code.area,
            request.station_key,
            request.recipient,
            epoch,
            0,
            GENESIS,
            self._clock.stamp(),
        )
        book.put_station(row)
        book.put_fact(f"chain.{code.station}", b"")
        until = (self._clock.today() + GRANT_TERM).isoformat()
        grant = Grant(
            request.administrator,
            request.administrator_name,
            request.administrator_key,
            frozenset({Role.ADMINISTRATOR}),
            code.station,
            until,
            since=self._vouching.since(self._vouching.grants(book), request.administrator, code.station),
        )
        raw, signature = self._vouching.grant(book, grant)
        self._send_residents(book, row)
        return EnrolAnswer(
            station=code.station,
            name=code.name,
            area=code.area,
            epoch=epoch,
            centre_key=self._keys.signing.public,
            centre_recipient=self._keys.recipient,
            recovery_recipient=self._keys.recovery,
            training_root=self._keys.training_root.public,
            grant=raw.hex(),
            grant_signature=signature.hex(),
        )

    def _send_residents(self, book: Book, station: StationRow) -> None:
        if station.area:
            send_residents(book, station.id, book.residents_in(station.area))
        for name, kind, found in (("grant", "grant", book.grants()), ("revocation", "revoked", book.revocations())):
            for raw, signature in found:
                book.add_feed(station.id, kind, canonical({"v": 1, name: raw.hex(), "signature": signature.hex()}))

    def _again(self, book: Book, code: CodeRow, request: EnrolRequest) -> tuple[bytes, str]:
        station = book.station(code.station)
        if station is None or station.key != request.station_key:
            raise Conflicting("code-used")
        return code.answer, code_proof(code.secret, code.answer)
