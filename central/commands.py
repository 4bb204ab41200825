"""`loket central account …`: accounts of the console made at the centre's own machine, the first administrator too."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from central.clock import Clock
from central.compose import open_ledger
from central.console.accounts import Accounts, ConsoleRole, Passwords
from central.console.errors import Refused
from central.console.words import refusal
from central.ledger.accounts import all_accounts
from central.ledger.ledger import Book
from central.options import add_database

BY = "mesin-dinas"


def account(arguments: list[str]) -> int:
    """Add, renew, revoke, unlock or list; returns 1 when refused."""
    options = _parser().parse_args(arguments)
    clock = Clock()
    accounts = Accounts(Passwords(), clock)
    ledger = open_ledger(options.home, options.database)
    try:
        with ledger.writing() as book:
            said = _do(accounts, book, options)
    except Refused as error:
        sys.stderr.write(refusal(error.code) + "\n")
        return 1
    finally:
        ledger.close()
    sys.stdout.write(said + "\n")
    return 0


def _do(accounts: Accounts, book: Book, options: argparse.Namespace) -> str:
    if options.act == "list":
        return "\n".join(f"{row.name}\t{row.role}\t{row.area}\t{row.state}" for row in all_accounts(book.connection))
    if options.act == "add":
        first = accounts.add(book, options.name, options.full_name, ConsoleRole(options.role), options.area, BY)
        return f"sandi pertama (72 jam): {first}"
    if options.act == "renew":
        return f"sandi pertama (72 jam): {accounts.renew(book, options.name, BY)}"
    (accounts.revoke if options.act == "revoke" else accounts.unlock)(book, options.name)
    return f"{options.name}: {options.act}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="loket central account", description="Akun konsol")
    parser.add_argument("act", choices=["add", "renew", "revoke", "unlock", "list"])
    parser.add_argument("name", nargs="?", default="", help="nama akun")
    parser.add_argument("--home", type=Path, required=True, help="folder of the centre")
    add_database(parser)
    parser.add_argument("--full-name", default="")
    parser.add_argument("--role", choices=[role.value for role in ConsoleRole], default=ConsoleRole.UPTD.value)
    parser.add_argument("--area", default="", help="kecamatan of a UPTD: 14.08.06")
    return parser
