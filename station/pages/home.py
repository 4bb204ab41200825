"""Beranda: the figures of a role, and the work that waits, most urgent first."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from registry.lifecycle import Status
from registry.officers import Role
from station.presenters.cases import case_chip
from station.presenters.counter import Counter, Route, day_words, greeting, short_count, thousands, weekday_words
from station.presenters.home import MOST, Chore, HomePresenter, HomeState, tiles_of
from station.presenters.office import SERVICES
from station.presenters.status import DRAFT, Chip
from station.problems import KINDS
from station.store.drafts import DraftRow
from station.store.index import CaseRow
from station.widgets.card import card, hair, head
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.room import is_low, is_narrow
from station.widgets.status_rows import Standing, StatusRows
from station.widgets.theme import Theme
from station.widgets.tile import Tile

NOTHING = "Tidak ada pekerjaan tertunda."
MAY_OPEN = frozenset({Role.OPERATOR, Role.PRINTING})
LITTLE_GB = 2.0
# name -> sign, token, key, page, line below
TILES = {
    "Perekaman tertunda": ("pen", "warn", "Ctrl+4", "permohonan", "Lanjut dari langkah terakhir"),
    "Dikembalikan": ("back", "err", "Ctrl+4", "permohonan", "Alasan tertulis di Riwayat"),
    "Di Pusat": ("clock", "wait", "Ctrl+4", "permohonan", "Tunggu, biasanya 1–3 hari"),
    "Siap diserahkan": ("hand", "ok", "Ctrl+8", "penyerahan", "Hubungi pemohon"),
    "Menunggu verifikasi": ("shield", "acc", "Ctrl+5", "verifikasi", "Bukan masukan Anda"),
    "Pengecualian": ("finger", "warn", "Ctrl+5", "verifikasi", "Jari yang tidak direkam"),
    "Setujui cetak": ("stamp", "ok", "Ctrl+6", "setujui-cetak", "Tunggal, boleh dicetak"),
    "Lewat batas": ("warn", "err", "Ctrl+4", "permohonan", "Lebih lama dari batas"),
    "Siap dicetak": ("printer", "acc", "Ctrl+7", "meja-cetak", "Menunggu meja cetak"),
    "Cip belum diperiksa": ("card", "warn", "Ctrl+7", "meja-cetak", "Kartu jadi, cip belum dibaca"),
    "Kiriman": ("truck", "acc", "", "pengiriman", "Menuju tempat ambil"),
    "Blangko sisa": ("stack", "neu", "", "blangko", "Di tangan lokasi ini"),
    "Belum terkirim": ("up", "acc", "Ctrl+9", "sinkronisasi", "Dikirim sendiri saat ada jaringan"),
    "Petugas habis masa": ("people", "warn", "", "petugas", "Berakhir dalam 30 hari"),
    "Keputusan kedua": ("shield", "acc", "", "", "Cetak gagal"),
    "Jejak audit": ("audit", "neu", "", "audit", "Tindakan hari ini"),
    "Kiriman bermasalah": ("x", "err", "F8", "masalah", "Tidak diterima, alasan tertulis"),
}
# status -> whose deed it is, its word, the page where it is done
MEND, FAMILY = "perbaiki", "kk-permohonan"
DEEDS = {
    Status.RETURNED: (Role.OPERATOR, "Perbaiki", MEND),
    Status.INCOMPLETE: (Role.OPERATOR, "Lengkapi", MEND),
    Status.RERECORD: (Role.OPERATOR, "Rekam lagi", MEND),
    Status.READY: (Role.OPERATOR, "Serahkan", "penyerahan"),
    Status.KK_READY: (Role.OPERATOR, "Serahkan", FAMILY),
    Status.OLD_WITHDRAWN: (Role.OPERATOR, "Serahkan", FAMILY),
    Status.SHIPPED: (Role.OPERATOR, "Terima", "pengiriman"),
    Status.SUBMITTED: (Role.VERIFIER, "Periksa", "verifikasi"),
    Status.PRINT_READY: (Role.VERIFIER, "Setujui", "setujui-cetak"),
    Status.RELEASED: (Role.VERIFIER, "Setujui", "setujui-cetak"),
    Status.PRINT_FAILED: (Role.VERIFIER, "Putuskan", "setujui-cetak"),
    Status.PRINT_APPROVED: (Role.PRINTING, "Cetak", "meja-cetak"),
    Status.PRINTING: (Role.PRINTING, "Catat", "meja-cetak"),
    Status.UNCERTAIN: (Role.PRINTING, "Catat", "meja-cetak"),
    Status.PRINTED: (Role.PRINTING, "Periksa", "meja-cetak"),
    Status.CHIP_VERIFIED: (Role.PRINTING, "Kirim", "pengiriman"),
}


class HomePage(Page):
    """Tiles, the work that waits, and how the station stands."""

    title = "Beranda"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._roles = counter.session.officer.roles
        self._pages: dict[str, str] = {}  # row -> page that does its deed
        self.title = f"{greeting(counter.session.clock.stamp())}, {counter.session.officer.name.split()[0]}"
        self.tiles = {name: self._tile(name) for name in tiles_of(self._roles)}
        self._lines = Lines(theme, "Pekerjaan saya")
        self._lines.opened.connect(self._open)
        opens = bool(self._roles & MAY_OPEN)
        self._empty = label(NOTHING + (" Buka permohonan baru (Ctrl+N)." if opens else ""), "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        work = card(
            head("Pekerjaan saya hari ini", label("Yang paling mendesak di atas", "small")),
            hair(), self._empty, self._lines, None, gap=8, fill=self._lines,
        )  # fmt: skip
        self._side = self._build_side()
        below = row(work, self._side, gap=14)
        below.setStretch(0, 1)
        whole = column(row(*self.tiles.values(), gap=14), below, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.panels = (work, self._side)
        self._presenter = HomePresenter(counter, self.render_state)

    def _tile(self, name: str) -> Tile:
        picture, token, key, page, _ = TILES[name]
        made = Tile(self.theme, name, picture, token, key)
        made.setEnabled(bool(page))
        made.clicked.connect(lambda: self._counter.go(Route(page)))
        return made

    def _build_side(self) -> QWidget:
        self._standing = StatusRows(self.theme)
        self._devices = StatusRows(self.theme)
        self._device_card = card(label("Perangkat", "h2"), self._devices)
        self._device_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        standing = card(label("Sambungan dan simpanan", "h2"), self._standing)
        standing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._of_today = StatusRows(self.theme)
        self._today_card = card(label("Hari ini di loket ini", "h2"), self._of_today)
        self._today_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        side = QWidget()
        side.setLayout(column(standing, self._device_card, self._today_card, None, gap=14))
        return side

    def opened(self) -> None:
        self._presenter.open()
        new = Act("Permohonan baru", "Ctrl+N", lambda: self._counter.go(Route("penduduk")), "primary", True, "folder",
                  "head")  # fmt: skip
        kept = Act("Kiriman bermasalah", "F8", lambda: self._counter.go(Route("masalah")), place="none")
        self.tell((kept, *((new,) if self._roles & MAY_OPEN else ())))

    def left(self) -> None:
        self._presenter.close()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: HomeState) -> None:
        """Show figures and work."""
        for name, tile in self.tiles.items():
            tile.show_figure(short_count(state.figures.get(name, 0)), state.below.get(name, TILES[name][4]))
        drafts = [draft_line(draft) for draft in state.drafts[:MOST]]
        self._pages = {entry.id: page for entry in state.rows if (page := self._deed(entry)[1])}
        self._pages |= {chore.id: chore.page for chore in state.chores}
        chores = [_chore_line(chore) for chore in state.chores]
        lines = [*drafts, *chores, *(self._case_line(entry) for entry in state.rows)][:MOST]
        self._lines.show_lines(lines)
        self._lines.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        if lines and not self._lines.currentIndex().isValid():
            self._lines.setCurrentIndex(self._lines.model().index(0, 0))
            if self.hasFocus():
                self._lines.setFocus()
        self._standing.show_rows(self._how_it_stands(state))
        self._devices.show_rows(self._installed())
        self._of_today.show_rows(self._today(state))
        session = self._counter.session
        self.context = f"{weekday_words(session.clock.today())} · {session.store.identity.name}"
        self.tell()

    def _how_it_stands(self, state: HomeState) -> list[Standing]:
        sent = ("ok", "check") if not state.waiting else ("acc", "up")
        room = ("ok", "check") if state.free_gb >= LITTLE_GB else ("warn", "warn")
        kept = ("err", "x") if state.problems else ("ok", "check")
        saved = day_words(state.last_backup) if state.last_backup else "belum ada"
        rows = [
            (*sent, "Menunggu kirim", f"{state.waiting} berkas"),
            (*kept, "Kiriman bermasalah", f"{state.problems} (F8)" if state.problems else "tidak ada"),
            (*room, "Ruang simpan", f"{state.free_gb:.0f} GB kosong" if state.free_gb else "-"),
            ("ok" if state.last_backup else "warn", "backup", "Cadangan terakhir", saved),
            ("neu", "people", "Penduduk di sini", thousands(state.residents)),
        ]
        if self._roles & MAY_OPEN:
            rows.append(("neu", "stack", "Blangko tersedia", f"{state.blanks}"))
        return rows

    def _today(self, state: HomeState) -> list[Standing]:
        return [
            ("neu", "finger", "Direkam", f"{state.recorded}"),
            ("neu", "hand", "Diserahkan", f"{state.handed}"),
        ]

    def _installed(self) -> list[Standing]:
        rows = []
        for kind, (name, _) in KINDS.items():
            there = self._counter.equipment.installed(kind)
            rows.append(("ok", "check", name, "dipasang") if there else ("neu", "ring", name, "tidak dipasang"))
        return rows

    def _deed(self, entry: CaseRow) -> tuple[str, str]:
        """The word of the deed of a case and its page; "" where there is only to look."""
        role, word, page = DEEDS.get(Status(entry.status), (Role.OPERATOR, "", ""))
        held = entry.holder in ("", self._counter.session.station)
        own = role is Role.VERIFIER and entry.recorder == self._counter.session.officer.handle
        return (word, page) if role in self._roles and held and not own else ("", "")

    def _case_line(self, entry: CaseRow) -> Line:
        shown = case_chip(entry, self._counter.session.clock.today())
        title = f"{entry.name or entry.number} · {SERVICES.get(entry.service, entry.service)}"
        below = f"{entry.number} · {shown.meaning}"
        return Line(entry.id, title, below, _chip(shown), f"sign:{shown.glyph}:{shown.role}",
                    self._deed(entry)[0] or "Lihat")  # fmt: skip

    def _open(self, name: str) -> None:
        if name.startswith("draft:"):
            self._counter.go(Route("lanjut", name[6:]))
        elif name in self._pages:
            page = self._pages[name]
            self._counter.go(Route(page, name if page in (MEND, FAMILY) else ""))
        else:
            self._counter.go(Route("riwayat", name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = is_low(self, self.theme)
        for tile in self.tiles.values():
            tile.fold(low)
        self._device_card.setVisible(not low)
        self._today_card.setVisible(not low)
        self._side.setFixedWidth(self.theme.px(260 if is_narrow(self, self.theme) else 310))


def _chore_line(chore: Chore) -> Line:
    """Work that is no case, as a row."""
    return Line(chore.id, chore.title, chore.below, chore.chip, f"sign:{chore.chip[2]}:{chore.chip[1]}", chore.deed)


def draft_line(draft: DraftRow) -> Line:
    """A recording to go on with."""
    title = f"{draft.name} · {SERVICES.get(draft.service, draft.service)}"
    lead = f"sign:{DRAFT.glyph}:warn"
    return Line(f"draft:{draft.case}", title, f"{draft.number} · tertunda, tersimpan di sini", _chip(DRAFT), lead,
                "Lanjutkan")  # fmt: skip


def _chip(shown: Chip) -> tuple[str, str, str]:
    return shown.word, shown.role, shown.glyph
