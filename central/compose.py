"""Joins a centre from its folder: key file, encrypted books, packets in progress, and the simulated upstream."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from central.app import Rooms, make_app
from central.clock import Clock
from central.enrolment import Registrar
from central.feed import Feed
from central.health import Health
from central.inbox import Inbox
from central.invented import Families
from central.keys import CentreKeys, load_keys, make_keys
from central.ledger.ledger import Ledger
from central.limits import Limits
from central.logs import no_log
from central.office import Office
from central.officers import Vouching
from central.packets import PacketStore
from central.stores import packets_at
from central.upstream import SimulatedUpstream
from central.watching import Watching
from registry.canonical import canonical
from registry.regions import Regions
from registry.uuid7 import Uuid7Source
from sync.durable import make_folder, write_private


@dataclass(frozen=True, slots=True)
class Centre:
    """A running centre without its server."""

    app: FastAPI
    ledger: Ledger
    office: Office
    registrar: Registrar
    vouching: Vouching
    keys: CentreKeys
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
    database: str = "",
    store: str = "",
    limits: Limits | None = None,
    token: str = "",
    log: Any = None,
) -> Centre:
    """Open or make the centre in `home`. The key file is 0600 because a centre starts unattended (docs/threats.md).

    `database` is the URL of a PostgreSQL, `store` that of an S3-compatible store; without them both lie in `home`.
    `token` lets a scraper from elsewhere read the metrics; without a `log` nothing is logged.
    `token` lets a scraper from elsewhere read the metrics; without a `log` nothing is logged.
    """
    make_folder(home)
    clock = Clock()
    ledger = Ledger(home / "centre.db", _file_key(home / "centre.key"), url=database)
    recovery = ""
    with ledger.writing() as book:
        book.lock_names("keys")  # of several processes one makes them
        if load_keys(book) is None:
            recovery = make_keys(book, clock.today())
        keys = load_keys(book)
    if keys is None:
        raise RuntimeError("keys were not stored")
    upstream = SimulatedUpstream(upstream_delay_s)
    office = Office(keys, upstream, Regions.load(), clock, printing, verifying)
    vouching = Vouching(keys, clock)
    registrar = Registrar(keys, clock, vouching)
    packets = packets_at(store, home / "packets")
    inbox = Inbox(packets, keys, office, clock, vouching)
    watching = Watching(Health(ledger, packets, home), clock, token)
    feed = Feed(keys, clock)
    rooms = Rooms(ledger, registrar, inbox, feed, clock, watching, limits or Limits(), log or no_log())
    return Centre(make_app(rooms), ledger, office, registrar, vouching, keys, home, packets, inbox, feed, recovery)


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


def key_of(home: Path) -> bytes:
    """The key of a centre that is there. Raises OSError."""
    return bytes.fromhex((home / "centre.key").read_text().strip())


def _file_key(path: Path) -> bytes:
    if path.exists():
        return bytes.fromhex(path.read_text().strip())
    key = secrets.token_bytes(32)
    write_private(path, key.hex().encode())
    return key
