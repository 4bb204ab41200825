"""Sidik jari: two hands, the print as it comes, its score, and what to do about a low one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from biometrics.fingers import TRIES, gate
from registry.submission import RECORDING_ORDER
from station.desk.recording import Draft
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.fingers import FingersPresenter, FingersState, Try
from station.problems import FINGER_CURES
from station.widgets.banner import Banner
from station.widgets.card import card, hair
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.hands import Hands, finger_name
from station.widgets.label import label, sign
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.print_well import PrintWell
from station.widgets.room import is_low, is_narrow
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.status_rows import Standing
from station.widgets.theme import Theme

REASONS = {"tidak-ada": "Tidak ada", "luka": "Luka", "aus": "Aus"}
LASTING = {"sementara": "Sementara", "tetap": "Tetap"}
HOW = "Jari lurus, permukaan rata, tekan ringan. Tahan sampai skor tampil."
DONE = "Lanjut ke Iris. Panah memilih jari bila ada yang perlu diulang."
LEGEND = (
    ("check", "ok", "Baik"), ("finger", "acc", "Sedang direkam"), ("ring", "neu", "Belum"),
    ("warn", "warn", "Pengecualian"), ("x", "err", "Ulangi"),
)  # fmt: skip


class FingersPage(Page):
    """Ten fingers."""

    title = "Sidik jari"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._state: FingersState | None = None
        self.well = PrintWell(theme)
        self._banner, self._excepted = Banner(theme), Banner(theme)
        self._side = QWidget()
        self._side.setLayout(column(self.well, self._banner, self._excepted, None, gap=12))
        left = self._build_left()
        whole = row(left, self._side, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, self._side)
        self._presenter = FingersPresenter(counter, case, self.render_state)
        self.hands.chosen.connect(self._presenter.choose)

    def _build_left(self) -> QFrame:
        theme = self.theme
        self._ask = label("", "lead")
        self._count = Chip(theme, "0 dari 10 terekam", "acc", "finger")
        self._how = label(HOW, "mut", wrap=True)
        self.hands = Hands(theme)
        legend = row(gap=6)
        for glyph, role, word in LEGEND:
            legend.addWidget(sign(theme, glyph, role))
            legend.addWidget(label(word, "small"))
            legend.addSpacing(10)
        legend.addStretch(1)
        top = row(self._ask, self._count)
        top.setStretch(0, 1)
        return card(top, self._how, self.hands, hair(), legend, gap=8)

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()
        self.hands.setFocus()

    def left(self) -> None:
        self._presenter.close()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: FingersState) -> None:
        """Show hands, print and advice."""
        self._state = state
        self.context = state.draft.number
        done = len(state.draft.fingers)
        self._count.show_word(f"{state.draft.recorded} dari 10 terekam", "acc" if state.current else "ok", "finger")
        self._ask.setText(f"Tempelkan {finger_name(state.current)}" if state.current else "Sepuluh jari selesai.")
        self._how.setText(HOW if state.current else DONE)
        self.hands.show_states({position: _tip(state, position) for position in RECORDING_ORDER})
        self._show_print(state)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif state.advice is not None:
            self._banner.say("warn", state.advice.title, state.advice.text)
        else:
            say_returned(self._banner, state.draft.returned, marked_fingers(state.draft))
        self._show_excepted(state)
        if state.saved:
            self.saved = (f"✓ {done} jari tersimpan {clock_words(state.saved)}", "ok")
        self.tell(self._acts(state))

    def _acts(self, state: FingersState) -> tuple[Act, ...]:
        again = (Act("Coba lagi", "F5", self._presenter.scan_now, sign="rotate"),) if state.fault is not None else ()
        return (
            Act("Kembali", "Esc", lambda: self._counter.go(Route("tanda-tangan", self._case))),
            *again,
            Act("Tidak bisa direkam", "F4", self._except, "", bool(state.current), "warn"),
            Act("Ulangi jari ini", "F8", self._presenter.again, sign="rotate"),
            Act("Lanjut: Iris", "Ctrl+Return", self._on, "primary", state.draft.fingers_done),
        )

    def _show_print(self, state: FingersState) -> None:
        if state.image is not None:
            self.well.picture.show_grey(state.image.width, state.image.height, state.image.pixels)
        else:
            self.well.picture.show_file(b"")
        self.well.picture.show_edge("acc" if state.waiting else "")
        if state.tries:
            position, tries, number = state.current, state.tries, f"Percobaan {len(state.tries)} dari {TRIES}"
        elif state.before and state.image is not None and state.advice is None:
            position, tries, number = state.before, state.before_tries, finger_name(state.before).capitalize()
        else:
            position, tries, number = state.current, (), ""
        best = max((attempt.score for attempt in tries), default=None)
        colon = ":" if state.tries else ""  # the finger in hand; without it, the one just done
        rows = [try_row(f"Percobaan {n}{colon}", attempt, position) for n, attempt in enumerate(tries, 1)]
        rows = rows[-1:] if is_low(self, self.theme) else rows
        self.well.show_score(number, best, gate(position) if position else 0, rows)

    def _show_excepted(self, state: FingersState) -> None:
        found = [(position, take) for position, take in state.draft.fingers.items() if take.exception]
        names = ", ".join(finger_name(position) for position, _ in found).capitalize()
        why = ", ".join(
            dict.fromkeys(
                f"{REASONS.get(take.exception, take.exception).lower()} {LASTING.get(take.lasting, '').lower()}".strip()
                for _, take in found
            )
        )
        text = f"{why.capitalize()} · petugas kedua memutuskan nanti."
        shown = found and not (is_low(self, self.theme) and self._banner.words and not self._banner.isHidden())
        self._excepted.say("acc", f"{names}: pengecualian" if shown else "", text)

    # acts -------------------------------------------------------------------------------------------------------------
    def _except(self) -> None:
        """Ask why; the finger asked about stays the one that was in hand."""
        if self._state is None or not self._state.current:
            return
        position = self._state.current
        sheet = ExceptionSheet(self.theme, finger_name(position))
        sheet.answered.connect(lambda answer: self._excepting(sheet, position, answer))
        self.ask(sheet)

    def _excepting(self, sheet: ExceptionSheet, position: int, answer: str) -> None:
        if answer != BACK:
            self._presenter.cannot(position, sheet.reason.text, sheet.lasting.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step and self._state is not None:
            at = RECORDING_ORDER.index(self._state.current) if self._state.current else 0
            self._presenter.choose(RECORDING_ORDER[(at + step) % len(RECORDING_ORDER)])
        else:
            super().keyPressEvent(event)

    def _on(self) -> None:
        self._counter.go(Route("iris", self._case))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.well.fold(is_low(self, self.theme))
        self._how.setVisible(not is_low(self, self.theme))
        if self._state is not None:
            self._show_print(self._state)
            self._show_excepted(self._state)
        self._side.setFixedWidth(self.theme.px(260 if is_narrow(self, self.theme) else 326))


class ExceptionSheet(Sheet):
    """Why a finger cannot be recorded."""

    def __init__(self, theme: Theme, finger: str) -> None:
        self.reason = Field("reason", "&Alasan", list(REASONS.items()))
        self.lasting = Field("lasting", "&Berapa lama", list(LASTING.items()))
        body = QWidget()
        body.setLayout(column(self.reason, self.lasting, gap=12))
        super().__init__(
            theme,
            f"{finger.capitalize()} tidak bisa direkam",
            "Petugas kedua memutuskan nanti; pemohon tidak menunggu.",
            (Answer(BACK, "Kembali"), Answer("catat", "Catat pengecualian", "primary", "Ctrl+Return")),
            body=body,
        )
        for made in (self.reason, self.lasting):
            if isinstance(made.line, QComboBox):
                made.line.setCurrentIndex(0)


def marked_fingers(draft: Draft) -> str:
    """The fingers a verifikator marked, by name."""
    marked = draft.returned.fields if draft.returned is not None else ()
    return ", ".join(finger_name(int(name[7:])) for name in marked if name.startswith("finger."))


def try_row(name: str, attempt: Try, position: int) -> Standing:
    """A try as a row: its score, and the cause of a low one."""
    if attempt.score >= gate(position):
        return "ok", "check", name, f"{attempt.score} · baik"
    cause = FINGER_CURES.get(attempt.cause or "unclear", FINGER_CURES["unclear"])[0]
    return "err", "x", name, f"{attempt.score} · {cause}"


def _tip(state: FingersState, position: int) -> tuple[str, str]:
    take = state.draft.fingers.get(position)
    if position == state.current:
        return "now", ""
    if take is None:
        return "todo", ""
    if take.exception:
        return "except", ""
    return ("good" if take.quality >= gate(position) else "poor"), str(take.quality)
