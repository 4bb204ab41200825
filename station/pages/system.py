"""Sinkronisasi and Perangkat: what waits and why, and how each device is."""

from __future__ import annotations

from collections.abc import Callable

from station.desk.equipment import KINDS
from station.desk.syncing import SyncDesk
from station.presenters.counter import Counter, Route, clock_words, day_words
from station.presenters.devices import Check, DevicesPresenter, DevicesState, DeviceView
from station.presenters.sync import SyncPresenter, SyncView, age_words, reason_words, size_words
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, Facts, card, filled, hair, label, reveal, row
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

SIGNS = {"camera": "camera", "signature": "pen", "fingerprint": "finger", "printer": "printer"}
GLYPHS = {"ok": "check", "warn": "warn", "err": "x"}


class SyncPage(Page):
    """What waits, how long, why, what next."""

    title = "Sinkronisasi"

    def __init__(self, theme: Theme, counter: Counter, desk: SyncDesk, sync_now: Callable[[], None]) -> None:
        super().__init__(theme)
        self._counter = counter
        self._sync_now = sync_now
        self._head = label("", "big", wrap=True)
        self._banner = Banner(theme)
        self.table = PagedTable(
            theme,
            "Kiriman yang menunggu",
            (Column("Permohonan", 124), Column("Besar", 76), Column("Umur", 84), Column("Coba", 56), Column("Sebab")),
        )
        self._facts = Facts(theme.px(108))
        left = filled(self.table, self._head, self._banner, self.table)
        right = card(label("Sambungan", "h2"), self._facts, None)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 5)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        self.panels = (left, right)
        self._presenter = SyncPresenter(counter, desk, self.render_state)

    def opened(self) -> None:
        self._presenter.open()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, view: SyncView) -> None:
        """Show what waits."""
        self._head.setText(view.head)
        rows = [_packet_row(view, number) for number in range(len(view.state.waiting))]
        if view.state.unsealed:
            cells = (f"{view.state.unsealed} berkas", "-", "baru saja", "0", "Disegel saat dikirim")
            rows.append(TableRow("unsealed", cells))
        self.table.show_rows(rows)
        reveal(self.table, bool(rows))
        newest = view.problems[0] if view.problems else None
        title = f"{len(view.problems)} kiriman perlu dilihat ({newest.code})." if newest else ""
        self._banner.say("err", title, "Data tetap di sini. Hubungi Dinas dengan kode itu." if newest else "")
        who = self._counter.session.store.identity
        contact = view.state.contact_at
        self._facts.show_rows(
            [
                ("Stasiun", who.station),
                ("Alamat Dinas", who.centre_url),
                ("Kontak terakhir", day_words(contact) if contact else "belum pernah"),
                ("Berita diterima", str(view.cursor)),
                ("Pencetakan", f"dikunci: {view.state.locked}" if view.state.locked else "tidak dikunci"),
            ]
        )
        self.context = f"{view.count} menunggu" if view.count else "Tidak ada yang menunggu"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Stik USB…", "F4", lambda: self._counter.go(Route("stik-usb")), sign="usb"),
                Act("Kirim sekarang", "F5", self._sync_now, "primary", sign="sync"),
            )
        )


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
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Uji", "F5", lambda: self._presenter.test(self._state.chosen)),
                Act("Uji semua", "Ctrl+Return", self._presenter.test_all, "primary", sign="play"),
            )
        )

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


def _packet_row(view: SyncView, number: int) -> TableRow:
    packet = view.state.waiting[number]
    stuck = packet.tries > 0 and packet.reason not in ("", "unreachable", "cut-off")
    cells = (
        Cell(view.subject(packet), "b"),
        size_words(packet.size),
        age_words(packet.created, view.now),
        str(packet.tries),
        Cell(reason_words(packet), "err" if stuck else ""),
    )
    return TableRow(packet.id, cells, "err" if stuck else "")


def _check_row(number: int, check: Check) -> TableRow:
    look = "b" if check.role != "ok" else ""
    cells = (
        Cell(check.name, look), Cell(check.value, look), Cell(check.limit, "mut"),
        Cell("", check.role, glyph=GLYPHS[check.role]),
    )  # fmt: skip
    return TableRow(str(number), cells, "" if check.role == "ok" else check.role)
