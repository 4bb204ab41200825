"""The audit list: acts of cases and views in one order, by page and filter from SQL; and the walk over both chains.

Acts are the journal and what came by the feed, told by their signed headers; nothing is kept twice. A page is found by
index: the newest rows of both tables are merged, never all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    and_,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from registry.actions import GENESIS, Action, PayloadMismatch, link
from registry.authorship import WrongRole, check_author
from registry.canonical import NotCanonical
from registry.errors import RegistryError
from registry.officers import UnknownSigner
from station.store.audit import OFFICE, Broken, Sign, View, add_view, walk_views
from station.store.cipher import Cipher
from station.store.journal import journal_head
from station.store.officers import known_grants
from station.store.schema import actions, cases, imports, lookups, payloads, residents, views
from sync.keys import Grants

ACTS, LOOKS, OFFICES = "acts", "looks", "office"
TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for: an officer, one kind (`acts`, `looks` at hidden fields, the `office`'s own, or the name of an
    act), and UTC stamps from and before; "" for all."""

    officer: str = ""
    kind: str = ""
    since: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what was done by whom, when, and whom it touched: name and case number, never a NIK."""

    source: str  # act or view
    at: str
    officer: str
    kind: str
    subject: str  # id of the case, resident or officer
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Chain:
    """How both chains were found: how many rows hold, the time of the last, and the first that does not."""

    count: int
    last_at: str
    broken: Broken | None = None


class Stopped(Exception):
    """The officer stopped the walk."""


class Auditing:
    """Reads acts and views together. `signer` gives what signs for an officer; `station` and `centre_key` say whose."""

    def __init__(self, cipher: Cipher, signer: Callable[[str], Sign | None], *, station: str, centre_key: str) -> None:
        self._cipher = cipher
        self._signer = signer
        self._station = station
        self._centre_key = centre_key

    def page(self, wanted: AuditFilter, *, limit: int, offset: int = 0) -> tuple[Entry, ...]:
        """Rows, the newest first."""
        both = self._both(wanted, limit + offset)
        if both is None:
            return ()
        found = both.subquery()
        query = select(found).order_by(found.c.at.desc(), found.c.row.desc()).limit(limit).offset(offset)
        with self._cipher.reading() as db:
            rows = db.execute(query).all()
            return tuple(_entry(db, row) for row in rows)

    def count(self, wanted: AuditFilter) -> int:
        """How many rows fit."""
        with self._cipher.reading() as db:
            found = [select(func.count()).select_from(table).where(where) for table, where in _tables(wanted)]
            return sum(int(db.scalar(query) or 0) for query in found)

    def officers(self) -> tuple[str, ...]:
        """Whoever did anything here, by handle."""
        with self._cipher.reading() as db:
            found = {*db.scalars(select(actions.c.author).distinct()), *db.scalars(select(views.c.officer).distinct())}
        return tuple(sorted(found))

    def check(self, tell: Callable[[int, int], None]) -> Chain:
        """Walk the journal, the signatures of others' acts, and the views; `tell(done, of)` may raise Stopped."""
        with self._cipher.reading() as db:
            grants = known_grants(db, self._centre_key)
            of = sum(int(db.scalar(select(func.count()).select_from(t)) or 0) for t in (actions, views))
            done, last_at = 0, str(db.scalar(select(func.max(actions.c.at))) or "")
            last_at = max(last_at, str(db.scalar(select(func.max(views.c.at))) or ""))
            for found in (*_chains(db, grants, self._station),):
                for broken in found:
                    if broken is not None:
                        return Chain(done, last_at, Broken(done + 1, broken.at))
                    done += 1
                    if done % TELL_EVERY == 0:
                        tell(done, of)
            tell(of, of)
            return Chain(done, last_at)

    def export(self, wanted: AuditFilter, view: View) -> tuple[Entry, ...]:
        """All rows of a filter, the oldest first, and in the same transaction the row that they were taken out."""
        with self._cipher.writing() as db:
            both = self._both(wanted, -1)
            rows = db.execute(both.subquery().select().order_by(literal_column("at"))).all() if both is not None else ()
            found = tuple(_entry(db, row) for row in rows)
            add_view(db, view, self._signer(view.officer))
            return found

    def _both(self, wanted: AuditFilter, limit: int) -> CompoundSelect[tuple[object, ...]] | None:
        halves = [_half(table, where, limit).subquery().select() for table, where in _tables(wanted)]
        return union_all(*halves) if halves else None


