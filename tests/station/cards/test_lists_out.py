"""Lists go out whole: PDF and XLSX into a folder that is there, or pages onto the printer of the office."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PySide6.QtPrintSupport import QPrinter

from forms.raster import page_count, render
from registry.lifecycle import Status
from registry.stock import Blank, Entry, Item, Move
from station.desk.list_files import NoFolder, NoPrinter, print_out, save
from station.desk.lists import Lists
from station.presenters.register import register
from station.widgets.office_printer import paint, put_out
from tests.forms.reading import words
from tests.station.cards.conftest import put_case
from tests.station.trays import Paper, tray


@pytest.fixture
def lists(desk, store):
    put_case(store, 1, Status.READY)
    return Lists(desk("yulianti").counter.session)


def test_a_list_is_saved_as_pdf_and_xlsx_with_the_same_rows(lists, tmp_path):
    made = lists.pickup()
    assert save((made,), "", tray(tmp_path / "new")) == tmp_path / "new"
    pdf, xlsx = ((tmp_path / "new" / f"{made.name}.{end}").read_bytes() for end in ("pdf", "xlsx"))
    assert "SPESIMEN" in words(pdf)
    assert "D-2611-0001" in words(pdf)
    cells = [cell for row in load_workbook(BytesIO(xlsx)).active.iter_rows(values_only=True) for cell in row]
    assert {"D-2611-0001", "SPESIMEN"} <= set(cells)


def test_a_folder_that_is_not_there_is_not_made(lists, tmp_path):
    with pytest.raises(NoFolder):
        save((lists.pickup(),), str(tmp_path / "salah ketik"), tray(tmp_path))
    assert not (tmp_path / "salah ketik").exists()


def test_pages_go_to_the_printer_or_it_says_that_there_is_none(lists, tmp_path):
    paper = Paper()
    assert print_out((lists.pickup(),), tray(tmp_path, paper)) == 1
    assert paper.jobs == [(lists.pickup().name, 1)]
    paper.away = True
    with pytest.raises(NoPrinter):
        print_out((lists.pickup(),), tray(tmp_path, paper))


@pytest.mark.usefixtures("qapp")
def test_the_printer_of_the_office_gets_each_page_the_way_it_lies(lists, tmp_path):
    from_list = lists.pickup()
    save((from_list,), "", tray(tmp_path))
    page = render((tmp_path / f"{from_list.name}.pdf").read_bytes(), dpi=60)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "kertas.pdf"))
    paint(printer, [page, page], "daftar")
    printed = (tmp_path / "kertas.pdf").read_bytes()
    assert page_count(printed) == 2
    shown = render(printed, dpi=60)
    assert (shown.width > shown.height) == (page.width > page.height)


@pytest.mark.usefixtures("qapp")
def test_without_a_printer_it_is_said(monkeypatch):
    class Away:
        @staticmethod
        def isNull():
            return True

    monkeypatch.setattr("station.widgets.office_printer.QPrinterInfo.defaultPrinter", staticmethod(Away))
    with pytest.raises(NoPrinter):
        put_out([], "daftar")


def test_the_month_is_told_out_of_the_books_and_says_where_nobody_counted(lists, store):
    at = "2026-11-20T03:00:00Z"
    store.blanks.add(Entry("r", Move.RECEIVED, Blank("B26-0417", 1), 500, "", "BAST-1", "yulianti", at))
    store.blanks.add(Entry("s", Move.SPOILED, Blank("B26-0417", 1), 1, "", "gagal-encode", "yulianti", at))
    blanks, supplies = lists.month(date(2026, 11, 1))
    heads = [column.head for column in blanks.table.columns]
    told = dict(zip(heads, blanks.table.rows[0], strict=True))
    assert [told[name] for name in ("Awal", "Masuk", "Gagal encode", "Akhir", "Dihitung", "Selisih")] == [
        0, 500, 1, store.stock.on_hand(Item.KTP), "belum", "belum",
    ]  # fmt: skip
    assert blanks.table.totals[-2:] == ("belum", "belum")
    assert supplies.table.rows[0][:5] == ("Blangko KTP-el", 0, 500, 1, 499)
    assert lists.month(date(2026, 12, 1))[0].table.rows[0][1] == 499


def test_the_register_of_a_day_has_who_was_recorded_then(lists, desk, store):
    counter = desk("fajar").counter
    on = date.fromisoformat(store.cases.row("case-1").recorded_at[:10])
    rows = register(counter, on).table.rows
    assert [(row[2], row[3], row[8]) for row in rows] == [("D-2611-0001", store.cases.row("case-1").name, "Rina")]
    assert register(counter, date(2020, 1, 1)).table.rows == ()
