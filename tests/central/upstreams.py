"""The three ways an answer of the upstream comes, each told the same thing by a test."""

from __future__ import annotations

from typing import Protocol

from central.console_entry import ConsoleEntry
from central.exchange import COLUMNS, REFERENCE, Exchange, Report
from central.spreadsheet import XLSX, write_table
from central.upstream import Answer
from registry.uuid7 import Uuid7Source
from tests.central.making import Place
from tests.station.store.making import person


class Way(Protocol):
    """How the upstream's word reaches a case."""

    def __call__(self, place: Place, status: str, reference: str, case: int = 1) -> None: ...


def simulated(place: Place, status: str, reference: str, case: int = 1) -> None:
    """The simulator is asked and says it."""
    with place.ledger.writing() as book:
        place.office.take(book, f"case-{case}", Answer(status, reference, None))  # type: ignore[arg-type]  # checked there


def by_csv(place: Place, status: str, reference: str, case: int = 1) -> None:
    """A file of one row says it."""
    take_file(place, csv_of({"NIK": str(person(case).nik), "STAT_KTP": status, REFERENCE: reference}))


def by_xlsx(place: Place, status: str, reference: str, case: int = 1) -> None:
    """A workbook says it."""
    row = (str(person(case).nik), status, reference)
    take_file(place, write_table(("NIK", "STAT_KTP", REFERENCE), [row], XLSX))


def by_two_officers(place: Place, status: str, reference: str, case: int = 1) -> None:
    """Two officers read it off the screen."""
    desk = ConsoleEntry(place.office, place.clock, Uuid7Source())
    with place.ledger.writing() as book:
        which = desk.enter(book, "adi", f"case-{case}", status, reference)  # type: ignore[arg-type]  # checked there
        desk.confirm(book, "budi", which, status, reference)  # type: ignore[arg-type]  # checked there


def csv_of(*rows: dict[str, str], columns: tuple[str, ...] = ()) -> bytes:
    """A CSV file with the columns of the first row."""
    names = columns or tuple(rows[0])
    return write_table(names, [[row.get(name, "") for name in names] for row in rows], "csv")


def take_file(place: Place, data: bytes, *, name: str = "jawaban.csv", complete: bool = False) -> Report:
    """Import a file."""
    with place.ledger.writing() as book:
        return Exchange(place.office, place.clock).take(book, data, name=name, officer="adi", complete=complete)


__all__ = ["COLUMNS", "Way", "by_csv", "by_two_officers", "by_xlsx", "csv_of", "simulated", "take_file"]
