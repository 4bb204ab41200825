"""Lists and minutes as files in a folder that the officer names, or on the printer of the office.

A list leaves the encrypted data because somebody asked for it; it shows no NIK, and a file appears whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from forms.lists.paper import list_pdf
from forms.lists.table import Table
from forms.lists.workbook import list_xlsx
from forms.raster import Raster, page_count, render
from sync.durable import write_durably

DPI = 200  # of the printer of an office: type is sharp, and a page is 12 MB
PutOut: TypeAlias = Callable[[Sequence[Raster], str], None]  # pages and the name of the job; raises NoPrinter


class NoPrinter(Exception):
    """This computer has no printer for paper, or it took nothing."""


class NoFolder(Exception):
    """The folder is not there; none is made where an officer may have mistyped."""


@dataclass(frozen=True, slots=True)
class Sheetful:
    """One list with the name of its files."""

    name: str
    table: Table


@dataclass(frozen=True, slots=True)
class Tray:
    """Where lists go: the folder proposed, the printer, and what stands on each page while training."""

    folder: Path
    put_out: PutOut
    marking: str = ""


def save(lists: Sequence[Sheetful], folder: str, tray: Tray) -> Path:
    """Write each as PDF and XLSX; the folder. Raises NoFolder, OSError, MissingGlyph."""
    made = [(each.name, *_made(each, tray.marking)) for each in lists]  # all of them before the first is written
    where = Path(folder.strip()).expanduser() if folder.strip() else tray.folder
    if where == tray.folder:
        where.mkdir(parents=True, exist_ok=True)
    if not where.is_dir():
        raise NoFolder(folder)
    for name, pdf, xlsx in made:
        write_durably(where / f"{name}.pdf", pdf)
        write_durably(where / f"{name}.xlsx", xlsx)
    return where


def print_out(lists: Sequence[Sheetful], tray: Tray) -> int:
    """Onto paper; how many pages. Raises NoPrinter, MissingGlyph."""
    count = 0
    for each in lists:
        pdf = list_pdf(each.table, marking=tray.marking)
        pages = [render(pdf, dpi=DPI, page=page) for page in range(page_count(pdf))]
        tray.put_out(pages, each.name)
        count += len(pages)
    return count


def _made(each: Sheetful, marking: str) -> tuple[bytes, bytes]:
    return list_pdf(each.table, marking=marking), list_xlsx(each.table, marking=marking)


def write_paper(file: Path, pdf: bytes) -> None:
    """One paper into the folder that is used otherwise; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_durably(file, pdf)
