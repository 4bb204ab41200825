"""The mark of a restored store: nothing is printed until the centre has confirmed its history (design 5).

It is lifted by a signed receipt, given after the restore, whose head stands in this journal: then the centre knows no
act of this station that is missing here. A shorter or forked journal gets no receipt, so it stays stopped.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, select

from station.store.facts import Facts, read_fact, write_fact
from station.store.schema import actions
from sync.wire import Receipt

_FROM, _AT = "restored.from", "restored.at"


def mark_restored(facts: Facts, backup_at: str, now: str) -> None:
    """This store came from a backup of `backup_at`."""
    facts.put({_FROM: backup_at.encode(), _AT: now.encode()})


def read_restored(db: Connection) -> str:
    """The moment of the backup; "" for a store that was not restored, or whose history the centre has confirmed."""
    return (read_fact(db, _FROM) or b"").decode()


def confirm_restored(db: Connection, receipt: Receipt) -> None:
    """Lift the mark when a receipt shows that the centre's history of this station is part of ours."""
    if not read_restored(db) or receipt.state != "accepted" or not receipt.chain_head:
        return
    restored = (read_fact(db, _AT) or b"").decode()
    # as times, for the centre writes fractions of a second and `.` sorts before `Z`
    if datetime.fromisoformat(receipt.at) <= datetime.fromisoformat(restored):
        return
    known = exists().where(actions.c.own == 1, actions.c.head == bytes.fromhex(receipt.chain_head))
    if db.scalar(select(known)):
        write_fact(db, _FROM, b"")


def forget_restored(db: Connection) -> None:
    """The centre has decided how this history goes on."""
    write_fact(db, _FROM, b"")
