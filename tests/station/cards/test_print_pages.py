"""The print desk: faults that stay, cards one approved oneself, and where a bad card lies."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from devices.errors import Disconnected
from devices.printer.port import PrinterState
from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from registry.stock import Blank, Entry, Move
from station.pages.approving import ApprovePage
from station.pages.blanks import BlanksPage
from station.pages.delivery import ParcelPage
from station.pages.printing import PrintPage
from station.widgets.parts import Banner
from station.widgets.reason_sheet import DEED
from tests.station.cards import conftest
from tests.station.cards.conftest import put_case
from tests.station.trays import tray


def act(page, text):
    return next(each for each in page.acts if each.text == text)


def said(page):
    return " ".join(banner.words for banner in page.findChildren(Banner) if banner.isVisible())


def on_screen(qtbot, page):
    qtbot.addWidget(page)
    page.resize(1000, 560)
    page.show()
    page.opened()
    return page


class IdlePrinter:
    def state(self):
        return PrinterState("idle", cards_printed=7)

    def close(self):
        pass


@pytest.fixture
def stocked(store):
    store.blanks.add(
        Entry("e1", Move.RECEIVED, Blank("B26-0417", 1), 10, "", "BAST-7", "yulianti", "2026-11-24T03:42:07Z")
    )
    return store


def test_a_release_that_does_not_hold_stays_named_when_the_printer_answers(qtbot, look, desk, stocked, monkeypatch):
    put_case(stocked, 1, Status.PRINT_APPROVED)
    counter = desk("yulianti").counter
    monkeypatch.setattr(counter.equipment, "installed", lambda _kind: True)
    monkeypatch.setattr(counter.equipment, "printer", IdlePrinter)
    stocked.facts.put({"lock": b"2026-11-24"})
    page = on_screen(qtbot, PrintPage(look, counter, lambda *_: None))
    assert "dikunci" in said(page)
    act(page, "Lanjutkan").handler()
    assert "dikunci" in said(page)
    assert not act(page, "Cetak kartu ini").enabled


def test_a_printer_that_answers_again_is_no_longer_a_fault(qtbot, look, desk, stocked, monkeypatch):
    put_case(stocked, 1, Status.PRINT_APPROVED)
    counter = desk("yulianti").counter
    monkeypatch.setattr(counter.equipment, "installed", lambda _kind: True)

    def gone():
        raise Disconnected("ipp://1")

    monkeypatch.setattr(counter.equipment, "printer", gone)
    page = on_screen(qtbot, PrintPage(look, counter, lambda *_: None))
    assert "Pencetak kartu terlepas" in said(page)
    monkeypatch.setattr(counter.equipment, "printer", IdlePrinter)
    act(page, "Lanjutkan").handler()
    assert said(page) == ""


def test_a_bad_card_is_booked_only_with_where_it_lies(qtbot, look, desk, stocked):
    put_case(stocked, 1, Status.PRINT_APPROVED)
    page = on_screen(qtbot, PrintPage(look, desk("yulianti").counter, lambda *_: None))
    act(page, "Cetak lewat aplikasi resmi").handler()
    assert not act(page, "Catat").enabled, "no outcome is the default"
    choice = next(c for c in page.outcome._choices.values() if c.accessibleName() == "Rusak")
    choice.click()
    assert page.outcome.where.isVisible()
    assert not page.outcome.uid.isVisible()
    assert not act(page, "Catat").enabled
    qtbot.keyClicks(page.outcome.where.line, "laci 2")
    act(page, "Catat").handler()
    booked = stocked.cases.get("case-1").latest(Kind.PRINT_BOOKED)
    assert booked.header.variant == "rusak"
    assert booked.record["reason"] == "kartu di laci 2"
    assert stocked.cases.get("case-1").status is Status.PRINT_FAILED


def test_a_second_attempt_is_approved_knowing_the_first(qtbot, look, desk, stocked):
    put_case(stocked, 1, Status.PRINT_APPROVED)
    printing = on_screen(qtbot, PrintPage(look, desk("yulianti").counter, lambda *_: None))
    act(printing, "Cetak lewat aplikasi resmi").handler()
    next(c for c in printing.outcome._choices.values() if c.accessibleName() == "Rusak").click()
    qtbot.keyClicks(printing.outcome.where.line, "laci 2")
    act(printing, "Catat").handler()

    page = on_screen(qtbot, ApprovePage(look, desk("murniati").counter))
    shown = [part.text() for part in page.findChildren(QLabel) if part.isVisible()]
    first = "Percobaan 1: rusak · blangko B26-0417 / 00001 · kartu di laci 2 · Yulianti, "
    assert any(text.startswith(first) for text in shown)
    assert page.lines.model().index(0, 0).data(Qt.ItemDataRole.UserRole).chip[0] == "Cetak gagal"
    page.lines.setCurrentIndex(page.lines.model().index(0, 0))
    qtbot.keyClick(page.lines, Qt.Key.Key_Space)
    sheets = []
    page.sheet_asked.connect(sheets.append)
    act(page, "Setujui cetak").handler()
    assert stocked.cases.get("case-1").status is Status.PRINT_FAILED, "not without a reason"
    sheet = sheets[0]
    qtbot.addWidget(sheet)
    assert not sheet.buttons[DEED].isEnabled()
    sheet._long.setPlainText("kartu tergores rol")
    sheet.answered.emit(DEED)
    approved = stocked.cases.get("case-1").latest(Kind.PRINT_APPROVED)
    assert approved.record["reason"] == "kartu tergores rol"
    assert stocked.cases.get("case-1").status is Status.PRINT_APPROVED
    again = on_screen(qtbot, PrintPage(look, desk("yulianti").counter, lambda *_: None))
    act(again, "Cetak lewat aplikasi resmi").handler()
    blanks = [a.record["blank"] for a in stocked.cases.get("case-1").actions if a.header.kind is Kind.PRINT_STARTED]
    assert blanks == ["B26-0417 / 00001", "B26-0417 / 00002"]


def test_a_good_card_needs_its_chip(qtbot, look, desk, stocked):
    put_case(stocked, 1, Status.PRINT_APPROVED)
    page = on_screen(qtbot, PrintPage(look, desk("yulianti").counter, lambda *_: None))
    act(page, "Cetak lewat aplikasi resmi").handler()
    next(c for c in page.outcome._choices.values() if c.accessibleName() == "Baik, cip terbaca").click()
    assert not act(page, "Catat").enabled
    qtbot.keyClicks(page.outcome.uid.line, "04A1B2")
    act(page, "Catat").handler()
    assert stocked.cases.get("case-1").latest(Kind.CHIP_VERIFIED).record["uid"] == "04A1B2"


def test_the_one_who_approved_does_not_print(qtbot, look, desk, stocked, monkeypatch):
    monkeypatch.setitem(conftest.ROLES, "murniati", {Role.VERIFIER, Role.PRINTING})
    put_case(stocked, 1, Status.PRINT_APPROVED)
    page = on_screen(qtbot, PrintPage(look, desk("murniati").counter, lambda *_: None))
    assert "Anda yang menyetujui, dicetak petugas lain." in said(page)
    assert not act(page, "Cetak kartu ini").enabled
    assert not act(page, "Cetak lewat aplikasi resmi").enabled


def test_only_marked_cards_are_approved(qtbot, look, desk, store):
    put_case(store, 1, Status.RELEASED)
    put_case(store, 2, Status.RELEASED)
    made = desk("murniati")
    page = on_screen(qtbot, ApprovePage(look, made.counter))
    assert not act(page, "Setujui cetak").enabled
    page.lines.setCurrentIndex(page.lines.model().index(0, 0))
    qtbot.keyClick(page.lines, Qt.Key.Key_Space)
    act(page, "Setujui cetak").handler()
    stages = sorted(store.cases.get(case).status for case in ("case-1", "case-2"))
    assert stages == [Status.PRINT_APPROVED, Status.RELEASED]
    assert made.toasts == ["1 kartu disetujui untuk dicetak"]


def test_a_parcel_is_counted_card_by_card_and_what_lacks_is_named(qtbot, look, desk, store):
    put_case(store, 1, Status.SHIPPED)
    put_case(store, 2, Status.SHIPPED)
    page = on_screen(qtbot, ParcelPage(look, desk("fajar").counter, "UPTD-SIAK", tray()))
    page.number.line.setFocus()
    qtbot.keyClicks(page.number.line, "d-2611-0001")
    qtbot.keyClick(page.number.line, Qt.Key.Key_Return)
    assert page.number.text == ""
    assert "Kurang 1 dari 2: kartu untuk D-2611-0002." in said(page)
    assert not act(page, "Terima").enabled
    act(page, "Terima dengan selisih").handler()
    counted = store.cases.get("case-1").latest(Kind.COUNTED_IN)
    assert counted.record["missing"] == "D-2611-0002"
    assert store.cases.get("case-2").status is Status.SHIPPED


def test_blanks_are_counted_twice(qtbot, look, desk, store):
    page = on_screen(qtbot, BlanksPage(look, desk("yulianti").counter, lambda *_: None, tray()))
    for made, text in (
        (page.first, "B26-0417 / 00001"),
        (page.count, "500"),
        (page.again, "50"),
        (page.bast, "BAST-1"),
    ):
        qtbot.keyClicks(made.line, text)
    act(page, "Catat").handler()
    assert store.blanks.balance().on_hand == 0
    assert page.again.wrong
    page.again.line.clear()
    qtbot.keyClicks(page.again.line, "500")
    act(page, "Catat").handler()
    assert store.blanks.balance().on_hand == 500
    assert page.first.text == ""
