"""The station's journal: its own actions in the order they were written, each linked to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.actions import GENESIS, Action, PayloadMismatch, link
from registry.canonical import NotCanonical
from station.store.errors import Conflict
from station.store.facts import read_fact, write_fact
from station.store.schema import actions, payloads

_HEAD = "journal.head"


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The journal walked from its beginning: how many links, and the first that does not fit (0: none)."""

    count: int
    broken_at: int


def journal_head(db: Connection) -> bytes:
    """The newest head; GENESIS for a station that has done nothing yet."""
    return read_fact(db, _HEAD) or GENESIS


def write_journal(db: Connection, own: Iterable[Action]) -> tuple[Action, ...]:
    """Add own actions, and give back those that were new; raises Conflict for another one under the same id."""
    fresh = []
    for action in own:
        head = link(journal_head(db), action.hash)
        if add_action(db, action, head=head):
            write_fact(db, _HEAD, head)
            fresh.append(action)
    return tuple(fresh)


def add_action(db: Connection, action: Action, *, number: int = 0, head: bytes = b"") -> bool:
    """Insert an action; whether it is new. A known one may gain its number and a payload it came without.

    With `head` it is an own action and part of the journal. Raises Conflict for another action under the same id.
    """
    known = db.execute(select(actions).where(actions.c.id == action.header.id)).first()
    if known is None:
        row = {"id": action.header.id, "case": action.header.case, "raw": action.raw, "signature": action.signature}
        state = {"number": number, "own": int(bool(head)), "packet": "", "refused": "", "erased": 0, "head": head}
        db.execute(insert(actions).values(**row, **state))
        _add_payload(db, action)
        return True
    if known.raw != action.raw:
        raise Conflict(action.header.id)
    if number and not known.number:
        db.execute(update(actions).where(actions.c.id == action.header.id).values(number=number))
    if not known.erased:
        _add_payload(db, action)
    return False


def _add_payload(db: Connection, action: Action) -> None:
    if action.salt is not None and action.payload is not None:
        row = {"action": action.header.id, "salt": action.salt, "payload": action.payload}
        db.execute(insert(payloads).values(row).on_conflict_do_nothing())


def read_actions(db: Connection, where: ColumnElement[bool]) -> tuple[tuple[Action, int], ...]:
    """Actions with their numbers in the order they came."""
    joined = actions.outerjoin(payloads, payloads.c.action == actions.c.id)
    columns = (actions.c.raw, actions.c.signature, payloads.c.salt, payloads.c.payload, actions.c.number)
    rows = db.execute(select(*columns).select_from(joined).where(where).order_by(actions.c.row))
    return tuple((Action.load(r[0], r[1], r[2], r[3]), r[4]) for r in rows)


def check_journal(db: Connection) -> ChainCheck:
    """Walk every own action: its header's id and hash, the hash of its payload, its link, and the head at the end."""
    joined = actions.outerjoin(payloads, payloads.c.action == actions.c.id)
    columns = (actions.c.id, actions.c.raw, actions.c.head, payloads.c.salt, payloads.c.payload)
    query = select(*columns).select_from(joined).where(actions.c.own == 1).order_by(actions.c.row)
    head, count = GENESIS, 0
    for name, raw, stored, salt, payload in db.execute(query):
        count += 1
        try:
            action = Action.load(raw, b"", salt, payload)
        except (NotCanonical, PayloadMismatch):
            return ChainCheck(count, count)
        head = link(head, action.hash)
        if head != stored or action.header.id != name:
            return ChainCheck(count, count)
    return ChainCheck(count, 0 if head == journal_head(db) else count + 1)
