"""A console over a centre in a folder, with a clock that tests set and browsers that keep cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from central.clock import Clock
from central.console.accounts import Accounts, ConsoleRole, Passwords
from central.console.gate import Gate
from central.console.menu import PAGES
from central.console.page import Desk
from central.console.site import PREFIX, make_console
from central.console.totp import code_at
from central.dedupe import Dedupe
from central.enrolment import Registrar
from central.keys import load_keys, make_keys
from central.ledger.accounts import account
from central.ledger.ledger import Ledger, StationRow
from central.ledger.reads import ReadFilter, ReadRow, read_lines
from central.office import Office
from central.officers import Vouching
from central.stations import Stations
from registry.regions import Regions
from registry.uuid7 import Uuid7Source
from tests.central.making import Told

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
PASSWORD = "empat kata yang panjang"
DAYUN, SIAK = "14.08.06", "14.08.01"


@dataclass
class Browser:
    """One person's browser."""

    console: Console
    web: TestClient
    name: str = ""
    token: str = ""  # that the forms of this session carry

    def get(self, path: str, **query: str) -> str:
        """A page that must open."""
        answer = self.web.get(PREFIX + path, params=query)
        assert answer.status_code == 200, (path, answer.status_code, said(answer.text))
        return answer.text

    def status(self, path: str, **query: str) -> int:
        return self.web.get(PREFIX + path, params=query, follow_redirects=False).status_code

    def post(self, path: str, act: str = "", **fields: str) -> tuple[int, str]:
        """Post a form with the token of this session; where it led to."""
        self.token = self.token or form_token(self.web.get(PREFIX + "/").text)
        answer = self.web.post(PREFIX + path, data={"form": self.token, "act": act, **fields})
        return answer.status_code, answer.text

    def sign_in(self, name: str, password: str = PASSWORD, code: str | None = None) -> int:
        self.console.now += timedelta(seconds=60)  # a code counts once
        page = self.web.get(PREFIX + "/masuk").text
        typed = self.console.code(name) if code is None else code
        given = {"form": form_token(page), "name": name, "password": password, "code": typed}
        self.name, self.token = name, ""
        return self.web.post(PREFIX + "/masuk", data=given, follow_redirects=False).status_code


@dataclass
class Console:
    """The centre behind it."""

    ledger: Ledger
    now: datetime = NOON
    upstream: Told = field(default_factory=lambda: Told(()))

    def __post_init__(self) -> None:
        self.clock = Clock(lambda: self.now)
        with self.ledger.writing() as book:
            make_keys(book, NOON.date())
            keys = load_keys(book)
        assert keys is not None
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        self.accounts = Accounts(passwords, self.clock)
        gate = Gate(self.ledger, self.accounts, passwords, self.clock)
        regions = Regions.load()
        self.office = Office(keys, self.upstream, regions, self.clock)
        self.dedupe = Dedupe(self.office, self.clock, lambda _one, _other: 0)
        self.vouching = Vouching(keys, self.clock)
        registrar = Registrar(keys, self.clock, self.vouching, Stations(keys, self.clock, self.vouching))
        rooms = (self.ledger, self.clock, regions, self.office, keys, registrar, self.vouching)
        self.desk = Desk(*rooms, self.accounts, gate, Uuid7Source(), self.dedupe, "14.08")
        self.app = Starlette(routes=[Mount(PREFIX, make_console(self.desk, PAGES))])

    def add(self, name: str, role: ConsoleRole, area: str = "") -> None:
        with self.ledger.writing() as book:
            self.accounts.add_ready(book, name, name.title(), role, area, PASSWORD)

    def add_station(self, station: str, area: str) -> None:
        with self.ledger.writing() as book:
            row = StationRow(station, f"Kantor {station}", area, "00" * 32, "age1", 1, 0, bytes(32), self.clock.stamp())
            book.put_station(row)

    def code(self, name: str) -> str:
        with self.ledger.writing() as book:
            held = account(book.connection, name)
        return code_at(held.totp, self.now) if held else "000000"

    def browser(self) -> Browser:
        return Browser(self, TestClient(self.app, base_url="https://dinas.example"))

    def signed_in(self, name: str) -> Browser:
        browser = self.browser()
        assert browser.sign_in(name) == 303
        return browser

    def lines(self, **wanted: str) -> tuple[ReadRow, ...]:
        with self.ledger.writing() as book:
            return read_lines(book.connection, ReadFilter(**wanted), limit=500, offset=0)


def form_token(page: str) -> str:
    found = re.search(r'name="form" value="([0-9a-f]+)"', page)
    return found.group(1) if found else ""


def said(page: str) -> str:
    """What the page says in its banners."""
    return " | ".join(
        re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r'<p class="banner.*?</p>', page, re.S)
    )


@contextmanager
def console(folder: Path, url: str = "") -> Iterator[Console]:
    """A console with one account of each kind and two stations; closed at the end."""
    ledger = Ledger(folder / "centre.db", bytes(32), url=url)
    try:
        made = Console(ledger)
        made.add("tuti", ConsoleRole.DINAS)
        made.add("budi", ConsoleRole.DINAS)
        made.add("uptd-dayun", ConsoleRole.UPTD, DAYUN)
        made.add("uptd-siak", ConsoleRole.UPTD, SIAK)
        made.add("adi", ConsoleRole.ADMINISTRATOR)
        made.add_station("DAYUN", DAYUN)
        made.add_station("SIAK", SIAK)
        yield made
    finally:
        ledger.close()
