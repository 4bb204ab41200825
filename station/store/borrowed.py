"""Residents of elsewhere: here for an open case, and gone with it (design 2.8).

They came by a look-up with case and reason, or they were ours and moved away while a case of theirs was open. Who is
in the feed of this kecamatan is never borrowed.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from registry import lifecycle
from registry.people import Resident
from station.store.residents import put_residents, take_out_residents
from station.store.schema import actions, borrowed, cases, drafts, lookups, payloads, residents

ENDED = tuple(status.value for status in lifecycle.ENDED)


def is_open(db: Connection, case: str) -> bool:
    """Whether a case is under way here: as a recording, or handed in and not ended."""
    if db.scalar(select(drafts.c.case).where(drafts.c.case == case)) is not None:
        return True
    status = db.scalar(select(cases.c.status).where(cases.c.id == case))
    return status is not None and status not in ENDED


def borrow(db: Connection, found: Iterable[Resident], case: str) -> list[Resident]:
    """Keep residents for an open case; those of the feed stay. Whose NIK another one holds is given back."""
    people = {resident.id: resident for resident in found}
    here = set(db.scalars(select(residents.c.id).where(residents.c.id.in_(people))))
    lent = set(db.scalars(select(borrowed.c.resident).where(borrowed.c.resident.in_(people))))
    strangers = [who for name, who in people.items() if name not in here or name in lent]
    refused = [who for who, _ in put_residents(db, strangers)]
    lend(db, (who.id for who in strangers if who not in refused), case)
    return refused


def own(db: Connection, ids: Iterable[str]) -> None:
    """The feed says that they live here."""
    db.execute(delete(borrowed).where(borrowed.c.resident.in_(sorted(ids))))


def moved_away(db: Connection, ids: Iterable[str]) -> None:
    """They leave the working copy: at once, or with the last case of theirs that is open here."""
    for resident in sorted(ids):
        wanted = (drafts.c.resident == resident, cases.c.resident == resident)
        open_here = [
            *db.scalars(select(drafts.c.case).where(wanted[0])),
            *db.scalars(select(cases.c.id).where(wanted[1], cases.c.status.not_in(ENDED))),
        ]
        for case in open_here:
            lend(db, (resident,), case)
        if not open_here:
            _take_out_unless_lent(db, [resident])


def give_back(db: Connection, case: str) -> None:
    """The case has ended: whom only it needed goes, and number and reason of its questions too."""
    people = db.scalars(select(borrowed.c.resident).where(borrowed.c.about == case)).all()
    if people:
        db.execute(delete(borrowed).where(borrowed.c.about == case))
        _take_out_unless_lent(db, people)
    asked = db.scalars(select(lookups.c.action).where(lookups.c.about == case, lookups.c.number != "")).all()
    if asked:
        db.execute(delete(payloads).where(payloads.c.action.in_(asked)))
        db.execute(update(actions).where(actions.c.id.in_(asked)).values(erased=1))
        db.execute(update(lookups).where(lookups.c.about == case).values(number="", reason=""))


def make_way(db: Connection, people: Iterable[Resident]) -> None:
    """The feed brings persons under its own ids: who is here on loan or by a file with the same NIK goes, and a
    recording under way goes on with the one of the feed."""
    for who in people:
        if who.nik is None:
            continue
        same = select(residents.c.id).where(residents.c.nik == str(who.nik), residents.c.id != who.id)
        lent = same.where(residents.c.id.in_(select(borrowed.c.resident)))
        for old in db.scalars(lent).all():
            db.execute(update(drafts).where(drafts.c.resident == old).values(resident=who.id))
            db.execute(delete(borrowed).where(borrowed.c.resident == old))
            take_out_residents(db, [old])


def lend(db: Connection, ids: Iterable[str], case: str) -> None:
    """Note for what residents are here: the id of a case, or of the import that brought them."""
    for resident in ids:
        db.execute(insert(borrowed).values(resident=resident, about=case).on_conflict_do_nothing())


def _take_out_unless_lent(db: Connection, ids: Iterable[str]) -> None:
    lent = set(db.scalars(select(borrowed.c.resident).where(borrowed.c.resident.in_(sorted(ids)))))
    take_out_residents(db, sorted(set(ids) - lent))
