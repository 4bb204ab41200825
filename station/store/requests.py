"""What officers have asked of the centre about officers: kept as signed, sealed as acts are, answered by the feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select, update
from sqlalchemy.dialects.sqlite import insert

from station.store.cipher import Cipher
from station.store.schema import requests
from sync.officers import Asked, Request, id_of
from sync.ports import CaseBundle
from sync.wire import Receipt

WAITING, RECEIVED, REFUSED = "waiting", "received", "refused"
_UNSEALED = and_(requests.c.packet == "", requests.c.state == WAITING)


@dataclass(frozen=True, slots=True)
class Kept:
    """A request with what the centre said of it: `reason` is its keyword when it was refused."""

    asked: Asked
    state: str
    reason: str

    @property
    def request(self) -> Request:
        """What is asked."""
        return self.asked.request


class Requests:
    """Keeps requests; the newest of an officer is the one that counts."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def add(self, asked: Asked, *, instead_of: Iterable[str] = ()) -> None:
        """Keep it for the next sync; those it takes the place of go, unless a packet carries them already."""
        request = asked.request
        row = {"id": id_of(request), "kind": asked.kind, "officer": request.officer, "at": request.at}
        marks = " ".join(mark.hex() for mark in asked.signatures)
        rest = {"body": asked.body, "signatures": marks, "packet": "", "state": WAITING, "reason": ""}
        with self._cipher.writing() as db:
            db.execute(requests.delete().where(requests.c.id.in_(sorted(instead_of)), _UNSEALED))
            db.execute(insert(requests).values(**row, **rest))

    def all(self) -> tuple[Kept, ...]:
        """Every request of this station, the oldest first."""
        with self._cipher.reading() as db:
            return tuple(_kept(row) for row in db.execute(select(requests).order_by(requests.c.row)))


def unsealed_requests(db: Connection, limit: int) -> tuple[CaseBundle, ...]:
    """Requests that no packet carries yet, within a transaction."""
    rows = db.execute(select(requests).where(_UNSEALED).order_by(requests.c.row).limit(limit))
    return tuple(CaseBundle(row.id, (), {}, _kept(row).asked.to_member()) for row in rows)


def count_unsealed_requests(db: Connection) -> int:
    """How many wait, within a transaction."""
    return int(db.scalar(select(func.count()).select_from(requests).where(_UNSEALED)) or 0)


def seal_request(db: Connection, request: str, packet: str) -> None:
    """A request lies in a packet, within a transaction."""
    db.execute(update(requests).where(requests.c.id == request).values(packet=packet))


def unseal_request(db: Connection, packet: str) -> None:
    """Its packet is lost; it goes into another, within a transaction."""
    db.execute(update(requests).where(requests.c.packet == packet, requests.c.state == WAITING).values(packet=""))


def settle_request(db: Connection, receipt: Receipt) -> None:
    """The centre has it, within a transaction; its answer to it comes by the feed, its refusal with the receipt."""
    here = requests.c.packet == receipt.packet
    for request in db.scalars(select(requests.c.id).where(here)).all():
        reason = receipt.refused.get(request, "") if receipt.state == "accepted" else receipt.reason
        state = REFUSED if reason else RECEIVED
        db.execute(update(requests).where(requests.c.id == request).values(state=state, reason=reason))


def _kept(row: object) -> Kept:
    kind, body, marks = row.kind, row.body, row.signatures  # type: ignore[attr-defined]  # a row of `requests`
    signatures = tuple(bytes.fromhex(mark) for mark in marks.split())
    return Kept(Asked(kind, body, signatures), row.state, row.reason)  # type: ignore[attr-defined]  # as above
