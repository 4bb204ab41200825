"""Signing in and out: passphrase and TOTP, a lock-out, and sessions with two limits.

A try is counted before it is judged. The token is known to the browser only; the books keep its SHA-256.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from central.clock import Clock
from central.console.accounts import ACTIVE, NEW, Accounts, ConsoleRole, Passwords
from central.console.errors import Refused
from central.console.totp import step_of
from central.ledger import accounts as rows
from central.ledger.accounts import AccountRow, SessionRow
from central.ledger.ledger import Book, Ledger

IDLE_S = 15 * 60.0
ABSOLUTE_S = 9 * 3600.0  # a working day
TRIES = 5
SHUT_S = 15 * 60.0


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. `setting_up`: came with a first passphrase and may do nothing but set up."""

    name: str
    full_name: str
    role: ConsoleRole
    area: str
    setting_up: bool

    def sees(self, area: str) -> bool:
        """Whether a kecamatan is his to look at; of a centre-wide matter ("") only who sees all."""
        return self.role is ConsoleRole.DINAS or (bool(area) and area == self.area)


class Gate:
    """Lets people in."""

    def __init__(self, ledger: Ledger, accounts: Accounts, passwords: Passwords, clock: Clock) -> None:
        self._ledger = ledger
        self._accounts = accounts
        self._passwords = passwords
        self._clock = clock

    def sign_in(self, name: str, password: str, code: str) -> str:
        """The token of a new session; raises Refused (`wrong`, `shut` or `first-ended`)."""
        held = self._count(name)
        right = self._passwords.fits(held.password if held else "", password)
        with self._ledger.writing() as book:
            if held is None or not right:
                raise Refused("wrong", 401)
            if held.state == NEW:
                self._check_first(held)
                rows.clear_tries(book.connection, held.name)
            else:
                self._check_code(book, held, code)
            return self._open(book, held.name)

    def person(self, book: Book, token: str) -> tuple[Person, SessionRow] | None:
        """Who has this token, as long as neither limit has passed; moves the idle limit on."""
        now = self._clock.stamp()
        row = rows.session(book.connection, _digest(token)) if token else None
        if row is None or now >= row.until or now >= row.idle_until:
            return None
        held = rows.account(book.connection, row.account)
        if held is None or held.state not in (ACTIVE, NEW):
            return None
        moved = replace(row, idle_until=min(row.until, self._clock.stamp(IDLE_S)))
        rows.keep_session(book.connection, moved.id, moved.idle_until)
        role = ConsoleRole(held.role)
        return Person(held.name, held.full_name, role, held.area, held.state == NEW), moved

    def set_up(self, book: Book, person: Person, password: str, again: str, code: str) -> None:
        """A new account takes its own passphrase and app; raises Refused."""
        held = rows.account(book.connection, person.name)
        if held is None or held.state != NEW:
            raise Refused("no-account")
        if password != again:
            raise Refused("not-the-same")
        step = step_of(held.totp, code, self._now())
        if step is None:
            raise Refused("wrong-code")
        self._accounts.set_up(book, person.name, password, step)

    def knows(self, book: Book, name: str) -> bool:
        """Whether there is such an account."""
        return rows.account(book.connection, name) is not None

    def sign_out(self, book: Book, token: str) -> None:
        """End the session."""
        rows.end_session(book.connection, _digest(token))

    def _count(self, name: str) -> AccountRow | None:
        """The account, one try later; raises Refused("shut") while it is locked out."""
        with self._ledger.writing() as book:
            book.lock_names(f"account {name}")  # many at once are counted one after another
            held = rows.account(book.connection, name)
            if held is None or held.state not in (ACTIVE, NEW):
                return None
            if held.shut_until > self._clock.stamp():
                raise Refused("shut", 429)
            rows.count_try(book.connection, name)
            if held.tries + 1 >= TRIES:
                rows.shut(book.connection, name, self._clock.stamp(SHUT_S))
            return held

    def _check_first(self, held: AccountRow) -> None:
        if held.until <= self._clock.stamp():
            raise Refused("first-ended", 401)

    def _check_code(self, book: Book, held: AccountRow, code: str) -> None:
        step = step_of(held.totp, code, self._now())
        if step is None or not rows.spend_step(book.connection, held.name, step):
            raise Refused("wrong", 401)

    def _open(self, book: Book, name: str) -> str:
        token = secrets.token_urlsafe(32)
        rows.sweep_sessions(book.connection, self._clock.stamp())
        made, idle, until = (self._clock.stamp(ahead) for ahead in (0.0, IDLE_S, ABSOLUTE_S))
        rows.add_session(book.connection, SessionRow(_digest(token), name, made, idle, until, ""))
        return token

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._clock.stamp())


def form_token(token: str) -> str:
    """What each form of a session carries, so that no other site can send one."""
    return hmac.new(token.encode(), b"loket console form", hashlib.sha256).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
