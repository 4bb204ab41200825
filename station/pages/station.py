"""Stasiun dan kunci (administrator): the station itself, its key and its paper for the safe, and what only it has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent

from station.presenters.counter import Counter, Route, day_words
from station.presenters.station import KINDS, StationPresenter, StationView, key_facts, warnings_of
from station.store.slots import Slots
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, filled, head, label, reveal, row
from station.widgets.room import is_narrow
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

NOTHING = "Semua yang ada di komputer ini sudah ada di Dinas. Komputer boleh diganti."
PLACES = {"keyring": "penyimpan kunci", "file": "sebuah berkas"}


class StationPage(Page):
    """A table of what is nowhere else, and the facts of the station."""

    title = "Stasiun dan kunci"

    def __init__(self, theme: Theme, counter: Counter, slots: Slots, secret_in: str, output: Path) -> None:
        super().__init__(theme)
        self._counter = counter
        self._banner = Banner(theme)
        self._nothing = label(NOTHING, "", wrap=True)
        self._nothing.hide()
        columns = (Column("Nomor", 130), Column("Keadaan", 160), Column("Petugas", 90), Column("Sejak"))
        self.table = PagedTable(theme, "Hanya ada di komputer ini", columns)
        self.facts = Facts(theme.px(96))
        self._paper = label("", "small", wrap=True)
        self._paper.hide()
        heading = head("Hanya ada di komputer ini", label("Kirim dulu sebelum komputer diganti", "small"))
        left = filled(self.table, heading, self._banner, self._nothing, self.table)
        self._right = card(label("Stasiun ini", "h2"), self.facts, self._paper, None)
        whole = row(left, self._right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, self._right)
        self._printed = ""
        self._presenter = StationPresenter(counter, slots, secret_in, output, self.render_state)

    def opened(self) -> None:
        self._presenter.open()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, view: StationView) -> None:
        """Show how it stands."""
        role, words = warnings_of(view)
        self._banner.say(role, words.title, words.text)
        self.table.show_rows(
            [
                TableRow(
                    f"{number}",
                    (Cell(each.number, "b"), KINDS[each.kind], each.officer, day_words(each.at) if each.at else ""),
                )
                for number, each in enumerate(view.unsent)
            ]
        )
        reveal(self.table, bool(view.unsent))
        reveal(self._nothing, not view.unsent)
        self._show_facts(view)
        self._paper.setText(f"Kunci pemulihan: {view.paper}")
        reveal(self._paper, bool(view.paper))
        if view.paper and view.paper != self._printed:
            QDesktopServices.openUrl(QUrl.fromLocalFile(view.paper))
        self._printed = view.paper
        self.context = f"{len(view.unsent)} hanya di sini" if view.unsent else "Tidak ada yang hanya di sini"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Cetak kunci pemulihan", "F9", self._presenter.print_recovery),
                Act("Ganti kunci stasiun", "F5", self._presenter.renew, "primary", enabled=not view.asked, sign="key"),
            )
        )

    def _show_facts(self, view: StationView) -> None:
        who, contact = self._counter.session.store.identity, view.contact
        self.facts.show_rows(
            [
                ("Stasiun", who.station),
                ("Epoch", str(who.epoch)),
                ("Kunci", key_facts(view)),
                ("Kunci lama", str(len(who.former))),
                ("Kontak", f"{contact.days} hari lalu" if contact.days else "hari ini"),
                ("Pencetakan", "dikunci Dinas" if contact.lock else "tidak dikunci"),
                ("Rahasia mesin", PLACES.get(view.secret_in, view.secret_in)),
            ]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._right.setFixedWidth(self.theme.px(280 if is_narrow(self, self.theme) else 340))
