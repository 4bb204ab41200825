"""Enrolments and the keys of stations, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from central.ledger.schema import enrolments, feed, revocations, station_keys
from central.ledger.statements import put

OPEN, WAITING, CONFIRMED, REFUSED = "open", "waiting", "confirmed", "refused"
RENEWED, MOVED, REVOKED, LOST = "renewed", "moved", "revoked", "lost"


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """What a code is for, and how far its station has come. `administrator` is "" when the request names him."""

    code: str
    station: str
    letter: str
    administrator: str
    administrator_name: str
    made_at: str
    by_words: int
    state: str = OPEN
    request: bytes = b""
    answer: bytes = b""
    closed_at: str = ""
    closed_by: str = ""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of a station: since when, until when it should be another, and how it ended ("" while in force)."""

    key: str
    station: str
    recipient: str
    epoch: int
    since: str
    until: str
    used: int = 0
    ended_at: str = ""
    why: str = ""
    reason: str = ""


def enrolment(db: Connection, code: str) -> EnrolmentRow | None:
    """What a code is for."""
    row = db.execute(select(enrolments).where(enrolments.c.code == code)).first()
    return EnrolmentRow(*row) if row else None


def put_enrolment(db: Connection, row: EnrolmentRow) -> None:
    """Insert or replace."""
    put(db, enrolments, {name: getattr(row, name) for name in row.__slots__}, ["code"])


def all_enrolments(db: Connection, *, state: str = "", limit: int = 50, offset: int = 0) -> tuple[EnrolmentRow, ...]:
    """The newest first, of one state or ("") of all."""
    query = select(enrolments).order_by(enrolments.c.made_at.desc(), enrolments.c.code)
    query = query.where(enrolments.c.state == state) if state else query
    return tuple(EnrolmentRow(*row) for row in db.execute(query.limit(limit).offset(offset)))


def key_row(db: Connection, key: str) -> KeyRow | None:
    """What is known of a key."""
    row = db.execute(select(station_keys).where(station_keys.c.key == key)).first()
    return KeyRow(*row) if row else None


def keys_of(db: Connection, station: str) -> tuple[KeyRow, ...]:
    """All keys of a station, the newest first."""
    query = select(station_keys).where(station_keys.c.station == station)
    return tuple(KeyRow(*row) for row in db.execute(query.order_by(station_keys.c.since.desc(), station_keys.c.key)))


def put_key(db: Connection, row: KeyRow) -> None:
    """Insert or replace."""
    put(db, station_keys, {name: getattr(row, name) for name in row.__slots__}, ["key"])


def empty_feed(db: Connection, station: str) -> None:
    """Nothing of what waited for a station's former computer is sent to the next one."""
    db.execute(feed.delete().where(feed.c.station == station))


def bind_removed(db: Connection, station: str) -> None:
    """A new journal begins: no act by who was removed before may come into it, whatever its date."""
    where = (revocations.c.station == station, revocations.c.journal > 0)
    db.execute(update(revocations).where(*where).values(journal=0))
