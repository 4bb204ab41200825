from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from forms.lists.table import Column, Signature, Table
from forms.lists.workbook import TooLong, list_xlsx
from tests.forms.lists.tables import OFFICE, TABLES, recap

CONTROL = "".join(map(chr, (*range(9), 11, 12, *range(14, 32))))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters=CONTROL + "\r\ufffe\uffff"), max_size=40)


def sheet(workbook):
    """As another program reads it."""
    return load_workbook(BytesIO(workbook)).active


def rows(workbook):
    """The cells as that program sees them, without the empty ones at the end."""
    found = []
    for row in sheet(workbook).iter_rows(values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        found.append(tuple("" if cell is None else cell for cell in cells))
    return found


def bare(cells):
    """A row without the empty cells at its end."""
    kept = list(cells)
    while kept and kept[-1] == "":
        kept.pop()
    return tuple(kept)


@pytest.mark.parametrize("name", TABLES)
def test_the_workbook_has_the_rows_of_the_paper(name):
    kind, count = TABLES[name]
    table = kind(count)
    found = rows(list_xlsx(table))
    heads = tuple(column.head for column in table.columns)
    at = found.index(heads) + 1
    assert found[at : at + count] == [bare(row) for row in table.rows]
    assert (table.title,) in found[:at]
    if table.totals:
        assert found[at + count] == bare(table.totals)


def test_the_heads_are_frozen_and_repeated_in_print():
    workbook = list_xlsx(recap(2))
    head = rows(workbook).index(tuple(column.head for column in recap(2).columns)) + 1
    read = sheet(workbook)
    assert read.freeze_panes == f"A{head + 1}"
    assert read.print_title_rows == f"${head}:${head}"
    assert (read.title, read.page_setup.orientation, read.page_setup.paperSize) == ("Daftar", "landscape", 9)
    assert read.auto_filter.ref == f"A{head}:O{head + 2}"


def test_the_same_list_is_the_same_bytes_and_carries_no_clock():
    assert list_xlsx(recap(2)) == list_xlsx(recap(2))
    with ZipFile(BytesIO(list_xlsx(recap(2)))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in package.read("docProps/core.xml")
        assert b"<dc:creator></dc:creator>" in package.read("docProps/core.xml")


def test_training_says_so():
    assert ("SPESIMEN",) in rows(list_xlsx(recap(1), marking="SPESIMEN"))


def test_who_signs_stands_below():
    table = replace(recap(1), signatures=(Signature("Saksi 1,", "ANDI", "Satpol PP"), Signature("Mengetahui,")))
    assert rows(list_xlsx(table))[-2:] == [("Saksi 1, ANDI, Satpol PP",), ("Mengetahui",)]


@given(st.lists(st.one_of(TEXT, st.integers(-(10**12), 10**12)), min_size=1, max_size=30).map(tuple))
def test_any_text_and_number_comes_back_as_it_was(cells):
    table = Table("X", OFFICE, (), tuple(Column(f"k{n}", 10) for n in range(len(cells))), (cells,))
    found = rows(list_xlsx(table))
    heads = tuple(f"k{n}" for n in range(len(cells)))
    assert (*found, ())[found.index(heads) + 1] == bare(cells)


@pytest.mark.parametrize("text", ["=1+1", "+HYPERLINK(1)", "@SUM(A1)", "-2", "<b>&amp;</b>", "https://a.b", "{=1}"])
def test_no_text_is_ever_a_formula_or_an_address(text):
    table = replace(recap(1), rows=((text, *recap(1).rows[0][1:]),))
    read = sheet(list_xlsx(table))
    cells = [cell for row in read.iter_rows() for cell in row if cell.value == text]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)]


def test_a_text_that_no_cell_holds_is_refused_and_not_cut():
    table = replace(recap(1), notes=("x" * 32_768,))
    with pytest.raises(TooLong):
        list_xlsx(table)
