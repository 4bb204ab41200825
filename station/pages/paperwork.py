"""Formulir: the sheets of a case, filled in, and below them the empty ones; each as it comes out of the printer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker

from station.desk.paperwork import DRAFT, RECEIPT
from station.presenters.counter import Counter, Route
from station.presenters.paperwork import Offered, PaperPresenter, PaperState
from station.widgets.banner import Banner
from station.widgets.card import card, filled
from station.widgets.label import label
from station.widgets.layout import row
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.print_view import PageView
from station.widgets.theme import Theme

WITHOUT_NUMBER = {RECEIPT: "Untuk pemohon, tanpa NIK", DRAFT: "Untuk diperiksa keluarga, bukan KK"}


class PaperworkPage(Page):
    """The list left, the sheet right."""

    title = "Formulir"

    def __init__(self, theme: Theme, counter: Counter, case: str, folder: Path) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._state = PaperState()
        self._banner = Banner(theme)
        self._presenter = PaperPresenter(counter, case, folder, self.render_state)
        self._view = PageView(theme, "Lembar")
        self._view.turned_page.connect(self._presenter.turn)
        self._lines = Lines(theme, "Formulir")
        self._lines.current.connect(self._presenter.choose)
        self._lines.opened.connect(lambda _name: self._view.setFocus())
        self._where = label("", "small")
        hint = label("Enter ke lembar · [ ] halaman · + − besar", "small")
        left = card(self._lines, gap=8, margins=(12, 12, 12, 12))
        left.setMinimumWidth(theme.px(250))
        right = filled(
            self._view, self._banner, self._view, row(self._where, None, hint), gap=8, margins=(12, 12, 12, 10)
        )
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        self.panels = (self._lines, self._view)

    def opened(self) -> None:
        self._presenter.open()
        self._lines.setFocus()
        self._tell()

    def render_state(self, state: PaperState) -> None:
        """Show list and sheet."""
        before, self._state = self._state, state
        with QSignalBlocker(self._lines):  # what the presenter chose is not chosen again
            self._lines.show_lines([_line(each) for each in state.offered], state.chosen)
        if state.picture is not before.picture:
            self._draw(state)
        fault = state.fault
        self._banner.say("err", fault.title if fault else "", fault.text if fault else "")
        self.context = state.title
        self.saved = (f"✓ {state.done}" if state.done else "", "ok")
        self._tell()

    def _draw(self, state: PaperState) -> None:
        picture, sheet = state.picture, state.sheet
        if picture is None or sheet is None:
            self._view.show_file(b"")
            self._where.setText("")
            return
        where = f"Halaman {state.page + 1} dari {state.pages}"
        self._view.show_rgb(picture.width, picture.height, picture.rgb, f"{sheet.number} {sheet.name}, {where}".strip())
        self._where.setText(where)

    def _tell(self) -> None:
        ready = bool(self._state.pdf) and not self._state.working
        put_out = [Act("Cetak", "F9", self._presenter.print_sheet, "primary", ready, "printer")]
        saving = [Act("Simpan PDF", "F4", self._presenter.save, "", ready, "download")]
        if not self._state.printer:  # the same key saves where nothing can print
            put_out = [Act("Simpan PDF", "F9", self._presenter.save, "primary", ready, "download")]
            saving = []
        turns = [
            Act("Halaman berikut", "Ctrl+PgDown", lambda: self._presenter.turn(1), place="none"),
            Act("Halaman sebelumnya", "Ctrl+PgUp", lambda: self._presenter.turn(-1), place="none"),
        ]
        self.tell((Act("Kembali", "Esc", self._back), *turns, *saving, *put_out))

    def _back(self) -> None:
        self._counter.go(Route("riwayat", self._case) if self._case else Route("beranda"))


def _line(sheet: Offered) -> Line:
    title = f"{sheet.number or sheet.name} · {'terisi' if sheet.filled else 'kosong'}"
    below = sheet.name if sheet.number else WITHOUT_NUMBER.get(sheet.id, "")
    return Line(sheet.id, title, below, lead="sign:doc:acc" if sheet.filled else "sign:doc")
