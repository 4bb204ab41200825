"""Layanan: the services by group left, what the chosen one needs right; for a KTP-el the question comes first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QScrollArea

from registry.services import Service
from station.presenters.choosing import BEFORE, FITTING, NEVER, UNSURE, ChoicePresenter, ChoiceState
from station.presenters.counter import Counter, Route
from station.presenters.service_words import according, facts_of
from station.problems import service_words
from station.widgets.banner import Banner
from station.widgets.card import card, well
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import clear, column, reveal, row
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.room import is_low
from station.widgets.tall import Tall
from station.widgets.theme import Theme

ADVICE = {
    BEFORE: ("Pernah direkam: tidak perlu direkam lagi.", "Pilih hilang, rusak, perubahan atau pindah datang di kiri."),
    UNSURE: (
        "Tidak yakin: periksa dulu.",
        "Periksa satu telunjuk terhadap data di sini, lalu tanya Pusat. Terbuka setelah jawabannya pasti.",
    ),
}
ANSWERS = {
    NEVER: "&Belum pernah", BEFORE: "&Pernah, kartu lama ada / hilang / rusak", UNSURE: "&Tidak yakin",
}  # fmt: skip
NOBODY = "Penduduk ini tidak ada lagi di data kecamatan."


class ServicesPage(Page):
    """`resident` is who stands at the counter. Keys: type to filter, 1 to 9 choose, Enter goes on to the question."""

    title = "Layanan"

    def __init__(self, theme: Theme, counter: Counter, resident: str) -> None:
        super().__init__(theme)
        self._counter, self._resident = counter, resident
        self._state = ChoiceState()
        self._presenter = ChoicePresenter(counter, resident, self.render_state)
        self.field = Field("filter", "&Saring layanan")
        self.list = Lines(theme, "Layanan")
        self._empty = label("Tidak ada layanan dengan kata itu. Hapus saringan (Esc).", "mut", wrap=True)
        self._empty.hide()
        foot = label("1–9 memilih · ketik menyaring · Enter ke pertanyaan", "small")
        left = card(self.field, self._empty, self.list, foot, gap=8, margins=(14, 12, 14, 10), fill=self.list)
        self._right = self._build_right()
        whole = row(left, self._right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 5)
        whole.setStretch(1, 6)
        self.setLayout(whole)
        self.panels = (left, self._right)
        self.field.changed.connect(self._presenter.type)
        self.list.current.connect(self._presenter.choose)
        self.list.opened.connect(lambda _name: self._to_question())
        self.list.installEventFilter(self)
        self.field.line.installEventFilter(self)

    # building ---------------------------------------------------------------------------------------------------------
    def _build_right(self) -> QFrame:
        self._name = label("", "h2")
        self._banner = Banner(self.theme)
        self._question = self._ask_card()
        self._rows = column(gap=6)
        inner = Tall()
        inner.setLayout(column(self._rows, None, margins=(0, 0, 6, 0)))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setMinimumHeight(self.theme.px(40))
        top = row(self._name, Chip(self.theme, "GRATIS", "ok", "check"))
        top.setStretch(0, 1)
        return card(top, self._question, self._banner, self._scroll, gap=8, fill=self._scroll)

    def _ask_card(self) -> QFrame:
        self._answers = QButtonGroup(self)
        self.answers = {answer: QRadioButton(words) for answer, words in ANSWERS.items()}
        for answer, made in self.answers.items():
            made.setAccessibleName(ANSWERS[answer].replace("&", ""))
            made.toggled.connect(lambda on, a=answer: self._presenter.answer(a) if on else None)
            self._answers.addButton(made)
        self._according = label("", "small", wrap=True)
        asked = label("Apakah pemohon pernah direkam untuk KTP-el?", "b", wrap=True)
        never, before, unsure = self.answers.values()
        made_card = well(asked, self._according, row(never, unsure, None, gap=18), before, gap=2)
        made_card.hide()
        return made_card

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()
        self.list.setFocus()
        self._tell()

    def refresh(self) -> None:
        self._presenter.open()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: ChoiceState) -> None:
        """Show the services and the chosen one."""
        self._state = state
        self.list.show_lines([_line(n, each, state) for n, each in enumerate(state.shown)], state.chosen)
        reveal(self.list, bool(state.shown))
        reveal(self._empty, not state.shown)
        if not state.typed and self.field.text:
            self.field.clear()
        self._name.setText(state.service.name)
        self._tick(state.answer)
        self._show_question(state)
        self._show_facts(state)
        self._advise(state)
        who = state.resident
        if who is not None:
            self.context = f"{who.name} · {who.age(self._counter.today)} tahun"
        elif state.missing:
            self.context = NOBODY
        self._tell()

    def _tick(self, answer: str) -> None:
        """The answer as it stands, without telling of it; none at all when it is to be given anew."""
        self._answers.setExclusive(bool(answer))
        for name, made in self.answers.items():
            made.blockSignals(True)
            made.setChecked(name == answer)
            made.blockSignals(False)
        self._answers.setExclusive(True)

    def _show_question(self, state: ChoiceState) -> None:
        reveal(self._question, state.asks and state.resident is not None and bool(state.shown))
        if state.resident is not None:
            said, old = according(state.resident, self._counter.today)
            self._according.setText(f"▲ {said}. Sudah lebih dari 7 hari; tanyakan lagi." if old else f"{said}.")

    def _show_facts(self, state: ChoiceState) -> None:
        clear(self._rows)
        asker = state.resident
        if asker is None:
            return
        for name, value in facts_of(state.service, asker.age(self._counter.today), full=state.full):
            heading, words = label(name, "small"), QLabel(value)
            heading.setFixedWidth(self.theme.px(100))
            words.setWordWrap(True)
            words.setAccessibleName(f"{name}: {value}")
            line = row(column(heading, None, gap=0), words, gap=8)
            line.setStretch(1, 1)
            self._rows.addLayout(line)

    def _advise(self, state: ChoiceState) -> None:
        """One banner: what failed, what is open already, what stops, what the answer leads to."""
        stop, opened = state.stop, state.open
        warn = next((found for found in state.problems.get(state.chosen, ()) if not found.stops), None)
        if state.missing:
            self._banner.say("err", NOBODY, "Cari lagi di Penduduk (F2).")
        elif state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif opened is not None:
            self._banner.say("warn", f"Sudah ada {opened.number}, {opened.status}.", "Buka yang itu? (Ctrl+Enter)")
        elif state.asks and state.answer == UNSURE:
            self._banner.say("acc", *ADVICE[UNSURE])
        elif stop is not None:
            self._banner.say("err", f"{state.service.name} tidak dapat dibuka.", service_words(stop))
        elif state.asks and state.answer == BEFORE:
            self._banner.say("acc", *ADVICE[BEFORE])
        else:
            self._banner.say("warn", "Pemula." if warn else "", service_words(warn) if warn else "")

    # acts -------------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        state = self._state
        words = "Buka permohonan itu" if state.open else "Mulai perekaman" if state.full else "Mulai permohonan"
        back = Act("Hapus saringan", "Esc", self._clear) if state.typed else Act("Kembali", "Esc", self._back)
        look = Act("Riwayat", "F7", self._look, "", state.open is not None, place="none")
        self.tell((back, look, Act(words, "Ctrl+Return", self._presenter.begin, "primary", state.ready)))

    def _clear(self) -> None:
        self.field.clear()
        self.list.setFocus()

    def _back(self) -> None:
        self._counter.go(Route("penduduk", self._resident))

    def _look(self) -> None:
        if self._state.open is not None:
            self._counter.go(Route("riwayat", self._state.open.route.subject))

    def _to_question(self) -> None:
        """Enter: on to the answer that goes with the service; without a question there is nothing between."""
        if self._state.asks and self._question.isVisible():
            self.answers[FITTING[self._state.service.capture]].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """1 to 9 choose while nothing is typed; other letters go into the filter; down leads back to the list."""
        typed = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        if watched is self.field.line and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.setFocus()
            return True
        if not plain or not typed.isprintable() or not typed.strip():
            return False
        if typed in "123456789" and not self._state.typed:
            self._choose_number(int(typed))
            return True
        if watched is self.list:
            self.field.line.setFocus()
            self.field.line.setText(self.field.text + typed)  # type: ignore[union-attr]  # a field without choices
            return True
        return False

    def _choose_number(self, number: int) -> None:
        shown = self._state.shown
        if number <= len(shown):
            self._presenter.choose(shown[number - 1].id)
            self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self._right.layout()
        if inside is not None:
            inside.setContentsMargins(*((14, 10, 14, 10) if is_low(self, self.theme) else (18, 16, 18, 16)))


def _line(number: int, each: Service, state: ChoiceState) -> Line:
    """A service as a row: its group, and whether something is open or stands against it."""
    opened, stops = state.opened.get(each.id), any(found.stops for found in state.problems.get(each.id, ()))
    chip = (opened.status, "acc", "folder") if opened else ("Tidak bisa", "neu", "x") if stops else ("", "neu", "dot")
    below = f"{each.group} · {' dan '.join(each.forms)}" + (f" · {opened.number}" if opened else "")
    lead = str(number + 1) if number < 9 else ""
    return Line(each.id, each.name, below, chip, lead or " ")
