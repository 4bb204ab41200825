"""A number in full on the screen is an event: it is booked before it is shown (UU 27/2022)."""

from __future__ import annotations

from station.presenters.counter import Counter
from station.work import Work, on


def look(counter: Counter, what: str, subject: str) -> Work[None]:
    """Book that the officer is shown `what` (nik, kk, kartu) of a resident or case; await it first."""
    session = counter.session
    return on("store", session.store.views.note, session.clock.stamp(), session.officer.handle, what, subject)
