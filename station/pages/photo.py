"""Foto: the live picture, and then the photo large before the applicant, who agrees before any finger."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QWidget

from biometrics.photo import PhotoCheck
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.photo import PhotoPresenter, PhotoState
from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card, head
from station.widgets.chip import Chip
from station.widgets.label import Note, label
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.photo_well import PhotoWell
from station.widgets.picture import Picture
from station.widgets.preview import Preview
from station.widgets.room import is_low, is_narrow
from station.widgets.status_rows import Standing, StatusRows
from station.widgets.takes import Takes
from station.widgets.theme import Theme

ADVICE = "Wajah menghadap kamera, tanpa kacamata. Kerudung boleh, wajah dari dagu sampai dahi terlihat."
NO_NETS = "Pemeriksaan wajah belum terpasang. Foto tetap bisa diambil; periksa sendiri."
CHECKS = {"terang": "Terang dan rata", "tajam": "Tajam", "silau": "Tanpa silau", "ukuran": "Resolusi kamera"}
QUESTION = "Apakah Ibu/Bapak setuju dengan foto ini?"


class PhotoPage(Page):
    """Live, then approval."""

    title = "Foto"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._state: PhotoState | None = None
        self.preview = Preview(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._live_page())
        self._stack.addWidget(self._approval_page())
        self.setLayout(column(self._stack, gap=0))
        self._presenter = PhotoPresenter(counter, case, self.render_state, self.preview.mailbox.put)
        self.takes.chosen.connect(self._presenter.choose)

    # building ---------------------------------------------------------------------------------------------------------
    def _live_page(self) -> QWidget:
        self._banner = Banner(self.theme)
        self._camera = Chip(self.theme, "Menghubungkan", "acc", "camera")
        live = card(head("Pandangan langsung", self._camera), self._banner, self.preview, margins=(16, 12, 16, 16))
        self._side = QWidget()
        self._side.setLayout(column(self._checks_card(), self._last_card(), self._after_banner(), None, gap=12))
        line = row(live, self._side, gap=14, margins=(24, 12, 24, 16))
        line.setStretch(0, 1)
        page = QWidget()
        page.setLayout(line)
        return page

    def _checks_card(self) -> QFrame:
        self._good = Note("", "ok")
        self._checks = StatusRows(self.theme, gap=6)
        self._nets = label(NO_NETS, "small", wrap=True)
        made = card(head("Pemeriksaan", self._good), self._checks, self._nets, gap=8, margins=(16, 12, 16, 12))
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return made

    def _last_card(self) -> QFrame:
        self._use = button("Pakai yang ini", self._show_last, role="flat")
        self._count = label("", "small")
        self._well = PhotoWell(self.theme, self._use, height=132)
        self._last = card(head("Hasil terakhir", self._count), self._well, gap=8, margins=(16, 12, 16, 12))
        self._last.hide()
        return self._last

    def _after_banner(self) -> Banner:
        self._after = Banner(self.theme)
        return self._after

    def _approval_page(self) -> QWidget:
        self._large = Picture("Foto pemohon")
        self._rule = label("", "mut", wrap=True)
        self.takes = Takes(self.theme)
        self._choose = label("Semua pengambilan; pilih yang paling baik.", "small", wrap=True)
        ask = column(
            None,
            label(QUESTION, "lead", wrap=True),
            label("Putar layar ke pemohon. Setuju dengan Alt+S; F8 memotret lagi.", "mut", wrap=True),
            self._rule, 12, self._choose, self.takes, None, gap=10,
        )  # fmt: skip
        line = row(self._large, gap=24)
        line.addLayout(ask)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        page = QWidget()
        page.setLayout(column(card(line), margins=(24, 12, 24, 16)))
        return page

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._presenter.close()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: PhotoState) -> None:
        """Show where the photo stands."""
        self._state = state
        approved = bool(state.draft.photo.approved_at)
        self.context = f"{state.draft.number} · {ADVICE}"
        self._stack.setCurrentIndex(1 if state.approving else 0)
        self._show_live(state)
        self._show_checks(state.checks)
        self._show_last_take(state, approved)
        self._show_question(state)
        if state.saved:
            count = len(state.draft.photo.takes)
            self.saved = (f"✓ {count} foto tersimpan {clock_words(state.saved)}", "ok")
        self.tell(self._acts(state, approved))

    def _show_live(self, state: PhotoState) -> None:
        self.preview.say(state.instruction, good=state.good)
        self.preview.show_tags(*([f"{state.size[0]}×{state.size[1]}"] if state.live and state.size[0] else []))
        self.preview.freeze(not state.live and self.preview.showing)
        if state.live:
            self._camera.show_word("Kamera siap", "ok", "camera")
        elif state.fault is not None:
            self._camera.show_word("Kamera terlepas", "err", "camera")
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        else:
            say_returned(self._banner, state.draft.returned)

    def _show_checks(self, checks: tuple[PhotoCheck, ...]) -> None:
        good = sum(1 for check in checks if check.good)
        self._good.say("ok" if good == len(checks) else "warn", f"{good} dari {len(checks)} baik" if checks else "")
        shown = [check for check in checks if not (is_low(self, self.theme) and check.good)]
        self._checks.show_rows([check_row(check) for check in shown])

    def _show_last_take(self, state: PhotoState, approved: bool) -> None:
        photo = state.draft.photo
        self._last.setVisible(bool(photo.takes))
        number = photo.takes.index(photo.chosen) + 1 if photo.chosen in photo.takes else 0
        self._count.setText(f"{number} dari {len(photo.takes)}")
        title = "Disetujui pemohon" if approved else "Belum disetujui"
        warning = "" if approved else "Pemohon minta foto ulang"
        self._well.show_photo(state.picture, title, self._background(state), warning)
        self._use.setVisible(not approved)
        if approved:
            self._after.say("ok", f"Foto disetujui {clock_words(photo.approved_at)}", "Sidik jari terbuka.")
        else:
            text = "Foto tampil besar. Sidik jari baru terbuka setelah pemohon menyetujui fotonya."
            self._after.say("acc", "Sesudah ini: tanya pemohon", text)

        self._after.setVisible(not is_low(self, self.theme) or not photo.takes)

    def _show_question(self, state: PhotoState) -> None:
        self._large.show_file(state.picture)
        self._rule.setText(self._background(state))
        photo = state.draft.photo
        several = len(photo.takes) > 1
        self._choose.setVisible(several)
        self.takes.setVisible(several)
        if state.approving:
            self.takes.show_takes({n: state.pictures[n] for n in photo.takes if n in state.pictures}, photo.chosen)

    def _background(self, state: PhotoState) -> str:
        year = state.resident.birth_date.year
        return f"Latar {state.background}: tahun lahir {year} ({'ganjil' if year % 2 else 'genap'})"

    def _acts(self, state: PhotoState, approved: bool) -> tuple[Act, ...]:
        if state.approving:
            return (
                Act("Ulangi", "F8", self._presenter.again, sign="rotate"),
                Act("Setuju", "Alt+S", self._presenter.approve, "primary", sign="check"),
            )
        return (
            Act("Kembali", "Esc", lambda: self._counter.go(Route("biodata", self._case))),
            Act("Ambil foto" if state.live else "Coba lagi", "F5", self._presenter.take, "", not state.busy,
                "camera" if state.live else "rotate"),
            Act("Lanjut: Tanda tangan", "Ctrl+Return", self._on, "primary", approved),
        )  # fmt: skip

    # acts -------------------------------------------------------------------------------------------------------------
    def _show_last(self) -> None:
        if self._state is not None and self._state.draft.photo.chosen:
            self._presenter.choose(self._state.draft.photo.chosen)

    def _on(self) -> None:
        self._counter.go(Route("tanda-tangan", self._case))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = is_low(self, self.theme)
        self._side.setFixedWidth(self.theme.px(260 if is_narrow(self, self.theme) else 326))
        self._after.setVisible(not low or self._last.isHidden())
        self._nets.setVisible(not low)
        if self._state is not None:
            self._show_checks(self._state.checks)


def check_row(check: PhotoCheck) -> Standing:
    """A check as a row: how it stands, and its figure."""
    value = {
        "terang": f"{check.value * 100:.0f} %",
        "silau": f"{check.value * 100:.0f} %",
        "tajam": f"{check.value:.0f}",
        "ukuran": f"{check.value:.0f} baris",
    }.get(check.name, "")
    role, sign = ("ok", "check") if check.good else ("warn", "warn")
    return role, sign, CHECKS.get(check.name, check.name), f"{value}, {'baik' if check.good else 'perhatikan'}"
