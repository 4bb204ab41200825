"""Asking the centre for somebody who does not live here: for an open case, with a reason, signed, one at a time."""

from __future__ import annotations

from registry.actions import Kind
from registry.errands import LOOKUP, Lookup, LookupRefused
from registry.numbers import Nik
from station.desk.pen import write
from station.desk.session import Session
from station.store.lookups import Asked

VIEWED = "ambil-dari-pusat"  # what the audit of views calls it


class LookupDesk:
    """The questions of one officer. They are written and signed at once, and answered when there is a network."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(self, number: str, case_number: str, reason: str) -> str:
        """Sign a question for a NIK or KK number; its id. Raises LookupRefused, BadNumber or NotAllowed: nothing is
        kept then."""
        store, text = self._session.store, case_number.strip().upper()
        about = store.lookups.open_case(text) if text else ""
        if not about and text and store.lookups.known_case(text):
            raise LookupRefused("case-ended")
        asked = Lookup(str(Nik(number)), about, text, " ".join(reason.split()))
        asked.check()
        if store.residents.by_nik(asked.number) is not None:
            raise LookupRefused("here")
        errand = self._session.ids.next()
        action = write(self._session, None, Kind.LOOKUP_ASKED, about, asked.to_bytes(), case_id=errand, service=LOOKUP)
        store.lookups.ask(action, asked)
        store.views.note(self._session.clock.stamp(), self._session.officer.handle, VIEWED, about)
        return errand

    def asked(self, limit: int = 20) -> tuple[Asked, ...]:
        """This officer's questions, the newest first."""
        return self._session.store.lookups.page(officer=self._session.officer.handle, limit=limit)
