"""A whole centre with a clock that is set, and stations that speak to it by calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central import compose
from central.clock import Clock
from central.enrolment import Site
from central.ledger.ledger import Book
from registry.canonical import Record, parse
from sync.officers import RENEWAL, Asked, Renewal
from sync.onetime import OneTimeCode
from sync.signing import Message, sign_request
from sync.wire import EnrolAnswer, EnrolRequest, code_proof
from tests.station.store.making import key_of
from tests.sync.making import recipient

URL = "http://127.0.0.1:8470"
DAYUN = Site("DAYUN", "Kantor Camat Dayun", "14.08.06", "D", "dewi", "Dewi Anggraini")


@dataclass
class Hall:
    """The centre; `now` moves by hand."""

    now: datetime
    made: compose.Centre = field(init=False)

    def book(self):
        return self.made.ledger.writing()

    def code(self, site: Site = DAYUN) -> OneTimeCode:
        with self.book() as book:
            return self.made.registrar.new_code(book, site, URL)

    def enrol(self, code: OneTimeCode, request: EnrolRequest) -> EnrolAnswer:
        body = request.to_bytes()
        with self.book() as book:
            answer, proof = self.made.registrar.enrol(book, body, code_proof(code.secret, body))
        assert proof == code_proof(code.secret, answer)
        return EnrolAnswer.from_bytes(answer)

    def words(self, code: OneTimeCode) -> str:
        with self.book() as book:
            [row] = [row for row in self.made.registrar.waiting(book) if row.code == code.code]
            return " ".join(self.made.registrar.words(row))

    def confirm(self, code: OneTimeCode, words: str = ""):
        said = words or self.words(code)
        with self.book() as book:
            return self.made.registrar.confirm(book, code.code, said, "bupati")

    def join(self, computer: str, site: Site = DAYUN) -> EnrolAnswer:
        """A computer becomes a station; its keys are named after it."""
        code, request = self.code(site), None
        request = asked(code, computer)
        self.enrol(code, request)
        assert self.confirm(code)
        return self.enrol(code, request)

    def call(self, computer: str, station: str = "DAYUN"):
        """Who the centre takes a signed request of this computer for."""
        message = Message("GET", f"{URL}/v1/feed?cursor=0", {})
        sign_request(message, b"", station=station, key=key_of(computer), now=datetime.now(UTC))
        with self.book() as book:
            return self.made.stations.caller(book, message, b"")

    def feed(self, station: str = "DAYUN") -> list[tuple[str, Record]]:
        with self.book() as book:
            return [(row.kind, parse(row.body)) for row in book.feed_after(station, 0, 999)]


def asked(code: OneTimeCode, computer: str, **change: str) -> EnrolRequest:
    """What a computer asks with a code."""
    keys = {"station_key": key_of(computer).public, "administrator_key": key_of(f"dewi at {computer}").public}
    who = {"administrator": "", "administrator_name": ""}
    return EnrolRequest(code=code.code, recipient=recipient(computer), **{**keys, **who, **change})


def renewal(hall: Hall, old: str, new: str, by: str, *, station: str = "DAYUN", officer: str = "dewi", shown: str = ""):
    """What the centre says to a request for another key; `shown` signs in the place of the new key."""
    body = Renewal(f"r-{old}-{new}", officer, key_of(new).public, station, f"{hall.now:%Y-%m-%dT%H:%M:%SZ}").to_bytes()
    marks = tuple(key_of(name).sign(body) for name in (old, shown or new, by))
    with hall.book() as book:
        return hall.made.stations.renew(book, "DAYUN", Asked(RENEWAL, body, marks))


def rows_of(book: Book, station: str):
    row = book.station(station)
    assert row is not None
    return row


@contextmanager
def hall(folder: Path) -> Iterator[Hall]:
    """A centre; it is closed at the end."""
    made = Hall(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "Clock", lambda: Clock(lambda: made.now))
        made.made = compose.open_centre(folder / "centre", printing={}, verifying={}, upstream_delay_s=0.0)
    try:
        yield made
    finally:
        made.made.ledger.close()


DAY = timedelta(days=1)
