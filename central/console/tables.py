"""Tables as files: CSV and XLSX. No cell can become a formula in the program that opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from central.console.page import Download

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
Cell = str | int


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
        return Download(f"{name}.xlsx", XLSX, _xlsx(head, clean))
    return Download(f"{name}.csv", CSV, _csv(head, clean))


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons and a byte order mark: what the spreadsheets of an Indonesian office open at a click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(data, options)
    sheet = book.add_worksheet("Loket")
    bold = book.add_format({"bold": True})
    for column, word in enumerate(head):
        sheet.write_string(0, column, word, bold)
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            (sheet.write_number if isinstance(cell, int) else sheet.write_string)(line, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return data.getvalue()
