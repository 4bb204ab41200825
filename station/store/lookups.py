"""Questions to the centre for one person or one KK: asked, waiting, answered or refused."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.actions import Action
from registry.errands import Lookup
from registry.people import Resident
from station.store.borrowed import borrow, is_open
from station.store.cipher import Cipher
from station.store.journal import write_journal
from station.store.problems import NIK_TAKEN, keep_problem
from station.store.schema import actions, cases, drafts, lookups


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `answer` is "" while it waits, "ada" or "tidak-ada"; `refused` the centre's code or "". Number
    and reason are "" once the case has ended."""

    id: str
    about: str
    case_number: str
    number: str
    reason: str
    officer: str
    at: str
    answer: str
    found: int
    refused: str


class Lookups:
    """Reads and writes questions."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def ask(self, action: Action, asked: Lookup) -> None:
        """A signed question into the journal, and its line: one transaction."""
        said = action.header
        row = {
            "id": said.case,
            "action": said.id,
            "about": asked.case,
            "case_number": asked.case_number,
            "number": asked.number,
            "reason": asked.reason,
            "officer": said.author,
            "at": said.at,
        }
        with self._cipher.writing() as db:
            if write_journal(db, (action,)):
                db.execute(insert(lookups).values(**row, answer="", found=0))

    def page(self, *, officer: str = "", limit: int = 50, offset: int = 0) -> tuple[Asked, ...]:
        """The newest first, of one officer or of all."""
        joined = lookups.outerjoin(actions, actions.c.id == lookups.c.action)
        columns = [lookups.c[name] for name in Asked.__slots__[:-1]]
        query = select(*columns, actions.c.refused).select_from(joined)
        query = query.where(lookups.c.officer == officer) if officer else query
        query = query.order_by(lookups.c.at.desc(), lookups.c.id.desc()).limit(limit).offset(offset)
        with self._cipher.reading() as db:
            return tuple(_asked(row) for row in db.execute(query).mappings())

    def open_case(self, number: str) -> str:
        """The id of the open case, recorded or under way, that is said to people as `number`; "" when there is none."""
        with self._cipher.reading() as db:
            for table, column in ((drafts, drafts.c.case), (cases, cases.c.id)):
                for case in db.scalars(select(column).where(table.c.number == number)):
                    if is_open(db, case):
                        return str(case)
        return ""

    def known_case(self, number: str) -> bool:
        """Whether a case of that number was ever here."""
        with self._cipher.reading() as db:
            return db.scalar(select(cases.c.id).where(cases.c.number == number)) is not None


def take_answer(db: Connection, answer: Action, found: tuple[Resident, ...]) -> None:
    """What the centre said within a transaction: who came is kept while the case is open."""
    row = db.execute(select(lookups.c.about).where(lookups.c.id == answer.header.case)).first()
    if row is None:
        return  # this store is an older copy: it asked nothing, and keeps nobody
    values = {"answer": answer.header.variant, "found": len(found)}
    db.execute(update(lookups).where(lookups.c.id == answer.header.case).values(values))
    if found and is_open(db, row.about):
        for resident in borrow(db, found, row.about):
            keep_problem(db, answer.header.at, NIK_TAKEN, resident.id, resident.to_record())


def _asked(row: RowMapping) -> Asked:
    return Asked(**{**row, "refused": row["refused"] or ""})
