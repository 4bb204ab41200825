"""Single look-ups: a station asks for one person or one KK, for an open case and with a reason, and nothing else.

Each is signed by an officer, counted, answered by the feed of his station alone, and stays on record here. What the
centre refuses comes back in the receipt. Permendagri 102/2019: no open look-up service.
"""

from __future__ import annotations

import os
from datetime import timedelta

from central.clock import Clock
from central.keys import CentreKeys
from central.ledger.ledger import Book, StationRow
from central.ledger.lookups import LookupRow, add_lookup, count_lookups, residents_of
from central.office import CENTRE
from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.case import Case
from registry.errands import FOUND, LOOKUP, NONE, Lookup, LookupRefused, fits
from registry.lifecycle import ENDED
from registry.numbers import BadNumber
from registry.officers import Role
from registry.uuid7 import Uuid7Source

A_DAY, PER_DAY = timedelta(days=1), 20


class Lookups:
    """Judges and answers questions; `per_day` is how many one officer may ask in 24 hours."""

    def __init__(self, keys: CentreKeys, clock: Clock, per_day: int = PER_DAY) -> None:
        self._keys = keys
        self._clock = clock
        self._per_day = per_day
        self._ids = Uuid7Source()

    def refusal(self, book: Book, station: StationRow, action: Action) -> str:
        """Why an act of an errand is not taken, "" when it is; signature, role and table were judged before."""
        header = action.header
        if not fits(header.service, header.kind):
            return "no-such-step"
        if header.kind is not Kind.LOOKUP_ASKED:
            return ""
        try:
            asked = Lookup.of(action)
        except LookupRefused as error:
            return error.code
        except BadNumber:
            return "not-a-lookup"
        row = book.case(asked.case)  # a recording under way is not known here
        if row is not None and (row.status in ENDED or row.holder != station.id):
            return "case-ended" if row.status in ENDED else "not-holder"
        since = self._clock.stamp(-A_DAY.total_seconds())
        many = count_lookups(book.connection, station.id, header.author, since)
        return "too-many" if many >= self._per_day else ""

    def answer(self, book: Book, case: Case, action: Action) -> None:
        """Sign how many there are and put it on the feed of the station that asked; who they are is read when it
        comes for the page, so that no second copy lies here."""
        asked, header = Lookup.of(action), action.header
        ids = residents_of(book.connection, asked.number)
        answer = self._sign(case, FOUND if ids else NONE, len(ids))
        book.add_action(answer)
        stamp = self._clock.stamp()
        add_lookup(book.connection, LookupRow(header.case, header.station, header.author, stamp, asked.case, len(ids)))
        body = canonical({"v": 1, "case": header.case, "action": answer.header.id, "residents": list(ids)})
        book.add_feed(header.station, "lookup", body)

    def _sign(self, case: Case, variant: str, many: int) -> Action:
        salt, payload = os.urandom(16), canonical({"v": 1, "found": many})
        header = Header(
            id=self._ids.next(),
            case=case.id,
            service=LOOKUP,
            kind=Kind.LOOKUP_ANSWERED,
            variant=variant,
            author=CENTRE,
            role=Role.CENTRE,
            station=CENTRE,
            after=case.last,
            at=self._clock.stamp(),
            payload=seal_payload(salt, payload),
        )
        raw = header.to_bytes()
        return Action(header, raw, self._keys.signing.sign(raw), salt, payload)
