"""A case held because its person looks like another, and let go again.

A hold is *tahan* with a referral: it stops the way to the upstream until somebody has compared the two. It says nothing
about uniqueness, and lifting it leads back to `Diterima Dinas`, from where the upstream is asked; nothing here can
write an answer of the upstream.
"""

from __future__ import annotations

from central.console.errors import Refused, forbidden
from central.console.page import Visit
from central.console.second import LEAST_REASON, Matter, body_of, propose
from central.ledger.case_lists import Line, line, line_by_number
from central.ledger.proposals import ProposalRow
from registry.actions import Kind
from registry.canonical import Plain
from registry.case import NotAllowed
from registry.lifecycle import Status

LIFT = "lepas-tahan"
REFERRAL = "Dinas membandingkan dua data; penunggalan tetap di Pusat"


def hold(visit: Visit, about: Line, other_number: str) -> None:
    """Hold a case because of another one, by one officer of the Dinas with a reason. Raises Refused."""
    reason = visit.must_have("reason", least=LEAST_REASON)
    other = line_by_number(visit.book.connection, other_number.strip().upper()) if other_number.strip() else None
    if other_number.strip() and (other is None or other.id == about.id):
        raise Refused("no-other", 400)
    said: dict[str, Plain] = {"reason": reason, "referral": REFERRAL, "by": visit.person.name}
    if other is not None:
        said |= {"cases": sorted({about.id, other.id})}
    try:
        visit.desk.office.write(visit.book, about.id, Kind.HELD, "", said)
    except NotAllowed as error:
        raise Refused("no-such-step") from error
    visit.note = "Ditahan. Bandingkan dua data, lalu dua petugas dapat melepasnya."


def propose_lift(visit: Visit, about: Line) -> None:
    """The first of the two who let it go. Raises Refused."""
    if about.status != Status.HELD:
        raise Refused("no-such-step")
    propose(visit, LIFT, about.id, about.area, {"number": about.number})


def _lift(visit: Visit, row: ProposalRow) -> None:
    if line(visit.book.connection, row.subject) is None:
        raise forbidden()
    by = {"officer": visit.person.name, "first": row.proposed_by, "reason": row.reason}
    try:
        visit.desk.dedupe.lift(visit.book, row.subject, **by)
    except NotAllowed as error:
        raise Refused("no-such-step") from error
    visit.note = f"Tahanan {body_of(row)['number']} dilepas. SIAK ditanya lagi seperti biasa."


MATTER = Matter(LIFT, "Melepas tahanan", _lift)
