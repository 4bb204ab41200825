"""Requests of administrators and new officers: judged, answered by a grant or a revocation to every station.

The centre signs only what an administrator of that station asked for with his own key, not for himself, and what the
new officer's own key bears out. A request counts once; the same one again gets the same answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from central.clock import Clock
from central.errors import NotTrusted
from central.keys import CentreKeys
from central.ledger.ledger import Book, RequestRow
from registry.canonical import canonical
from registry.officers import Grant, Revocation, Role
from sync.errors import BadPacket, BadWire
from sync.keys import CENTRE, Grants, ed25519_check
from sync.officers import Asked, Claim, Proposal, Removal, Renewal, id_of

GRANT_TERM = timedelta(days=365)
_NO_STATION = frozenset({Role.CENTRE})
DONE, OPEN = "done", "open"
OFFICERS = "officers"  # who may be whom is judged by all grants there are: one at a time


class Vouching:
    """Signs grants and revocations."""

    def __init__(self, keys: CentreKeys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def take(self, book: Book, station: str, asked: Asked) -> str:
        """Judge a request of a station and answer it; returns why not, "" when it is granted. Raises BadPacket."""
        try:
            request = asked.request
        except BadWire as error:
            raise BadPacket("bad-request") from error
        book.lock_names(OFFICERS)
        known = book.request(id_of(request))
        if known is not None:
            return known.reason if known.body == asked.body else "other-content"
        try:
            if request.station != station:
                raise NotTrusted("other-station")
            state = self._answer(book, request, asked)
        except NotTrusted as error:
            book.put_request(
                RequestRow(id_of(request), station, request.officer, asked.kind, "no", error.code, asked.body)
            )
            return error.code
        book.put_request(RequestRow(id_of(request), station, request.officer, asked.kind, state, "", asked.body))
        return ""

    def grant(self, book: Book, grant: Grant, *, also: str = "") -> tuple[bytes, bytes]:
        """Sign, remember and send to every other station and to `also`: each must be able to check the others' acts."""
        raw = grant.to_bytes()
        signature = self._keys.signing.sign(raw)
        book.put_grant(grant.station, grant.officer, raw, signature)
        body = canonical({"v": 1, "grant": raw.hex(), "signature": signature.hex()})
        self._tell(book, "grant", body, except_for="" if also else grant.station)
        return raw, signature

    def revoke(self, book: Book, revocation: Revocation, *, journal: int = -1) -> None:
        """Take an officer's right away, at one station or (station "") everywhere, and tell every station.

        `journal` acts of the station stand before it: with it, a date set back helps the officer nothing.
        """
        raw = revocation.to_bytes()
        signature = self._keys.signing.sign(raw)
        book.put_revocation(revocation, raw, signature, journal)
        body = canonical({"v": 1, "revocation": raw.hex(), "signature": signature.hex()})
        self._tell(book, "revoked", body, except_for="")

    def extend(self, book: Book, officer: str, station: str, until: str) -> Grant:
        """The centre itself gives an officer a longer term under the key he has: a station whose only administrator is
        past his has nobody to ask for it. Raises NotTrusted."""
        grants = self.grants(book)
        held = grants.grant(officer, station)
        if held is None or grants.revoked_at(officer, station):
            raise NotTrusted("no-such-officer")
        longer = replace(held, until=self.granted_until(until), since=self.since(grants, officer, station))
        self.grant(book, longer, also=station)
        return longer

    def end(self, book: Book, officer: str, station: str, reason: str) -> Revocation:
        """The centre itself ends an officer's duty, at one station or ("") everywhere; his acts that a station knew
        and had told of until now keep counting, and no others, whatever their date."""
        said = Revocation(officer, station, self._clock.stamp(), reason)
        row = book.station(station) if station else None
        self.revoke(book, said, journal=row.chain_count if row else -1)
        for each in book.all_stations():
            if station in ("", each.id):
                book.close_proposals(each.id, officer)
        if not station:
            self._bind_everywhere(book, said)
        return said

    def _bind_everywhere(self, book: Book, said: Revocation) -> None:
        """One revocation for each station where he served, for each has a journal of its own."""
        for grant in self.grants(book).everyone():
            row = book.station(grant.station)
            if grant.officer == said.officer and row is not None:
                self.revoke(book, replace(said, station=row.id), journal=row.chain_count)

    def since(self, grants: Grants, officer: str, station: str) -> str:
        """From when a new grant counts: the first one from the beginning, any other from now on."""
        return self._clock.stamp() if grants.grant(officer, station) else ""

    def granted_until(self, asked: str) -> str:
        """The last day of a grant: as asked, at most a year ahead. Raises NotTrusted."""
        try:
            day = date.fromisoformat(asked)
        except ValueError as error:
            raise NotTrusted("bad-date") from error
        return min(day, self._clock.today() + GRANT_TERM).isoformat()

    # judging --------------------------------------------------------------------------------------------------------
    def _answer(self, book: Book, request: Proposal | Claim | Removal | Renewal, asked: Asked) -> str:
        grants = self.grants(book)
        if isinstance(request, Renewal):
            raise NotTrusted("no-such-request")  # of a station, not of an officer (central.stations)
        if isinstance(request, Claim):
            self._claim(book, grants, request, asked)
            return DONE
        self._by_administrator(grants, request, asked)
        if isinstance(request, Removal):
            self._remove(book, grants, request)
            return DONE
        roles = station_roles(request.roles)
        self.granted_until(request.until)
        _same_person(grants, request)
        if request.key:
            if grants.owners(request.key):
                raise NotTrusted("key-taken")
            return OPEN
        self._change(book, grants, request, roles)
        return DONE

    def _by_administrator(self, grants: Grants, request: Proposal | Removal, asked: Asked) -> None:
        granter = grants.in_force(request.administrator, request.station, self._clock.stamp())
        if granter is None or Role.ADMINISTRATOR not in granter.roles:
            raise NotTrusted("no-administrator")
        if not asked.signatures or not ed25519_check(bytes.fromhex(granter.key), asked.body, asked.signatures[0]):
            raise NotTrusted("bad-signature")
        if request.officer in (request.administrator, CENTRE, ""):
            raise NotTrusted("own-role")

    def _claim(self, book: Book, grants: Grants, claim: Claim, asked: Asked) -> None:
        row = book.request(claim.proposal)
        if row is None or row.kind != "proposal" or row.state != OPEN:
            raise NotTrusted("no-proposal")
        proposal = Asked("proposal", row.body, ()).request
        if not isinstance(proposal, Proposal) or (proposal.officer, proposal.station) != (claim.officer, claim.station):
            raise NotTrusted("no-proposal")
        marks = (*asked.signatures, b"", b"")
        if not all(
            checked(key, asked.body, mark) for key, mark in zip((proposal.key, claim.own_key), marks, strict=False)
        ):
            raise NotTrusted("bad-signature")
        if claim.own_key == proposal.key or grants.owners(claim.own_key):
            raise NotTrusted("key-taken")
        granter = grants.in_force(proposal.administrator, claim.station, self._clock.stamp())
        if granter is None or Role.ADMINISTRATOR not in granter.roles:
            raise NotTrusted("no-administrator")  # who asked for him has left meanwhile
        book.put_request(replace(row, state=DONE))
        roles = station_roles(proposal.roles)
        self._new_grant(book, grants, proposal, roles, claim.own_key)

    def _change(self, book: Book, grants: Grants, request: Proposal, roles: frozenset[Role]) -> None:
        held = grants.grant(request.officer, request.station)
        if held is None or grants.revoked_at(request.officer, request.station):
            raise NotTrusted("no-such-officer")
        if Role.ADMINISTRATOR in held.roles - roles:
            self._keep_one(grants, request.officer, request.station)
        self._new_grant(book, grants, request, roles, held.key)

    def _remove(self, book: Book, grants: Grants, request: Removal) -> None:
        held = grants.grant(request.officer, request.station)
        if held is None:
            book.close_proposals(request.station, request.officer)  # he had not come yet
            return
        if Role.ADMINISTRATOR in held.roles:
            self._keep_one(grants, request.officer, request.station)
        book.close_proposals(request.station, request.officer)
        station = book.station(request.station)
        known = station.chain_count if station else -1
        said = Revocation(request.officer, request.station, self._clock.stamp(), request.reason)
        self.revoke(book, said, journal=known)

    def _keep_one(self, grants: Grants, leaving: str, station: str) -> None:
        now = self._clock.stamp()
        held = (grants.in_force(each.officer, station, now) for each in grants.everyone() if each.station == station)
        if not any(each and Role.ADMINISTRATOR in each.roles and each.officer != leaving for each in held):
            raise NotTrusted("last-administrator")

    def _new_grant(self, book: Book, grants: Grants, said: Proposal, roles: frozenset[Role], key: str) -> None:
        until, since = self.granted_until(said.until), self.since(grants, said.officer, said.station)
        grant = Grant(said.officer, said.name, key, roles, said.station, until, said.nip, said.decree, since)
        self.grant(book, grant, also=said.station)

    def grants(self, book: Book, station: str = "") -> Grants:
        """Whom this centre vouches for, as its books say now; at one station, or everywhere ("").

        Each grant is checked again: a packet should not pay for the officers of a whole nation.
        """
        ends = [Revocation.from_bytes(raw) for raw, _ in book.revocations()]
        return Grants(self._keys.signing.public, book.grants(station), ends)

    def _tell(self, book: Book, kind: str, body: bytes, *, except_for: str) -> None:
        for station in book.all_stations():
            if station.id != except_for:
                book.add_feed(station.id, kind, body)


def _same_person(grants: Grants, request: Proposal) -> None:
    """One NIP has one handle, and one handle one NIP, at all stations: who may not be whom is judged by the handle, so
    a second handle would let one person verify his own recording elsewhere. Raises NotTrusted."""
    for grant in grants.everyone():
        if request.nip and grant.nip and (grant.nip == request.nip) != (grant.officer == request.officer):
            raise NotTrusted("nip-taken" if grant.nip == request.nip else "other-person")


def station_roles(names: tuple[str, ...]) -> frozenset[Role]:
    """Roles a person at a station may have; raises NotTrusted."""
    try:
        roles = frozenset(Role(name) for name in names)
    except ValueError as error:
        raise NotTrusted("no-such-role") from error
    if roles & _NO_STATION or not roles:
        raise NotTrusted("centre-role")
    return roles


def checked(key: str, body: bytes, mark: bytes) -> bool:
    """Whether a signature stands under a body by a key in hex, whatever the hex is worth."""
    try:
        return ed25519_check(bytes.fromhex(key), body, mark)
    except ValueError:
        return False
