from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.lists.table import Column, Table
from forms.lists.workbook import list_xlsx
from tests.forms.lists.tables import OFFICE, TABLES, recap

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CONTROL = "".join(map(chr, (*range(9), 11, 12, *range(14, 32))))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters=CONTROL + "\ufffe\uffff"), max_size=40)


def sheet(workbook):
    with ZipFile(BytesIO(workbook)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
        return ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))


def rows(workbook):
    """The cells as a reader sees them: texts as str, numbers as int."""
    found = []
    for row in sheet(workbook).iter(f"{MAIN}row"):
        cells = []
        for cell in row:
            number = cell.find(f"{MAIN}v")
            cells.append(int(number.text) if number is not None else cell.find(f"{MAIN}is/{MAIN}t").text or "")
        found.append(tuple(cells))
    return found


@pytest.mark.parametrize("name", TABLES)
def test_the_workbook_has_the_rows_of_the_paper(name):
    kind, count = TABLES[name]
    table = kind(count)
    found = rows(list_xlsx(table))
    heads = tuple(column.head for column in table.columns)
    at = found.index(heads) + 1
    assert found[at : at + count] == list(table.rows)
    assert (table.title,) in found[:at]
    if table.totals:
        assert found[at + count] == table.totals


def test_the_heads_are_frozen_and_repeated_in_print():
    workbook = list_xlsx(recap(2))
    head = rows(workbook).index(tuple(column.head for column in recap(2).columns)) + 1
    pane = next(sheet(workbook).iter(f"{MAIN}pane"))
    assert (pane.get("ySplit"), pane.get("topLeftCell"), pane.get("state")) == (str(head), f"A{head + 1}", "frozen")
    with ZipFile(BytesIO(workbook)) as package:
        assert f"Daftar!${head}:${head}" in package.read("xl/workbook.xml").decode()


def test_the_same_list_is_the_same_bytes_and_carries_no_clock():
    assert list_xlsx(recap(2)) == list_xlsx(recap(2))
    with ZipFile(BytesIO(list_xlsx(recap(2)))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_training_says_so():
    assert ("SPESIMEN",) in rows(list_xlsx(recap(1), marking="SPESIMEN"))


@given(st.lists(st.one_of(TEXT, st.integers(-(10**12), 10**12)), min_size=1, max_size=30).map(tuple))
def test_any_text_and_number_comes_back_as_it_was(cells):
    table = Table("X", OFFICE, (), tuple(Column(str(n), 10) for n in range(len(cells))), (cells,))
    assert rows(list_xlsx(table))[-1] == cells


@pytest.mark.parametrize("text", ["=1+1", "+HYPERLINK(1)", "@SUM(A1)", "-2", "<b>&amp;</b>"])
def test_no_text_is_ever_a_formula(text):
    table = replace(recap(1), rows=((text, *recap(1).rows[0][1:]),))
    workbook = list_xlsx(table)
    assert text in [cell for row in rows(workbook) for cell in row]
    assert list(sheet(workbook).iter(f"{MAIN}f")) == []
