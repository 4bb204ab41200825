"""A list as XLSX (ECMA-376, Office Open XML) by XlsxWriter: one sheet, heads frozen and repeated in print.

The same list is the same bytes: the workbook carries no clock and nobody's name. Texts are written as strings, so
nothing a resident wrote is ever read as a formula or an address; whole numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from forms.errors import FormsError
from forms.lists.table import Cell, Table
from forms.workbooks import Format, Worksheet, new_workbook

SHEET_NAME = "Daftar"
A4 = 9  # ECMA-376 18.3.1.63
A_MM = 0.55  # characters of the usual font in a millimetre
_LONGEST = 32_767  # signs in a cell
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONT = {"font_name": "Arial", "font_size": 10}
_FRAME = {"border": 1, "valign": "top"}
_SHADE = {"bold": True, "bg_color": "#DBE3F0", "border": 1}
_STYLES: dict[str, dict[str, object]] = {
    "plain": {},
    "bold": {"bold": True},
    "head": {**_SHADE, "align": "center", "valign": "vcenter", "text_wrap": True},
    "text": {**_FRAME, "text_wrap": True},
    "count": {**_FRAME, "num_format": "#,##0"},
    "total": {**_SHADE, "num_format": "#,##0"},
}


class TooLong(FormsError):
    """A text that no cell holds; it is never cut."""


def list_xlsx(table: Table, *, marking: str = "") -> bytes:
    """The workbook. Signs that XML cannot hold are left out; a list has none. Raises TooLong."""
    out = BytesIO()
    book = new_workbook(out)
    styles = {name: book.add_format({**_FONT, **style}) for name, style in _STYLES.items()}
    sheet = book.add_worksheet(SHEET_NAME)
    _write(sheet, styles, table, marking)
    book.close()
    return out.getvalue()


def _above(table: Table, marking: str) -> Iterable[tuple[str, str]]:
    """What stands above the heads, each with its style."""
    yield from ((words, "bold") for words in (*table.letterhead, table.title))
    if marking:
        yield marking, "bold"
    yield from ((f"{label}: {value}", "plain") for label, value in table.facts)
    yield from ((words, "plain") for words in table.opening)


def _write(sheet: Worksheet, styles: dict[str, Format], table: Table, marking: str) -> None:
    above = tuple(_above(table, marking))
    for row, (words, style) in enumerate(above):
        _put(sheet, row, 0, words, styles[style])
    head = len(above) + 1  # after an empty row
    _row(sheet, head, tuple(column.head for column in table.columns), styles["head"], styles["head"])
    for number, cells in enumerate(table.rows, head + 1):
        _row(sheet, number, cells, styles["text"], styles["count"])
    end = head + len(table.rows)
    if table.totals:
        end += 1
        _row(sheet, end, table.totals, styles["total"], styles["total"])
    for number, words in enumerate((*table.notes, *table.closing, *_signing(table)), end + 1):
        _put(sheet, number, 0, words, styles["plain"])
    _lay_out(sheet, table, head)


def _signing(table: Table) -> Iterable[str]:
    """Who signs, a line each: "Saksi 1, ANDI, Satpol PP"."""
    return (
        ", ".join(part for part in (each.role.rstrip(","), each.name, each.office) if part) for each in table.signatures
    )


def _row(sheet: Worksheet, row: int, cells: Sequence[Cell], text: Format, count: Format) -> None:
    for column, cell in enumerate(cells):
        _put(sheet, row, column, cell, count if isinstance(cell, int) else text)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, style)
        return
    words = _NO_XML.sub("", cell)
    if len(words) > _LONGEST:
        raise TooLong(f"{len(words)} of {_LONGEST}")
    if words:
        sheet.write_string(row, column, words, style)
    else:
        sheet.write_blank(row, column, None, style)


def _lay_out(sheet: Worksheet, table: Table, head: int) -> None:
    for column, kept in enumerate(table.columns):
        sheet.set_column(column, column, kept.width * A_MM)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if table.landscape:
        sheet.set_landscape()
