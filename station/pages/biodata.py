"""Biodata F-1.02: filled from the register; the officer mostly confirms. Errors stand beside the field."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea

from registry.codes import CodeTables
from registry.people import CODED
from registry.regions import Regions
from registry.rules import F102_FIELDS, field_text
from station.pages.mended import say_returned
from station.presenters.comparing import OF_DRAFT
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.forms import BiodataPresenter, BiodataState
from station.problems import field_words
from station.widgets.banner import Banner
from station.widgets.card import card
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.fields import DateField
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.room import is_low
from station.widgets.tall import Tall
from station.widgets.theme import Theme

TITLES = {
    "name": "Nama &lengkap", "birth_place": "&Tempat lahir", "birth_date": "Tanggal la&hir", "sex": "&Jenis kelamin",
    "blood": "&Gol. darah", "religion": "&Agama", "marital": "Status ka&win", "occupation": "&Pekerjaan",
    "education": "Pendi&dikan", "street": "Ala&mat", "rt": "&RT", "rw": "RW", "village": "Kamp&ung/Kelurahan",
    "postal_code": "K&ode pos", "phone": "Telepo&n", "mother": "Nama i&bu", "father": "Nama a&yah",
}  # fmt: skip
# field -> row, column, width on a grid of 12
PLACES = {
    "name": (0, 0, 5), "birth_place": (0, 5, 4), "birth_date": (0, 9, 3),
    "sex": (1, 0, 3), "blood": (1, 3, 2), "religion": (1, 5, 3), "marital": (1, 8, 4),
    "occupation": (2, 0, 6), "education": (2, 6, 6),
    "street": (4, 0, 5), "rt": (4, 5, 1), "rw": (4, 6, 1), "village": (4, 7, 3), "postal_code": (4, 10, 2),
    "phone": (5, 0, 3), "mother": (5, 3, 5), "father": (5, 8, 4),
}  # fmt: skip
ADDRESS_HEAD = 3  # its row
SEXES = {"1": "Laki-laki", "2": "Perempuan"}


MARKED = "Ditandai verifikator. Cocokkan lagi dengan berkas."


class BiodataPage(Page):
    """The form."""

    title = "Biodata F-1.02"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._next = ("foto", "Foto")
        self.fields: dict[str, Field] = {}
        self._banner = Banner(theme)
        self._numbers, self._changed = label("", "mut"), Chip(theme, "", "neu", "pen")
        keeps = self._changed.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the form below must not jump when it comes
        self._changed.setSizePolicy(keeps)
        self._changed.hide()
        self._address_head = label("Alamat dan orang tua", "h2")
        self._person_head = label("Pemohon", "h2")
        inner = Tall()
        inner.setLayout(column(self._form(), None, margins=(0, 0, 6, 0)))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = row(self._person_head, self._numbers, self._changed, gap=14)
        top.setStretch(1, 1)
        self._card = card(top, self._banner, self._scroll, gap=8)
        self.setLayout(column(self._card, gap=0, margins=(24, 12, 24, 16)))
        self._presenter = BiodataPresenter(counter, case, self.render_state)
        for before, after in pairwise(F102_FIELDS):
            self.setTabOrder(self.fields[before].line, self.fields[after].line)

    def _form(self) -> QGridLayout:
        """All fields on twelve columns."""
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(self._address_head, ADDRESS_HEAD, 0, 1, 12)
        for name in F102_FIELDS:
            made = _field(name, self._counter.session.store.identity.area)
            made.left.connect(self._left)
            place, start, wide = PLACES[name]
            grid.addWidget(made, place, start, 1, wide)
            self.fields[name] = made
        for number in range(12):
            grid.setColumnStretch(number, 1)
            grid.setColumnMinimumWidth(number, 1)
        return grid

    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        for made in self.fields.values():
            made.leave()

    def render_state(self, state: BiodataState) -> None:
        """Show texts and problems."""
        first = not self.context
        for name, made in self.fields.items():
            made.put(state.texts[name])
            found = state.problems.get(name, ())
            worst = next((p for p in found if p.stops), found[0] if found else None)
            marked = not worst and state.draft.returned is not None and name in state.draft.returned.fields
            said = field_words(worst) if worst else MARKED if marked else ""
            made.complain(said, warning=marked or bool(worst and not worst.stops))
            made.set_note(f"Semula: {before}" if name in state.changed and (before := _before(name, state)) else "")
        nik = state.original.nik.masked if state.original.nik else "Menunggu SIAK"
        kk = state.original.kk.masked if state.original.kk else "Menunggu SIAK"
        self._numbers.setText(f"NIK {nik}   ·   KK {kk}")
        self._changed.show_word(f"{len(state.changed)} berubah dari data SIAK", "acc", "pen")
        self._changed.setVisible(bool(state.changed))
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
            self.saved = (state.fault.title.rstrip("."), "err")
        else:
            say_returned(self._banner, state.draft.returned)
        self.context = f"{state.draft.number} · {state.resident.name}"
        self.problems = f"{len(state.wrong)} isian perlu diperbaiki" if state.wrong else ""
        if state.saved and state.fault is None:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._next = ("foto", "Foto") if state.full else ("periksa", "Periksa")
        ready = not state.wrong and state.fault is None
        mend = (Act("Ke isian salah", "F6", self._mend),) if state.wrong else ()
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("berkas", self._case))),
                *mend,
                *((Act("Coba lagi", "F5", self._presenter.again, sign="rotate"),) if state.unsaved else ()),
                *((Act(f"Bandingkan {state.alike} mirip", "F7", self._compare, sign="people"),) if state.alike else ()),
                Act(f"Lanjut: {self._next[1]}", "Ctrl+Return", self._on, "primary", ready),
            )
        )
        if first:
            self.fields["phone"].line.setFocus()

    def _left(self, name: str, text: str) -> None:
        self._presenter.put(name, text)

    def _compare(self) -> None:
        self._counter.go(Route("bandingkan", f"{OF_DRAFT}{self._case}"))

    def _mend(self) -> None:
        self.next_problem()

    def next_problem(self) -> bool:
        wrong = next((made for made in self.fields.values() if made.wrong), None)
        if wrong is None:
            return False
        wrong.line.setFocus()
        self._scroll.ensureWidgetVisible(wrong)
        return True

    def focusNextPrevChild(self, following: bool) -> bool:
        moved = super().focusNextPrevChild(following)
        here = self.focusWidget()
        if here is not None and self._scroll.isAncestorOf(here):
            self._scroll.ensureWidgetVisible(here.parentWidget() or here, 0, 12)
        return moved

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = is_low(self, self.theme)
        self._address_head.setVisible(not low)
        self._person_head.setVisible(not low)
        self._grid.setVerticalSpacing(4 if low else 10)
        inside = self._card.layout()
        if inside is not None:
            inside.setContentsMargins(*((12, 8, 12, 8) if low else (18, 16, 18, 16)))

    def _on(self) -> None:
        self._counter.go(Route(self._next[0], self._case))


def _field(name: str, area: str) -> Field:
    return DateField(name, TITLES[name]) if name == "birth_date" else Field(name, TITLES[name], _choices(name, area))


def _before(name: str, state: BiodataState) -> str:
    """What the register has, as it reads."""
    text = field_text(state.original, name)
    if name in CODED:
        return CodeTables.load().get(CODED[name], text).name
    if name == "village":
        return Regions.load().get(text).name
    return SEXES.get(text, text) if name == "sex" else text


def _choices(name: str, area: str) -> list[tuple[str, str]] | None:
    if name == "sex":
        return [(key, f"{key} {word}") for key, word in SEXES.items()]
    if name == "village":
        return [(region.code, region.name) for region in Regions.load().children(area)]
    if name in CODED:
        return [(code.key, f"{code.code} {code.name}") for code in CodeTables.load().table(CODED[name])]
    return None
