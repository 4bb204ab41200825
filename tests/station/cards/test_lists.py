"""Verifikasi, Permohonan and Riwayat: what is marked, filtered and told."""

from contextlib import suppress
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from registry.people import Resident
from station.pages.cases import CasesPage, HistoryPage
from station.pages.checking import CheckPage
from station.presenters.cases import late
from station.widgets.reason_sheet import DEED, ReasonSheet
from station.work import Flow
from tests.station.cards import conftest
from tests.station.cards.conftest import put_case
from tests.station.trays import tray


def act(page, text):
    return next(each for each in page.acts if each.text == text)


def on_screen(qtbot, page, width=1000):
    qtbot.addWidget(page)
    page.resize(width, 560)
    page.show()
    page.opened()
    return page


def cells(table, row):
    return [table.rows.index(row, column).data() for column in range(table.rows.columnCount())]


def test_approval_opens_when_everything_is_seen_and_matches(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    page = on_screen(qtbot, CheckPage(look, desk("hendra").counter))
    rows = page.table.rows.rowCount()
    for _ in range(rows - 1):
        qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert not act(page, "Setujui").enabled
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    assert not act(page, "Setujui").enabled, "one differs"
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    act(page, "Setujui").handler()
    assert store.cases.get("case-1").status is Status.VERIFIED


def test_a_case_begun_goes_on_at_the_first_field_not_seen(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    counter = desk("hendra").counter
    first = on_screen(qtbot, CheckPage(look, counter))
    for _ in range(2):
        qtbot.keyClick(first.table, Qt.Key.Key_Space)
    first.hide()
    again = on_screen(qtbot, CheckPage(look, counter))
    assert again.table.currentIndex().row() == 2
    qtbot.keyClick(again.table, Qt.Key.Key_Space)
    assert [cells(again.table, n)[3] for n in range(4)] == ["cocok", "cocok", "cocok", "belum"]


def test_own_entries_are_locked(qtbot, look, desk, store, monkeypatch):
    monkeypatch.setitem(conftest.ROLES, "rina", {Role.OPERATOR, Role.VERIFIER})
    put_case(store, 1, Status.SUBMITTED)
    page = on_screen(qtbot, CheckPage(look, desk("rina").counter))
    for _ in range(page.table.rows.rowCount()):
        qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert not act(page, "Setujui").enabled
    assert not act(page, "Kembalikan").enabled
    assert store.marks.get("case-1", "rina") == {}


def test_what_differs_from_the_register_stands_beside_it(qtbot, look, desk, store, monkeypatch):
    put_case(store, 1, Status.SUBMITTED)
    submitted = store.cases.get("case-1").latest(Kind.SUBMITTED).record["resident"]
    theirs = Resident.from_record({**submitted, "father": "MARDIYANTO"})
    monkeypatch.setattr(store.residents, "get", lambda _id: theirs)
    page = on_screen(qtbot, CheckPage(look, desk("hendra").counter))
    found = next(row for n in range(page.table.rows.rowCount()) if (row := cells(page.table, n))[0] == "Nama ayah")
    assert found[1:3] == ["MARDIYANTO", "MARDIANTO"]


def test_a_rejection_needs_law_and_reason(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    page = on_screen(qtbot, CheckPage(look, desk("hendra").counter))
    sheets = []
    page.sheet_asked.connect(sheets.append)
    act(page, "Tolak").handler()
    sheet = sheets[0]
    qtbot.addWidget(sheet)
    sheet.findChild(QPlainTextEdit).setPlainText("Data orang lain")
    assert not sheet.buttons[DEED].isEnabled()
    sheet._lines[0].setText("UU 24/2013 ps 63")
    assert sheet.buttons[DEED].isEnabled()
    sheet.close_with(DEED)
    rejected = store.cases.get("case-1").latest(Kind.REJECTED)
    assert (rejected.record["law"], rejected.record["reason"]) == ("UU 24/2013 ps 63", "Data orang lain")


def test_a_return_by_ctrl_enter_carries_what_differs(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    page = on_screen(qtbot, CheckPage(look, desk("hendra").counter))
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    sheets = []
    page.sheet_asked.connect(sheets.append)
    act(page, "Kembalikan").handler()
    sheet: ReasonSheet = sheets[0]
    qtbot.addWidget(sheet)
    sheet.show()
    long = sheet.findChild(QPlainTextEdit)
    qtbot.keyClicks(long, "Bawa akta asli")
    qtbot.keyClick(long, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    returned = store.cases.get("case-1").latest(Kind.RETURNED)
    assert returned.record["reason"] == "Bawa akta asli"
    assert returned.record["fields"] == ["name"]


def test_cases_by_pill_and_by_name(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    put_case(store, 2, Status.READY)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()))
    assert page._lines.rows.rowCount() == 2
    page._pills["Verifikasi"].click()
    assert [cells(page._lines, n)[0] for n in range(page._lines.rows.rowCount())] == ["D-2611-0001"]
    assert page._pills["Verifikasi"].text().endswith("1")
    act(page, "Hapus saringan").handler()
    assert page._lines.rows.rowCount() == 2
    qtbot.keyClicks(page.field.line, "D-2611-0002")
    assert [cells(page._lines, n)[3] for n in range(page._lines.rows.rowCount())] == ["Siap diserahkan"]
    page.field.line.clear()
    qtbot.keyClicks(page.field.line, "tidak ada")
    assert page._empty.isVisible()


def test_narrow_pages_choose_from_a_list_instead_of_pills(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()), width=960)
    assert page.pill.isVisible()
    assert not page._wide.isVisible()
    page.pill.line.setCurrentIndex(page.pill.line.findData("Siap diserahkan"))
    assert page._empty.isVisible()
    assert page.context.startswith("Siap diserahkan")


def test_pages_beyond_the_first_come_when_they_are_shown(qtbot, look, desk, store, monkeypatch):
    for number in range(1, 8):
        put_case(store, number, Status.SUBMITTED)
    for part in ("station.presenters.cases.PAGE", "station.widgets.paging.PAGE"):
        monkeypatch.setattr(part, 3)
    page = on_screen(qtbot, CasesPage(look, desk("fajar").counter, tray()))
    page._lines.rows.pages.page = 3
    assert page._lines.rows.rowCount() == 7
    numbers = set()
    for n in range(7):
        cells(page._lines, n)  # asks
        numbers.add(cells(page._lines, n)[0])
    assert numbers == {f"D-2611-{n:04d}" for n in range(1, 8)}


@pytest.mark.parametrize(("today", "old"), [("2026-11-25", False), ("2026-11-26", True)])
def test_a_case_is_late_by_the_patience_of_its_status(store, today, old):
    put_case(store, 1, Status.SUBMITTED)
    assert late(store.cases.row("case-1"), today) is old


def test_history_tells_reasons_and_the_plain_word_of_siak(qtbot, look, desk, store):
    put_case(store, 1, Status.READY, counted_in={"missing": "D-2611-0009"})
    page = on_screen(qtbot, HistoryPage(look, desk("fajar").counter, "case-1"))
    told = [(line.title, line.below) for line in page._lines._lines]
    assert any("Siap cetak (PRR)" in below for what, below in told if what.startswith("Jawaban SIAK"))
    assert any("kurang D-2611-0009" in below for what, below in told if what.startswith("Dihitung"))
    assert "Hasil cetak dibukukan: baik" in [what for what, _ in told]
    assert act(page, "Resi dan formulir").enabled


class Later:
    """A starter whose work is done when the test says so, in the order it was asked for."""

    def __init__(self):
        self.waiting = []

    def start(self, steps):
        flow = Flow(steps)
        self._go_on(flow, flow.steps.send, None)
        return flow

    def work(self, many=10_000):
        while self.waiting and many:
            flow, piece = self.waiting.pop(0)
            many -= 1
            result = piece.call()
            if flow.live:
                self._go_on(flow, flow.steps.send, result)

    def _go_on(self, flow, resume, value):
        with suppress(StopIteration):
            self.waiting.append((flow, resume(value)))


def test_a_refresh_while_a_case_is_opened_loses_no_mark(qtbot, look, desk, store):
    put_case(store, 1, Status.SUBMITTED)
    later = Later()
    page = on_screen(qtbot, CheckPage(look, replace(desk("hendra").counter, tasks=later)))
    later.work(2)  # the queue is there, the case on its way
    page.refresh()
    while page.table.rows.rowCount() == 0:
        later.work(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    later.work()
    assert [cells(page.table, n)[3] for n in range(3)] == ["cocok", "cocok", "belum"]
