"""Accounts of a training centre, told to whoever started it: two of the Dinas, a UPTD and an administrator.

Only on demand, and only where every release is training (docs/decisions/0004): nothing here may reach a real centre.
"""

from __future__ import annotations

from dataclasses import dataclass

from central.console.accounts import Accounts, ConsoleRole
from central.console.totp import typed_secret
from central.ledger.accounts import account
from central.ledger.ledger import Book

PASSPHRASE = "latihan konsol siak"


@dataclass(frozen=True, slots=True)
class TrainingAccount:
    """What one needs to sign in: the TOTP secret is typed into an app."""

    name: str
    passphrase: str
    totp: str


def training_accounts(accounts: Accounts, book: Book, district: str) -> tuple[TrainingAccount, ...]:
    """Make those that are not there yet, and tell them all."""
    wanted = {
        "dinas": ("Dinas Latihan", ConsoleRole.DINAS, ""),
        "dinas2": ("Dinas Latihan Kedua", ConsoleRole.DINAS, ""),
        "uptd": ("UPTD Latihan", ConsoleRole.UPTD, district),
        "admin": ("Administrator Latihan", ConsoleRole.ADMINISTRATOR, ""),
    }
    return tuple(_told(accounts, book, name, *facts) for name, facts in wanted.items())


def _told(accounts: Accounts, book: Book, name: str, full_name: str, role: ConsoleRole, area: str) -> TrainingAccount:
    held = account(book.connection, name) or accounts.add_ready(book, name, full_name, role, area, PASSPHRASE)
    return TrainingAccount(name, PASSPHRASE, typed_secret(held.totp))
