"""The lock of a station's printing, signed as every item of its feed is; laid and lifted by two officers of the Dinas.

Recording goes on under it (design: only the centre's lock stops printing, and it stops nothing else).
"""

from __future__ import annotations

from central.console.errors import forbidden
from central.console.page import Visit
from central.console.second import Matter, body_of, propose
from central.ledger.boards import Lock, put_lock
from central.ledger.proposals import ProposalRow
from registry.canonical import canonical

LOCK = "kunci-cetak"


def propose_lock(visit: Visit, station: str, *, locked: bool) -> None:
    """The first of the two."""
    row = visit.book.station(station)
    if row is None:
        raise forbidden()
    propose(visit, LOCK, station, row.area[:8], {"locked": int(locked)})


def _carry_out(visit: Visit, row: ProposalRow) -> None:
    locked = int(body_of(row)["locked"])
    put_lock(visit.book.connection, Lock(row.subject, locked, row.reason, visit.at, row.proposed_by, visit.person.name))
    item = canonical({"v": 1, "locked": locked, "reason": row.reason, "at": visit.at})
    visit.book.add_feed(row.subject, "lock" if locked else "unlock", item)
    done = "dikunci" if locked else "dibuka"
    visit.note = f"Pencetakan {row.subject} {done} pada sambungan berikutnya; perekaman tetap berjalan."


MATTER = Matter(LOCK, "Kunci pencetakan", _carry_out)
