"""Berkas: the list with its filters in the address, and one case with everything that was done to it.

Captures are never shown. What says who the person is stays masked until somebody with a reason asks for it.
"""

from __future__ import annotations

from central.console.accounts import ConsoleRole
from central.console.chips import CHIPS
from central.console.errors import Refused, forbidden
from central.console.history import Personal, personal, refused_steps, steps
from central.console.holds import hold, propose_lift
from central.console.lateness import is_late, limits
from central.console.page import OFFICES, Page, Pager, Values, Visit
from central.console.words import days_between
from central.ledger.case_lists import Line, Wanted, count, line, lines
from central.ledger.proposals import open_proposal
from central.office import load_case
from registry.lifecycle import Status
from registry.services import UnknownService, service

LEAST_REASON = 5


def listed(visit: Visit) -> Values:
    """The cases that the filters of the address leave, the longest waiting first."""
    wanted = wanted_from(visit)
    db = visit.book.connection
    pager = Pager.of(visit, count(db, wanted))
    found = lines(db, wanted, limit=pager.size, offset=pager.offset)
    return {"rows": [_row(visit, one) for one in found], "pager": pager, **choices(visit)}


def wanted_from(visit: Visit) -> Wanted:
    """The filters as the address gives them; a UPTD's own kecamatan stands before any it asks for."""
    status, late = visit.query.get("status", ""), visit.query.get("terlambat", "") == "1"
    if status and status not in set(Status):
        raise Refused("bad-field", 400)
    same = {one.value for one, chip in CHIPS.items() if status and chip.word == CHIPS[Status(status)].word}
    return Wanted(visit.area, frozenset(same), visit.query.get("nomor", "").strip().upper(), late, limits(visit.now))


def choices(visit: Visit) -> dict[str, object]:
    """What a filter may be set to."""
    regions = [r for r in visit.desk.regions.children(visit.desk.area) if visit.person.sees(r.code)]
    words = {chip.word: status.value for status, chip in reversed(CHIPS.items()) if status is not Status.NEW}
    statuses = [("", "semua"), *((name, word) for word, name in reversed(words.items()))]
    return {"areas": [("", "semua"), *((r.code, r.name) for r in regions)], "statuses": statuses, "query": visit.query}


def shown(visit: Visit) -> Values:
    """One case, masked."""
    return _case(visit, revealed=False)


def reveal(visit: Visit) -> Values:
    """The same with the person's data for half a minute; the reason is booked."""
    reason = visit.must_have("reason", least=LEAST_REASON)
    found = _case(visit, revealed=True)
    visit.audit("buka data", detail=reason)
    return found


def do_hold(visit: Visit) -> str:
    """Hold it; only the Dinas does."""
    hold(visit, _of_dinas(visit), visit.form.get("other", ""))
    return ""


def do_propose_lift(visit: Visit) -> str:
    """Ask a second officer to let it go."""
    propose_lift(visit, _of_dinas(visit))
    return ""


def _of_dinas(visit: Visit) -> Line:
    if visit.person.role is not ConsoleRole.DINAS:
        raise forbidden()
    return must_see(visit, visit.given["case"])


def must_see(visit: Visit, case_id: str) -> Line:
    """The case in its row; raises Refused alike for one that is not there and one of another kecamatan."""
    found = line(visit.book.connection, case_id)
    if found is None or not visit.person.sees(found.area):
        raise forbidden()
    visit.subject = case_id
    return found


def service_name(name: str) -> str:
    """What is asked for, as the counter calls it."""
    try:
        return service(name).name
    except UnknownService:
        return name or "—"


def _case(visit: Visit, *, revealed: bool) -> Values:
    found = must_see(visit, visit.given["case"])
    case = load_case(visit.book, found.id)
    who: Personal = personal(case, visit.desk.regions, revealed=revealed)
    lift = open_proposal(visit.book.connection, "lepas-tahan", found.id)
    return {
        "row": _row(visit, found),
        "steps": steps(visit.book, case),
        "refused": refused_steps(visit.book, case),
        "who": who,
        "revealed": revealed,
        "lift": lift,
        "may_hold": Status(found.status) in HOLDABLE,
    }


def _row(visit: Visit, one: Line) -> dict[str, object]:
    days = max(0, days_between(one.since, visit.at))
    late = is_late(one.status, one.since, visit.now)
    return {"case": one, "service": service_name(one.service), "days": days, "late": late}


HOLDABLE = frozenset(
    {Status.VERIFIED, Status.RECEIVED, Status.IN_TRANSIT, Status.SEARCHING, Status.ADJUDICATED, Status.RESEND}
)
PAGES = (
    Page("/kasus", "Berkas", "kasus.html", OFFICES, listed, group="Pemantauan"),
    Page(
        "/kasus/{case}",
        "Berkas",
        "berkas.html",
        OFFICES,
        shown,
        deeds={"tampilkan": reveal, "tahan": do_hold, "usul-lepas": do_propose_lift},
    ),
)
