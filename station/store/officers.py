"""Grants: the officers the centre vouches for, of this station and of the others whose acts come down the feed."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from registry.officers import Grant
from station.store.cipher import Cipher
from station.store.schema import grants, revoked
from sync.keys import Grants


class Officers:
    """Reads and writes grants."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

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
        """All grants with the centre's signatures."""
        with self._cipher.reading() as db:
            return all_grants(db)

    def revoke(self, officer: str, at: str) -> None:
        """From this UTC time on the officer's signatures hold no more; the earliest time said stands."""
        with self._cipher.writing() as db:
            put_revoked(db, officer, at)

    def revoked(self) -> dict[str, str]:
        """Handle -> when."""
        with self._cipher.reading() as db:
            return all_revoked(db)

    def verifier(self, centre_key: str) -> Grants:
        """Who signed (registry.officers.Verifier), by what is known here now; `centre_key` is the centre's in hex."""
        with self._cipher.reading() as db:
            return known_grants(db, centre_key)

    def names(self) -> dict[str, str]:
        """Handle -> name of every officer known here."""
        return {grant.officer: grant.name for grant in (Grant.from_bytes(raw) for raw, _ in self.signed())}


def all_grants(db: Connection) -> tuple[tuple[bytes, bytes], ...]:
    """All grants with the centre's signatures, within a transaction."""
    rows = db.execute(select(grants.c.raw, grants.c.signature))
    return tuple((row.raw, row.signature) for row in rows)


def put_grant(db: Connection, raw: bytes, signature: bytes) -> None:
    """Keep a grant within a transaction; it replaces the older one."""
    grant = Grant.from_bytes(raw)
    row = {"officer": grant.officer, "station": grant.station, "raw": raw, "signature": signature}
    keys = ["officer", "station"]
    db.execute(insert(grants).values(row).on_conflict_do_update(index_elements=keys, set_=row))


def put_revoked(db: Connection, officer: str, at: str) -> None:
    """Note a revocation within a transaction."""
    row = {"officer": officer, "at": at}
    earlier = revoked.c.at > at
    db.execute(insert(revoked).values(row).on_conflict_do_update(index_elements=["officer"], set_=row, where=earlier))


def all_revoked(db: Connection) -> dict[str, str]:
    """Handle -> when, within a transaction."""
    return {row.officer: row.at for row in db.execute(select(revoked))}


def known_grants(db: Connection, centre_key: str) -> Grants:
    """The verifier, within a transaction."""
    return Grants(centre_key, all_grants(db), all_revoked(db))
