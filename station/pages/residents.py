"""Penduduk: find anyone of this kecamatan, and the question before a new KTP-el."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QSizePolicy

from registry.people import Resident
from registry.regions import Regions
from station.presenters.counter import Counter, Route, date_words
from station.presenters.finding import BEFORE, NEVER, UNSURE, FindPresenter, FindState
from station.presenters.status import siak_chip
from station.problems import service_words
from station.store.finding import Hit
from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import Facts, card, well
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import row
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.room import is_low
from station.widgets.theme import Theme

NIK_SHOWN_MS = 30_000
REASONS = {
    "nik": "NIK cocok", "kk": "nomor KK cocok", "nama": "nama cocok", "mirip nama": "mirip nama",
    "tanggal lahir": "tanggal lahir sama",
}  # fmt: skip
ADVICE = {
    BEFORE: (
        "Pernah direkam: tidak perlu direkam lagi.",
        "Perekaman penuh ditutup. Ajukan hilang, rusak, perubahan atau pindah.",
    ),
    UNSURE: (
        "Tidak yakin: periksa dulu.",
        "Tanyakan kartu lama, lalu status di Pusat. Perekaman terbuka setelah jawabannya pasti.",
    ),
}


class ResidentsPage(Page):
    """Search left, the chosen one right; the question card comes before a case."""

    title = "Penduduk"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._presenter = FindPresenter(counter, self.render_state)
        self._shown: FindState = FindState()
        self.field = Field("search", "&Cari NIK, KK, nama, tanggal lahir")
        self.list = Lines(theme, "Penduduk yang cocok")
        self._empty = label("", "mut", wrap=True)
        left = card(self.field, self._empty, self.list, None, fill=self.list)
        self._right = right = self._build_right()
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 11)
        whole.setStretch(1, 9)
        self.setLayout(whole)
        self.panels = (left, right)
        self._veil = QTimer(self)
        self._veil.setSingleShot(True)
        self._veil.setInterval(NIK_SHOWN_MS)
        self._veil.timeout.connect(self._presenter.hide_nik)
        self.field.changed.connect(self._presenter.search)
        self.field.line.installEventFilter(self)
        self.list.current.connect(self._choose)

    # building ---------------------------------------------------------------------------------------------------------
    def _build_right(self) -> QFrame:
        self._name, self._chip = label("", "h2"), Chip(self.theme, "", "neu")
        self._facts = Facts(self.theme.px(120))
        self._nik = button("Tampilkan NIK", self._show_nik, sign="eye", theme=self.theme)
        self._banner = Banner(self.theme)
        self._question = self._ask_card()
        self._family_head = label("Keluarga", "h3")
        self._family = Lines(self.theme, "Anggota keluarga")
        self._family.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nobody = label("Pilih penduduk di kiri. Keluarga dan status KTP-el tampil di sini.", "mut", wrap=True)
        self._of_chosen = (self._chip, self._facts, self._nik, self._family_head, self._family)
        head = row(self._name, self._chip)
        head.setStretch(0, 1)
        made = card(
            head, self._nobody, self._facts, row(self._nik, None), self._banner, self._question,
            self._family_head, self._family, None, gap=8, fill=self._family,
        )  # fmt: skip
        for part in self._of_chosen:
            part.hide()
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return made

    def _ask_card(self) -> QFrame:
        self._answers = QButtonGroup(self)
        self._never = QRadioButton("&Belum pernah")
        self._before = QRadioButton("&Pernah, kartu lama ada, hilang atau rusak")
        self._unsure = QRadioButton("&Tidak yakin")
        for answer in (self._never, self._before, self._unsure):
            answer.setAccessibleName(answer.text().replace("&", ""))
            self._answers.addButton(answer)
        self._answers.buttonToggled.connect(lambda *_: self._answered())
        self._according = label("", "small", wrap=True)
        question = label("Apakah pemohon pernah direkam untuk KTP-el?", "b", wrap=True)
        made = well(question, self._according, self._never, self._before, self._unsure, gap=2)
        made.hide()
        return made

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()
        self.field.line.setFocus()
        self._tell()

    def left(self) -> None:
        self._veil.stop()
        self._presenter.close()

    def refresh(self) -> None:
        self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: FindState) -> None:
        """Show what was found."""
        if state.hits != self._shown.hits:
            self.list.show_lines([hit_line(hit) for hit in state.hits])
        self.field.complain(state.number_problem, warning=False)
        self.list.setVisible(bool(state.hits))
        self._empty.setVisible(not state.hits and not state.number_problem)
        self._empty.setText(_empty_words(state))
        if state.chosen is not None:
            self._show_chosen(state.chosen, state)
        self._question.setVisible(state.asking)
        if state.asking and not self._shown.asking:
            self._never.setFocus()
        if state.nik_shown and not self._shown.nik_shown:
            self._veil.start()
        self._shown = state
        self._advise(state)
        self.context = f"{state.total} penduduk kecamatan ini di stasiun"
        self._tell()

    def _advise(self, state: FindState) -> None:
        """One banner: what stops, what is open already, what to look at."""
        stop = next((problem for problem in state.problems if problem.stops), None)
        warn = next((problem for problem in state.problems if not problem.stops), None)
        answer = self._answer() if state.asking else ""
        if stop is not None:
            self._banner.say("err", "Perekaman penuh tidak dapat dibuka.", service_words(stop))
        elif state.open_case and state.asking:
            way = "Ctrl+Enter membuka permohonan itu." if state.open_id else "Keadaannya ada di Permohonan (Ctrl+4)."
            self._banner.say("warn", f"Sudah ada {state.open_case}.", way)
        elif answer in ADVICE:
            self._banner.say("acc", *ADVICE[answer])
        elif warn is not None:
            self._banner.say("warn", "Pemula.", service_words(warn))
        else:
            self._banner.say("acc", "")

    def _show_chosen(self, resident: Resident, state: FindState) -> None:
        shown = siak_chip(resident.ktp_status)
        self._chip.show_word(shown.word, shown.role, shown.glyph)
        self._name.setText(resident.name)
        number = resident.nik
        members = state.family.members if state.family else ()
        head = state.family.head.name if state.family and state.family.head else "-"
        nik = (number.grouped if state.nik_shown else number.masked) if number else "Menunggu SIAK"
        tight = state.asking and is_low(self, self.theme)  # the question needs the room
        rows = [
            ("NIK", nik),
            ("Lahir", f"{resident.birth_place.title()}, {date_words(resident.birth_date.isoformat())}"),
            ("Umur", f"{resident.age(self._counter.today)} tahun"),
            ("Kepala keluarga", head),
            ("Alamat", f"{resident.address.street}, {_village(resident)}"),
        ]
        self._facts.show_rows(rows[:2] if tight else rows)
        self._according.setText(_according(resident))
        self._family_head.setText(f"Keluarga · {len(members)} anggota" if members else "Belum ada KK")
        self._family.show_lines([member_line(member) for member in members])
        for part in self._of_chosen:
            part.show()
        self._nobody.hide()
        self._nik.setVisible(number is not None and not state.nik_shown and not tight)
        self._family_head.setVisible(not state.asking)
        self._family.setVisible(bool(members) and not state.asking)

    def _tell(self) -> None:
        state = self._shown
        if state.asking:
            stopped = any(problem.stops for problem in state.problems)
            can = self._answer() == NEVER and not stopped and (not state.open_case or bool(state.open_id))
            start = Act("Mulai perekaman", "Ctrl+Return", self._begin, "primary", can)
            self.tell((Act("Kembali", "Esc", self._home), start))
            return
        new = Act("Permohonan baru", "Ctrl+N", self._presenter.ask, "primary", state.chosen is not None)
        kk = Act("Keluarga", "F7", self._open_family, "", state.chosen is not None, sign="people")
        self.tell((Act("Kembali", "Esc", self._home), kk, new))

    # acts -------------------------------------------------------------------------------------------------------------
    def _answer(self) -> str:
        for button_, answer in ((self._never, NEVER), (self._before, BEFORE), (self._unsure, UNSURE)):
            if button_.isChecked():
                return answer
        return ""

    def _answered(self) -> None:
        self._advise(self._shown)
        self._tell()

    def _begin(self) -> None:
        self._presenter.begin(self._answer())

    def _open_family(self) -> None:
        if self._shown.chosen is not None:
            self._counter.go(Route("kk", self._shown.chosen.id))

    def _home(self) -> None:
        self._counter.go(Route("beranda"))

    def _show_nik(self) -> None:
        self._presenter.show_nik()

    def _choose(self, resident: str) -> None:
        hit = next((hit for hit in self._shown.hits if hit.resident.id == resident), None)
        if hit is not None:
            self._presenter.choose(hit.resident)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self._right.layout()
        if inside is not None:
            inside.setContentsMargins(*((14, 12, 14, 12) if is_low(self, self.theme) else (18, 16, 18, 16)))
        if self._shown.chosen is not None:
            self._show_chosen(self._shown.chosen, self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.list.model().index(0, 0))
            return True
        return super().eventFilter(watched, event)


def hit_line(hit: Hit) -> Line:
    """A resident found, as a row: name; birth date, kampung and why; the last KTP-el status. No NIK."""
    shown = siak_chip(hit.resident.ktp_status)
    born = date_words(hit.resident.birth_date.isoformat())
    below = f"{born} · {_village(hit.resident)} · {REASONS.get(hit.reason, hit.reason)}"
    return Line(hit.resident.id, hit.resident.name, below, (shown.word, shown.role, shown.glyph))


def member_line(member: Resident) -> Line:
    """Someone of the family as a row."""
    return Line(member.id, member.name, f"{member.relation.name} · {date_words(member.birth_date.isoformat())}")


def _village(resident: Resident) -> str:
    return Regions.load().get(resident.address.village).name


def _according(resident: Resident) -> str:
    """What SIAK said last of a recording."""
    shown, status = siak_chip(resident.ktp_status), resident.ktp_status
    day = f" {date_words(resident.ktp_status_on.isoformat())}" if resident.ktp_status_on else ""
    return f"Menurut data SIAK{day}: {shown.word.lower()} ({status.value})."


def _empty_words(state: FindState) -> str:
    if len(state.typed.strip()) < 2:
        return "Ketik paling sedikit dua huruf atau angka. Panah bawah memilih."
    return "Tidak ada di data kecamatan ini. Periksa ejaan, atau daftarkan biodata baru."
