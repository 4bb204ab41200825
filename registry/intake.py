"""A file of residents: the columns of SIAK's BIODATA_WNI as CSV, read row by row without trust.

UTF-8, comma or semicolon, one header row with the column names, codes of one version. A row becomes a resident or a
refusal with its reason; nothing of it is repaired. STAT_KTP is not read: only the upstream says who was recorded.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from registry.codes import NEW, CodeTables, UnknownCode
from registry.errors import RegistryError
from registry.numbers import BadNumber, KkNumber, Nik
from registry.people import CODED, Address, Presence, Resident, Sex
from registry.regions import Regions, UnknownRegion
from registry.upstream import SiakStatus

LARGEST, MOST_ROWS, LONGEST = 64 * 1024 * 1024, 200_000, 120  # bytes of a file, rows, characters of a cell
CODES = {
    "blood": "GOL_DRH", "religion": "AGAMA", "marital": "STAT_KWN", "occupation": "JENIS_PKRJN",
    "education": "PDDK_AKH", "relation": "STAT_HBKEL",
}  # fmt: skip
NEEDED = (
    "NIK", "NO_KK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", *CODES.values(), "NAMA_LGKP_IBU",
    "NAMA_LGKP_AYAH", "NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL", "ALAMAT", "NO_RT", "NO_RW",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would run
_EMPTY = ("", "-")


class FileRefused(RegistryError):
    """Nothing of the file is read. `code`: unreadable, too-large, not-text, not-csv, no-columns, no-rows, too-many or
    no-area; `line` is where, 0 for the whole."""

    def __init__(self, code: str, line: int = 0, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.detail = code, line, detail


class RowRefused(RegistryError):
    """A row is no resident. `code`: formula, empty, too-long, control, nik, kk, date, sex, code, village, elsewhere or
    twice; `column` says where, `detail` never holds personal data."""

    def __init__(self, code: str, column: str, detail: str = "") -> None:
        super().__init__(f"{code} {column}")
        self.code, self.column, self.detail = code, column, detail


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its line in the file and its cells by column."""

    line: int
    cells: Mapping[str, str] = field(repr=False)

    @property
    def nik(self) -> Nik | None:
        """The NIK, or None where there is none."""
        try:
            return Nik(self.cells["NIK"])
        except BadNumber:
            return None

    @property
    def masked(self) -> str:
        """The NIK for a report: its ends only, and "-" where there is none.

        >>> Row(2, {"NIK": "1408 0652 0309 9004"}).masked, Row(3, {"NIK": "=1+1"}).masked
        ('1408 •••• •••• 9004', '-')
        """
        return self.nik.masked if self.nik else "-"


