"""Tables as files: CSV and XLSX. No cell can become a formula in the program that opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from central.console.page import Download
from forms.workbooks import Cell, workbook

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe(cell: Cell) -> Cell:
    """The cell with a sign before what a spreadsheet would reckon.

    >>> safe("=1+1"), safe("DAYUN"), safe(-3), safe(" @x")
    ("'=1+1", 'DAYUN', -3, "' @x")
    """
    if isinstance(cell, int):
        return cell
    return "'" + cell if cell.lstrip(" \u00a0").startswith(_LEADS) or cell[:1] in _LEADS else cell


def table_file(name: str, form: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Download:
    """A download of `form` "csv" or "xlsx"."""
    clean = [[safe(cell) for cell in row] for row in rows]
    if form == "xlsx":
        return Download(f"{name}.xlsx", XLSX, workbook("Loket", head, clean))
    return Download(f"{name}.csv", CSV, _csv(head, clean))


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons and a byte order mark: what the spreadsheets of an Indonesian office open at a click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
