"""Data ganda: what is held or answered as a duplicate, and two data side by side.

Comparing is all that is done here. Whether two are one is said by Pusat (DUPLICATE_RECORD, ADJUDICATE_RECORD), never
by Loket.
"""

from __future__ import annotations

from dataclasses import dataclass

from central.console.history import fields_of, resident_of
from central.console.page import OFFICES, Page, Pager, Values, Visit
from central.console.views.cases import LEAST_REASON, must_see, service_name
from central.console.words import days_between
from central.ledger.case_lists import Line, Wanted, count, line, lines
from central.office import load_case
from registry.actions import Kind
from registry.case import Case
from registry.lifecycle import Status

ALIKE = frozenset({Status.HELD.value, Status.DUPLICATE.value, Status.ADJUDICATED.value})


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of both, as shown, and whether they are the same underneath."""

    label: str
    left: str
    right: str
    same: bool


def listed(visit: Visit) -> Values:
    """Every case that looks like another, the oldest first."""
    wanted = Wanted(area=visit.area, statuses=ALIKE)
    pager = Pager.of(visit, count(visit.book.connection, wanted))
    rows = lines(visit.book.connection, wanted, limit=pager.size, offset=pager.offset)
    made = [(row, service_name(row.service), max(0, days_between(row.since, visit.at))) for row in rows]
    return {"rows": made, "pager": pager}


def shown(visit: Visit) -> Values:
    """Both, masked; whether a field is the same shows all the same."""
    return _both(visit, revealed=False)


def reveal(visit: Visit) -> Values:
    """Both, open for half a minute, for a reason that is booked."""
    reason = visit.must_have("reason", least=LEAST_REASON)
    found = _both(visit, revealed=True)
    visit.audit("buka data", detail=reason)
    return found


def _both(visit: Visit, *, revealed: bool) -> Values:
    left = must_see(visit, visit.given["case"])
    case = load_case(visit.book, left.id)
    others = _others(visit, case)
    seen = [one for one in others if visit.person.sees(one.area)]
    right = next((one for one in seen if one.id == visit.query.get("dengan")), seen[0] if seen else None)
    pairs = _pairs(visit, case, load_case(visit.book, right.id), revealed) if right else ()
    return {
        "left": left,
        "right": right,
        "choices": seen,
        "far": len(others) - len(seen),
        "pairs": pairs,
        "revealed": revealed,
        "why": _why(case),
    }


def _others(visit: Visit, case: Case) -> tuple[Line, ...]:
    """The cases it was held for, by the search of the centre or by hand; else those of the same NIK."""
    held = case.latest(Kind.HELD)
    named = [str(name) for name in held.record.get("cases", ())] if held else []
    own = visit.book.case(case.id)
    same = [row.id for row in visit.book.cases_of(own.nik)] if own and own.nik and not named else []
    found = (line(visit.book.connection, name) for name in (*named, *same) if name != case.id)
    return tuple(one for one in found if one is not None)


def _pairs(visit: Visit, left: Case, right: Case, revealed: bool) -> tuple[Pair, ...]:
    one, two = resident_of(left), resident_of(right)
    if one is None or two is None:
        return ()
    regions = visit.desk.regions
    true = zip(fields_of(one, regions, revealed=True), fields_of(two, regions, revealed=True), strict=True)
    shown_both = zip(
        fields_of(one, regions, revealed=revealed), fields_of(two, regions, revealed=revealed), strict=True
    )
    return tuple(
        Pair(label, a, b, plain_a[1] == plain_b[1])
        for (plain_a, plain_b), ((label, a), (_, b)) in zip(true, shown_both, strict=True)
    )


def _why(case: Case) -> str:
    held = case.latest(Kind.HELD)
    return str(held.record.get("reason", "")) if held else ""


PAGES = (
    Page("/ganda", "Data ganda", "ganda.html", OFFICES, listed, group="Pemantauan"),
    Page("/ganda/{case}", "Dua data berdampingan", "dua.html", OFFICES, shown, deeds={"tampilkan": reveal}),
)
