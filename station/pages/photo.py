"""Foto: the live picture, and then the photo large before the applicant, who agrees before any finger."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from station.presenters.counter import Counter, Route, clock_words
from station.presenters.photo import PhotoPresenter, PhotoState
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, card, clear, column, label, row
from station.widgets.pictures import Picture, Preview
from station.widgets.theme import Theme

CHECKS = {"terang": "Cahaya", "tajam": "Ketajaman", "silau": "Silau", "ukuran": "Resolusi"}


class PhotoPage(Page):
    """Live, then approval."""

    title = "Foto"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._takes: tuple[str, ...] = ()
        self.preview = Preview(theme)
        self._banner = Banner(theme)
        self._checks = column(gap=8)
        self._rule = label("", "b", wrap=True)
        side = card(
            label("Pemeriksaan", "h2"),
            label("Memberi tahu, tidak menghalangi.", "small", wrap=True),
            self._checks,
            label("Pemeriksaan wajah belum terpasang. Foto tetap bisa diambil; periksa sendiri.", "small", wrap=True),
            self._rule,
            None,
        )
        side.setFixedWidth(theme.px(260))
        live = card(self._banner, self.preview, margins=(12, 12, 12, 12))
        first = row(live, side, gap=14, margins=(24, 12, 24, 16))
        first.setStretch(0, 1)
        live_page = QWidget()
        live_page.setLayout(first)
        self._large = Picture("Foto pemohon")
        self._large.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        question = label("Apakah Ibu/Bapak setuju dengan foto ini?", "lead", wrap=True)
        self._take_row = label("", "small")
        approve_page = QWidget()
        approve_page.setLayout(column(card(question, self._large, self._take_row), margins=(24, 12, 24, 16)))
        self._stack = QStackedWidget()
        self._stack.addWidget(live_page)
        self._stack.addWidget(approve_page)
        self.setLayout(column(self._stack, gap=0))
        self._presenter = PhotoPresenter(counter, case, self.render_state, self.preview.mailbox.put)

    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._presenter.close()

    def render_state(self, state: PhotoState) -> None:
        """Show where the photo stands."""
        self.context = f"{state.draft.number} · {state.resident.name}"
        self._stack.setCurrentIndex(1 if state.approving else 0)
        self._large.show_file(state.picture)
        self.preview.say(state.instruction)
        if not state.live:
            self.preview.clear()
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        else:
            self._banner.say("acc", "")
        self._show_checks(state)
        count = len(state.draft.photo.takes)
        self._take_row.setText(f"Pengambilan ke-{count}" if count else "")
        approved = bool(state.draft.photo.approved_at)
        self._rule.setText(
            f"Latar {state.background} (tahun lahir {state.resident.birth_date.year})"
            + ("\n✓ Foto disetujui pemohon" if approved else "")
        )
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self.tell(self._acts(state, approved))

    def _acts(self, state: PhotoState, approved: bool) -> tuple[Act, ...]:
        if state.approving:
            return (
                Act("Ulangi", "F8", self._presenter.again),
                Act("Setuju", "Alt+S", self._presenter.approve, "primary"),
            )
        return (
            Act("Kembali", "Esc", lambda: self._counter.go(Route("biodata", self._case))),
            Act("Ambil foto" if state.live else "Coba lagi", "F5", self._presenter.take, "", not state.busy),
            Act("Lanjut: Tanda tangan", "Ctrl+Return", self._on, "primary", approved),
        )

    def _show_checks(self, state: PhotoState) -> None:
        clear(self._checks)
        for check in state.checks:
            chip = Chip(self.theme, "baik" if check.good else "perhatikan", "ok" if check.good else "warn")
            self._checks.addLayout(row(label(CHECKS[check.name]), None, chip))

    def _on(self) -> None:
        self._counter.go(Route("tanda-tangan", self._case))
