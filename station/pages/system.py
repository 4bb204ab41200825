"""Perangkat: how each device is."""

from __future__ import annotations

from station.desk.equipment import KINDS
from station.pages.calibration_sheet import CalibrationSheet
from station.pages.family_sheets import DEED
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.devices import Check, DevicesPresenter, DevicesState, DeviceView
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, card, filled, hair, label, reveal, row
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

SIGNS = {"camera": "camera", "signature": "pen", "fingerprint": "finger", "printer": "printer"}
GLYPHS = {"ok": "check", "warn": "warn", "err": "x"}


class DevicesPage(Page):
    """Each device of this counter: present, silent or absent, with cause and next step."""

    title = "Perangkat"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = DevicesState()
        self.lines = Lines(theme, "Perangkat")
        self._name = label("", "h2")
        self._chip = Chip(theme)
        self._banner = Banner(theme)
        self.table = PagedTable(
            theme, "Hasil uji", (Column("Uji", 190), Column("Nilai"), Column("Batas", 140), Column("", 48))
        )
        left = card(label("Perangkat loket ini", "h2"), self.lines, margins=(14, 14, 14, 14))
        left.setFixedWidth(theme.px(300))
        right = filled(self.table, row(self._name, None, self._chip), hair(), self._banner, self.table)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (left, right)
        self._presenter = DevicesPresenter(counter, self.render_state)
        self.lines.current.connect(self._presenter.choose)

    def opened(self) -> None:
        self._presenter.test_all()
        self.lines.setFocus()

    def render_state(self, state: DevicesState) -> None:
        """Show all in a list, and the tests of the one in view."""
        self._state = state
        views = [state.devices[kind] for kind in KINDS if kind in state.devices]
        self.lines.show_lines([Line(v.kind, v.name, v.below, v.chip, f"sign:{SIGNS[v.kind]}") for v in views],
                              state.chosen)  # fmt: skip
        shown = state.devices.get(state.chosen)
        if shown is not None:
            self._show_one(shown)
        ready = sum(1 for view in views if view.chip[1] == "ok")
        installed = sum(1 for view in views if view.chip[1] != "neu")
        self.context = f"{ready} dari {installed} siap · uji berjalan tanpa membuka data penduduk"
        self._show_told(state)
        ruler = (
            Act("Ukuran penggaris", "F8", self._measure),
            Act("Kartu penggaris", "F9", self._presenter.print_ruler, sign="printer"),
        )
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                *(ruler if self._presenter.calibrates else ()),
                Act("Uji", "F5", lambda: self._presenter.test(self._state.chosen)),
                Act("Uji semua", "Ctrl+Return", self._presenter.test_all, "primary", sign="play"),
            )
        )

    def _show_told(self, state: DevicesState) -> None:
        """What became of a ruler card stands before what the tests say."""
        if state.told is not None:
            self._banner.say("err" if state.failed else "ok", state.told.title, state.told.text)

    def _measure(self) -> None:
        sheet = CalibrationSheet(self.theme)
        sheet.answered.connect(lambda answer: self._presenter.calibrate(*sheet.lengths) if answer == DEED else None)
        self.ask(sheet)

    def _show_one(self, view: DeviceView) -> None:
        self._name.setText(view.name)
        self._chip.show_word(*view.chip)
        role = "err" if view.chip[1] == "err" else "warn" if view.chip[1] == "warn" else "acc"
        self._banner.say(role, view.cure.title if view.cure else "", view.cure.text if view.cure else "",
                         "info" if role == "acc" else "")  # fmt: skip
        self.table.show_rows([_check_row(number, check) for number, check in enumerate(view.checks)])
        reveal(self.table, bool(view.checks))
        if view.tested_at:
            self.saved = (f"Diuji {clock_words(view.tested_at)}", "ok")


def _check_row(number: int, check: Check) -> TableRow:
    look = "b" if check.role != "ok" else ""
    cells = (
        Cell(check.name, look), Cell(check.value, look), Cell(check.limit, "mut"),
        Cell("", check.role, glyph=GLYPHS[check.role]),
    )  # fmt: skip
    return TableRow(str(number), cells, "" if check.role == "ok" else check.role)
