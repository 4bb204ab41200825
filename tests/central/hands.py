"""A centre in a folder, asked without a network, and a station with its keys, well meant or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from central.compose import Centre, open_centre
from central.ledger.ledger import StationRow
from central.limits import Limits, Rate
from registry.actions import GENESIS, Action, Kind
from registry.officers import Grant, Role
from sync import age
from sync.keys import SigningKey
from sync.seal import Manifest, seal
from sync.signing import Message, sign_request
from sync.wire import Announce, actions_member
from tests.station.store.making import act, key_of, person, recording

STATION = "DAYUN"
FREE = Limits(Rate(10**6, 10**6), Rate(10**6, 10**6), doors={})
OFFICERS = {"rina": Role.OPERATOR, "hendra": Role.VERIFIER, "dewi": Role.ADMINISTRATOR}


@dataclass
class Hand:
    """One station: it signs as it should unless told otherwise."""

    centre: Centre
    http: Any
    station: str = STATION
    key: SigningKey = field(default_factory=lambda: key_of(STATION))
    journal: list[bytes] = field(default_factory=list)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        fields: Mapping[str, str] | None = None,
        *,
        key: SigningKey | None = None,
        at: datetime | None = None,
        sent: bytes | None = None,
    ) -> Any:
        """A signed request; `sent` goes in the place of the signed body, `at` is the clock it signs by."""
        message = Message(method, f"http://testserver{path}", dict(fields or {}))
        sign_request(message, body, station=self.station, key=key or self.key, now=at or datetime.now(UTC))
        return self.http.request(method, path, content=body if sent is None else sent, headers=dict(message.headers))

    def recorded(self, case: str = "case-1", number: int = 1) -> Action:
        """A recording by the operator, with all it names."""
        said = recording(person(number)).submission.to_bytes()
        return act(Kind.SUBMITTED, "rina", Role.OPERATOR, case=case, variant="complete", payload=said)

    def sealed(self, name: str, /, *actions: Action, number: int = 1, extra: bytes = b"", **changes: Any) -> bytes:
        """A packet of acts of one case with the captures of the recording."""
        blobs = dict(recording(person(number)).blobs)
        if extra:
            blobs[hashlib.sha256(extra).hexdigest()] = extra
        members = {"actions.json": actions_member((one, 0) for one in actions)}
        members |= {f"blobs/{name}": data for name, data in blobs.items()}
        fields = {"packet": name, "sender": self.station, "epoch": 1, "kind": "case", "case": actions[0].header.case}
        manifest = Manifest(**{**fields, "created": "2026-11-24T00:00:00Z", **changes})
        return seal(manifest, members, self.key, [self.centre.keys.recipient])

    @staticmethod
    def row(station: str) -> StationRow:
        """A station as the centre knows it; nobody holds its age key."""
        return StationRow(station, station, "14.08.06", key_of(station).public, _nobody(), 1, 0, GENESIS, "")

    @staticmethod
    def announced(packet: str, data: bytes, before: int, *actions: Action) -> Announce:
        """Of a packet whose acts go on from so many."""
        chain = tuple(one.hash.hex() for one in actions)
        case = actions[0].header.case
        return Announce(packet, case, "case", len(data), hashlib.sha256(data).hexdigest(), before, chain)

    def announce(self, packet: str, data: bytes, *actions: Action, **changes: Any) -> Any:
        """Tell of a packet, with the journal so far and these acts after it."""
        before = len(self.journal)
        more = [one.hash for one in actions if one.hash not in self.journal]
        said = {
            "packet": packet,
            "case": "case-1",
            "kind": "case",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "chain_from": before,
            "chain": tuple(one.hex() for one in more),
        }
        reply = self.ask("POST", "/v1/announce", Announce(**{**said, **changes}).to_bytes())
        if reply.status_code < 300:
            self.journal += more
        return reply

    def upload(self, packet: str, data: bytes, at: int = 0, part: bytes | None = None) -> Any:
        """Send it, or one part of it."""
        chunk = data[at:] if part is None else part
        fields = {"Upload-Offset": str(at), "Upload-Length": str(len(data)), "Upload-Complete": "?1"}
        return self.ask("PATCH", f"/v1/packets/{packet}", chunk, fields)

    def send(self, packet: str, *actions: Action, **changes: Any) -> Any:
        """Seal, announce and upload."""
        data = self.sealed(packet, *actions, **changes)
        told = self.announce(packet, data, *actions)
        return self.upload(packet, data) if told.status_code == 202 else told


@cache
def _nobody() -> str:
    return age.recipient_of(age.generate_identity())


@contextmanager
def hand(home: Path, **options: Any) -> Iterator[Hand]:
    """A centre that knows one station and its officers."""
    given = {"printing": {}, "verifying": {}, "upstream_delay_s": 0.0, "limits": FREE, **options}
    centre = open_centre(home, **given)
    try:
        join(centre, STATION)
        with TestClient(centre.app, raise_server_exceptions=True) as http:
            yield Hand(centre, http)
    finally:
        centre.ledger.close()


def join(centre: Centre, station: str) -> None:
    """Make a station known, with its officers, as if it were enrolled long ago."""
    row = Hand.row(station)
    with centre.ledger.writing() as book:
        if book.station(station) is not None:
            return
        book.put_station(row)
        for name, role in OFFICERS.items():
            grant = Grant(name, name.title(), key_of(name).public, frozenset({role}), station, "2099-01-01")
            centre.vouching.grant(book, grant)
