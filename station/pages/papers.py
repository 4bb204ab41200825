"""Berkas: the requirements of the service as a checklist."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QSizePolicy

from station.presenters.counter import Counter, Route, clock_words
from station.presenters.forms import PapersPresenter, PapersState
from station.presenters.review import PAPER_WORDS
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, clear, column, label, row
from station.widgets.pictures import Picture
from station.widgets.theme import Theme


class PapersPage(Page):
    """Left the checklist, right the paper."""

    title = "Berkas"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._boxes: dict[str, QCheckBox] = {}
        self._rows = column(gap=10)
        self._banner = Banner(theme)
        self._state_line = label("", "b", wrap=True)
        self._facts = Facts(theme.px(120))
        self._picture = Picture("Halaman berkas")
        self._picture.setMinimumHeight(120)
        left = card(
            label("Syarat layanan", "h2"),
            label("Centang kertas yang ada di tangan Anda.", "mut"),
            self._rows,
            self._banner,
            self._state_line,
            None,
        )
        right = card(label("Pemohon", "h2"), self._facts, self._picture)
        right.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)
        self._presenter = PapersPresenter(counter, case, self.render_state)

    def opened(self) -> None:
        self._presenter.open()

    def render_state(self, state: PapersState) -> None:
        """Show the checklist."""
        if not self._boxes:
            self._make_boxes(state)
        held = {paper.kind for paper in state.draft.papers}
        for kind, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(kind in held)
            box.blockSignals(False)
        complete = not state.missing
        self._state_line.setText(
            "✓ Berkas lengkap. Waktu layanan mulai berjalan."
            if complete
            else "○ Berkas belum lengkap; boleh lanjut, pemohon membawa sisanya."
        )
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        who = state.resident
        self._facts.show_rows(
            [
                ("Nama", who.name),
                ("Layanan", state.service.name),
                ("Formulir", ", ".join(state.service.forms)),
                ("Biaya", "GRATIS"),
            ]
        )
        self.context = f"{state.draft.number} · {state.service.name}"
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Ambil berkas", "F4", self._file),
                Act("Lanjut: Biodata", "Ctrl+Return", self._on, "primary"),
            )
        )

    def _make_boxes(self, state: PapersState) -> None:
        clear(self._rows)
        for need in state.service.papers:
            box = QCheckBox(PAPER_WORDS.get(need.kind.value, need.kind.value))
            box.setAccessibleName(box.text())
            box.toggled.connect(lambda _on, kind=need.kind.value: self._presenter.toggle(kind))
            self._boxes[need.kind.value] = box
            self._rows.addWidget(box)
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            first.setFocus()

    def _file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Ambil berkas", "", "Gambar (*.jpg *.jpeg *.png)")
        if name and self._boxes:
            self._presenter.add_page(next(iter(self._boxes)), Path(name))
            self._picture.show_file(Path(name).read_bytes())

    def _on(self) -> None:
        self._counter.go(Route("biodata", self._case))
