"""Parts of the print desk: the machine, the question after a card, and facts side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QProgressBar, QRadioButton, QSizePolicy, QWidget

from devices.errors import DeviceFault
from devices.printer.port import PrinterState
from registry.actions import Outcome
from station.desk.governor import Step
from station.desk.print_evidence import LOKET, Evidence
from station.pages.print_acts import rest_words
from station.presenters.counter import clock_words, thousands
from station.presenters.printing import PrintState
from station.problems import device_words
from station.widgets.field import Field
from station.widgets.parts import Banner, Chip, Facts, clear, column, label, reveal, row
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
NO_CARD = frozenset({Outcome.GOOD, Outcome.NOT_PRINTED})  # nothing lies about that must be found again
LOW = 10


class FactsAcross(QFrame):
    """Names above their values, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._row = row(gap=14)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Replace all."""
        clear(self._row)
        for name, value in rows:
            shown = label(value, "b")
            shown.setAccessibleName(f"{name}: {value}")
            self._row.addLayout(column(label(name, "small"), shown, gap=1))


class MachineCard(QFrame):
    """The printer: how it is, what it has left, what to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = theme
        self._chip = Chip(theme, "Sedang ditanya", "acc")
        self._banner = Banner(theme)
        self._markers = column(gap=4)
        self._facts = Facts(theme.px(130))
        self.setLayout(
            column(row(label("Pencetak", "h2"), None, self._chip), self._markers, self._facts, self._banner,
                   margins=(14, 14, 14, 14))
        )  # fmt: skip

    def show_machine(self, state: PrintState, *, installed: bool) -> None:
        """Show what it said last."""
        printer = state.printer
        self._chip.show_word(*_machine_chip(state, installed=installed))
        clear(self._markers)
        self._facts.show_rows([])
        self._banner.say("warn", "")
        if printer is None:
            return
        for marker in printer.markers:
            self._add_marker(marker.name, marker.level)
        if printer.hopper is not None and printer.hopper.cards is not None:
            full = printer.hopper.full or max(printer.hopper.cards, 1)
            part = min(100, 100 * printer.hopper.cards // full)
            self._add_bar("Wadah kartu", f"{printer.hopper.cards} kartu", part)
        self._facts.show_rows(_machine_facts(printer))
        if state.advice is not None and state.advice.step is not Step.GO and not printer.reasons:
            self._banner.say("warn", rest_words(state.advice))
        if printer.reasons and state.device_fault is None:  # else the page says it already
            words = device_words("printer", DeviceFault(reason=printer.reasons[0]))
            self._banner.say("err" if printer.state == "stopped" else "warn", words.title, words.text)

    def _add_marker(self, name: str, level: int | None) -> None:
        shown = "tidak diketahui" if level is None else f"{level} %"
        self._add_bar("Pita warna" if name.isupper() else name, shown, level)

    def _add_bar(self, name: str, shown: str, level: int | None) -> None:
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setValue(level or 0)
        bar.setAccessibleName(f"{name} {shown}")
        low = level is not None and level <= LOW
        self._markers.addLayout(row(label(name, "small"), None, label(shown, "warn" if low else "small")))
        self._markers.addWidget(bar)


class OutcomeCard(QWidget):
    """What became of the card: always asked, with no default. Bad cards also ask where they lie now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shape = ""
        self._question = label("", "b", wrap=True)
        self._group = QButtonGroup(self)
        self._choices: dict[Outcome, QRadioButton] = {}
        words = {**dict(AFTER_CUT), **dict(OUTCOMES)}
        for outcome in (*dict(OUTCOMES), Outcome.NOT_PRINTED, Outcome.UNKNOWN):
            choice = QRadioButton(words[outcome])
            self._group.addButton(choice)
            self._choices[outcome] = choice
        self.uid = Field("uid", "UID cip (dari pembaca, atau ketik)")
        self.where = Field("where", "Letak kartu &sekarang (laci, kotak, amplop)")
        self._group.buttonToggled.connect(lambda *_: self._look())
        self.uid.changed.connect(lambda _text: self.changed.emit())
        self.where.changed.connect(lambda _text: self.changed.emit())
        self.setLayout(column(self._question, *self._choices.values(), self.uid, self.where, None, gap=2))

    @property
    def chosen(self) -> Outcome | None:
        """What is ticked."""
        return next((o for o, choice in self._choices.items() if choice.isChecked() and not choice.isHidden()), None)

    @property
    def ready(self) -> bool:
        """Whether all that is asked is answered."""
        chosen = self.chosen
        if chosen is Outcome.GOOD:
            return bool(self.uid.text.strip())
        return chosen is not None and (chosen in NO_CARD or bool(self.where.text.strip()))

    def ask(self, state: PrintState) -> None:
        """Ask about the job in hand; forget the answers of another."""
        if not state.asking or state.job is None:
            self._shape = ""
            return
        shape = f"{state.job.id}{state.evidence is not None}"
        if shape != self._shape:
            self._shape = shape
            self._offer(dict(AFTER_CUT if state.evidence is not None else OUTCOMES))
        self._question.setText(_asked(state))

    def _offer(self, allowed: dict[Outcome, str]) -> None:
        self._group.setExclusive(False)
        for outcome, choice in self._choices.items():
            choice.setChecked(False)
            choice.setVisible(outcome in allowed)
            if outcome in allowed:
                choice.setText(allowed[outcome])
                choice.setAccessibleName(allowed[outcome].replace("&", ""))
        self._group.setExclusive(True)
        self.uid.clear()
        self.where.clear()
        self._look()

    def _look(self) -> None:
        chosen = self.chosen
        reveal(self.uid, chosen in (None, Outcome.GOOD))
        reveal(self.where, chosen is not None and chosen not in NO_CARD)
        self.changed.emit()


def _machine_chip(state: PrintState, *, installed: bool) -> tuple[str, str]:
    printer: PrinterState | None = state.printer
    if printer is None:
        if not installed:
            return "Tidak ada", "neu"
        return ("Tidak menjawab", "err") if state.printer_asked else ("Sedang ditanya", "acc")
    if printer.state == "processing":
        return "Mencetak", "acc"
    if printer.reasons:
        return ("Gangguan", "err") if printer.state == "stopped" else ("Perlu dilihat", "warn")
    return "Siap", "ok"


def _asked(state: PrintState) -> str:
    job, evidence = state.job, state.evidence
    if job is None:
        return ""
    name = state.row.name if state.row else ""
    if evidence is None:
        return f"Periksa kartu {name} (blangko {job.blank}). Apa hasilnya?"
    began = "Listrik padam" if state.found else "Pencetakan terputus"
    return (
        f"{began} saat kartu {name} dicetak (blangko {job.blank}, pukul {clock_words(job.at)[:5]}). "
        f"{_counted(evidence)} Lihat baki keluar dan wadah kartu."
    )


def _counted(evidence: Evidence) -> str:
    job, moved = evidence.job, evidence.moved
    if evidence.counter_now < 0:
        return "Penghitung mesin tidak dapat dibaca." if job.way == LOKET else "Dicetak lewat aplikasi resmi."
    if moved < 0:
        return f"Penghitung mesin sekarang {thousands(evidence.counter_now)}."
    words = {0: "mesin tidak mencatat kartu keluar", 1: "mesin mencatat satu kartu keluar"}
    told = words.get(moved, f"mesin mencatat {moved} kartu keluar")
    return f"Penghitung mesin {thousands(job.counter_before)} → {thousands(evidence.counter_now)}: {told}."


def _machine_facts(printer: PrinterState) -> list[tuple[str, str]]:
    found = []
    if printer.temperature is not None:
        found.append(("Suhu", f"{printer.temperature} °C"))
    if printer.cards_printed is not None:
        found.append(("Penghitung mesin", thousands(printer.cards_printed)))
    return found
