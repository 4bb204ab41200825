"""Drafts: rows of this station only, one part for each accepted field and capture."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, true, update
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import Plain, Record, canonical, parse
from station.store.blobs import DRAFT, add_blobs, release_blobs
from station.store.borrowed import give_back, is_open
from station.store.cipher import Cipher
from station.store.errors import NotFound
from station.store.schema import blob_uses, draft_parts, drafts, residents

FAMILY_PART = "family"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A recording that is not yet submitted."""

    case: str
    number: str
    service: str
    resident: str
    officer: str
    touched_at: str
    name: str


class Drafts:
    """Reads and writes drafts; every write is durable when it returns."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def start(self, case: str, service: str, resident: str, officer: str, number: str, at: str) -> None:
        """A new draft."""
        row = {"case": case, "number": number, "service": service, "resident": resident, "officer": officer}
        with self._cipher.writing() as db:
            db.execute(insert(drafts).values(**row, touched_at=at))

    def reopen(self, row: DraftRow, parts: Mapping[str, Mapping[str, Plain]]) -> None:
        """A draft of a case that was submitted before, whole or not at all; one that is open already stays as it is.

        The captures its parts name are held by the earlier submission.
        """
        head = {name: getattr(row, name) for name in DraftRow.__slots__[:6]}
        rows = [{"case": row.case, "part": p, "record": canonical({"v": 1, **record})} for p, record in parts.items()]
        with self._cipher.writing() as db:
            if db.execute(insert(drafts).values(head).on_conflict_do_nothing()).rowcount:
                db.execute(insert(draft_parts), rows)

    def put(self, case: str, part: str, record: Mapping[str, Plain], blobs: Mapping[str, bytes], at: str) -> None:
        """Set one part, with the captures it brings, in one transaction; raises NotFound when there is no such draft.

        Captures brought earlier to the same part stay until the part or the draft ends: a photo has several takes.
        """
        row = {"case": case, "part": part, "record": canonical({"v": 1, **record})}
        with self._cipher.writing() as db:
            if not db.execute(update(drafts).where(drafts.c.case == case).values(touched_at=at)).rowcount:
                raise NotFound(case)
            db.execute(insert(draft_parts).values(row).on_conflict_do_update(index_elements=["case", "part"], set_=row))
            add_blobs(db, blobs, case, DRAFT + part)

    def put_service(self, case: str, service: str) -> None:
        """What is asked for turned out to be another service."""
        with self._cipher.writing() as db:
            db.execute(update(drafts).where(drafts.c.case == case).values(service=service))

    def drop_part(self, case: str, part: str) -> None:
        """Take one part out, with its captures."""
        with self._cipher.writing() as db:
            db.execute(delete(draft_parts).where(draft_parts.c.case == case, draft_parts.c.part == part))
            release_blobs(db, (blob_uses.c.case == case) & (blob_uses.c.user == DRAFT + part))

    def get(self, case: str) -> DraftRow:
        """The draft's row; raises NotFound."""
        found = self._rows(drafts.c.case == case)
        if not found:
            raise NotFound(case)
        return found[0]

    def parts(self, case: str) -> dict[str, Record]:
        """Every part by name."""
        with self._cipher.reading() as db:
            rows = db.execute(select(draft_parts.c.part, draft_parts.c.record).where(draft_parts.c.case == case)).all()
        return {part: _plain(record) for part, record in rows}

    def all(self) -> tuple[DraftRow, ...]:
        """Every draft at this station, the last touched first."""
        return self._rows(true())

    def of_officer(self, officer: str) -> tuple[DraftRow, ...]:
        """An officer's drafts, the last touched first."""
        return self._rows(drafts.c.officer == officer)

    def of_resident(self, resident: str, service: str) -> DraftRow | None:
        """The open draft of a resident for a service."""
        found = self._rows((drafts.c.resident == resident) & (drafts.c.service == service))
        return found[0] if found else None

    def of_family(self, members: Collection[str], services: Collection[str]) -> DraftRow | None:
        """The draft last touched of anyone in a family for any of the services."""
        found = self._rows(drafts.c.resident.in_(sorted(members)) & drafts.c.service.in_(sorted(services)))
        return found[0] if found else None

    def drop(self, case: str) -> None:
        """End a draft without submitting it; its captures go with it."""
        with self._cipher.writing() as db:
            end_draft(db, case)
            if not is_open(db, case):  # one that was handed in before stays under way
                give_back(db, case)
        self._cipher.forget_deleted()

    def _rows(self, where: ColumnElement[bool]) -> tuple[DraftRow, ...]:
        columns = (*(drafts.c[name] for name in DraftRow.__slots__[:6]), residents.c.name)
        joined = drafts.outerjoin(residents, residents.c.id == drafts.c.resident)
        query = select(*columns).select_from(joined).where(where).order_by(drafts.c.touched_at.desc())
        with self._cipher.reading() as db:
            return tuple(_row(db, list(found)) for found in db.execute(query).all())


def _row(db: Connection, found: list[Any]) -> DraftRow:
    """A draft's row; who comes on a new KK is in no register yet, and has his name from what was entered."""
    case, number, service, resident, officer, touched_at, name = found
    name = _entered_name(db, case, resident) if name is None else name
    return DraftRow(case, number, service, resident, officer, touched_at, name)


def _entered_name(db: Connection, case: str, resident: str) -> str:
    where = (draft_parts.c.case == case, draft_parts.c.part == FAMILY_PART)
    record = db.scalar(select(draft_parts.c.record).where(*where))
    added = (edit["resident"] for edit in _plain(record)["edits"] if edit["kind"] == "added") if record else ()
    return next((str(who["name"]) for who in added if who["id"] == resident), "")


def end_draft(db: Connection, case: str) -> None:
    """Take a draft out within a transaction; captures that an action names stay."""
    db.execute(delete(drafts).where(drafts.c.case == case))
    release_blobs(db, (blob_uses.c.case == case) & blob_uses.c.user.startswith(DRAFT))


def _plain(record: bytes) -> Record:
    found = parse(record)
    found.pop("v")
    return found
