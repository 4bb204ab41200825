"""A list as XLSX (ECMA-376, Office Open XML): one sheet, heads frozen and repeated in print, the same bytes each time.

Texts are inline strings, so nothing a resident wrote is ever read as a formula; whole numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from forms.lists.table import Cell, Table

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLAIN, BOLD, HEAD, WRAP, COUNT, TOTAL = range(6)  # rows of cellXfs below
SHEET_NAME = "Daftar"
A_MM = 0.55  # characters of the usual font in a millimetre
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFDBE3F0"/></patternFill></fill></fills>
<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border>
</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf fontId="1" applyFont="1"/>
<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">
<alignment horizontal="center" vertical="center" wrapText="1"/></xf>
<xf borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="3" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf>
<xf numFmtId="3" fontId="1" fillId="2" borderId="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"/>
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""  # noqa: E501 - XML as one block


def list_xlsx(table: Table, *, marking: str = "") -> bytes:
    """The workbook. Signs that XML cannot hold are left out; a list has none."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, text in _parts(table, marking):
            package.writestr(_member(name), text.encode())
    return out.getvalue()


def _member(name: str) -> ZipInfo:
    """A member without a clock and the same on every system."""
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    return info


def _parts(table: Table, marking: str) -> Iterable[tuple[str, str]]:
    top = _above(table, marking)
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    yield "xl/workbook.xml", _book(len(top) + 1)
    yield "xl/_rels/workbook.xml.rels", _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
    yield "xl/styles.xml", _STYLES
    yield "xl/worksheets/sheet1.xml", _sheet(table, top)


def _content_types() -> str:
    parts = (
        ("/xl/workbook.xml", "sheet.main"),
        ("/xl/worksheets/sheet1.xml", "worksheet"),
        ("/xl/styles.xml", "styles"),
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts)
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _book(head: int) -> str:
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f'<sheets><sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets>'
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">{SHEET_NAME}!${head}:${head}'
        "</definedName></definedNames></workbook>"
    )


def _above(table: Table, marking: str) -> list[tuple[tuple[Cell, ...], int]]:
    """What stands above the heads, each with its style."""
    rows: list[tuple[tuple[Cell, ...], int]] = [((words,), BOLD) for words in (*table.letterhead, table.title)]
    rows += [((marking,), BOLD)] if marking else []
    rows += [((f"{label}: {value}",), PLAIN) for label, value in table.facts]
    rows += [((words,), PLAIN) for words in table.opening]
    return [*rows, ((), PLAIN)]


def _sheet(table: Table, top: list[tuple[tuple[Cell, ...], int]]) -> str:
    head = len(top) + 1
    rows = [*top, (tuple(column.head for column in table.columns), HEAD), *((row, WRAP) for row in table.rows)]
    rows += [(table.totals, TOTAL)] if table.totals else []
    rows += [((note,), PLAIN) for note in (*table.notes, *table.closing)]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width * A_MM:.1f}" customWidth="1"/>'
        for n, column in enumerate(table.columns, 1)
    )
    body = "".join(_row(number, cells, style) for number, (cells, style) in enumerate(rows, 1))
    side = "landscape" if table.landscape else "portrait"
    last = f"{_letters(len(table.columns))}{head + len(table.rows)}"
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>{body}</sheetData>'
        f'<autoFilter ref="A{head}:{last}"/>'
        f'<pageSetup paperSize="9" orientation="{side}" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, cells: tuple[Cell, ...], style: int) -> str:
    return (
        f'<row r="{number}">'
        + "".join(_cell(f"{_letters(column)}{number}", cell, style) for column, cell in enumerate(cells, 1))
        + "</row>"
    )


def _cell(name: str, cell: Cell, style: int) -> str:
    if isinstance(cell, int):
        return f'<c r="{name}" s="{COUNT if style == WRAP else style}"><v>{cell}</v></c>'
    text = escape(_NO_XML.sub("", cell), {"\r": "&#13;"})
    return f'<c r={quoteattr(name)} s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(column: int) -> str:
    """The name of a column from 1 on.

    >>> _letters(1), _letters(26), _letters(27)
    ('A', 'Z', 'AA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
