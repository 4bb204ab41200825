"""Rekap bulanan: what was done in a month by kecamatan, drawn and in a table, to be taken out as CSV or XLSX."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from central.console.charts import bars
from central.console.errors import Refused
from central.console.page import OFFICES, Download, Page, Values, Visit
from central.console.tables import table_file
from central.console.words import MONTHS, WIB, local_day_start
from central.ledger.acts import Tally, tallies
from forms.workbooks import Cell
from registry.actions import Kind, Outcome
from registry.upstream import SiakStatus

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_DECEMBER = 12
COLUMNS = (
    "Diajukan",
    "Disetujui verifikator",
    "Siap cetak (PRR)",
    "Rilis cetak",
    "Cetak baik",
    "Cetak rusak",
    "Diserahkan",
)
_KINDS = {
    Kind.SUBMITTED: 0,
    Kind.VERIFIED: 1,
    Kind.RELEASED: 3,
    Kind.HANDED_OVER: 6,
}
_SPOILED = frozenset({Outcome.ENCODE_FAILED, Outcome.DAMAGED, Outcome.PRINT_FAILED, Outcome.WRONG_ELEMENT})


@dataclass(frozen=True, slots=True)
class Row:
    """A kecamatan and its numbers, in the order of COLUMNS."""

    name: str
    counts: tuple[int, ...]


def show(visit: Visit) -> Values:
    """The month in the address, else the present one."""
    month = month_of(visit)
    rows = rows_of(visit, month)
    total = tuple(sum(row.counts[i] for row in rows) for i in range(len(COLUMNS)))
    flow = bars("Diajukan dan diserahkan", ("Diajukan", "Diserahkan"), _two(rows, 0, 6))
    cards = bars("Kartu baik dan rusak", ("Cetak baik", "Cetak rusak"), _two(rows, 4, 5))
    words = f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"
    return {"rows": rows, "total": total, "columns": COLUMNS, "charts": (flow, cards), "month": month, "words": words}


def take_out(visit: Visit) -> Download:
    """The same as a file; it holds no person."""
    month, form = month_of(visit), visit.query.get("bentuk", "csv")
    if form not in ("csv", "xlsx"):
        raise Refused("bad-field", 400)
    rows: list[tuple[Cell, ...]] = [(row.name, *row.counts) for row in rows_of(visit, month)]
    return table_file(f"rekap-{month}", form, ("Kecamatan", *COLUMNS), rows)


def month_of(visit: Visit) -> str:
    """The month in the address as 2026-11, else the present one in Siak; raises Refused."""
    asked = visit.query.get("bulan", "") or f"{visit.now.astimezone(WIB):%Y-%m}"
    if not _MONTH.fullmatch(asked):
        raise Refused("bad-field", 400)
    return asked


def bounds(month: str) -> tuple[str, str]:
    """Begin and end of a month in Siak, as UTC stamps.

    >>> bounds("2026-12")
    ('2026-11-30T17:00:00.000Z', '2026-12-31T17:00:00.000Z')
    """
    first = datetime.fromisoformat(f"{month}-01")
    after = first.replace(year=first.year + first.month // _DECEMBER, month=first.month % _DECEMBER + 1)
    return local_day_start(f"{first:%Y-%m-%d}"), local_day_start(f"{after:%Y-%m-%d}")


def rows_of(visit: Visit, month: str) -> tuple[Row, ...]:
    """One row for each kecamatan that this person sees, by code."""
    kinds = (*_KINDS, Kind.UPSTREAM_ANSWERED, Kind.PRINT_BOOKED)
    found = tallies(visit.book.connection, kinds, *bounds(month), visit.area)
    regions = visit.desk.regions.children(visit.desk.area)
    names = {region.code: region.name for region in regions if visit.area in ("", region.code)}
    names |= {t.area: t.area or "Tanpa kecamatan" for t in found if t.area not in names}
    return tuple(Row(name, _counts([t for t in found if t.area == code])) for code, name in names.items())


def _counts(found: Sequence[Tally]) -> tuple[int, ...]:
    counts = [0] * len(COLUMNS)
    for tally in found:
        place = _KINDS.get(Kind(tally.kind), _worded(tally))
        if place is not None:
            counts[place] += tally.count
    return tuple(counts)


def _worded(tally: Tally) -> int | None:
    places: Mapping[str, int] = {SiakStatus.PRINT_READY_RECORD: 2, Outcome.GOOD: 4, **dict.fromkeys(_SPOILED, 5)}
    return places.get(tally.variant)


def _two(rows: Sequence[Row], one: int, other: int) -> list[tuple[str, tuple[int, int]]]:
    return [(row.name, (row.counts[one], row.counts[other])) for row in rows]


PAGES = (
    Page("/rekap", "Rekap bulanan", "rekap.html", OFFICES, show, group="Laporan"),
    Page("/rekap/unduh", "Unduh rekap", "rekap.html", OFFICES, take_out),
)
