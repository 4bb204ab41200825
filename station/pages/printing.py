"""Meja cetak: queue, proof, blank and printer; the outcome is always asked, and after a cut before anything else."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QProgressBar, QRadioButton, QStackedWidget, QWidget

from devices.errors import DeviceFault
from registry.actions import Outcome
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.printing import PrintPresenter, PrintState
from station.problems import device_words
from station.widgets.field import Field
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, Facts, card, clear, column, label, row
from station.widgets.pictures import Picture, Track
from station.widgets.theme import Theme

OUTCOMES = (
    (Outcome.GOOD, "&Baik, cip terbaca"),
    (Outcome.ENCODE_FAILED, "&Gagal encode"),
    (Outcome.DAMAGED, "&Rusak"),
    (Outcome.PRINT_FAILED, "Gagal ce&tak"),
    (Outcome.WRONG_ELEMENT, "&Elemen salah"),
)
AFTER_CUT = (
    (Outcome.GOOD, "Kartu ada dan &baik"),
    (Outcome.DAMAGED, "Kartu ada tetapi &rusak"),
    (Outcome.NOT_PRINTED, "&Tidak ada kartu"),
    (Outcome.UNKNOWN, "Belum tah&u, sisihkan"),
)


class PrintPage(Page):
    """The desk."""

    title = "Meja cetak"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = PrintState()
        self._shape = ""
        self.queue = Lines(theme, "Antrean cetak")
        self._empty = label("Tidak ada kartu yang menunggu dicetak.", "mut", wrap=True)
        left = card(row(label("Antrean cetak", "h2"), None), self._empty, self.queue, margins=(14, 14, 14, 14))
        left.setFixedWidth(theme.px(250))
        self.proof = Picture("Contoh cetak")
        self.proof.setMinimumHeight(theme.px(130))
        self._mark = Chip(theme, "SPESIMEN · pelatihan", "err", "warn")
        self._track = Track(theme)
        self._facts = Facts(theme.px(110))
        self._banner = Banner(theme)
        self._middle = QStackedWidget()
        proof = QWidget()
        proof.setLayout(column(self.proof, self._track, self._facts))
        self._middle.addWidget(proof)
        self._middle.addWidget(self._outcome_card())
        middle = card(row(label("Contoh cetak", "h2"), None, self._mark), self._banner, self._middle)
        self._printer_chip = Chip(theme, "Belum ditanya", "neu")
        self._markers = column(gap=4)
        self._machine = Facts(theme.px(110))
        machine = card(row(label("Pencetak", "h2"), None, self._printer_chip), self._markers, self._machine,
                       margins=(14, 14, 14, 14))  # fmt: skip
        self.blank = Field("blank", "B&langko untuk kartu ini")
        self._stock = label("", "small", wrap=True)
        stock = card(label("Blangko", "h2"), self.blank, label("Pindai label atau ketik", "small"), self._stock,
                     margins=(14, 14, 14, 14))  # fmt: skip
        side = column(machine, stock, None, gap=12)
        whole = row(left, middle, gap=12, margins=(24, 12, 24, 16))
        whole.addLayout(side)
        whole.setStretch(1, 1)
        machine.setFixedWidth(theme.px(250))
        stock.setFixedWidth(theme.px(250))
        self.setLayout(whole)
        self._presenter = PrintPresenter(counter, self.render_state)
        self.queue.current.connect(self._choose)
        if isinstance(self.blank.line, QLineEdit):
            self.blank.line.textChanged.connect(self._presenter.set_blank)

    def _outcome_card(self) -> QWidget:
        self._question = label("", "b", wrap=True)
        self._group = QButtonGroup(self)
        self._choices: dict[Outcome, QRadioButton] = {}
        made = column(self._question, gap=8)
        for outcome, word in {**dict(AFTER_CUT), **dict(OUTCOMES)}.items():
            choice = QRadioButton(word)
            choice.setAccessibleName(word.replace("&", ""))
            self._group.addButton(choice)
            self._choices[outcome] = choice
            made.addWidget(choice)
        self._group.buttonToggled.connect(lambda *_: self._tell())
        self.uid = Field("uid", "UID cip (dari pembaca, atau ketik)")
        made.addWidget(self.uid)
        if isinstance(self.uid.line, QLineEdit):
            self.uid.line.textChanged.connect(lambda _text: self._tell())
        made.addStretch(1)
        box = QWidget()
        box.setLayout(made)
        return box

    def opened(self) -> None:
        self._presenter.open()
        self.queue.setFocus()

    def left(self) -> None:
        self._presenter.close()

    def refresh(self) -> None:
        if not (self._state.working or self._state.asking):
            self._presenter.open()

    def render_state(self, state: PrintState) -> None:
        """Show the desk."""
        self._state = state
        lines = [Line(r.id, r.name, f"{r.number} · {r.recorder}") for r in state.queue]
        self.queue.show_lines(lines, state.row.id if state.row else "")
        self._empty.setVisible(not state.queue)
        self.queue.setVisible(bool(state.queue))
        if state.proof is not None:
            self.proof.show_rgb(state.proof.width, state.proof.height, state.proof.rgb)
        else:
            self.proof.show_file(b"")
        self._track.show_done(state.stage)
        self._mark.setVisible(state.card is not None and bool(state.card.marking))
        if state.card is not None:
            release = state.card.release
            self._facts.show_rows(
                [("Rilis", release.serial), ("Percobaan", f"{state.card.attempt} dari {release.attempts}"),
                 ("Berlaku sampai", release.until)]
            )  # fmt: skip
        self._show_machine(state)
        self._show_outcomes(state)
        if not state.asking and not state.working:
            self.blank.put(state.blank)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        else:
            self._banner.say("acc", "")
        self._stock.setText(
            f"sisa {state.balance.on_hand} · di meja {state.balance.on_desk} · rusak {state.balance.spoiled}"
        )
        self.context = f"{len(state.queue)} menunggu" + (" · mencetak…" if state.working else "")
        self._tell()

    def _show_machine(self, state: PrintState) -> None:
        clear(self._markers)
        if state.printer is None:
            self._printer_chip.show_word("Tidak terhubung", "neu")
            self._machine.show_rows([])
            return
        reasons = state.printer.reasons
        word = "Gangguan" if reasons and state.printer.state == "stopped" else "Perlu dilihat" if reasons else "Siap"
        role = {"Gangguan": "err", "Perlu dilihat": "warn", "Siap": "ok"}[word]
        self._printer_chip.show_word("Mencetak" if state.printer.state == "processing" else word, role)
        for marker in state.printer.markers:
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setValue(marker.level or 0)
            bar.setAccessibleName(f"{marker.name} {marker.level} persen")
            self._markers.addLayout(row(label(marker.name, "small"), None, label(f"{marker.level}%", "small")))
            self._markers.addWidget(bar)
        rows = [("Penghitung", str(state.printer.cards_printed or 0))]
        if reasons:
            rows.append(("Sebab", device_words("printer", DeviceFault(reason=reasons[0])).title))
        self._machine.show_rows(rows)

    def _show_outcomes(self, state: PrintState) -> None:
        self._middle.setCurrentIndex(1 if state.asking else 0)
        if not state.asking or state.job is None:
            self._shape = ""
            return
        after_cut = state.evidence is not None
        allowed = dict(AFTER_CUT if after_cut else OUTCOMES)
        shape = f"{state.job.id}{after_cut}"
        if shape != self._shape:
            self._shape = shape
            self._group.setExclusive(False)
            for outcome, choice in self._choices.items():
                choice.setChecked(False)
                choice.setVisible(outcome in allowed)
                if outcome in allowed:
                    choice.setText(allowed[outcome])
                    choice.setAccessibleName(allowed[outcome].replace("&", ""))
            self._group.setExclusive(True)
            self.uid.put("")
        self._question.setText(self._asked(state))

    def _asked(self, state: PrintState) -> str:
        job, evidence = state.job, state.evidence
        if job is None:
            return ""
        name = state.row.name if state.row else ""
        if evidence is None:
            return f"Periksa kartu {name} (blangko {job.blank}). Apa hasilnya?"
        counter = ""
        if evidence.counter_now >= 0 and job.counter_before >= 0:
            counter = f" Penghitung mesin {job.counter_before} → {evidence.counter_now}."
        return (
            f"Pencetakan terputus saat kartu {name} dicetak (blangko {job.blank}, pukul {clock_words(job.at)})."
            f"{counter} Lihat baki keluar dan wadah kartu."
        )

    def _chosen(self) -> Outcome | None:
        return next((o for o, choice in self._choices.items() if choice.isChecked() and not choice.isHidden()), None)

    def _tell(self) -> None:
        state = self._state
        if state.asking:
            chosen = self._chosen()
            ready = chosen is not None and (chosen is not Outcome.GOOD or bool(self.uid.text.strip()))
            self.tell((Act("Catat", "Ctrl+Return", self._book, "primary", ready),))
            return
        ready = state.card is not None and not state.working and bool(state.blank)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda")), "", not state.working),
                Act("Coba lagi", "F5", self._presenter.retry_printer),
                Act("Cetak lewat aplikasi resmi", "F4", self._presenter.print_officially, "", ready),
                Act("Cetak kartu ini", "Ctrl+Return", self._presenter.print_card, "primary", ready),
            )
        )

    def _book(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._presenter.book(chosen, self.uid.text.strip())

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.queue if entry.id == case), None)
        if found is not None:
            self._presenter.choose(found)
