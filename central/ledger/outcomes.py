"""What became of an act that is here already."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from central.ledger.schema import actions
from registry.actions import Action


@dataclass(frozen=True, slots=True)
class Outcome:
    """The centre's number of an act, and why it was refused; "" when it was taken."""

    number: int
    refused: str


def outcome(db: Connection, action: Action) -> Outcome | None:
    """What became of it when it came before; None for a new one, and "other-content" for another one of its id."""
    query = select(actions.c.number, actions.c.raw, actions.c.signature, actions.c.refused)
    row = db.execute(query.where(actions.c.id == action.header.id)).first()
    if row is None:
        return None
    same = (row.raw, row.signature) == (action.raw, action.signature)
    return Outcome(int(row.number), row.refused if same else "other-content")


def acts_of(db: Connection, station: str, *, since: str, most: int) -> tuple[Action, ...]:
    """Acts of a station dated after a UTC second, among the `most` that came last at this centre."""
    query = select(actions.c.raw, actions.c.signature).order_by(actions.c.number.desc()).limit(most)
    found = (Action.load(row.raw, row.signature, None, None) for row in db.execute(query))
    return tuple(act for act in found if act.header.station == station and act.header.at[:19] > since[:19])
