"""Jejak audit: what was read and done at the console; reading it is booked too."""

from __future__ import annotations

from central.console.errors import Refused
from central.console.page import ADMINISTRATORS, DINAS, Page, Pager, Values, Visit
from central.console.words import local_day_start
from central.ledger.reads import ReadFilter, count_reads, read_lines

ACTS = ("lihat", "buka data", "ubah", "unduh", "ditolak", "masuk", "masuk ditolak", "keluar")


def show(visit: Visit) -> Values:
    """The lines, newest first, as the filters in the address say."""
    query = visit.query
    since, before = _bound(query.get("sejak", "")), _bound(query.get("sebelum", ""))
    wanted = ReadFilter(query.get("akun", ""), query.get("tindakan", ""), query.get("tentang", ""), since, before)
    pager = Pager.of(visit, count_reads(visit.book.connection, wanted))
    lines = read_lines(visit.book.connection, wanted, limit=pager.size, offset=pager.offset)
    acts = [("", "semua"), *((act, act) for act in ACTS)]
    return {"lines": lines, "pager": pager, "acts": acts, "query": query}


def _bound(day: str) -> str:
    try:
        return local_day_start(day) if day else ""
    except ValueError as error:
        raise Refused("bad-field", 400) from error


PAGES = (Page("/audit", "Jejak audit", "audit.html", DINAS | ADMINISTRATORS, show, group="Aturan"),)
