"""Joins a centre from its folder: key file, encrypted books, packets in progress, and the simulated upstream."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from biometrics.worker import BiometricsWorker
from central.app import Rooms, make_app
from central.clock import Clock
from central.console.accounts import Accounts, Passwords
from central.console.gate import Gate
from central.console.menu import PAGES
from central.console.page import Desk
from central.console.site import PREFIX, make_console
from central.dedupe import Dedupe
from central.enrolment import Registrar
from central.epochs import Epochs
from central.errors import CentreError
from central.feed import Feed
from central.health import Health
from central.inbox import Inbox
from central.invented import Families
from central.keys import CentreKeys, load_keys, make_keys
from central.ledger.ledger import Book, Ledger
from central.limits import Limits
from central.logs import no_log
from central.office import Office
from central.officers import Vouching
from central.packets import PacketStore
from central.routing import Routing, Step
from central.scenarios import SMOOTH, Scenario
from central.stations import Stations
from central.stick import Sticks
from central.stores import packets_at
from central.upstream import Awaited, SimulatedUpstream, Upstream
from central.watching import Watching
from registry.canonical import canonical
from registry.regions import Regions
from registry.uuid7 import Uuid7Source
from sync.durable import make_folder, write_private

REGENCY = "14.08"  # Kabupaten Siak: whose kecamatan the console shows
MODE = "centre.mode"


class WrongMode(CentreError):
    """A centre for training opened as an operational one, or the other way round. `code`: wrong-mode."""


@dataclass(frozen=True, slots=True)
class Centre:
    """A running centre without its server."""

    app: FastAPI
    ledger: Ledger
    office: Office
    registrar: Registrar
    stations: Stations
    vouching: Vouching
    sticks: Sticks
    epochs: Epochs
    accounts: Accounts
    keys: CentreKeys
    dedupe: Dedupe
    worker: BiometricsWorker  # of the search; its process starts with the first comparison
    home: Path
    packets: PacketStore
    inbox: Inbox
    feed: Feed
    recovery_identity: str  # only in the run that made the keys, else ""


def open_centre(
    home: Path,
    *,
    printing: Mapping[str, str],
    verifying: Mapping[str, str],
    upstream_delay_s: float,
    scenario: Scenario = SMOOTH,
    operational: bool | None = False,
    database: str = "",
    store: str = "",
    limits: Limits | None = None,
    token: str = "",
    log: Any = None,
) -> Centre:
    """Open or make the centre in `home`. The key file is 0600 because a centre starts unattended (docs/threats.md).

    `printing` and `verifying` map a recording station to the one that prints, and that verifies, for it: the routes a
    new centre begins with. An operational centre has no simulator: answers come by file or by two officers. None for
    `operational` opens a centre as it was founded. `database` is the URL of a PostgreSQL, `store` that of an
    S3-compatible store; without them both lie in `home`. `token` lets a scraper from elsewhere read the metrics;
    without a `log` nothing is logged.
    """
    clock = Clock()
    ledger = open_ledger(home, database)
    recovery = ""
    with ledger.writing() as book:
        book.lock_names("keys")  # of several processes one makes them
        if load_keys(book) is None:
            recovery = make_keys(book, clock.today())
        keys = load_keys(book)
        routing = Routing(clock)
        routing.found(book, Step.PRINT, printing)
        routing.found(book, Step.VERIFY, verifying)
        real = _mode(book, operational)
    if keys is None:
        raise RuntimeError("keys were not stored")
    upstream: Upstream = Awaited() if real else SimulatedUpstream(upstream_delay_s, scenario)
    regions = Regions.load()
    office = Office(keys, upstream, regions, clock, operational=real)
    vouching = Vouching(keys, clock)
    stations = Stations(keys, clock, vouching)
    registrar = Registrar(keys, clock, vouching, stations)
    packets = packets_at(store, home / "packets")
    inbox = Inbox(packets, keys, office, clock, vouching, stations)
    watching = Watching(Health(ledger, packets, home), clock, token)
    feed = Feed(keys, clock)
    rooms = Rooms(ledger, registrar, stations, inbox, feed, clock, watching, limits or Limits(), log or no_log())
    sticks, epochs = Sticks(ledger, keys, stations, inbox, feed, clock), Epochs(keys, clock, stations)
    worker = BiometricsWorker()
    dedupe = Dedupe(office, clock, worker.compare)
    passwords = Passwords()
    accounts = Accounts(passwords, clock)
    gate = Gate(ledger, accounts, passwords, clock)
    desk = Desk(
        ledger, clock, regions, office, keys, registrar, vouching, accounts, gate, Uuid7Source(), dedupe, REGENCY
    )
    app = make_app(rooms)
    app.mount(PREFIX, make_console(desk, PAGES))
    return Centre(
        app=app,
        ledger=ledger,
        office=office,
        registrar=registrar,
        stations=stations,
        vouching=vouching,
        sticks=sticks,
        epochs=epochs,
        accounts=accounts,
        keys=keys,
        dedupe=dedupe,
        worker=worker,
        home=home,
        packets=packets,
        inbox=inbox,
        feed=feed,
        recovery_identity=recovery,
    )


def open_ledger(home: Path, database: str = "") -> Ledger:
    """The books in `home`, or on the PostgreSQL at `database`; made when they are not there."""
    make_folder(home)
    return Ledger(home / "centre.db", _file_key(home / "centre.key"), url=database)


def add_invented_residents(centre: Centre, district: str, count: int, seed: int) -> int:
    """Training: put invented families into the books; returns how many."""
    families = Families(seed, Clock().today(), Uuid7Source())
    made = list(families.residents(district, count))
    with centre.ledger.writing() as book:
        book.put_residents((r, canonical({"v": 1, **r.to_record()}).decode()) for r in made)
    return len(made)


def export_identity(centre: Centre) -> str:
    """The age identity that opens packets, for a drill with the stock `age`; never written under LOKET_HOME."""
    return centre.keys.identity


def _mode(book: Book, operational: bool | None) -> bool:
    """A centre is for training or operational from its founding on: simulated and real answers never meet.

    None takes it as it was founded, a new one for training.
    """
    known = book.fact(MODE)
    said = known or b"training" if operational is None else b"operational" if operational else b"training"
    if known is None:
        book.put_fact(MODE, said)
    elif known != said:
        raise WrongMode("wrong-mode")
    return said == b"operational"


def key_of(home: Path) -> bytes:
    """The key of a centre that is there. Raises OSError."""
    return bytes.fromhex((home / "centre.key").read_text().strip())


def _file_key(path: Path) -> bytes:
    if path.exists():
        return bytes.fromhex(path.read_text().strip())
    key = secrets.token_bytes(32)
    write_private(path, key.hex().encode())
    return key
