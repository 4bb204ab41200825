"""The stations a centre knows: their keys from the first to the last, their computers, their histories.

    take_in    a computer becomes a station, or takes the place of the one before (a move, or after a loss)
    renew      a new key, asked for by the old one, the new one and an administrator of the station
    end        a station is shut out: revoked, or its computer is lost
    readmit    one that was revoked is taken back
    back_to    data restored from before a renewal come back under the key they know

What a key covered keeps counting: a packet sealed before the change is taken under the key of then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from central.clock import Clock
from central.errors import Conflicting, NotKnown, NotTrusted
from central.keys import CentreKeys
from central.ledger.ledger import Book, StationRow
from central.ledger.stations import (
    LOST,
    MOVED,
    RENEWED,
    REVOKED,
    KeyRow,
    bind_removed,
    empty_feed,
    key_row,
    keys_of,
    put_key,
)
from central.officers import Vouching, checked
from central.population import send_residents
from registry.actions import GENESIS
from registry.canonical import canonical
from registry.officers import BadSignature, Revocation, Role
from sync.errors import BadPacket, BadWire
from sync.officers import Asked, Renewal
from sync.seal import Opened, unseal
from sync.signing import Message, verify_request
from sync.wire import EnrolAnswer, EnrolRequest

KEY_TERM = timedelta(days=365)
WHY_WORDS = {
    MOVED: "Stasiun ini dipindahkan ke komputer lain.",
    RENEWED: "Kunci stasiun ini sudah diganti. Data di sini salinan lama; hubungi Dinas.",
    REVOKED: "Stasiun ini dicabut oleh Dinas.",
    LOST: "Komputer ini dilaporkan hilang.",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A station that signed a request, with the key and the recipient it has; `shut` says why it may nothing, or ""."""

    station: StationRow
    shut: str = ""


