"""Biodata F-1.02: filled from the register; the officer mostly confirms. Errors stand beside the field."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from registry.codes import CodeTables
from registry.people import CODED
from registry.regions import Regions
from registry.rules import F102_FIELDS
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.forms import BiodataPresenter, BiodataState
from station.problems import field_words
from station.widgets.field import Field
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, card, column, label
from station.widgets.theme import Theme

TITLES = {
    "name": "Nama &lengkap", "birth_place": "&Tempat lahir", "birth_date": "Tanggal la&hir", "sex": "&Jenis kelamin",
    "blood": "&Gol. darah", "religion": "&Agama", "marital": "Status ka&win", "occupation": "&Pekerjaan",
    "education": "Pendi&dikan", "street": "Ala&mat", "rt": "&RT", "rw": "RW", "village": "Kamp&ung/Kelurahan",
    "postal_code": "K&ode pos", "phone": "Telepo&n", "mother": "Nama i&bu", "father": "Nama a&yah",
}  # fmt: skip
# field -> row, column, width on a grid of 12
PLACES = {
    "name": (0, 0, 6), "birth_place": (0, 6, 3), "birth_date": (0, 9, 3),
    "sex": (1, 0, 3), "blood": (1, 3, 2), "religion": (1, 5, 3), "marital": (1, 8, 4),
    "occupation": (2, 0, 6), "education": (2, 6, 6),
    "street": (3, 0, 6), "rt": (3, 6, 2), "rw": (3, 8, 2), "postal_code": (3, 10, 2),
    "village": (4, 0, 6), "phone": (4, 6, 6), "mother": (5, 0, 6), "father": (5, 6, 6),
}  # fmt: skip


class BiodataPage(Page):
    """The form."""

    title = "Biodata F-1.02"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self.fields: dict[str, Field] = {}
        self._banner = Banner(theme)
        self._head = label("", "mut")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for name in F102_FIELDS:
            made = Field(name, TITLES[name], _choices(name, counter.session.store.identity.area))
            made.left.connect(self._left)
            place, start, wide = PLACES[name]
            grid.addWidget(made, place, start, 1, wide)
            self.fields[name] = made
        for number in range(12):
            grid.setColumnStretch(number, 1)
        inner = QWidget()
        inner.setLayout(column(grid, None))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(scroll.focusPolicy().NoFocus)
        self.setLayout(column(card(self._head, self._banner, scroll), gap=0, margins=(24, 12, 24, 16)))
        self._presenter = BiodataPresenter(counter, case, self.render_state)
        for before, after in pairwise(F102_FIELDS):
            self.setTabOrder(self.fields[before].line, self.fields[after].line)

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
            made.complain(field_words(worst) if worst else "", warning=bool(worst and not worst.stops))
        nik = state.original.nik.masked if state.original.nik else "Menunggu SIAK"
        kk = state.original.kk.masked if state.original.kk else "Menunggu SIAK"
        self._head.setText(f"NIK {nik}   ·   KK {kk}   ·   {len(state.changed)} isian berubah dari data SIAK")
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        else:
            self._banner.say("acc", "")
        self.context = f"{state.draft.number} · {state.resident.name}"
        self.problems = f"{len(state.wrong)} isian perlu diperbaiki" if state.wrong else ""
        if state.saved and state.fault is None:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("berkas", self._case))),
                Act("Ke isian salah", "F6", self._jump, "", bool(state.wrong)),
                Act("Lanjut: Foto", "Ctrl+Return", self._on, "primary", not state.wrong and state.fault is None),
            )
        )
        if first:
            self.fields["phone"].line.setFocus()

    def _left(self, name: str, text: str) -> None:
        self._presenter.put(name, text)

    def _jump(self) -> None:
        wrong = next((made for made in self.fields.values() if made.reason.startswith("✕")), None)
        if wrong is not None:
            wrong.line.setFocus()

    def _on(self) -> None:
        self._counter.go(Route("foto", self._case))


def _choices(name: str, area: str) -> list[tuple[str, str]] | None:
    if name == "sex":
        return [("1", "1 Laki-laki"), ("2", "2 Perempuan")]
    if name == "village":
        return [(region.code, region.name) for region in Regions.load().children(area)]
    if name in CODED:
        return [(code.key, f"{code.code} {code.name}") for code in CodeTables.load().table(CODED[name])]
    return None