def _tables(wanted: AuditFilter) -> list[tuple[Table, ColumnElement[bool]]]:
    """The tables a filter asks, each with its condition."""
    found: list[tuple[Table, ColumnElement[bool]]] = []
    if wanted.kind not in (LOOKS, OFFICES):
        where = _when(actions, wanted, actions.c.author)
        found.append((actions, and_(where, actions.c.kind == wanted.kind) if wanted.kind not in ("", ACTS) else where))
    if wanted.kind in ("", LOOKS, OFFICES):
        where = _when(views, wanted, views.c.officer)
        if wanted.kind == LOOKS:
            where = and_(where, views.c.what.not_in(sorted(OFFICE)))
        elif wanted.kind == OFFICES:
            where = and_(where, views.c.what.in_(sorted(OFFICE)))
        found.append((views, where))
    return found


def _when(table: Table, wanted: AuditFilter, officer: ColumnElement[str]) -> ColumnElement[bool]:
    at: ColumnElement[str] = table.c.at
    clauses: list[ColumnElement[bool]] = [literal(1) == 1]
    if wanted.officer:
        clauses.append(officer == wanted.officer)
    if wanted.since:
        clauses.append(at >= wanted.since)
    if wanted.before:
        clauses.append(at < wanted.before)
    return and_(*clauses)


def _half(table: Table, where: ColumnElement[bool], limit: int) -> Select[tuple[object, ...]]:
    of_acts = table is actions
    officer, kind, subject = ("author", "kind", "case") if of_acts else ("officer", "what", "subject")
    named = (table.c[officer].label("officer"), table.c[kind].label("kind"), table.c[subject].label("subject"))
    source = literal("act" if of_acts else "view").label("source")
    query = select(source, table.c.row, table.c.at, *named).where(where)
    query = query.order_by(table.c.at.desc(), table.c.row.desc())
    return query.limit(limit) if limit >= 0 else query


def _entry(db: Connection, row: object) -> Entry:
    """With the name of whom it touched, as far as it is here."""
    source, at, officer, kind, subject = row.source, row.at, row.officer, row.kind, row.subject  # type: ignore[attr-defined]  # columns of _half
    case = db.execute(select(cases.c.name, cases.c.number).where(cases.c.id == subject)).first()
    if case is not None:
        return Entry(source, at, officer, kind, subject, case.name, case.number)
    errand = _errand(db, subject)
    if errand:
        return Entry(source, at, officer, kind, subject, *errand)
    name = db.scalar(select(residents.c.name).where(residents.c.id == subject)) or ""
    return Entry(source, at, officer, kind, subject, str(name), "")


def _errand(db: Connection, subject: str) -> tuple[str, str] | None:
    """What a story beside the cases is about: the BAST of a file, or the case somebody was looked up for."""
    bast = db.scalar(select(imports.c.bast).where(imports.c.id == subject))
    if bast is not None:
        return f"BAST {bast}", ""
    number = db.scalar(select(lookups.c.case_number).where(lookups.c.id == subject))
    return ("", str(number)) if number is not None else None


def _chains(db: Connection, grants: Grants, station: str) -> tuple[Iterator[Broken | None], ...]:
    return (_walk_acts(db, grants), walk_views(db, grants, station))


def _walk_acts(db: Connection, grants: Grants) -> Iterator[Broken | None]:
    """Every act: own ones linked to the one before and to the head at the end, and each signed by its author."""
    joined = actions.outerjoin(payloads, payloads.c.action == actions.c.id)
    names = ("id", "raw", "signature", "own", "head", "at", "refused")
    query = (
        select(*(actions.c[name] for name in names), payloads.c.salt, payloads.c.payload)
        .select_from(joined)
        .order_by(actions.c.row)
    )
    head, number, at = GENESIS, 0, ""
    for row in db.execute(query):
        number, at = number + 1, str(row.at)
        action = _loaded(row)
        if action is None or not _signed(grants, action, refused=bool(row.refused)):
            yield Broken(number, at)
            return
        head = link(head, action.hash) if row.own else head
        if action.header.id != row.id or (row.own and head != row.head):
            yield Broken(number, at)
            return
        yield None
    if head != journal_head(db):
        yield Broken(number + 1, at)


def _loaded(row: object) -> Action | None:
    try:
        return Action.load(row.raw, row.signature, row.salt, row.payload)  # type: ignore[attr-defined]  # as above
    except (NotCanonical, PayloadMismatch):
        return None


def _signed(grants: Grants, action: Action, *, refused: bool) -> bool:
    """Whether the author signed it in a role he held; what the centre refused may lack only the role."""
    try:
        check_author(action, grants)
    except (UnknownSigner, WrongRole):
        return refused
    except RegistryError:
        return False
    return True
