"""Workbooks (ECMA-376): texts and numbers only, no formula and no link; the one module around XlsxWriter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

__all__ = ["Cell", "Format", "Workbook", "Worksheet", "new_workbook", "workbook"]

Cell = str | int
_MADE = datetime(1980, 1, 1)  # as the members of the package: the same bytes for the same rows
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def new_workbook(out: BytesIO) -> Workbook:
    """One that carries no clock and reads no text as a formula, an address or a number."""
    book = Workbook(out, _PLAIN)
    book.set_properties({"created": _MADE})
    return book


def workbook(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet of this name: a bold first row that stays in view, and the rows."""
    out = BytesIO()
    book = new_workbook(out)
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for column, word in enumerate(head):
        sheet.write_string(0, column, word, bold)
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            (sheet.write_number if isinstance(cell, int) else sheet.write_string)(line, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()
