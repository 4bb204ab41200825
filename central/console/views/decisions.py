"""Persetujuan: what waits for a second person, and what became of earlier proposals."""

from __future__ import annotations

from central.console import newcomers
from central.console.accounts import ConsoleRole
from central.console.matters import MATTERS
from central.console.page import EVERYONE, Page, Pager, Values, Visit
from central.console.second import settle
from central.ledger.proposals import all_proposals, count_proposals

STATES = {"open": ("Menunggu", "acc", "◷"), "done": ("Disetujui", "ok", "✓"), "refused": ("Ditolak", "neu", "✕")}


def show(visit: Visit) -> Values:
    """Open ones first shown alone; `semua=1` shows the decided ones too."""
    state = "" if visit.query.get("semua") == "1" else "open"
    db, area = visit.book.connection, visit.person.area
    kind = newcomers.KIND if visit.person.role is ConsoleRole.ADMINISTRATOR else ""  # reasons of others may name cases
    pager = Pager.of(visit, count_proposals(db, state=state, kind=kind, area=area))
    rows = all_proposals(db, state=state, kind=kind, area=area, limit=pager.size, offset=pager.offset)
    deciding = {row.id for row in rows if _may(visit, row.kind, row.proposed_by)}
    titles = {kind: matter.title for kind, matter in MATTERS.items()}
    return {"rows": rows, "pager": pager, "titles": titles, "states": STATES, "deciding": deciding, "all": not state}


def agree(visit: Visit) -> str:
    """Do it."""
    settle(visit, MATTERS, visit.must_have("which"), agreed=True)
    return ""


def refuse(visit: Visit) -> str:
    """Do not."""
    settle(visit, MATTERS, visit.must_have("which"), agreed=False)
    visit.note = "Usulan ditolak. Tidak ada yang diubah."
    return ""


def _may(visit: Visit, kind: str, by: str) -> bool:
    matter = MATTERS.get(kind)
    return matter is not None and visit.person.role in matter.deciders and by != visit.person.name


PAGES = (
    Page(
        "/persetujuan",
        "Persetujuan",
        "persetujuan.html",
        EVERYONE,
        show,
        group="Pemantauan",
        deeds={"setujui": agree, "tolak": refuse},
    ),
)
