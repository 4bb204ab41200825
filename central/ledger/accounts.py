"""Accounts and sessions of the console as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from central.ledger.console_schema import accounts, sessions
from central.ledger.statements import put


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Somebody who may sign in at the console."""

    name: str
    full_name: str
    role: str
    area: str
    password: str
    totp: bytes
    totp_step: int
    state: str
    until: str
    tries: int
    shut_until: str
    made_at: str
    made_by: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser that somebody signed in with; `id` is SHA-256 of its token."""

    id: str
    account: str
    made_at: str
    idle_until: str
    until: str
    note: str


def account(db: Connection, name: str) -> AccountRow | None:
    """An account by name."""
    row = db.execute(select(accounts).where(accounts.c.name == name)).first()
    return AccountRow(*row) if row else None


def all_accounts(db: Connection) -> tuple[AccountRow, ...]:
    """Everyone, by name."""
    return tuple(AccountRow(*row) for row in db.execute(select(accounts).order_by(accounts.c.name)))


def put_account(db: Connection, row: AccountRow) -> None:
    """Insert or replace an account."""
    put(db, accounts, {name: getattr(row, name) for name in row.__slots__}, ["name"])


def clear_tries(db: Connection, name: str) -> None:
    """Forget wrong tries and the lock-out; touches nothing else, for somebody else may be changing the account."""
    db.execute(update(accounts).where(accounts.c.name == name).values(tries=0, shut_until=""))


def move_state(db: Connection, name: str, before: str, after: str, *, password: str = "", until: str = "") -> bool:
    """From one state to another; False when it is in that state no more. `password` is kept when it is ""."""
    values = {"state": after, "until": until, **({"password": password} if password else {})}
    where = (accounts.c.name == name, accounts.c.state == before)
    return bool(db.execute(update(accounts).where(*where).values(values)).rowcount)


def count_try(db: Connection, name: str) -> None:
    """One more try; it is counted before it is judged, so that many at once are no more than many in a row."""
    db.execute(update(accounts).where(accounts.c.name == name).values(tries=accounts.c.tries + 1))


def shut(db: Connection, name: str, until: str) -> None:
    """Nobody comes in as this account for a while; the count begins anew after it."""
    db.execute(update(accounts).where(accounts.c.name == name).values(tries=0, shut_until=until))


def spend_step(db: Connection, name: str, step: int) -> bool:
    """Take a time step of the TOTP; False when it, or a later one, was used before."""
    where = (accounts.c.name == name, accounts.c.totp_step < step)
    values = {"totp_step": step, "tries": 0, "shut_until": ""}
    return bool(db.execute(update(accounts).where(*where).values(values)).rowcount)


def session(db: Connection, session_id: str) -> SessionRow | None:
    """A session by its hash."""
    row = db.execute(select(sessions).where(sessions.c.id == session_id)).first()
    return SessionRow(*row) if row else None


def add_session(db: Connection, row: SessionRow) -> None:
    """A new session."""
    db.execute(insert(sessions).values({name: getattr(row, name) for name in row.__slots__}))


def keep_session(db: Connection, session_id: str, idle_until: str) -> None:
    """Move the idle limit; a session that was ended meanwhile stays ended."""
    db.execute(update(sessions).where(sessions.c.id == session_id).values(idle_until=idle_until))


def note_session(db: Connection, session_id: str, note: str) -> None:
    """What the next page says first."""
    db.execute(update(sessions).where(sessions.c.id == session_id).values(note=note))


def end_session(db: Connection, session_id: str) -> None:
    """End one."""
    db.execute(delete(sessions).where(sessions.c.id == session_id))


def end_sessions(db: Connection, name: str) -> None:
    """End all of an account."""
    db.execute(delete(sessions).where(sessions.c.account == name))


def sweep_sessions(db: Connection, now: str) -> None:
    """Forget those that are over."""
    db.execute(delete(sessions).where((sessions.c.until <= now) | (sessions.c.idle_until <= now)))
