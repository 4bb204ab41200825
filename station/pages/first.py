"""Asisten pertama: six steps at the left, the one in hand at the right. Everything by keys; Esc is the step before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QStackedWidget, QWidget

from station.presenters.first import ADMINISTRATOR, LOOK, REST, STATION, STEPS, FirstPresenter, FirstState
from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import card
from station.widgets.field import Field
from station.widgets.fields import SecretField
from station.widgets.label import label, sign
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.theme import Theme

ASK_EVERY_MS = 5000
THEMES = [("terang", "Terang"), ("gelap", "Gelap"), ("kontras", "Kontras tinggi"), ("sistem", "Ikut sistem")]
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
ZOOMS = [(str(zoom), f"{zoom} %") for zoom in (100, 115, 130, 150)]
AFTER = (
    (
        "device",
        "Perangkat",
        "Ctrl+D setelah masuk: kamera, sidik jari, tanda tangan dan pencetak, masing-masing diuji.",
    ),
    ("backup", "Disk cadangan", "Cadangan dan pulih: pilih disk kedua; setelah itu dicadangkan sendiri setiap hari."),
    ("people", "Data kecamatan", "Datang sendiri dari Dinas setelah masuk. Perekaman tidak menunggunya."),
)


class FirstPage(Page):
    """The assistant. `train` starts the training station instead, `done` goes to Masuk."""

    title = "Asisten pertama"

    def __init__(self, theme: Theme, train: Callable[[], None], done: Callable[[], None]) -> None:
        super().__init__(theme)
        self._train, self._done = train, done
        self._presenter: FirstPresenter | None = None
        self._step = 0
        self._marks = [label(f"{number}  {name}", "mut") for number, name in enumerate(STEPS, 1)]
        self.banner = Banner(theme)
        self._cards = QStackedWidget()
        for made in (self._look_card(), self._station_card(), self._administrator_card(), self._rest_card()):
            self._cards.addWidget(made)
        steps = column(*self._marks, None, gap=10, margins=(0, 10, 0, 0))
        side = QWidget()
        side.setLayout(steps)
        side.setFixedWidth(theme.px(210))
        side.setAccessibleName("Langkah")
        brand = row(sign(theme, "card", "acc", 28, 1.9), label("Loket", "h1"), None, label(self.title, "mut"), gap=10)
        body = row(side, column(self._cards, self.banner, None, gap=12), gap=24)
        self.setLayout(column(brand, body, gap=18, margins=(32, 24, 32, 24)))
        self._poll = QTimer(self)
        self._poll.setInterval(ASK_EVERY_MS)
        self._poll.timeout.connect(self._ask)

    def begin(self, presenter: FirstPresenter) -> None:
        """What it tells."""
        self._presenter = presenter

    def opened(self) -> None:
        if self._presenter is not None:
            self._presenter.open()

    def left(self) -> None:
        self._poll.stop()
        if self._presenter is not None:
            self._presenter.halt()

    # the cards --------------------------------------------------------------------------------------------------------
    def _look_card(self) -> QWidget:
        self.language = Field("language", "&Bahasa", LANGUAGES)
        self.look = Field("theme", "&Tampilan", THEMES)
        self.zoom = Field("zoom", "&Ukuran huruf", ZOOMS)
        self._choices = (self.language, self.look, self.zoom)
        for field in self._choices:
            field.changed.connect(lambda text, name=field.name: self._choose(name, text))
        on = button("Lanjut", self._next, role="primary", key="Ctrl+Return")
        head = label("Bahasa dan tampilan", "h2")
        said = label("Berlaku saat itu juga, dan dapat diubah lagi di Pengaturan.", "mut", wrap=True)
        return card(head, said, *self._choices, None, row(None, on), gap=14, margins=(22, 18, 22, 18))

    def _station_card(self) -> QWidget:
        self.code = Field("code", "&Kode stasiun dari Dinas (LOKET1-…)")
        self.code.enter_goes_on = False
        if isinstance(self.code.line, QLineEdit):
            self.code.line.returnPressed.connect(self._next)
        self._station = label("", "h2")
        self._hint = label("", "", wrap=True)
        self.words = label("", "num", wrap=True)
        self.words.setFont(_large(self.words, self.theme.px(30)))
        self.words.setAccessibleName("Empat kata")
        self._picture = button("Baca gambar QR", self._pick, key="F4")
        self._camera = button("Baca dengan kamera", self._watch, key="F5")
        self._later = button("Nanti, pakai latihan", self._train, key="Alt+N")
        self._again = button("Kode lain", self._other, key="F8")
        self._again.hide()  # with the words: a card that is not in sight does not lay itself out anew
        self.words.hide()
        self._use = button("Pakai kode", self._next, role="primary", key="Ctrl+Return")
        reads = row(self._picture, self._camera, None, gap=10)
        ways = row(self._later, self._again, None, self._use, gap=10)
        return card(
            self._station, self._hint, self.code, reads, self.words, None, ways, gap=14, margins=(22, 18, 22, 18)
        )

    def _administrator_card(self) -> QWidget:
        self._who = label("", "h2")
        why = "Sandi ini milik Anda sendiri dan membuka stasiun. Paling sedikit 10 huruf; beberapa kata lebih mudah."
        self.first = SecretField("first", "&Sandi baru", self.theme)
        self.again = SecretField("again", "&Ulangi sandi")
        self.again.enter_goes_on = False
        if isinstance(self.again.line, QLineEdit):
            self.again.line.returnPressed.connect(self._next)
        self._save = button("Simpan sandi", self._next, role="primary", key="Ctrl+Return")
        parts = (self._who, label(why, "mut", wrap=True), self.first, self.again, None, row(None, self._save))
        return card(*parts, gap=14, margins=(22, 18, 22, 18))

    def _rest_card(self) -> QWidget:
        self._paper = label("", "", wrap=True)
        lines = [
            row(
                sign(self.theme, picture, "acc"),
                column(label(head, "h3"), label(text, "mut", wrap=True), gap=2),
                gap=12,
            )
            for picture, head, text in AFTER
        ]
        for line in lines:
            line.setStretch(1, 1)
        print_it = button("Cetak dan simpan di brankas", self._print, key="F9")
        on = button("Ke halaman Masuk", self._next, role="primary", key="Ctrl+Return")
        return card(
            label("Siap dipakai", "h2"), self._paper, *lines, row(print_it, None, on), gap=14, margins=(22, 18, 22, 18)
        )

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: FirstState) -> None:
        """Show a step."""
        for number, mark in enumerate(self._marks, 1):
            done = number < state.step
            mark.setText(f"{'✓' if done else number}  {STEPS[number - 1]}")
            mark.setObjectName("b" if number == state.step < REST else "mut")
            mark.style().polish(mark)
        self.banner.say(state.role or "acc", state.words.title, state.words.text)
        self._cards.setCurrentIndex(min(state.step, REST) - 1)
        for field in self._choices:
            field.put(str(getattr(state.settings, field.name)))
        self._render_station(state)
        self._save.setEnabled(not state.busy)
        if state.standing is not None:
            self._who.setText(f"Administrator: {state.standing.administrator_name} ({state.standing.administrator})")
        self._paper.setText(f"Kunci pemulihan ada di {state.recovery}. Tanpa itu, sandi yang hilang tidak tertolong.")
        self._keys(state)
        if state.step != self._step:
            self._step = state.step
            self._focus()
        self.context = STEPS[min(state.step, REST) - 1]

    def _render_station(self, state: FirstState) -> None:
        standing = state.standing
        waits = standing is not None and not standing.confirmed
        self._station.setText(standing.name if standing else "Stasiun")
        self._hint.setText(_hint(state))
        self.words.setText(" · ".join(standing.words) if standing else "")
        reveal(self.words, standing is not None)
        for part in (self.code, self._picture, self._camera, self._later):
            reveal(part, standing is None)
        reveal(self._again, waits)
        self._use.show_text(_deed(state), "Ctrl+Return")
        self._use.setEnabled(not state.busy)
        if waits and state.step == STATION:
            self._poll.start()
        else:
            self._poll.stop()

    def _keys(self, state: FirstState) -> None:
        acts = [Act("Lanjut", "Ctrl+Return", self._next, "primary", place="none")]
        if state.step == STATION and state.standing is None:
            acts += [
                Act("Baca gambar QR", "F4", self._pick, place="none"),
                Act("Baca dengan kamera", "F5", self._watch, place="none"),
                Act("Latihan", "Alt+N", self._train, place="none"),
            ]
        if state.step == STATION and state.standing is not None:
            acts.append(Act("Kode lain", "F8", self._other, place="none"))
        if state.step == REST:
            acts.append(Act("Cetak", "F9", self._print, place="none"))
        if LOOK < state.step < REST:
            acts.append(Act("Kembali", "Esc", self._back, place="none"))
        self.tell(acts)

    def _focus(self) -> None:
        at = {LOOK: self.language, STATION: self.code, ADMINISTRATOR: self.first}.get(self._step)
        if at is not None:
            at.line.setFocus()

    # meaning ----------------------------------------------------------------------------------------------------------
    def _choose(self, name: str, text: str) -> None:
        if self._presenter is not None and text and text != str(getattr(self._presenter.state.settings, name)):
            self._presenter.choose(**{name: int(text) if name == "zoom" else text})

    def _next(self) -> None:
        presenter = self._presenter
        if presenter is None or presenter.state.busy:
            return
        standing = presenter.state.standing
        if self._step == LOOK:
            presenter.go(STATION)
        elif self._step == STATION and standing is None:
            presenter.use(self.code.text)
        elif self._step == STATION and standing is not None:
            presenter.go(ADMINISTRATOR) if standing.confirmed else presenter.ask()
        elif self._step == ADMINISTRATOR:
            self._finish(presenter)
        else:
            self._done()

    def _finish(self, presenter: FirstPresenter) -> None:
        if self.first.text != self.again.text:
            self.banner.say("err", "Dua sandi berbeda.", "Ketik sandi yang sama dua kali.")
        elif self.first.text:
            presenter.finish(self.first.text)

    def _ask(self) -> None:
        if self._presenter is not None:
            self._presenter.ask()

    def _other(self) -> None:
        if self._presenter is not None:
            self._presenter.forget()

    def _pick(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Gambar kode QR", "", "Gambar (*.png *.jpg *.jpeg)")
        if name and self._presenter is not None:
            self._presenter.use_picture(Path(name))

    def _watch(self) -> None:
        if self._presenter is not None:
            self._presenter.use_camera()

    def _print(self) -> None:
        if self._presenter is not None:
            self._presenter.show_recovery()

    def _back(self) -> None:
        if self._presenter is not None:
            self._presenter.go(self._step - 1)


def _hint(state: FirstState) -> str:
    standing = state.standing
    if standing is None:
        return (
            "Tempel atau ketik kode dari Dinas, atau baca QR-nya dari gambar atau kamera. Berlaku 72 jam, sekali pakai."
        )
    if standing.confirmed:
        return "Dinas sudah mencocokkan empat kata ini. Stasiun aktif."
    return (
        "Telepon Dinas dan bacakan empat kata ini. Di layar Dinas harus tertulis kata yang sama; kalau berbeda, "
        "berhenti. Halaman ini menunggu dan boleh ditutup."
    )


def _deed(state: FirstState) -> str:
    if state.busy:
        return "Menghubungi Dinas…"
    if state.standing is None:
        return "Pakai kode"
    return "Lanjut" if state.standing.confirmed else "Periksa lagi"


def _large(part: QLabel, pixels: int) -> QFont:
    font = part.font()
    font.setPixelSize(pixels)
    return font
