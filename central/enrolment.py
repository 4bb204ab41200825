"""Stations become known by a one-time code and four words, officers by their administrator's signed request.

    new_code   the administrator at the centre makes a code: station, area, and who is administrator there
    enrol      the station uses it; both screens show four words, and nothing is active yet
    confirm    the administrator at the centre heard the same words: the station and its administrator are taken in
    reject     he heard others, or none: the code is void

Whoever read the code and used it first shows other words than the counter, or leaves it none (sync.spoken).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from central.clock import Clock
from central.errors import Conflicting, NotKnown, NotTrusted
from central.keys import CentreKeys
from central.ledger.ledger import Book, CodeRow, StationRow
from central.ledger.stations import (
    CONFIRMED,
    OPEN,
    REFUSED,
    WAITING,
    EnrolmentRow,
    all_enrolments,
    enrolment,
    key_row,
    put_enrolment,
)
from central.officers import GRANT_TERM, OFFICERS, Vouching, station_roles
from central.stations import KEY_TERM, Stations
from registry.officers import Grant, Role
from sync.keys import ed25519_check
from sync.onetime import OneTimeCode
from sync.spoken import as_said, four_words
from sync.wire import EnrolAnswer, EnrolRequest, OfficerRequest, code_proof

CODE_TERM = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Site:
    """A station to be: id, name, area of its residents ("" for none), the letter of its case numbers ("" for the first
    of its id), and its first administrator ("" when the request names him)."""

    station: str
    name: str
    area: str
    letter: str = ""
    administrator: str = ""
    administrator_name: str = ""


class Registrar:
    """Gives codes, takes in stations and vouches for officers."""

    def __init__(self, keys: CentreKeys, clock: Clock, vouching: Vouching, stations: Stations) -> None:
        self._keys = keys
        self._clock = clock
        self._vouching = vouching
        self._stations = stations

    # codes ------------------------------------------------------------------------------------------------------------
    def new_code(self, book: Book, place: Site, url: str, *, by_words: bool = True) -> OneTimeCode:
        """A single-use code. Without `by_words` the station is active at once: for training on this machine only."""
        code, secret, now = secrets.token_hex(4), secrets.token_bytes(16), self._clock.stamp()
        until = self._clock.stamp(CODE_TERM.total_seconds())
        book.put_code(CodeRow(code, secret, place.station, place.name, place.area, until, "", b""))
        letter = place.letter or place.station[0]
        row = EnrolmentRow(
            code, place.station, letter, place.administrator, place.administrator_name, now, int(by_words)
        )
        put_enrolment(book.connection, row)
        return OneTimeCode(url, self._keys.signing.public, self._keys.recipient, code, secret)

    def waiting(self, book: Book) -> tuple[EnrolmentRow, ...]:
        """Stations that used their code and wait for the four words."""
        return all_enrolments(book.connection, state=WAITING)

    # the station ------------------------------------------------------------------------------------------------------
    def enrol(self, book: Book, body: bytes, proof: str) -> tuple[bytes, str]:
        """Answer an enrolment; the same request again gets the same answer, another one with a used code none."""
        request = EnrolRequest.from_bytes(body)
        code, row = book.code(request.code), enrolment(book.connection, request.code)
        if code is None or row is None or not hmac.compare_digest(proof, code_proof(code.secret, body)):
            raise NotKnown("bad-code")
        book.lock_station(code.station)
        book.lock_names(OFFICERS)
        code, row = book.code(code.id) or code, enrolment(book.connection, code.id) or row  # used while we waited?
        if row.state == OPEN:
            self._first(book, code, row, request, body)
        elif row.request != body:
            raise Conflicting("code-used")
        elif row.state == REFUSED:
            raise NotTrusted("words-differ")
        answer = (book.code(request.code) or code).answer
        return answer, code_proof(code.secret, answer)

    def _first(self, book: Book, code: CodeRow, row: EnrolmentRow, request: EnrolRequest, body: bytes) -> None:
        if code.until < self._clock.stamp():
            raise NotKnown("code-expired")
        row = self._named(row, request)
        if key_row(book.connection, request.station_key) is not None:
            raise NotTrusted("key-taken")
        answer = self._answer(book, code, row, request).to_bytes()
        put_enrolment(book.connection, replace(row, state=WAITING, request=body, answer=answer))
        book.put_code(replace(code, used_at=self._clock.stamp(), answer=answer))
        if not row.by_words:
            self._take_in(book, code.id, "")

    def _named(self, row: EnrolmentRow, request: EnrolRequest) -> EnrolmentRow:
        """The administrator the code names, else the one of the request."""
        said = (request.administrator, request.administrator_name)
        if row.administrator and said not in (("", ""), (row.administrator, row.administrator_name)):
            raise NotTrusted("other-administrator")
        if not row.administrator and not request.administrator:
            raise NotTrusted("no-administrator")
        return row if row.administrator else replace(row, administrator=said[0], administrator_name=said[1])

    def _answer(self, book: Book, code: CodeRow, row: EnrolmentRow, request: EnrolRequest) -> EnrolAnswer:
        before = book.station(code.station)
        return EnrolAnswer(
            station=code.station,
            name=code.name,
            area=code.area,
            epoch=before.epoch + 1 if before else 1,
            centre_key=self._keys.signing.public,
            centre_recipient=self._keys.recipient,
            recovery_recipient=self._keys.recovery,
            training_root=self._keys.training_root.public,
            letter=row.letter,
            administrator=row.administrator,
            administrator_name=row.administrator_name,
            at=self._clock.stamp(),
            key_until=(self._clock.today() + KEY_TERM).isoformat(),
            nonce=secrets.token_hex(16),
            grant="",
            grant_signature="",
        )

    def sign(self, answer: bytes) -> bytes:
        """The centre's signature under an answer: the code pins its key."""
        return self._keys.signing.sign(answer)

    # the words --------------------------------------------------------------------------------------------------------
    def words(self, row: EnrolmentRow) -> tuple[str, ...]:
        """The four words that the station shows."""
        return four_words(row.request, row.answer)

    def confirm(self, book: Book, code: str, said: str, by: str) -> StationRow | None:
        """Take the station in when `said` are its four words, else void the code; None when they were others.

        `by` is who heard them. Raises NotKnown, or Conflicting for a code that waits for no words.
        """
        row = self._waiting(book, code)
        if as_said(said) != self.words(row):
            self.reject(book, code, by)
            return None
        return self._take_in(book, code, by)

    def reject(self, book: Book, code: str, by: str) -> None:
        """Void a code: other words were heard, or none, or it went astray before it was used."""
        row = enrolment(book.connection, code)
        if row is None:
            raise NotKnown("bad-code")
        if row.state not in (OPEN, WAITING):
            raise Conflicting("code-closed")
        put_enrolment(book.connection, replace(row, state=REFUSED, closed_at=self._clock.stamp(), closed_by=by))

    def _waiting(self, book: Book, code: str) -> EnrolmentRow:
        row = enrolment(book.connection, code)
        if row is None:
            raise NotKnown("bad-code")
        if row.state != WAITING:
            raise Conflicting("code-closed" if row.state != OPEN else "code-not-used")
        return row

    def _take_in(self, book: Book, code: str, by: str) -> StationRow:
        row, kept = self._waiting(book, code), book.code(code)
        request, answer = EnrolRequest.from_bytes(row.request), EnrolAnswer.from_bytes(row.answer)
        before = book.station(row.station)
        if kept is None or answer.epoch != (before.epoch + 1 if before else 1):
            raise Conflicting("overtaken")  # another computer was taken in as this station meanwhile
        station = self._stations.take_in(book, answer, request)
        grant = self._grant_administrator(book, answer, request)
        final = replace(answer, grant=grant[0].hex(), grant_signature=grant[1].hex()).to_bytes()
        book.put_code(replace(kept, answer=final))
        put_enrolment(book.connection, replace(row, state=CONFIRMED, closed_at=self._clock.stamp(), closed_by=by))
        self._stations.begin_feed(book, station)
        return station

    def _grant_administrator(self, book: Book, answer: EnrolAnswer, request: EnrolRequest) -> tuple[bytes, bytes]:
        grants = self._vouching.grants(book)
        if grants.owners(request.administrator_key):
            raise NotTrusted("key-taken")
        grant = Grant(
            answer.administrator,
            answer.administrator_name,
            request.administrator_key,
            frozenset({Role.ADMINISTRATOR}),
            answer.station,
            (self._clock.today() + GRANT_TERM).isoformat(),
            since=self._vouching.since(grants, answer.administrator, answer.station),
        )
        return self._vouching.grant(book, grant)

    # officers of a training station ---------------------------------------------------------------------------------
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
