"""Cases: actions appended to the journal, folded for the index, read back whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, true, update
from sqlalchemy.dialects.sqlite import insert

from registry.actions import GENESIS, Action, Kind, link
from registry.case import Case
from registry.submission import Submission
from station.store.cipher import Cipher
from station.store.errors import NotFound
from station.store.facts import add_blobs, read_fact, write_fact
from station.store.schema import actions, cases, drafts, payloads


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list of cases."""

    id: str
    number: str
    name: str
    resident: str
    birth_date: str
    service: str
    status: str
    upstream: str
    holder: str
    recorder: str
    approver: str
    recorded_at: str
    last_at: str
    receipted: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases: statuses (none: all), the station that holds them, the recorder, words of name or number."""

    statuses: tuple[str, ...] = ()
    holder: str = ""
    recorder: str = ""
    text: str = ""
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The journal walked from its beginning: how many links, and the first that does not fit (0: none)."""

    count: int
    broken_at: int


class Cases:
    """Reads and writes cases of one station. `letter` begins the numbers said to people."""

    def __init__(self, cipher: Cipher, letter: str) -> None:
        self._cipher = cipher
        self._letter = letter

    def append(
        self, fresh: tuple[Action, ...], *, blobs: Mapping[str, bytes] | None = None, drop_draft: str = ""
    ) -> None:
        """Own actions into the journal, their captures, and the end of a draft: one transaction."""
        with self._cipher.writing() as db:
            add_blobs(db, blobs or {})
            for action in fresh:
                head = link(read_fact(db, "journal.head") or GENESIS, action.hash)
                add_action(db, action, number=0, own=True, head=head)
                write_fact(db, "journal.head", head)
            for case in {action.header.case for action in fresh}:
                index_case(db, case)
            if drop_draft:
                db.execute(delete(drafts).where(drafts.c.case == drop_draft))

    def get(self, case: str) -> Case:
        """The case folded in final order; raises NotFound."""
        with self._cipher.reading() as db:
            return read_case(db, case)

    def row(self, case: str) -> CaseRow:
        """The line of one case; raises NotFound."""
        with self._cipher.reading() as db:
            found = db.execute(select(cases).where(cases.c.id == case)).first()
        if found is None:
            raise NotFound(case)
        return _row(found)

    def page(self, wanted: CaseFilter, *, limit: int = 50, offset: int = 0) -> tuple[CaseRow, ...]:
        """One page, sorted by SQL."""
        order = cases.c.last_at.asc() if wanted.oldest_first else cases.c.last_at.desc()
        query = select(cases).where(_where(wanted)).order_by(order, cases.c.id).limit(limit).offset(offset)
        with self._cipher.reading() as db:
            return tuple(_row(row) for row in db.execute(query))

    def count(self, wanted: CaseFilter) -> int:
        """How many fit."""
        query = select(func.count()).select_from(cases).where(_where(wanted))
        with self._cipher.reading() as db:
            return int(db.scalar(query) or 0)

    def open_of(self, resident: str, service: str) -> CaseRow | None:
        """The newest case of a resident for a service that has not ended."""
        ended = ("handed-over", "rejected", "cancelled")
        where = (cases.c.resident == resident, cases.c.service == service, cases.c.status.not_in(ended))
        with self._cipher.reading() as db:
            found = db.execute(select(cases).where(*where).order_by(cases.c.last_at.desc())).first()
        return _row(found) if found else None

    def next_number(self, month: str) -> str:
        """The next number of a month (`2611`): D-2611-0418. Numbers are never given twice."""
        with self._cipher.writing() as db:
            last = int.from_bytes(read_fact(db, f"counter.{month}") or b"\0", "big") + 1
            write_fact(db, f"counter.{month}", last.to_bytes(4, "big"))
        return f"{self._letter}-{month}-{last:04d}"

    def verify_journal(self) -> ChainCheck:
        """Walk every own action: header hash, payload hash and link."""
        with self._cipher.reading() as db:
            query = select(actions.c.raw, actions.c.head).where(actions.c.own == 1).order_by(actions.c.row)
            head, count = GENESIS, 0
            for raw, stored in db.execute(query):
                count += 1
                head = link(head, _hash(raw))
                if head != stored:
                    return ChainCheck(count, count)
            whole = head == (read_fact(db, "journal.head") or GENESIS)
        return ChainCheck(count, 0 if whole else count + 1)


