"""Who may sign in at the console, and what for. An administrator runs accounts and stations and reads no resident."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from enum import StrEnum
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from central.clock import Clock
from central.console.errors import Refused
from central.console.totp import new_secret
from central.ledger import accounts as rows
from central.ledger.accounts import AccountRow
from central.ledger.ledger import Book

FIRST_TERM_S = 72 * 3600.0  # a first passphrase ends then
LEAST_SIGNS = 12
_NAME = re.compile(r"[a-z][a-z0-9.-]{1,39}")
_AT_ONCE = 2  # hashings side by side; each wants 64 MiB
NEW, ACTIVE, REVOKED = "new", "active", "revoked"


class ConsoleRole(StrEnum):
    """What an account is for."""

    UPTD = "uptd"  # one kecamatan
    DINAS = "dinas"  # all of them
    ADMINISTRATOR = "administrator"  # accounts, stations and keys


class Passwords:
    """Argon2id with the library's present parameters; a few at once, so that many tries do not eat the memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(_AT_ONCE)
        self._nobody = ""  # made when first needed: it costs a start a tenth of a second

    def hash(self, password: str) -> str:
        """What is kept of a passphrase."""
        with self._turn:
            return self._hasher.hash(password)

    def fits(self, kept: str, password: str) -> bool:
        """Whether it is the one; "" for an account that is not there takes the same time and is never it."""
        with self._turn:
            self._nobody = self._nobody or self._hasher.hash(secrets.token_hex())
            try:
                return self._hasher.verify(kept or self._nobody, password) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False


class Accounts:
    """Makes, changes and revokes accounts."""

    def __init__(self, passwords: Passwords, clock: Clock) -> None:
        self._passwords = passwords
        self._clock = clock

    def add(self, book: Book, name: str, full_name: str, role: ConsoleRole, area: str, by: str) -> str:
        """A new account; returns its first passphrase, with which app and own passphrase are set. Raises Refused."""
        self.check_new(book, name, full_name, role, area)
        first = secrets.token_urlsafe(12)
        rows.put_account(book.connection, self._fresh(name, full_name.strip(), role, area, by, first))
        return first

    def check_new(self, book: Book, name: str, full_name: str, role: ConsoleRole, area: str) -> None:
        """Raise Refused for an account that cannot be made."""
        if not _NAME.fullmatch(name) or not full_name.strip():
            raise Refused("bad-account")
        if (role is ConsoleRole.UPTD) != bool(area):
            raise Refused("bad-area")
        if rows.account(book.connection, name) is not None:
            raise Refused("account-taken")

    def renew(self, book: Book, name: str, by: str) -> str:
        """A new first passphrase and a new TOTP for somebody who lost one; ends his sessions. Raises Refused."""
        held = self._held(book, name)
        if held.state == REVOKED:
            raise Refused("no-account")
        first = secrets.token_urlsafe(12)
        role = ConsoleRole(held.role)
        rows.put_account(book.connection, self._fresh(name, held.full_name, role, held.area, by, first))
        rows.end_sessions(book.connection, name)
        return first

    def revoke(self, book: Book, name: str) -> None:
        """End an account and its sessions; the row stays, for what it did. Raises Refused."""
        held = self._held(book, name)
        rows.move_state(book.connection, name, held.state, REVOKED)
        rows.end_sessions(book.connection, name)

    def unlock(self, book: Book, name: str) -> None:
        """End a lock-out before its time. Raises Refused."""
        self._held(book, name)
        rows.clear_tries(book.connection, name)

    def set_up(self, book: Book, name: str, password: str, step: int) -> None:
        """The owner's own passphrase, once his app has shown a code; the first one ends. Raises Refused."""
        if len(password) < LEAST_SIGNS:
            raise Refused("short-password")
        if not rows.spend_step(book.connection, name, step):
            raise Refused("code-used")
        if not rows.move_state(book.connection, name, NEW, ACTIVE, password=self._passwords.hash(password)):
            raise Refused("no-account")
        rows.end_sessions(book.connection, name)

    def add_ready(
        self, book: Book, name: str, full_name: str, role: ConsoleRole, area: str, password: str
    ) -> AccountRow:
        """Training only: an account that needs no set-up."""
        made = replace(self._fresh(name, full_name, role, area, "latihan", password), state=ACTIVE, until="")
        rows.put_account(book.connection, made)
        return made

    def _fresh(self, name: str, full_name: str, role: ConsoleRole, area: str, by: str, first: str) -> AccountRow:
        hashed, until = self._passwords.hash(first), self._clock.stamp(FIRST_TERM_S)
        stamp = self._clock.stamp()
        return AccountRow(name, full_name, role, area, hashed, new_secret(), 0, NEW, until, 0, "", stamp, by)

    def _held(self, book: Book, name: str) -> AccountRow:
        held = rows.account(book.connection, name)
        if held is None:
            raise Refused("no-account")
        return held
