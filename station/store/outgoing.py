"""What waits to be sent, for the sync page and the light: figures and pages from SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from station.store.cipher import Cipher
from station.store.requests import count_unsealed_requests
from station.store.schema import actions, cases, packets, problems


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A sealed file that waits, or one the centre refused and nobody has seen to. `number` is "" for a packet that
    belongs to no case; `next_at` "" for the next round."""

    id: str
    number: str
    kind: str
    size: int
    created: str
    tries: int
    reason: str
    next_at: str
    state: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, sealed and not yet sealed, how many bytes of it are sealed, the oldest (UTC stamp, "" for none),
    and how many packets the centre has refused."""

    count: int = 0
    size: int = 0
    oldest: str = ""
    refused: int = 0


class OutgoingList:
    """Reads packets on their way."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def backlog(self) -> Backlog:
        """The figures."""
        sealed = select(func.count(), func.sum(packets.c.size), func.min(packets.c.created))
        unsealed = (actions.c.own == 1, actions.c.packet == "", actions.c.number == 0, actions.c.refused == "")
        fresh = select(func.count(func.distinct(actions.c.case)), func.min(actions.c.at)).where(*unsealed)
        refused = select(func.count()).select_from(packets).where(_refused())
        with self._cipher.reading() as db:
            many, size, first = db.execute(sealed.where(packets.c.state == "waiting")).one()
            new, since = db.execute(fresh).one()
            asked = count_unsealed_requests(db)
            oldest = min((stamp for stamp in (first, since) if stamp), default="")
            return Backlog(many + new + asked, size or 0, oldest, int(db.scalar(refused) or 0))

    def count(self) -> int:
        """How many lines the list has."""
        with self._cipher.reading() as db:
            return int(db.scalar(select(func.count()).select_from(packets).where(_shown())) or 0)

    def page(self, offset: int, limit: int) -> tuple[Outgoing, ...]:
        """Lines of the list: what was refused first, then what has waited longest."""
        columns = [packets.c[name] for name in Outgoing.__slots__ if name != "number"]
        number = func.coalesce(cases.c.number, "").label("number")
        query = select(*columns, number).select_from(packets.outerjoin(cases, cases.c.id == packets.c.case))
        order = (packets.c.state, packets.c.created, packets.c.id)  # "refused" stands before "waiting"
        with self._cipher.reading() as db:
            rows = db.execute(query.where(_shown()).order_by(*order).limit(limit).offset(offset)).mappings()
            return tuple(Outgoing(**row) for row in rows)


def _shown() -> ColumnElement[bool]:
    return or_(packets.c.state == "waiting", _refused())


def _refused() -> ColumnElement[bool]:
    open_problem = exists().where(problems.c.subject == packets.c.id, problems.c.solved == 0)
    return and_(packets.c.state == "refused", open_problem)
