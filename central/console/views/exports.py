"""Ekspor daftar berkas: without persons at once, with names and masked NIK only when a second person has agreed.

An agreed list may be taken for a day, by who asked for it, with the filters he asked for; each taking is booked.
"""

from __future__ import annotations

from central.console.chips import chip_of
from central.console.errors import Refused, forbidden
from central.console.history import resident_of
from central.console.named_lists import KIND, in_term
from central.console.page import OFFICES, Download, Page, Values, Visit
from central.console.second import body_of, propose
from central.console.tables import table_file
from central.console.views.cases import choices, service_name, wanted_from
from central.console.words import days_between, mask_number
from central.ledger.case_lists import Line, Wanted, count, lines
from central.ledger.proposals import DONE, ProposalRow, all_proposals, proposal
from central.office import load_case
from forms.workbooks import Cell

MOST, MOST_NAMED = 20_000, 1_000  # rows of a file
HEAD = ("Nomor berkas", "Layanan", "Status", "SIAK", "Direkam di", "Dipegang", "Sejak", "Hari")
_FILTERS = ("kecamatan", "status", "nomor", "terlambat")


def show(visit: Visit) -> Values:
    """How many the filters leave, and what was agreed to for this person."""
    wanted = wanted_from(visit)
    mine = [row for row in all_proposals(visit.book.connection, kind=KIND) if row.proposed_by == visit.person.name]
    ready = [row for row in mine if row.state == DONE and in_term(visit, row)]
    total = count(visit.book.connection, wanted)
    return {"total": total, "most": MOST, "most_named": MOST_NAMED, "ready": ready, **choices(visit)}


def take_out(visit: Visit) -> Download:
    """The list without persons."""
    wanted = wanted_from(visit)
    rows = _rows(visit, wanted, MOST)
    return table_file("berkas", _form(visit), HEAD, (_cells(visit, row) for row in rows))


def ask(visit: Visit) -> str:
    """Ask a second person for the list with names."""
    wanted = wanted_from(visit)
    if count(visit.book.connection, wanted) > MOST_NAMED:
        raise Refused("too-many", 400)
    filters = {name: visit.query.get(name, "") for name in _FILTERS}
    filters["kecamatan"] = wanted.area
    propose(visit, KIND, visit.desk.ids.next(), wanted.area, filters)
    return "/ekspor"


def take_named(visit: Visit) -> Download:
    """The list with names that was agreed to."""
    row = proposal(visit.book.connection, visit.given["which"])
    if row is None or row.kind != KIND or row.proposed_by != visit.person.name:
        raise forbidden()
    if row.state != DONE or not in_term(visit, row):
        raise Refused("not-agreed", 403)
    visit.subject = row.id
    wanted = _wanted(visit, row)
    rows = _rows(visit, wanted, MOST_NAMED)
    head = (*HEAD, "Nama", "NIK (disamarkan)")
    return table_file("berkas-bernama", _form(visit), head, (_named(visit, one) for one in rows))


def _wanted(visit: Visit, row: ProposalRow) -> Wanted:
    """The filters as they were agreed to, narrowed to what this person sees by now."""
    asked = {name: str(body_of(row)[name]) for name in _FILTERS}
    return wanted_from(Visit(visit.desk, visit.book, visit.person, visit.path, visit.given, asked))


def _rows(visit: Visit, wanted: Wanted, most: int) -> tuple[Line, ...]:
    if count(visit.book.connection, wanted) > most:
        raise Refused("too-many", 400)
    return lines(visit.book.connection, wanted, limit=most, offset=0)


def _cells(visit: Visit, row: Line) -> tuple[Cell, ...]:
    place = (row.home, row.holder, row.since)
    words = (row.number, service_name(row.service), chip_of(row.status).word, row.upstream)
    return (*words, *place, max(0, days_between(row.since, visit.at)))


def _named(visit: Visit, row: Line) -> tuple[Cell, ...]:
    who = resident_of(load_case(visit.book, row.id))
    return (*_cells(visit, row), who.name if who else "", mask_number(str(who.nik or "")) if who else "")


def _form(visit: Visit) -> str:
    form = visit.query.get("bentuk", "csv")
    if form not in ("csv", "xlsx"):
        raise Refused("bad-field", 400)
    return form


PAGES = (
    Page("/ekspor", "Ekspor berkas", "ekspor.html", OFFICES, show, group="Laporan", deeds={"minta": ask}),
    Page("/ekspor/unduh", "Unduh berkas", "ekspor.html", OFFICES, take_out),
    Page("/ekspor/bernama/{which}", "Unduh daftar bernama", "ekspor.html", OFFICES, take_named),
)
