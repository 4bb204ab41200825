"""Beranda: today's work."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from registry.lifecycle import Status
from registry.officers import Role
from station.presenters.counter import Counter, Route, date_words
from station.presenters.office import HomePresenter, HomeState
from station.presenters.status import DRAFT, Chip, chip
from station.store.index import CaseRow
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Facts, card, column, hair, label, row, sign
from station.widgets.theme import Theme

STEP_OF = {
    "berkas": "Berkas", "biodata": "Biodata F-1.02", "foto": "Foto", "tanda-tangan": "Tanda tangan",
    "sidik-jari": "Sidik jari", "iris": "Iris", "ulang-telunjuk": "Ulang telunjuk", "periksa": "Periksa",
}  # fmt: skip
SERVICES = {"ktp-baru": "KTP-el baru"}


class HomePage(Page):
    """Tiles, and the work that waits."""

    title = "Beranda"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._roles = counter.session.officer.roles
        self.title = f"Selamat datang, {counter.session.officer.name.split()[0]}"
        self._tiles = [self._tile(name, picture) for name, picture in _tiles(self._roles)]
        self._lines = Lines(theme, "Pekerjaan saya")
        self._lines.opened.connect(self._open)
        self._empty = label("Tidak ada pekerjaan tertunda. Buka permohonan baru (Ctrl+N).", "mut", wrap=True)
        self._empty.hide()  # until it is known to be so
        self._side = Facts(theme.px(150))
        work = card(
            row(label("Pekerjaan saya", "h2"), None, label("Enter membuka", "small")),
            hair(),
            self._empty,
            self._lines,
            None,
        )
        side = card(label("Sambungan dan simpanan", "h2"), self._side, None)
        side.setFixedWidth(theme.px(310))
        below = row(work, side, gap=14)
        below.setStretch(0, 1)
        tiles = row(*(tile for tile, _, _ in self._tiles), gap=14)
        whole = column(tiles, below, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._presenter = HomePresenter(counter, self.render_state)

    def _tile(self, name: str, picture: str) -> tuple[QFrame, QLabel, str]:
        number, below = label("0", "num"), label("", "small")
        made = card(row(sign(self.theme, picture, "acc", 20), label(name, "b"), None, gap=8), number, below, gap=4)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        number.setAccessibleName(name)
        return made, number, name

    def opened(self) -> None:
        self._presenter.open()
        self._lines.setFocus()
        new = Act("Permohonan baru", "Ctrl+N", lambda: self._counter.go(Route("penduduk")), "primary")
        self.tell((new,) if self._roles & {Role.OPERATOR, Role.PRINTING} else ())

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: HomeState) -> None:
        """Show figures and work."""
        for _, number, name in self._tiles:
            number.setText(str(_figure(state, name)))
        lines = [
            Line(
                f"draft:{d.case}",
                f"{d.name} · {SERVICES.get(d.service, d.service)}",
                f"{d.number} · tertunda",
                _chip(DRAFT),
            )
            for d in state.drafts
        ]
        lines += [case_line(entry) for entry in state.rows]
        self._lines.show_lines(lines)
        self._lines.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self._side.show_rows(
            [
                ("Menunggu kirim", f"{state.waiting} berkas"),
                ("Penduduk di sini", f"{state.residents}"),
                ("Blangko tersedia", f"{state.blanks}"),
                ("Draf", f"{len(state.drafts)}"),
            ]
        )
        self.context = (
            f"{date_words(self._counter.session.clock.today())} · {self._counter.session.store.identity.name}"
        )
        self.tell()

    def _open(self, name: str) -> None:
        if name.startswith("draft:"):
            self._counter.go(Route("lanjut", name[6:]))
        else:
            self._counter.go(Route("riwayat", name))


def case_line(entry: CaseRow) -> Line:
    """A case as a row of a list; no NIK."""
    shown = chip(Status(entry.status), receipted=entry.receipted)
    below = f"{entry.number} · {SERVICES.get(entry.service, entry.service)} · {shown.next_step}"
    return Line(entry.id, entry.name or entry.number, below, _chip(shown))


def _chip(shown: Chip) -> tuple[str, str, str]:
    return shown.word, shown.role, shown.glyph


def _tiles(roles: frozenset[Role]) -> tuple[tuple[str, str], ...]:
    if Role.PRINTING in roles:
        return (("Siap dicetak", "printer"), ("Kiriman", "truck"), ("Blangko sisa", "stack"), ("Menunggu kirim", "up"))
    if Role.VERIFIER in roles:
        return (
            ("Menunggu verifikasi", "shield"),
            ("Setujui cetak", "stamp"),
            ("Di Pusat", "clock"),
            ("Menunggu kirim", "up"),
        )
    return (("Perekaman tertunda", "pen"), ("Dikembalikan", "back"), ("Di Pusat", "clock"), ("Siap diserahkan", "hand"))


def _figure(state: HomeState, name: str) -> int:
    return {
        "Perekaman tertunda": len(state.drafts),
        "Dikembalikan": state.counts.get("Dikembalikan", 0),
        "Di Pusat": state.counts.get("Di Pusat", 0),
        "Siap diserahkan": state.counts.get("Siap diserahkan", 0),
        "Menunggu verifikasi": state.counts.get("Verifikasi", 0),
        "Setujui cetak": state.counts.get("Siap cetak", 0),
        "Siap dicetak": state.counts.get("Siap cetak", 0),
        "Kiriman": state.counts.get("Pengiriman", 0),
        "Blangko sisa": state.blanks,
        "Menunggu kirim": state.waiting,
    }[name]
