"""A table in a file, read without trust and written plainly: CSV (RFC 4180) or XLSX (ECMA-376), one header row.

What a spreadsheet would run, fetch or unfold is refused before it is read: formulas, macros, links to other files, XML
entities, and packages that grow beyond their size. Only texts come out.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO, StringIO
from xml.etree import ElementTree

from forms.workbooks import workbook
from registry.intake import LARGEST, FileRefused

MOST_ROWS, MOST_COLUMNS, MOST_PARTS = 20_000, 100, 200
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ACTIVE = re.compile(r"vbaproject|externallinks/|embeddings/|activex/|ctrlprops/|connections\.xml|customui", re.I)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EPOCH = date(1899, 12, 30)  # day 0 of a workbook (ECMA-376 part 1, 18.17.4.1)
CSV, XLSX = "csv", "xlsx"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its line in the file and its cells by column."""

    number: int
    cells: Mapping[str, str] = field(repr=False)

    def get(self, column: str) -> str:
        """A cell without its edges; "" for an empty one, for "-" and for a column that is not there."""
        text = self.cells.get(column, "").strip()
        return "" if text == "-" else text


def read_table(data: bytes, needed: Iterable[str]) -> tuple[Line, ...]:
    """The rows of a CSV or XLSX file; raises FileRefused (registry.intake) for the whole of it.

    Codes: too-large, not-text, not-csv, not-xlsx, active, formula, no-columns, no-rows, too-many.
    """
    if len(data) > LARGEST:
        raise FileRefused("too-large")
    rows = _workbook(data) if data[:4] == b"PK\3\4" else _commas(data)
    header: list[str] = []
    found = []
    for number, cells in rows:
        if not header:
            header = _header(cells, needed)
        elif len(cells) > len(header) and any(cells[len(header) :]):
            raise FileRefused("not-csv", number)
        elif any(cells):
            found.append(Line(number, dict(zip(header, [*cells, *[""] * len(header)], strict=False))))
        if len(found) > MOST_ROWS:
            raise FileRefused("too-many", number)
    if not found:
        raise FileRefused("no-rows")
    return tuple(found)


def _header(cells: Sequence[str], needed: Iterable[str]) -> list[str]:
    names = [cell.strip().upper() for cell in cells]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in needed if name not in names]
    if missing or len(set(names)) != len(names) or len(names) > MOST_COLUMNS:
        raise FileRefused("no-columns", 1, ", ".join(missing) or "kolom kosong, berulang atau terlalu banyak")
    return names


# CSV ------------------------------------------------------------------------------------------------------------------
def _commas(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("not-text", data[: error.start].count(b"\n") + 1) from error
    if "\0" in text:
        raise FileRefused("not-text", text[: text.index("\0")].count("\n") + 1)
    head = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise FileRefused("not-csv", reader.line_num) from error


# XLSX -----------------------------------------------------------------------------------------------------------------
def _workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_package(package)
            shared = _shared(package)
            yield from _sheet(package, shared)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FileRefused("not-xlsx") from error
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError, IndexError, OverflowError) as error:
        raise FileRefused("not-xlsx") from error


def _check_package(package: zipfile.ZipFile) -> None:
    """Size and kind of what lies inside, by its directory; the reading below is held to these sizes."""
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise FileRefused("too-large")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("not-xlsx", detail="terkunci sandi")
    if any(_ACTIVE.search(part.filename) for part in parts):
        raise FileRefused("active")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, never more of it than its directory says; entities of XML are refused unread (billion laughs, XXE)."""
    with package.open(name) as stream:
        text = stream.read(package.getinfo(name).file_size + 1)
    if len(text) > package.getinfo(name).file_size:
        raise FileRefused("too-large")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused("active")
    return text


def _shared(package: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.namelist():
        return []
    root = ElementTree.fromstring(_part(package, name))
    return ["".join(node.text or "" for node in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _sheet(package: zipfile.ZipFile, shared: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet; TGL_ columns that hold a day number are given as ISO dates."""
    names = sorted(name for name in package.namelist() if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", name))
    root = ElementTree.fromstring(_part(package, names[0]))
    dates: set[int] = set()
    for place, row in enumerate(root.iter(f"{_MAIN}row")):
        number = int(row.get("r", place + 1))
        cells = _cells(row, number, shared, dates)
        if not place:
            dates = {at for at, cell in enumerate(cells) if cell.strip().upper().startswith("TGL_")}
        yield number, cells


def _cells(row: ElementTree.Element, number: int, shared: Sequence[str], dates: set[int]) -> list[str]:
    found: list[str] = []
    for node in row.iter(f"{_MAIN}c"):
        if node.find(f"{_MAIN}f") is not None:
            raise FileRefused("formula", number)
        at = _column(node.get("r", ""), len(found))
        if at >= MOST_COLUMNS:
            raise FileRefused("no-columns", number)
        found += [""] * (at - len(found) + 1)
        found[at] = _value(node, shared, at in dates)
    return found


def _value(node: ElementTree.Element, shared: Sequence[str], dated: bool) -> str:
    kind, value = node.get("t", "n"), node.find(f"{_MAIN}v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return shared[int(text)] if text else ""
    if kind == "inlineStr":
        return "".join(part.text or "" for part in node.iter(f"{_MAIN}t"))
    if kind == "n" and dated and text:
        return (_EPOCH + timedelta(days=int(float(text)))).isoformat()
    return text


def _column(reference: str, following: int) -> int:
    """The place of a cell from its reference, "C7" -> 2; the next one where it has none."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return following
    at = 0
    for letter in found.group(1):
        at = at * 26 + ord(letter) - 64
    return at - 1


# writing --------------------------------------------------------------------------------------------------------------
def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]], form: str) -> bytes:
    """The table as CSV or XLSX, texts only: the same bytes for the same rows."""
    return workbook("BIODATA_WNI", columns, rows) if form == XLSX else _csv(columns, rows)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
