"""Grants: the officers the centre vouches for, of this station and of the others whose acts come down the feed; those
of before, whose acts keep counting; and what was taken away."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from registry.officers import Grant, Revocation
from station.store.cipher import Cipher
from station.store.schema import former_grants, grants, revocations
from sync.keys import Grants, ed25519_check


class Officers:
    """Reads and writes grants. `centre_key` is the centre's in hex: what it did not sign is not read."""

    def __init__(self, cipher: Cipher, centre_key: str) -> None:
        self._cipher = cipher
        self._centre_key = centre_key

    def put(self, raw: bytes, signature: bytes) -> None:
        """Keep a grant whose signature the caller has checked."""
        with self._cipher.writing() as db:
            put_grant(db, raw, signature)

    def get(self, officer: str, station: str) -> Grant | None:
        """The grant of an officer at a station."""
        where = (grants.c.officer == officer, grants.c.station == station)
        with self._cipher.reading() as db:
            raw = db.scalar(select(grants.c.raw).where(*where))
        return Grant.from_bytes(raw) if raw else None

    def signed(self) -> tuple[tuple[bytes, bytes], ...]:
        """The newest grants with the centre's signatures."""
        with self._cipher.reading() as db:
            return newest_grants(db)

    def revoke(self, raw: bytes, signature: bytes) -> None:
        """Keep a revocation whose signature the caller has checked."""
        with self._cipher.writing() as db:
            put_revocation(db, raw, signature)

    def revocations(self) -> tuple[Revocation, ...]:
        """What the centre took away."""
        with self._cipher.reading() as db:
            return all_revocations(db, self._centre_key)

    def verifier(self) -> Grants:
        """Who signed (registry.officers.Verifier), by what is known here now."""
        with self._cipher.reading() as db:
            return known_grants(db, self._centre_key)

    def here(self, station: str, day: str) -> tuple[Grant, ...]:
        """Who may work at a station on a day (ISO): the newest grants that hold, by name."""
        known = self.verifier()
        held = (Grant.from_bytes(raw) for raw, _ in self.signed())
        found = (grant for grant in held if grant.station == station and grant.covers(day))
        return tuple(sorted((g for g in found if not known.revoked_at(g.officer, station)), key=lambda g: g.name))

    def names(self) -> dict[str, str]:
        """Handle -> name of every officer known here, also of those who left."""
        with self._cipher.reading() as db:
            return {grant.officer: grant.name for grant in (Grant.from_bytes(raw) for raw, _ in all_grants(db))}


def newest_grants(db: Connection) -> tuple[tuple[bytes, bytes], ...]:
    """One grant for each officer and station, within a transaction."""
    return tuple((row.raw, row.signature) for row in db.execute(select(grants.c.raw, grants.c.signature)))


def all_grants(db: Connection) -> tuple[tuple[bytes, bytes], ...]:
    """All grants with the centre's signatures, former ones first."""
    former = db.execute(select(former_grants.c.raw, former_grants.c.signature))
    return (*((row.raw, row.signature) for row in former), *newest_grants(db))


def put_grant(db: Connection, raw: bytes, signature: bytes) -> None:
    """Keep a grant within a transaction. The newest stands: an old one sent again changes nothing."""
    grant = Grant.from_bytes(raw)
    where = (grants.c.officer == grant.officer, grants.c.station == grant.station)
    held = db.execute(select(grants.c.raw, grants.c.signature).where(*where)).first()
    if held is not None and Grant.from_bytes(held.raw).since > grant.since:
        _put_former(db, grant, raw, signature)
        return
    if held is not None and held.raw != raw:
        _put_former(db, grant, held.raw, held.signature)
    row = {"officer": grant.officer, "station": grant.station, "raw": raw, "signature": signature}
    db.execute(insert(grants).values(row).on_conflict_do_update(index_elements=["officer", "station"], set_=row))


def _put_former(db: Connection, grant: Grant, raw: bytes, signature: bytes) -> None:
    row = {"officer": grant.officer, "station": grant.station, "raw": raw, "signature": signature}
    db.execute(insert(former_grants).values(digest=sha256(raw).hexdigest(), **row).on_conflict_do_nothing())


def put_revocation(db: Connection, raw: bytes, signature: bytes) -> None:
    """Note a revocation within a transaction; the same one once."""
    said = Revocation.from_bytes(raw)
    row = {"officer": said.officer, "station": said.station, "at": said.at, "raw": raw, "signature": signature}
    db.execute(insert(revocations).values(row).on_conflict_do_nothing())


def all_revocations(db: Connection, centre_key: str) -> tuple[Revocation, ...]:
    """What the centre took away, within a transaction; a row it did not sign is none."""
    key = bytes.fromhex(centre_key)
    rows = db.execute(select(revocations.c.raw, revocations.c.signature)).all()
    return tuple(Revocation.from_bytes(row.raw) for row in rows if ed25519_check(key, row.raw, row.signature))


def known_grants(db: Connection, centre_key: str) -> Grants:
    """The verifier, within a transaction."""
    return Grants(centre_key, all_grants(db), all_revocations(db, centre_key))
