"""Cases: actions appended to the journal, read back whole, listed by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from registry.actions import Action, Kind, PayloadMismatch
from registry.canonical import NotCanonical
from registry.case import Case
from station.store.blobs import add_blobs, release_blobs, use_blobs
from station.store.borrowed import ENDED
from station.store.cipher import Cipher
from station.store.drafts import end_draft
from station.store.errors import NotFound, StoreDamaged
from station.store.facts import read_count, write_count
from station.store.index import ROW, CaseFilter, CaseRow, asked, case_row, index_case, read_case, submission_in
from station.store.journal import ChainCheck, check_journal, journal_head, write_journal
from station.store.schema import actions, blob_uses, blobs, cases, payloads

__all__ = ["ENDED", "CaseFilter", "CaseRow", "Cases", "month_of"]


class Cases:
    """Reads and writes cases of one station. `letter` begins the numbers said to people."""

    def __init__(self, cipher: Cipher, letter: str) -> None:
        self._cipher = cipher
        self._letter = letter

    # write ------------------------------------------------------------------------------------------------------------
    def append(
        self,
        own: tuple[Action, ...],
        *,
        blobs: Mapping[str, bytes] | None = None,
        drop_draft: str = "",
        erase: Iterable[str] = (),
    ) -> None:
        """Own actions into the journal, their captures, the end of a draft, and captures to erase: one transaction.

        An action that is already there changes nothing. Raises NotFound when a recording names a capture that is not
        here, Conflict for another action of the same id.
        """
        gone = tuple(erase)
        with self._cipher.writing() as db:
            for action in write_journal(db, own):
                add_blobs(db, blobs or {}, action.header.case, action.header.id)
                _use_captures(db, action)
            if drop_draft:
                end_draft(db, drop_draft)
            for case in {action.header.case for action in own}:
                release_blobs(db, _uses(case, gone))
                index_case(db, case)
        if gone:
            self._cipher.forget_deleted()

    def erase(self, case: str, written: Iterable[str] = (), captures: Iterable[str] = ()) -> None:
        """Take payloads of actions and captures of a case out of the file; headers, hashes and chain stay whole."""
        ids = sorted(written)
        with self._cipher.writing() as db:
            here = (actions.c.case == case, actions.c.id.in_(ids))
            db.execute(delete(payloads).where(payloads.c.action.in_(select(actions.c.id).where(*here))))
            db.execute(update(actions).where(*here).values(erased=1))
            release_blobs(db, _uses(case, captures))
            index_case(db, case)
        self._cipher.forget_deleted()

    def next_number(self, month: str) -> str:
        """The next number of a month (`2611`): D-2611-0418. Numbers are never given twice."""
        name = f"counter.{month}"
        with self._cipher.writing() as db:
            last = read_count(db, name) + 1
            write_count(db, name, last)
        return f"{self._letter}-{month}-{last:04d}"

    # read -------------------------------------------------------------------------------------------------------------
    def get(self, case: str) -> Case:
        """The case folded in final order; raises NotFound, or StoreDamaged when a header or payload was changed."""
        with self._cipher.reading() as db:
            try:
                return read_case(db, case)
            except (NotCanonical, PayloadMismatch) as error:
                raise StoreDamaged(case) from error

    def row(self, case: str) -> CaseRow:
        """The line of one case; raises NotFound."""
        with self._cipher.reading() as db:
            found = db.execute(select(cases).where(cases.c.id == case)).mappings().first()
        if found is None:
            raise NotFound(case)
        return case_row(found)

    def rows(self, names: Iterable[str]) -> dict[str, CaseRow]:
        """The lines of those that are here, by id."""
        with self._cipher.reading() as db:
            found = db.execute(select(cases).where(cases.c.id.in_(list(names)))).mappings().all()
        return {row["id"]: case_row(row) for row in found}

    def by_number(self, number: str) -> CaseRow | None:
        """The line of the case with this number."""
        with self._cipher.reading() as db:
            found = db.execute(select(cases).where(cases.c.number == number)).mappings().first()
        return case_row(found) if found else None

    def courses(self, names: Iterable[str]) -> dict[str, Case]:
        """Cases without what they say of anyone: who did what when. For lists, in one query."""
        columns = (actions.c.case, actions.c.raw, actions.c.signature, actions.c.number)
        here = (actions.c.case.in_(list(names)), actions.c.refused == "")
        found: dict[str, list[tuple[Action, int]]] = {}
        with self._cipher.reading() as db:
            for case, raw, signature, number in db.execute(select(*columns).where(*here).order_by(actions.c.row)):
                found.setdefault(case, []).append((Action.load(raw, signature, None, None), number))
        return {
            case: Case.of((action for action, _ in held), {a.header.id: n for a, n in held if n})
            for case, held in found.items()
        }

    def page(self, wanted: CaseFilter, *, limit: int = 50, offset: int = 0) -> tuple[CaseRow, ...]:
        """One page, sorted by SQL."""
        order = (cases.c.last_at.asc(), ROW) if wanted.oldest_first else (cases.c.last_at.desc(), ROW.desc())
        rows = select(ROW).select_from(cases).where(asked(wanted)).order_by(*order).limit(limit).offset(offset)
        query = select(cases).where(ROW.in_(rows.correlate(None))).order_by(*order)
        with self._cipher.reading() as db:
            return tuple(case_row(row) for row in db.execute(query).mappings())

    def count(self, wanted: CaseFilter) -> int:
        """How many fit."""
        query = select(func.count()).select_from(cases).where(asked(wanted))
        with self._cipher.reading() as db:
            return int(db.scalar(query) or 0)

    def counts(self, wanted: CaseFilter | None = None) -> dict[str, int]:
        """Status -> how many, in one query."""
        query = select(cases.c.status, func.count()).where(asked(wanted or CaseFilter())).group_by(cases.c.status)
        with self._cipher.reading() as db:
            return {str(status): int(many) for status, many in db.execute(query)}

    def open_of(self, resident: str, service: str) -> CaseRow | None:
        """The newest case of a resident for a service that has not ended."""
        where = (cases.c.resident == resident, cases.c.service == service, cases.c.status.not_in(ENDED))
        query = select(cases).where(*where).order_by(cases.c.last_at.desc())
        with self._cipher.reading() as db:
            found = db.execute(query).mappings().first()
        return case_row(found) if found else None

    def open_of_family(self, members: Collection[str], services: Collection[str]) -> CaseRow | None:
        """The newest case of anyone in a family for any of the services that has not ended."""
        who = (cases.c.resident.in_(sorted(members)), cases.c.service.in_(sorted(services)))
        query = select(cases).where(*who, cases.c.status.not_in(ENDED)).order_by(cases.c.last_at.desc())
        with self._cipher.reading() as db:
            found = db.execute(query).mappings().first()
        return case_row(found) if found else None

    # journal ----------------------------------------------------------------------------------------------------------
    def chain_head(self) -> bytes:
        """The newest head of the journal, 32 bytes."""
        with self._cipher.reading() as db:
            return journal_head(db)

    def verify_journal(self) -> ChainCheck:
        """Walk every own action: header hash, payload hash and link."""
        with self._cipher.reading() as db:
            return check_journal(db)


def _use_captures(db: Connection, action: Action) -> None:
    """A recording keeps what it names; without one of them nothing would be accepted by the centre."""
    recording = submission_in(action) if action.header.kind is Kind.SUBMITTED else None
    if recording is None:
        return
    names = recording.blobs()
    here = set(db.scalars(select(blobs.c.sha256).where(blobs.c.sha256.in_(sorted(names)))))
    if names - here:
        raise NotFound(min(names - here))
    use_blobs(db, names, action.header.case, action.header.id)


def _uses(case: str, names: Iterable[str]) -> ColumnElement[bool]:
    return and_(blob_uses.c.case == case, blob_uses.c.sha256.in_(sorted(names)))


def month_of(at: datetime) -> str:
    """The month of a case number in local time: 2611."""
    return f"{at.astimezone():%y%m}"
