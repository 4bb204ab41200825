"""The centre's books: one transaction at a time, rows in and frozen values out."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, or_, select, update

from central.ledger import counters
from central.ledger.acts import index_action, index_missing
from central.ledger.engine import open_file, open_server
from central.ledger.faults import translating
from central.ledger.feeds import FeedRow, Waiting, feed_after
from central.ledger.grants import all_grants, put_grant
from central.ledger.locks import is_server, lock_case, lock_names, lock_station
from central.ledger.migrate import migrate
from central.ledger.rows import CaseRow, CodeRow, InboxRow, RequestRow, StationRow
from central.ledger.safe import Safe
from central.ledger.schema import (
    actions,
    blobs,
    cases,
    codes,
    facts,
    inbox,
    payloads,
    requests,
    residents,
    revocations,
    stations,
)
from central.ledger.statements import add_once, put
from registry.actions import Action
from registry.lifecycle import Status
from registry.officers import Revocation
from registry.people import Resident

__all__ = ["Book", "CaseRow", "CodeRow", "FeedRow", "InboxRow", "Ledger", "RequestRow", "StationRow"]


class Ledger:
    """The books of the centre. Every write happens inside `with ledger.writing() as book`.

    Without `url` they are the encrypted file at `path`, with one transaction at a time; with it a PostgreSQL, where
    transactions run side by side and wait for each other as central.ledger.locks says.
    """

    def __init__(self, path: Path, key: bytes, *, url: str = "") -> None:
        """Opens and brings the tables up to date. Raises BadAddress, BadKeyFile, NotNow, TooNew."""
        self._engine = open_server(url) if url else open_file(path, key)
        self._turn: AbstractContextManager[object] = nullcontext() if url else threading.RLock()
        self._safe = Safe(key if url else b"")
        with translating():
            migrate(self._engine, None if url else path, key)
            with self._engine.begin() as db:
                lock_names(db, ("schema",))
                index_missing(db)

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """One transaction; nested use joins the outer one's thread turn but not its transaction.

        Raises Contended when it should be done again at once, NotNow when the database is full or away.
        """
        with translating(), self._turn, self._engine.begin() as connection:
            book = Book(connection, self._safe)
            yield book
            book.finish()

    @property
    def engine(self) -> Engine:
        """For backup, health and tests."""
        return self._engine

    @property
    def shared(self) -> bool:
        """Whether several processes may write at once."""
        return self._engine.dialect.name == "postgresql"

    def close(self) -> None:
        """Let the file or the server go."""
        with self._turn:
            self._engine.dispose()


class Book:
    """The rows within one transaction."""

    def __init__(self, connection: Connection, safe: Safe) -> None:
        self._db = connection
        self._safe = safe
        self._feeds = Waiting()

    @property
    def connection(self) -> Connection:
        """For the modules of this room that keep rows of their own."""
        return self._db

    def finish(self) -> None:
        """Number what goes to the feeds; the last thing before the commit."""
        self._feeds.number(self._db)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part that fails as a whole, rows and entries of feeds, while the transaction goes on."""
        with self._feeds.kept(), self._db.begin_nested():
            yield

    # who waits for whom: central.ledger.locks -------------------------------------------------------------------
    def lock_station(self, station: str) -> StationRow | None:
        """The station as it is now, and nobody else's until the commit."""
        lock_station(self._db, station)
        return self.station(station)

    def lock_case(self, case: str) -> None:
        """The case is nobody else's until the commit."""
        lock_case(self._db, case)

    def lock_names(self, *names: str) -> None:
        """The same for what has neither row."""
        lock_names(self._db, names)

    # facts ---------------------------------------------------------------------------------------------------
    def fact(self, name: str) -> bytes | None:
        """A named value of the centre itself: keys, counters."""
        found: bytes | None = self._db.scalar(select(facts.c.value).where(facts.c.name == name))
        return None if found is None else self._safe.open(name, found)

    def put_fact(self, name: str, value: bytes) -> None:
        """Set a named value."""
        row = {"name": name, "value": self._safe.close(name, value)}
        put(self._db, facts, row, ["name"])

    def count_up(self, name: str) -> int:
        """The next number of a named counter, from 1."""
        return counters.count_up(self._db, name)

    # stations, codes, officers -----------------------------------------------------------------------------------
    def station(self, station: str) -> StationRow | None:
        """A station by id."""
        row = self._db.execute(select(stations).where(stations.c.id == station)).first()
        return StationRow(*row) if row else None

    def all_stations(self) -> tuple[StationRow, ...]:
        """Every enrolled station."""
        return tuple(StationRow(*row) for row in self._db.execute(select(stations).order_by(stations.c.id)))

    def put_station(self, row: StationRow) -> None:
        """Insert or replace a station."""
        put(self._db, stations, _values(row), ["id"])

    def code(self, code: str) -> CodeRow | None:
        """A one-time code by id."""
        row = self._db.execute(select(codes).where(codes.c.id == code)).first()
        return CodeRow(*row) if row else None

    def put_code(self, row: CodeRow) -> None:
        """Insert or replace a code."""
        put(self._db, codes, _values(row), ["id"])

    def put_grant(self, station: str, officer: str, raw: bytes, signature: bytes) -> None:
        """Remember a signed grant; the one before it, of the same officer and station, is kept for what it covered."""
        put_grant(self._db, station, officer, raw, signature)

    def grants(self, station: str = "") -> tuple[tuple[bytes, bytes], ...]:
        """Signed grants with their signatures, former ones first; of one station or of all ("")."""
        return all_grants(self._db, station)

    def put_revocation(self, said: Revocation, raw: bytes, signature: bytes, journal: int) -> None:
        """Remember a signed revocation; `journal` acts of the station were known then (-1: not asked for by it)."""
        named = {"officer": said.officer, "station": said.station, "at": said.at}
        values = {**named, "raw": raw, "signature": signature, "journal": journal}
        add_once(self._db, revocations, values)

    def revocations(self) -> tuple[tuple[bytes, bytes], ...]:
        """All signed revocations with their signatures."""
        rows = self._db.execute(select(revocations.c.raw, revocations.c.signature))
        return tuple((row.raw, row.signature) for row in rows)

    def journal_at_end(self, officer: str, station: str, at: str) -> int:
        """How many acts of a station were known when an officer who acted at `at` was removed; -1: nothing binds."""
        where = (revocations.c.officer == officer, revocations.c.station == station, revocations.c.at >= at)
        query = select(func.min(revocations.c.journal)).where(*where, revocations.c.journal >= 0)
        found = self._db.scalar(query)
        return -1 if found is None else int(found)

    def request(self, request: str) -> RequestRow | None:
        """What became of a request about an officer."""
        row = self._db.execute(select(requests).where(requests.c.id == request)).first()
        return RequestRow(*row) if row else None

    def put_request(self, row: RequestRow) -> None:
        """Insert or replace a request."""
        put(self._db, requests, _values(row), ["id"])

    def close_proposals(self, station: str, officer: str) -> None:
        """Nobody may come any more as this officer by a proposal made before."""
        where = (requests.c.station == station, requests.c.officer == officer, requests.c.state == "open")
        self._db.execute(update(requests).where(*where).values(state="no"))

    # inbox -------------------------------------------------------------------------------------------------------
    def packet(self, station: str, packet: str) -> InboxRow | None:
        """What is known of a packet."""
        where = (inbox.c.station == station, inbox.c.packet == packet)
        row = self._db.execute(select(inbox).where(*where)).first()
        return InboxRow(*row[:6]) if row else None

    def put_packet(self, row: InboxRow, at: str) -> None:
        """Insert or replace an inbox row."""
        put(self._db, inbox, {**_values(row), "at": at}, ["station", "packet"])

    # actions -----------------------------------------------------------------------------------------------------
    def add_action(self, action: Action, refused: str = "") -> int:
        """Store an action once and give its number; a repeated id gives the first number."""
        known = self._db.scalar(select(actions.c.number).where(actions.c.id == action.header.id))
        if known is not None:
            return int(known)
        row = {
            "id": action.header.id,
            "case": action.header.case,
            "raw": action.raw,
            "signature": action.signature,
            "refused": refused,
        }
        number = int(self._db.execute(insert(actions).values(row).returning(actions.c.number)).scalar_one())
        if action.salt is not None and action.payload is not None:
            body = {"action": action.header.id, "salt": action.salt, "payload": action.payload}
            self._db.execute(insert(payloads).values(body))
        index_action(self._db, action.header, number, refused)
        return number

    def has_action(self, action: str) -> bool:
        """Whether an action is here, accepted or refused."""
        return self._db.execute(select(actions.c.number).where(actions.c.id == action)).first() is not None

    def case_actions(self, case: str) -> tuple[tuple[Action, int], ...]:
        """The accepted actions of a case with their numbers, in order of number."""
        joined = actions.outerjoin(payloads, payloads.c.action == actions.c.id)
        columns = (actions.c.raw, actions.c.signature, payloads.c.salt, payloads.c.payload, actions.c.number)
        where = (actions.c.case == case, actions.c.refused == "")
        rows = self._db.execute(select(*columns).select_from(joined).where(*where).order_by(actions.c.number))
        return tuple((Action.load(row[0], row[1], row[2], row[3]), int(row[4])) for row in rows)

    def add_blobs(self, found: Mapping[str, bytes]) -> None:
        """Store blobs by hash, each once."""
        for name, data in found.items():
            add_once(self._db, blobs, {"sha256": name, "data": data})

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """Those of the named blobs that are here."""
        rows = self._db.execute(select(blobs.c.sha256, blobs.c.data).where(blobs.c.sha256.in_(sorted(names))))
        return {row.sha256: row.data for row in rows}

    # cases -------------------------------------------------------------------------------------------------------
    def case(self, case: str) -> CaseRow | None:
        """A case row."""
        row = self._db.execute(select(cases).where(cases.c.id == case)).first()
        return CaseRow(*row) if row else None

    def put_case(self, row: CaseRow) -> None:
        """Insert or replace a case row."""
        put(self._db, cases, _values(row), ["id"])

    def due_cases(self, now: str, limit: int) -> tuple[CaseRow, ...]:
        """Cases whose next upstream answer is due; one that is held waits until the hold is lifted."""
        where = (cases.c.due_at != "", cases.c.due_at <= now, cases.c.status != Status.HELD.value)
        query = select(cases).where(*where).order_by(cases.c.due_at, cases.c.id).limit(limit)
        if is_server(self._db):  # several ask the upstream: each takes what no other has in hand
            query = query.with_for_update(skip_locked=True)
        return tuple(CaseRow(*row) for row in self._db.execute(query))

    def cases_of(self, nik: str) -> tuple[CaseRow, ...]:
        """Cases of one NIK."""
        return tuple(CaseRow(*row) for row in self._db.execute(select(cases).where(cases.c.nik == nik)))

    def cases_at(self, station: str) -> tuple[str, ...]:
        """Cases that a station recorded or holds, the oldest first (ids are UUIDv7)."""
        where = or_(cases.c.home == station, cases.c.holder == station)
        return tuple(self._db.scalars(select(cases.c.id).where(where).order_by(cases.c.id)))

    def count_by_status(self) -> dict[str, int]:
        """How many cases stand where."""
        query = select(cases.c.status, func.count()).group_by(cases.c.status)
        return {str(status): int(count) for status, count in self._db.execute(query)}

    # feed --------------------------------------------------------------------------------------------------------
    def add_feed(self, station: str, kind: str, body: bytes) -> None:
        """Append to a station's feed; it has its number when the transaction ends."""
        self._feeds.add(station, kind, body)

    def feed_after(self, station: str, cursor: int, limit: int) -> tuple[FeedRow, ...]:
        """The next entries of a station's feed."""
        self._feeds.number(self._db)
        return feed_after(self._db, station, cursor, limit)

    # residents ---------------------------------------------------------------------------------------------------
    def put_residents(self, found: Iterable[tuple[Resident, str]]) -> None:
        """Insert or replace residents, each with its canonical record."""
        for resident, record in found:
            row = {
                "id": resident.id,
                "nik": str(resident.nik or ""),
                "kk": str(resident.kk or ""),
                "village": resident.address.village,
                "record": record,
            }
            put(self._db, residents, row, ["id"])

    def residents_in(self, area: str) -> tuple[str, ...]:
        """Records of the residents whose kampung lies in `area` (14.08.06 or 14.08.06.2001)."""
        inside = or_(residents.c.village == area, residents.c.village.startswith(f"{area}."))
        found = select(residents.c.record).where(inside).order_by(residents.c.id)
        return tuple(row[0] for row in self._db.execute(found))

    def village_of(self, resident: str) -> str:
        """Where a resident lives by the books; "" for one they do not know."""
        return str(self._db.scalar(select(residents.c.village).where(residents.c.id == resident)) or "")

    def resident(self, resident: str) -> str | None:
        """The record of a resident by id."""
        found: str | None = self._db.scalar(select(residents.c.record).where(residents.c.id == resident))
        return found

    def resident_by_nik(self, nik: str) -> str | None:
        """The record of the resident with this NIK."""
        found: str | None = self._db.scalar(select(residents.c.record).where(residents.c.nik == nik))
        return found

    def touch_station(self, station: str, at: str) -> None:
        """Note the last contact."""
        self._db.execute(update(stations).where(stations.c.id == station).values(contact_at=at))


def _values(row: StationRow | CodeRow | InboxRow | CaseRow | RequestRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}