class Stations:
    """Takes in, renews, ends."""

    def __init__(self, keys: CentreKeys, clock: Clock, vouching: Vouching) -> None:
        self._keys = keys
        self._clock = clock
        self._vouching = vouching

    # becoming one -----------------------------------------------------------------------------------------------------
    def take_in(self, book: Book, answer: EnrolAnswer, request: EnrolRequest) -> StationRow:
        """A station with an empty history; the computer that was this station before is none any more."""
        self._end_keys(book, answer.station, MOVED, WHY_WORDS[MOVED])
        bind_removed(book.connection, answer.station)
        now = self._clock.stamp()
        row = StationRow(
            answer.station,
            answer.name,
            answer.area,
            request.station_key,
            request.recipient,
            answer.epoch,
            0,
            GENESIS,
            now,
        )
        book.put_station(row)
        book.put_fact(f"chain.{row.id}", b"")
        put_key(book.connection, KeyRow(row.key, row.id, row.recipient, row.epoch, now, answer.key_until))
        return row

    def begin_feed(self, book: Book, station: StationRow) -> None:
        """What a computer without data needs: residents of its area, who is vouched for, the cases it holds."""
        empty_feed(book.connection, station.id)
        if station.area:
            send_residents(book, station.id, book.residents_in(station.area))
        for name, kind, found in (("grant", "grant", book.grants()), ("revocation", "revoked", book.revocations())):
            for raw, signature in found:
                book.add_feed(station.id, kind, canonical({"v": 1, name: raw.hex(), "signature": signature.hex()}))
        for case in book.cases_at(station.id):
            book.add_feed(station.id, "case", canonical({"v": 1, "case": case}))

    # who calls --------------------------------------------------------------------------------------------------------
    def caller(self, book: Book, message: Message, body: bytes) -> Caller:
        """Who signed an HTTP request; raises BadSignature, for a station nobody knows too.

        A key that was renewed counts until its successor has been used once, for the station may not know of it yet.
        """
        name = _named(message)
        station = book.station(name)
        if station is None:
            raise BadSignature("request")
        for key in (station.key, *(row.key for row in keys_of(book.connection, name) if row.key != station.key)):
            if self._fits(message, body, name, key):
                return self._called(book, station, key)
        raise BadSignature("request")

    def _called(self, book: Book, station: StationRow, key: str) -> Caller:
        row = key_row(book.connection, key)
        if row is None or not row.ended_at:
            self._used(book, row)
            return Caller(station)
        if row.why == RENEWED and not self._taken_over(book, station):
            return Caller(station)
        then = replace(station, key=row.key, recipient=row.recipient, epoch=row.epoch)
        return Caller(then, row.reason or WHY_WORDS[row.why])

    def _fits(self, message: Message, body: bytes, name: str, key: str) -> bool:
        try:
            return verify_request(message, body, look_up=lambda asked: key if asked == name else None) == name
        except BadSignature:
            return False

    def _used(self, book: Book, row: KeyRow | None) -> None:
        if row is not None and not row.used:
            put_key(book.connection, replace(row, used=1))

    def _taken_over(self, book: Book, station: StationRow) -> bool:
        row = key_row(book.connection, station.key)
        return row is None or bool(row.used)

    def check(self, book: Book, station: StationRow) -> None:
        """Raises NotTrusted("locked") for a station that is shut out, by whatever way its packets come."""
        row = key_row(book.connection, station.key)
        if row is not None and row.ended_at:
            raise NotTrusted("locked")

    def open_packet(self, book: Book, station: StationRow, data: bytes) -> Opened:
        """A sealed file of a station, by its key or, when it was sealed before a renewal, by the key of then.

        Raises BadPacket. A forged date in a file under an old key helps nobody in over the wire: what brings it is
        signed with the key of now; and its acts are signed by officers and stand in the journal.
        """
        try:
            opened = unseal(data, self._keys.identity, station.key)
        except BadPacket as error:
            if error.code != "bad-signature":
                raise
            return self._opened_by_former(book, station, data, error)
        self._used(book, key_row(book.connection, station.key))
        return opened

    def _opened_by_former(self, book: Book, station: StationRow, data: bytes, error: BadPacket) -> Opened:
        for row in keys_of(book.connection, station.id):
            if row.why != RENEWED or row.epoch != station.epoch:
                continue
            try:
                opened = unseal(data, self._keys.identity, row.key)
            except BadPacket:
                continue
            if opened.manifest.created[:19] <= row.ended_at[:19]:
                return opened
        raise error

    # renewal ----------------------------------------------------------------------------------------------------------
    def renew(self, book: Book, station: str, asked: Asked) -> str:
        """Take a station's new key and tell it so by the feed; returns why not, "" when it is taken.

        The key that leaves must agree, the one that comes must show itself, and an administrator of the station whose
        grant holds must ask for it: who kept the station's key alone cannot put his own in its place.
        """
        try:
            request = asked.request
        except BadWire as error:
            raise BadPacket("bad-request") from error
        row = book.lock_station(station)
        if not isinstance(request, Renewal) or row is None:
            raise BadPacket("bad-request")
        if row.key == request.key:
            return ""  # again
        try:
            self._judge(book, row, request, asked)
        except NotTrusted as error:
            return error.code
        self._put_renewed(book, row, request)
        return ""

    def _judge(self, book: Book, row: StationRow, request: Renewal, asked: Asked) -> None:
        if request.station != row.id:
            raise NotTrusted("other-station")
        granter = self._vouching.grants(book).in_force(request.officer, row.id, self._clock.stamp())
        if granter is None or Role.ADMINISTRATOR not in granter.roles:
            raise NotTrusted("no-administrator")
        keys = (row.key, request.key, granter.key)
        if len(asked.signatures) != len(keys) or not all(
            checked(key, asked.body, mark) for key, mark in zip(keys, asked.signatures, strict=True)
        ):
            raise NotTrusted("bad-signature")
        if key_row(book.connection, request.key) is not None:
            raise NotTrusted("key-taken")

    def _put_renewed(self, book: Book, row: StationRow, request: Renewal) -> None:
        now, until = self._clock.stamp(), (self._clock.today() + KEY_TERM).isoformat()
        self._end_keys(book, row.id, RENEWED, "")
        put_key(book.connection, KeyRow(request.key, row.id, row.recipient, row.epoch, now, until))
        book.put_station(replace(row, key=request.key))
        book.add_feed(row.id, "renewed", canonical({"v": 1, "key": request.key, "until": until}))

    # the end ----------------------------------------------------------------------------------------------------------
    def end(self, book: Book, station: str, reason: str, *, lost: bool = False) -> StationRow:
        """Shut a station out: nothing is taken from it any more, and when it calls it is told so and locked.

        When its computer is lost, its officers sign nothing there any more either: their keys lie on its disk.
        """
        row = self._known(book, station)
        words = f"{WHY_WORDS[LOST if lost else REVOKED]} {reason}".strip()
        self._end_keys(book, station, LOST if lost else REVOKED, words)
        if lost:
            self._end_officers(book, row, reason)
        return row

    def readmit(self, book: Book, station: str) -> StationRow:
        """Take a station back that was revoked and whose computer never left: same key, same history. Raises NotKnown,
        or Conflicting for one that is not shut out, or whose computer is lost or replaced."""
        row = self._known(book, station)
        held = key_row(book.connection, row.key)
        if held is None or held.why != REVOKED:
            raise Conflicting("not-revoked")
        put_key(book.connection, replace(held, ended_at="", why="", reason=""))
        book.add_feed(station, "unlock", canonical({"v": 1}))
        return row

    def _end_officers(self, book: Book, row: StationRow, reason: str) -> None:
        grants, now = self._vouching.grants(book), self._clock.stamp()
        for grant in grants.everyone():
            if grant.station == row.id and not grants.revoked_at(grant.officer, row.id):
                said = Revocation(grant.officer, row.id, now, f"komputer hilang: {reason}")
                self._vouching.revoke(book, said, journal=row.chain_count)
                book.close_proposals(row.id, grant.officer)

    def _end_keys(self, book: Book, station: str, why: str, reason: str) -> None:
        now, row = self._clock.stamp(), book.station(station)
        if row is not None and key_row(book.connection, row.key) is None:  # taken in by an older Loket
            put_key(book.connection, KeyRow(row.key, station, row.recipient, row.epoch, "", "", 1))
        for key in keys_of(book.connection, station):
            if not key.ended_at or (key.why == RENEWED and why != RENEWED):
                ended = key.ended_at or now
                put_key(book.connection, replace(key, ended_at=ended, why=why, reason=reason))

    # former keys ------------------------------------------------------------------------------------------------------
    def back_to(self, book: Book, station: str, key: str) -> StationRow:
        """Let data in again that were restored from before a renewal and know no newer key than this one.

        Then the station can tell its history, and central.epochs compares. Raises NotKnown, Conflicting for a key that
        did not end by renewal, or NotTrusted for a station that is shut out.
        """
        row = self._known(book, station)
        self.check(book, row)
        fresh = replace(row, key=self._key_again(book, row, key))
        book.put_station(fresh)
        held = key_row(book.connection, key)
        if held is not None:
            put_key(book.connection, replace(held, epoch=row.epoch))
        return fresh

    def keys(self, book: Book, station: StationRow) -> tuple[str, ...]:
        """The key of now, and those before it that were renewed in this epoch: a stick may be older than the change."""
        rows = keys_of(book.connection, station.id)
        return (station.key, *(row.key for row in rows if row.why == RENEWED and row.epoch == station.epoch))

    def _key_again(self, book: Book, row: StationRow, key: str) -> str:
        former = key_row(book.connection, key)
        if former is None or former.station != row.id:
            raise NotKnown("unknown-key")
        if former.why != RENEWED:
            raise Conflicting("key-ended")
        self._end_keys(book, row.id, RENEWED, "")
        put_key(book.connection, replace(former, ended_at="", why="", reason="", used=1))
        return key

    # looking ----------------------------------------------------------------------------------------------------------
    def _known(self, book: Book, station: str) -> StationRow:
        row = book.lock_station(station)
        if row is None:
            raise NotKnown("unknown-station")
        return row


def _named(message: Message) -> str:
    """The station a request says it is from: the key id of its signature; raises BadSignature."""
    fields = {name.lower(): value for name, value in message.headers.items()}
    _, found, rest = fields.get("signature-input", "").partition('keyid="')
    name, closed, _ = rest.partition('"')
    if not found or not closed:
        raise BadSignature("request")
    return name
