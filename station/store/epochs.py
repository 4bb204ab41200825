"""A new epoch as the feed brings it: the journal goes on from the last act that the centre has too (sync.epochs).

All of it or nothing, within the transaction of its page: what came after that act is sent anew under the new number,
prints that the centre knows of are spent, and the mark of a restored store goes. The log of prints outside the store
learns of it right after (Releases.settle_epoch); until then printing stays stopped.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from registry.actions import GENESIS
from registry.canonical import Record, parse
from registry.officers import UnknownSigner
from station.store.errors import Conflict
from station.store.facts import read_count, read_fact, write_count, write_fact
from station.store.index import index_case
from station.store.problems import keep_problem, solve_about
from station.store.requests import unseal_request
from station.store.restored import forget_restored
from station.store.schema import actions, packets, spendings
from sync.epochs import NewEpoch
from sync.keys import ed25519_check

OTHER_EPOCH, OWN_UNKNOWN = "epoch-of-other-history", "own-act-unknown"
_EPOCH, _UNSETTLED, _LOST, _ACKNOWLEDGED = "epoch", "epoch.unsettled", "epoch.lost", "journal.acknowledged"


def read_epoch(db: Connection) -> int:
    """The number the centre gave last; 0 before it gave one after the enrolment."""
    return read_count(db, _EPOCH)


def epoch_unsettled(db: Connection) -> bool:
    """Whether the log outside has not been told yet."""
    return bool(read_fact(db, _UNSETTLED))


def mark_settled(db: Connection) -> None:
    """The log outside has been told."""
    write_fact(db, _UNSETTLED, b"")


def given_back(db: Connection, action: str) -> bool:
    """Whether the centre has said that it has an act of ours that we lost."""
    return action.encode() in (read_fact(db, _LOST) or b"").split()


def take_epoch(db: Connection, record: Record, *, station: str, centre_key: str, at: str) -> None:
    """Go on under a new epoch. Raises UnknownSigner for a forged one, Conflict for another station's.

    One whose journal is not this one is kept as a problem and changes nothing; one that is known is old news.
    """
    raw, mark = bytes.fromhex(record["epoch"]), bytes.fromhex(record["signature"])
    if not ed25519_check(bytes.fromhex(centre_key), raw, mark):
        raise UnknownSigner("epoch")
    given = NewEpoch.from_bytes(raw)
    if given.station != station:
        raise Conflict("epoch")
    if given.epoch <= max(read_epoch(db), _enrolled(db)):
        return
    if not _has(db, given.count, given.head) or not _has(db, given.seen_count, given.seen_head):
        keep_problem(db, at, OTHER_EPOCH, str(given.epoch))
        return
    _go_on(db, given)


def _go_on(db: Connection, given: NewEpoch) -> None:
    _send_anew(db, given.count)
    _spend(db, given)
    before = (read_fact(db, _LOST) or b"").split()
    write_fact(db, _LOST, b" ".join((*before, *(name.encode() for name in given.lost))))
    lost = select(actions.c.id).where(actions.c.id.in_(given.lost))
    solve_about(db, OWN_UNKNOWN, lost)
    forget_restored(db)
    write_count(db, _ACKNOWLEDGED, given.count)
    write_count(db, _EPOCH, given.epoch)
    write_fact(db, _UNSETTLED, b"1")


def _has(db: Connection, count: int, head: str) -> bool:
    """Whether our journal stands at `head` after so many acts."""
    if count == 0:
        return head == GENESIS.hex()
    own = select(actions.c.head).where(actions.c.own == 1).order_by(actions.c.row)
    found: bytes | None = db.scalar(own.limit(1).offset(count - 1))
    return found is not None and found.hex() == head


def _send_anew(db: Connection, count: int) -> None:
    """Sealed files of the old epoch are no use; what the centre has not numbered, or has lost itself, goes again."""
    for packet in db.scalars(select(packets.c.id).where(packets.c.state == "waiting")).all():
        unseal_request(db, packet)
    db.execute(packets.delete().where(packets.c.state == "waiting"))
    after = select(actions.c.row).where(actions.c.own == 1).order_by(actions.c.row).limit(-1).offset(count)
    rows = db.scalars(after).all()
    touched = set(db.scalars(select(actions.c.case).where(actions.c.row.in_(rows), actions.c.number != 0)))
    db.execute(update(actions).where(actions.c.row.in_(rows)).values(number=0))
    db.execute(update(actions).where(actions.c.own == 1, actions.c.number == 0).values(packet=""))
    for case in touched:
        index_case(db, case)


def _spend(db: Connection, given: NewEpoch) -> None:
    """The higher count of each release stands, and a good card stays one."""
    for serial in {*given.begun, *given.good}:
        row = {"serial": serial, "intended": 0, "begun": 0, "good": 0}
        db.execute(insert(spendings).values(row).on_conflict_do_nothing())
        known = db.execute(select(spendings).where(spendings.c.serial == serial)).one()
        begun = max(known.begun, given.begun.get(serial, 0))
        good = max(known.good, int(serial in given.good))
        values = {"intended": max(known.intended, begun), "begun": begun, "good": good}
        db.execute(update(spendings).where(spendings.c.serial == serial).values(values))


def _enrolled(db: Connection) -> int:
    """The number of the enrolment."""
    return int(parse(read_fact(db, "identity") or b'{"epoch":0}')["epoch"])
