"""Ringkasan: where the cases stand, kecamatan by kecamatan."""

from __future__ import annotations

from central.console.page import EVERYONE, Page, Values, Visit


def show(visit: Visit) -> Values:
    """The stations this person may see."""
    rows = [row for row in visit.book.all_stations() if visit.person.sees(row.area)]
    return {"stations": rows}


PAGES = (Page("/", "Ringkasan", "ringkasan.html", EVERYONE, show, group="Pemantauan"),)
