"""The centre hears of each line in the books of this location: signed acts that travel like those of a case."""

from __future__ import annotations

from registry.actions import Kind
from registry.case import NotAllowed
from registry.errands import STOCK
from station.desk.pen import write
from station.desk.session import Session


def tell_stock(session: Session) -> int:
    """Sign what was not told yet, also what a cut has left; how many. Nothing where the officer's role or a lock does
    not let him: the lines wait for the next one who may."""
    told = 0
    for name, news in session.store.untold.lines():
        try:
            act = write(session, None, Kind.STOCK_BOOKED, news.item.value, news.to_bytes(), case_id=name, service=STOCK)
        except NotAllowed:
            return told
        session.store.cases.append((act,))
        told += 1
    return told
