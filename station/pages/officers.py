"""Petugas dan peran: who serves here, in which roles and until when; the centre signs each change."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from registry.roles import Role
from station.desk.cast import role_words
from station.desk.officers import Form, Member, OfficersDesk
from station.pages.officer_sheet import SAVE, OfficerSheet
from station.presenters.counter import Counter, Route, clock_words, date_words, day_words, local_day
from station.presenters.officers import OfficersPresenter, OfficersState, chip_of
from station.problems import officer_words
from station.widgets.banner import Banner
from station.widgets.card import filled, well
from station.widgets.label import label
from station.widgets.layout import column, reveal
from station.widgets.page import Act, Page
from station.widgets.reason_sheet import DEED, ReasonSheet
from station.widgets.sheet import Answer, Sheet
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

COLUMNS = (
    Column("Nama"), Column("NIP", 182), Column("Peran"), Column("Nomor SK", 152), Column("Berlaku s.d.", 122),
    Column("Terakhir masuk", 118), Column("Kunci di Dinas", 148),
)  # fmt: skip
NARROW, NUMBERS = 1010, (1,)  # where there is no room, the NIP stands below the table only
TELL_MS = 100
DETAILS = {
    "waiting": "Hak yang lama tetap berlaku sampai Dinas menandatangani.",
    "invited": "Sandi awal belum dipakai. Petugas masuk sekali dengan sandi awal dan memilih sandinya sendiri.",
    "leaving": "Sudah tidak dapat masuk di stasiun ini; Dinas diberi tahu pada pengiriman berikut.",
    "left": "Yang ditandatangani sebelum dicabut tetap sah.",
    "over": "Perpanjang dengan Ubah peran.",
}
WRITE_DOWN = (
    "Bacakan atau tulis untuk petugas itu. Sandi ini tampil sekali dan hanya untuk masuk pertama; sesudahnya "
    "ia memilih sandinya sendiri. Ia dapat bekerja setelah Dinas menandatangani."
)


class OfficersPage(Page):
    """A table, what is to be known of the chosen one, and the administrator's acts."""

    title = "Petugas dan peran"

    def __init__(self, theme: Theme, counter: Counter, desk: OfficersDesk) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = OfficersState()
        self._presenter = OfficersPresenter(counter, desk, self.render_state)
        self._banner = Banner(theme)
        self._key = Banner(theme)
        self.table = PagedTable(theme, "Petugas stasiun ini", COLUMNS)
        self.table.current.connect(lambda _name: self._look())
        self.table.opened.connect(lambda _name: self._change())
        self._about = label("", wrap=True)
        about = well(self._about)
        whole = column(self._banner, self._key, filled(self.table, self.table, about), gap=10, margins=(24, 12, 24, 16))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.panels = (self.table,)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TELL_MS)
        self._ticking.timeout.connect(self._tell_progress)

    def opened(self) -> None:
        self._presenter.open()
        self.table.setFocus()

    def left(self) -> None:
        self._ticking.stop()

    def refresh(self) -> None:
        self._presenter.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the numbers have no room they are told below."""
        super().resizeEvent(event)
        for column_ in NUMBERS:
            self.table.setColumnHidden(column_, self.width() < self.theme.px(NARROW))

    # showing --------------------------------------------------------------------------------------------------------
    def render_state(self, state: OfficersState) -> None:
        """Show the roster and what goes on."""
        before, self._state = self._state, state
        if state.roster.members != before.roster.members:
            self.table.show_rows([member_row(member) for member in state.roster.members])
        serving = sum(1 for member in state.roster.members if member.state in ("active", "waiting"))
        self.context = f"{serving} petugas bertugas di stasiun ini" if state.loaded else ""
        if state.busy and not before.busy:
            self._ticking.start()
        if not state.busy:
            self._ticking.stop()
            self._banner.say("err", state.fault.title if state.fault else "", state.fault.text if state.fault else "")
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._show_key(state)
        self._look()
        if state.start and not before.start:
            self._show_start(*state.start)

    def _show_key(self, state: OfficersState) -> None:
        """What is to be known about the store's key: it waits to be changed, or old copies open with the old one."""
        roster = state.roster
        if state.busy:
            self._key.say("warn", "")
        elif roster.wanted:
            self._key.say("warn", *_both("key-waits"))
        elif roster.rekeyed_at and local_day(roster.rekeyed_at) == self._counter.today.isoformat():
            title = f"Kunci data diganti {day_words(roster.rekeyed_at)}."
            self._key.say("acc", title, officer_words("old-copies").text)
        else:
            self._key.say("acc", "")

    def _tell_progress(self) -> None:
        text = "Stasiun menunggu sebentar; yang sudah tersimpan tetap ada."
        self._banner.say("acc", f"Mengganti kunci data… {self._presenter.progress} %", text)

    def _look(self) -> None:
        """What is to be known of the chosen one, and what may be done."""
        member = self._chosen()
        self._about.setText(_about(member) if member else "Pilih petugas di daftar.")
        reveal(self._about, True)
        busy, there = self._state.busy, member is not None and member.state not in ("left", "leaving")
        if busy:
            self.tell((Act("Batal", "Esc", self._presenter.stop),))
            return
        acts = [
            Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
            Act("Buka kunci", "Alt+K", self._open_lock, enabled=bool(member and member.locked_until)),
            Act("Sandi awal baru", "F9", self._again, enabled=there),
            Act("Cabut", "F8", self._remove, "danger", there),
            Act("Ubah peran", "F4", self._change, enabled=there),
            Act("Tambah", "Ctrl+N", self._add, "primary"),
        ]
        if self._state.roster.wanted:
            acts.insert(1, Act("Ganti kunci data", "F5", self._presenter.finish))
        self.tell(acts)

    def _chosen(self) -> Member | None:
        name = self.table.chosen
        return next((member for member in self._state.roster.members if member.form.handle == name), None)

    # acts -----------------------------------------------------------------------------------------------------------
    def _add(self) -> None:
        today = self._counter.today
        form = Form("", "", "", "", frozenset({Role.OPERATOR}), date(today.year, 12, 31).isoformat())
        text = "Dinas menandatangani petugas baru. Anda menerima sandi awal untuk diserahkan."
        sheet = OfficerSheet(self.theme, "Tambah petugas", text, form, new=True)
        sheet.answered.connect(lambda answer: self._presenter.invite(sheet.form) if answer == SAVE else None)
        self.ask(sheet)

    def _change(self) -> None:
        member = self._chosen()
        if member is None or member.state in ("left", "leaving"):
            return
        if member.form.handle == self._presenter.own:
            self._refuse("own-role")
            return
        text = "Peran baru menunggu tanda tangan Dinas; hak yang lama tetap berlaku sampai saat itu."
        sheet = OfficerSheet(self.theme, f"Ubah peran {member.form.name}", text, member.asked or member.form, new=False)
        sheet.answered.connect(lambda answer: self._presenter.change(sheet.form) if answer == SAVE else None)
        self.ask(sheet)

    def _remove(self) -> None:
        member = self._chosen()
        if member is None:
            return
        if member.form.handle == self._presenter.own:
            others = [
                each for each in self._state.roster.members
                if each.state == "active" and Role.ADMINISTRATOR in each.form.roles and each is not member
            ]  # fmt: skip
            self._refuse("own-role" if others else "last-administrator")
            return
        handle = member.form.handle
        text = "Petugas ini langsung tidak dapat masuk di sini, dan kunci data diganti; stasiun menunggu sebentar."
        title = f"Cabut {member.form.name}"
        sheet = ReasonSheet(self.theme, title, "Alasan pencabutan", text=text, role="danger")
        sheet.answered.connect(lambda answer: self._presenter.remove(handle, sheet.reason) if answer == DEED else None)
        self.ask(sheet)

    def _again(self) -> None:
        member = self._chosen()
        if member is not None:
            self._presenter.invite_again(member.form.handle)

    def _open_lock(self) -> None:
        member = self._chosen()
        if member is not None:
            self._presenter.open_lock(member.form.handle)

    def _show_start(self, handle: str, words: str) -> None:
        shown = label(words, "num")
        shown.setAccessibleName(f"Sandi awal {words}")
        answer = Answer("dicatat", "Sudah dicatat", "primary", "Ctrl+Return")
        sheet = Sheet(self.theme, f"Sandi awal untuk {handle}", WRITE_DOWN, (answer,), body=shown)
        sheet.answered.connect(lambda _answer: self._presenter.seen())
        self.ask(sheet)

    def _refuse(self, code: str) -> None:
        self._banner.say("err", *_both(code))


