"""Penduduk: find anyone of this kecamatan, and the question before a new KTP-el."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QListWidget, QListWidgetItem, QRadioButton, QSizePolicy

from registry.upstream import SiakStatus
from station.presenters.counter import Counter, Route, date_words
from station.presenters.finding import BEFORE, NEVER, UNSURE, FindPresenter, FindState
from station.problems import service_words
from station.widgets.field import Field
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, Facts, button, card, label, row
from station.widgets.theme import Theme


class ResidentsPage(Page):
    """Search left, the chosen one right; the question card comes before a case."""

    title = "Penduduk"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._presenter = FindPresenter(counter, self.render_state)
        self._shown: FindState = FindState()
        self.field = Field("search", "&Cari NIK, KK, nama, tanggal lahir")
        self.list = QListWidget()
        self.list.setAccessibleName("Penduduk yang cocok")
        self.list.setUniformItemSizes(True)
        self._empty = label("", "mut", wrap=True)
        left = card(self.field, self._empty, self.list)
        self._name, self._chip = label("Pilih penduduk di kiri", "h2", wrap=True), Chip(theme, "-", "neu")
        self._facts = Facts(theme.px(120))
        self._nik = button("Tampilkan NIK", self._show_nik, role="flat")
        self._banner = Banner(theme)
        self._question = self._ask_card()
        right = card(
            row(self._name, None, self._chip), self._facts, row(self._nik, None), self._banner, self._question, None
        )
        right.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 3)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        if isinstance(self.field.line, QLineEdit):
            self.field.line.textChanged.connect(lambda text: self._presenter.search(text))
        self.field.line.installEventFilter(self)
        self.list.currentRowChanged.connect(self._row)

    def _ask_card(self) -> QFrame:
        self._answers = QButtonGroup(self)
        self._never = QRadioButton("&Belum pernah")
        self._before = QRadioButton("P&ernah, kartu lama ada, hilang atau rusak")
        self._unsure = QRadioButton("&Tidak yakin")
        for answer in (self._never, self._before, self._unsure):
            answer.setAccessibleName(answer.text().replace("&", ""))
            self._answers.addButton(answer)
        self._answers.buttonToggled.connect(lambda *_: self._tell())
        self._according = label("", "small", wrap=True)
        question = label("Apakah pemohon pernah direkam untuk KTP-el?", "b", wrap=True)
        made = card(question, self._according, self._never, self._before, self._unsure, margins=(14, 12, 14, 12))
        made.setObjectName("well")
        made.hide()
        return made

    def opened(self) -> None:
        self._presenter.open()
        self.field.line.setFocus()
        self._tell()

    def left(self) -> None:
        self._presenter.close()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: FindState) -> None:
        """Show what was found."""
        if state.hits != self._shown.hits:
            self._fill(state)
        self.field.complain(state.number_problem, warning=False)
        self._empty.setVisible(not state.hits)
        self._empty.setText(_empty_words(state))
        if state.chosen is not None:
            self._show_chosen(state)
        self._question.setVisible(state.asking)
        stop = next((problem for problem in state.problems if problem.stops), None)
        warn = next((problem for problem in state.problems if not problem.stops), None)
        if stop is not None:
            self._banner.say("err", "Perekaman penuh tidak dapat dibuka.", service_words(stop))
        elif state.open_case and state.asking:
            self._banner.say("warn", f"Sudah ada {state.open_case}.", "Ctrl+Enter membuka permohonan itu.")
        elif warn is not None:
            self._banner.say("warn", "Pemula.", service_words(warn))
        else:
            self._banner.say("acc", "")
        if state.asking and not self._shown.asking:
            self._never.setFocus()
        self._shown = state
        self.context = f"{state.total} penduduk kecamatan ini di stasiun"
        self._tell()

    def _fill(self, state: FindState) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for hit in state.hits:
            born = date_words(hit.resident.birth_date.isoformat())
            item = QListWidgetItem(f"{hit.resident.name}\n{born} · {hit.reason}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.resident.name}, {born}")
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _show_chosen(self, state: FindState) -> None:
        resident = state.chosen
        if resident is None:
            return
        word, role = _status_chip(resident.ktp_status)
        self._chip.show_word(word, role)
        self._name.setText(resident.name)
        number = (
            resident.nik.grouped if state.nik_shown and resident.nik else resident.nik.masked if resident.nik else ""
        )
        family = f"{len(state.family.members)} anggota" if state.family else "belum ada KK"
        head = state.family.head.name if state.family and state.family.head else ""
        self._facts.show_rows(
            [
                ("NIK", number or "Menunggu SIAK"),
                ("Lahir", date_words(resident.birth_date.isoformat())),
                ("Umur", f"{resident.age(self._counter.today)} tahun"),
                ("Keluarga", family),
                ("Kepala keluarga", head),
                ("Alamat", resident.address.street),
            ]
        )

    def _tell(self) -> None:
        state = self._shown
        if state.asking:
            answer = self._answer()
            stopped = any(problem.stops for problem in state.problems)
            can = answer == NEVER and not stopped and (not state.open_case or bool(state.open_id))
            start = Act("Mulai perekaman", "Ctrl+Return", self._begin, "primary", can)
            self.tell((Act("Kembali", "Esc", self._home), start))
            return
        chosen = state.chosen is not None
        self.tell(
            (
                Act("Kembali", "Esc", self._home),
                Act("Permohonan baru", "Ctrl+N", self._presenter.ask, "primary", chosen),
            )
        )

    def _answer(self) -> str:
        chosen = self._answers.checkedButton()
        return {self._never: NEVER, self._before: BEFORE, self._unsure: UNSURE}.get(chosen, "") if chosen else ""  # type: ignore[call-overload]

    def _begin(self) -> None:
        self._presenter.begin(self._answer())

    def _home(self) -> None:
        self._counter.go(Route("beranda"))

    def _show_nik(self) -> None:
        self._presenter.show_nik()

    def _row(self, number: int) -> None:
        if 0 <= number < len(self._shown.hits):
            self._presenter.choose(self._shown.hits[number].resident)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        return super().eventFilter(watched, event)


def _status_chip(status: SiakStatus) -> tuple[str, str]:
    if status is SiakStatus.UNREGISTERED:
        return "Belum pernah rekam", "neu"
    return ("Diserahkan", "ok") if status is SiakStatus.CARD_ISSUED else ("Sudah direkam", "acc")


def _empty_words(state: FindState) -> str:
    if len(state.typed.strip()) < 2:
        return "Ketik paling sedikit dua huruf atau angka. Panah bawah memilih."
    return "Tidak ada di data kecamatan ini. Periksa ejaan, atau daftarkan biodata baru."