def add_action(db: Connection, action: Action, *, number: int, own: bool, head: bytes = b"") -> None:
    """Insert an action once; a repeated one only gains its number."""
    known = db.execute(select(actions.c.number).where(actions.c.id == action.header.id)).first()
    if known is not None:
        if number and not known.number:
            db.execute(update(actions).where(actions.c.id == action.header.id).values(number=number))
        return
    row = {"id": action.header.id, "case": action.header.case, "raw": action.raw, "signature": action.signature}
    more = {"number": number, "own": int(own), "packet": "", "refused": "", "head": head}
    db.execute(insert(actions).values(**row, **more))
    if action.salt is not None and action.payload is not None:
        db.execute(insert(payloads).values(action=action.header.id, salt=action.salt, payload=action.payload))


def read_actions(db: Connection, where: ColumnElement[bool]) -> tuple[tuple[Action, int], ...]:
    """Actions with their numbers in the order they came."""
    joined = actions.outerjoin(payloads, payloads.c.action == actions.c.id)
    columns = (actions.c.raw, actions.c.signature, payloads.c.salt, payloads.c.payload, actions.c.number)
    rows = db.execute(select(*columns).select_from(joined).where(where).order_by(actions.c.row))
    return tuple((Action.load(r[0], r[1], r[2], r[3]), r[4]) for r in rows)


def read_case(db: Connection, case: str) -> Case:
    """The case within a transaction; what the centre refused is left out."""
    found = read_actions(db, and_(actions.c.case == case, actions.c.refused == ""))
    if not found:
        raise NotFound(case)
    return Case.of((action for action, _ in found), {a.header.id: n for a, n in found if n})


def index_case(db: Connection, case: str) -> None:
    """Write the line of a case anew from its actions."""
    folded = read_case(db, case)
    submitted = folded.latest(Kind.SUBMITTED)
    approved = folded.latest(Kind.PRINT_APPROVED)
    pending = select(actions.c.id).where(actions.c.case == case, actions.c.own == 1, actions.c.number == 0)
    row = {
        "id": case,
        **_applicant(db, case, folded),
        "service": folded.service,
        "status": folded.status.value,
        "upstream": folded.upstream,
        "holder": folded.holder,
        "recorder": submitted.header.author if submitted else "",
        "approver": approved.header.author if approved else "",
        "recorded_at": submitted.header.at if submitted else "",
        "last_at": folded.actions[-1].header.at if folded.actions else "",
        "receipted": int(db.execute(pending).first() is None),
    }
    db.execute(insert(cases).values(row).on_conflict_do_update(index_elements=["id"], set_=row))


def _applicant(db: Connection, case: str, folded: Case) -> dict[str, str]:
    """Name and number from the recording; from the line as it was once that is erased."""
    submitted = folded.latest(Kind.SUBMITTED)
    if submitted is not None and submitted.payload is not None:
        recording = Submission.from_record(submitted.record)
        who = recording.resident
        born = who.birth_date.isoformat()
        return {"number": recording.number, "name": who.name, "resident": who.id, "birth_date": born}
    old = db.execute(select(cases).where(cases.c.id == case)).first()
    names = ("number", "name", "resident", "birth_date")
    return {name: getattr(old, name) if old else "" for name in names}


def _where(wanted: CaseFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.statuses:
        parts.append(cases.c.status.in_(wanted.statuses))
    if wanted.holder:
        parts.append(cases.c.holder == wanted.holder)
    if wanted.recorder:
        parts.append(cases.c.recorder == wanted.recorder)
    if wanted.text:
        words = wanted.text.strip().upper()
        parts.append(or_(cases.c.name.contains(words, autoescape=True), cases.c.number.startswith(words)))
    return and_(*parts)


def _row(row: Iterable[object]) -> CaseRow:
    *texts, receipted = row
    names = CaseRow.__slots__[:13]
    return CaseRow(receipted=bool(receipted), **{name: str(text) for name, text in zip(names, texts, strict=True)})


def _hash(raw: bytes) -> bytes:
    return sha256(raw).digest()


def month_of(at: datetime) -> str:
    """The month of a case number in local time: 2611."""
    return f"{at.astimezone():%y%m}"
