"""Lists and tables: rows come by page, the selection stays, and telling is for moves that somebody made."""

import pytest
from PySide6.QtCore import Qt

from station.widgets.lists import Line, Lines
from station.widgets.table import Cell, Column, PagedTable, TableRow

MILLION = 1_000_000
COLUMNS = (Column("Nomor", 110), Column("Nama"), Column("Keadaan", 130))


def line(number):
    return Line(f"id-{number}", f"PEMOHON {number}", "KTP-el baru", ("siap cetak", "ok", "check"))


def table_row(number):
    return TableRow(
        f"id-{number}", (f"D-{number}", Cell(f"PEMOHON {number}", "b"), Cell("siap", "chip", "ok", "check"))
    )


def heard(signal):
    found = []
    signal.connect(found.append)
    return found


@pytest.fixture
def lines(show, look):
    made = Lines(look, "Permohonan")
    show(made)
    made.setFocus()
    return made


@pytest.fixture
def table(show, look):
    made = PagedTable(look, "Permohonan", COLUMNS)
    show(made)
    made.setFocus()
    return made


def test_arrows_move_and_enter_opens(lines, qtbot):
    lines.show_lines([line(n) for n in range(3)], "id-0")
    moved, opened = heard(lines.current), heard(lines.opened)
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    assert (moved, opened) == (["id-1"], [])
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert opened == ["id-1"]


def test_rows_shown_anew_keep_the_selection_and_tell_nothing(lines):
    lines.show_lines([line(n) for n in range(3)], "id-1")
    moved = heard(lines.current)
    lines.show_lines([line(n) for n in (7, 1, 2)])
    assert lines.ids() == ["id-7", "id-1", "id-2"]
    assert lines.currentIndex().row() == 1
    assert moved == []


def test_each_row_is_read_whole(lines):
    lines.show_lines([line(4)])
    said = lines.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "PEMOHON 4, KTP-el baru, siap cetak"
    assert lines.accessibleName() == "Permohonan"


def test_a_million_rows_fetch_only_what_is_shown(lines, qtbot):
    asked = []

    def fetch(offset, limit):
        asked.append(offset)
        return [line(n) for n in range(offset, offset + limit)]

    lines.show_source(MILLION, fetch)
    lines.scrollToBottom()
    lines.grab()
    assert len(set(asked)) < 10
    qtbot.keyClick(lines, Qt.Key.Key_End)
    assert lines.model().index(MILLION - 1, 0).data() == "PEMOHON 999999"


def test_a_page_that_comes_later_is_drawn_then(lines):
    lines.show_source(300, lambda _offset, _limit: None)
    index = lines.model().index(5, 0)
    assert index.data() == ""
    changed = []
    lines.model().dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    lines.supply(0, [line(n) for n in range(128)])
    assert index.data() == "PEMOHON 5"
    assert changed == [(0, 127)]


def test_a_table_tells_the_row_and_opens_it(table, qtbot):
    table.show_rows([table_row(n) for n in range(3)])
    assert table.chosen == "id-0"
    moved, opened = heard(table.current), heard(table.opened)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert (moved, opened) == (["id-1"], ["id-1"])


def test_a_table_keeps_the_chosen_row_where_it_went(table):
    table.show_rows([table_row(n) for n in range(3)])
    table.show_source(3, lambda o, n: [table_row(k) for k in range(3)][o : o + n], 2)
    table.show_rows([table_row(n) for n in (2, 0, 1)])
    assert table.chosen == "id-2"
    assert table.currentIndex().row() == 0


def test_a_table_of_a_million_reads_its_last_cell(table):
    table.show_source(MILLION, lambda offset, limit: [table_row(n) for n in range(offset, offset + limit)])
    assert table.model().index(MILLION - 1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "PEMOHON 999999"
    assert [table.model().headerData(n, Qt.Orientation.Horizontal) for n in range(3)] == ["Nomor", "Nama", "Keadaan"]


def test_a_table_without_rows_has_nothing_chosen(table, qtbot):
    table.show_rows([])
    opened = heard(table.opened)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert (table.chosen, opened) == ("", [])


def test_tab_leaves_list_and_table(show, look, qtbot):
    made = PagedTable(look, "Permohonan", COLUMNS), Lines(look, "Antrean")
    window = show(*made)
    made[0].show_rows([table_row(n) for n in range(3)])
    made[0].setFocus()
    qtbot.keyClick(made[0], Qt.Key.Key_Tab)
    assert window.focusWidget() is made[1]