def rows_of(data: bytes) -> Iterator[Row]:
    """The rows in order; raises FileRefused at the first that is not of the form."""
    if len(data) > LARGEST:
        raise FileRefused("too-large")
    reader = csv.reader(StringIO(_text(data), newline=""), delimiter=_delimiter(data), strict=True)
    try:
        header = [name.strip().upper() for name in next(reader, [])]
        missing = [name for name in NEEDED if name not in header]
        if missing or len(set(header)) != len(header):
            raise FileRefused("no-columns", 1, ", ".join(missing) or "dua kolom bernama sama")
        many = 0
        for cells in reader:
            many += 1
            if len(cells) != len(header):
                raise FileRefused("not-csv", reader.line_num)
            if many > MOST_ROWS:
                raise FileRefused("too-many", reader.line_num)
            yield Row(reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
    except csv.Error as error:
        raise FileRefused("not-csv", reader.line_num) from error
    if not many:
        raise FileRefused("no-rows")


def resident_of(row: Row, *, area: str, new_id: str, known: Resident | None, version: str = NEW) -> Resident:
    """The resident of a row, who keeps id, status and telephone of the one `known` by that NIK; raises RowRefused."""
    cells = row.cells
    for name in (*NEEDED, "KODE_POS", "TELP"):
        _check(name, cells.get(name, ""))
    village = _village(cells, area)
    tables = CodeTables.load()
    try:
        coded = {name: tables.get(CODED[name], f"{version}:{cells[column]}") for name, column in CODES.items()}
    except UnknownCode as error:
        wrong = next(c for n, c in CODES.items() if not _knows(tables, CODED[n], f"{version}:{cells[c]}"))
        raise RowRefused("code", wrong) from error
    place = Address(
        cells["ALAMAT"],
        cells["NO_RT"].zfill(3),
        cells["NO_RW"].zfill(3),
        village,
        _or_nothing(cells.get("KODE_POS", "")),
        _or_nothing(cells.get("TELP", "")) or (known.address.phone if known else ""),
    )
    return Resident(
        id=known.id if known else new_id,
        nik=_nik(cells["NIK"]),
        kk=_kk(cells["NO_KK"]),
        name=" ".join(cells["NAMA_LGKP"].upper().split()),
        birth_place=cells["TMPT_LHR"].upper(),
        birth_date=_date(cells["TGL_LHR"]),
        sex=_sex(cells["JENIS_KLMIN"]),
        **coded,
        address=place,
        mother=cells["NAMA_LGKP_IBU"].upper(),
        father=cells["NAMA_LGKP_AYAH"].upper(),
        nationality="WNI",
        ktp_status=known.ktp_status if known else SiakStatus.UNREGISTERED,
        ktp_status_on=known.ktp_status_on if known else None,
        ktp_status_place=known.ktp_status_place if known else "",
        presence=known.presence if known else Presence.HERE,
    )


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("not-text", data[: error.start].count(b"\n") + 1) from error
    if "\0" in text:
        raise FileRefused("not-text", text[: text.index("\0")].count("\n") + 1)
    return text


def _delimiter(data: bytes) -> str:
    head = data.split(b"\n", 1)[0]
    return ";" if head.count(b";") > head.count(b",") else ","


def _check(column: str, cell: str) -> None:
    if cell.startswith(_FORMULA) and cell not in _EMPTY and not (column == "TELP" and cell[1:].isdigit()):
        raise RowRefused("formula", column)
    if len(cell) > LONGEST:
        raise RowRefused("too-long", column, str(len(cell)))
    if not cell.isprintable():
        raise RowRefused("control", column)
    if column in NEEDED and cell in _EMPTY:
        raise RowRefused("empty", column)


def _village(cells: Mapping[str, str], area: str) -> str:
    parts = [cells[name] for name in ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise RowRefused("village", "NO_KEL")
    code = ".".join(part.zfill(width) for part, width in zip(parts, (2, 2, 2, 4), strict=True))
    if not (code == area or code.startswith(f"{area}.")):
        raise RowRefused("elsewhere", "NO_KEC", code)
    try:
        Regions.load().get(code)
    except UnknownRegion as error:
        raise RowRefused("village", "NO_KEL", code) from error
    return code


def _nik(cell: str) -> Nik:
    try:
        return Nik(cell)
    except BadNumber as error:
        raise RowRefused("nik", "NIK", error.code) from error


def _kk(cell: str) -> KkNumber:
    try:
        return KkNumber(cell)
    except BadNumber as error:
        raise RowRefused("kk", "NO_KK", error.code) from error


def _date(cell: str) -> date:
    parts = cell.split("-")
    try:
        if len(parts) == 3 and len(parts[0]) == 4:
            return date.fromisoformat(cell)
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError as error:
        raise RowRefused("date", "TGL_LHR") from error


def _sex(cell: str) -> Sex:
    try:
        return Sex(cell)
    except ValueError as error:
        raise RowRefused("sex", "JENIS_KLMIN") from error


def _knows(tables: CodeTables, table: str, key: str) -> bool:
    try:
        tables.get(table, key)
    except UnknownCode:
        return False
    return True


def _or_nothing(cell: str) -> str:
    return "" if cell in _EMPTY else cell