def member_row(member: Member) -> TableRow:
    """An officer as a row."""
    form = member.form
    quiet = "mut" if member.state in ("left", "leaving") else ""
    seen = date_words(local_day(member.last_seen)) if member.last_seen else "belum pernah"
    word, role, glyph = chip_of(member)
    ended = "err" if member.state == "over" else quiet
    return TableRow(
        form.handle,
        (
            Cell(form.name, quiet or "b"),
            Cell(form.nip or "-", quiet),
            Cell(role_words(form.roles), quiet),
            Cell(form.decree or "-", quiet),
            Cell(date_words(form.until), ended),
            Cell(seen, quiet),
            Cell(word, "chip", role, glyph),
        ),
    )


def _about(member: Member) -> str:
    """What the row has no room for."""
    form, asked = member.form, member.asked
    numbers = (f"NIP {form.nip}" if form.nip else "", form.decree)
    parts = (form.name, f"masuk sebagai {form.handle}", role_words(form.roles), *numbers)
    said = [" · ".join(part for part in parts if part)]
    if member.locked_until:
        said.append(f"Terkunci sampai {member.locked_until.astimezone():%H.%M} karena 5 kali salah sandi.")
    if asked and member.known and asked != form:
        said.append(f"Diminta: {role_words(asked.roles)}, sampai {date_words(asked.until)}, SK {asked.decree}.")
    if member.state == "refused":
        said.append(officer_words(member.reason).line)
    return " ".join((said[0] + ".", *said[1:], DETAILS.get(member.state, ""))).strip()


def _both(code: str) -> tuple[str, str]:
    words = officer_words(code)
    return words.title, words.text
