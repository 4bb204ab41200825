"""Berkas: the requirements of the service as a checklist, and the page on view."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QScrollArea, QSizePolicy

from registry.evidence import paper_words
from registry.family_services import forms_of
from registry.services import Group
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.forms import PapersPresenter, PapersState
from station.widgets.banner import Banner
from station.widgets.card import Facts, card, hair, head
from station.widgets.chip import Chip
from station.widgets.label import Note, label
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.picture import Picture
from station.widgets.tall import Tall
from station.widgets.theme import Theme


class PapersPage(Page):
    """Left the checklist, right the paper."""

    title = "Berkas"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._next, self._back = ("biodata", "Biodata"), Route("beranda")
        self._boxes: dict[str, QCheckBox] = {}
        self._chips: dict[str, Chip] = {}
        self._rows = column(gap=4)
        self._banner = Banner(theme)
        self._count = Chip(theme, "", "neu", "doc")
        self._state_line = Note("", "ok")
        self._state_line.setWordWrap(True)
        left = card(
            head("Syarat layanan", self._count),
            label("Centang kertas yang ada di tangan Anda. F4 menyimpan gambarnya.", "mut", wrap=True),
            hair(), self._list(), hair(), self._banner, self._state_line,
        )  # fmt: skip
        right = self._build_right()
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)
        self.panels = (left, right)
        self._presenter = PapersPresenter(counter, case, self.render_state)

    def _list(self) -> QScrollArea:
        """The checklist, which may be longer than the page: some papers can be met in six ways."""
        inner = Tall()
        inner.setLayout(column(self._rows, None, margins=(0, 0, 6, 0)))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._follow())
        return self._scroll

    def _follow(self) -> None:
        """The paper in hand stays in sight, also when the list is laid out only after it got the focus."""
        here = next((box for box in self._boxes.values() if box.hasFocus()), None)
        if here is not None:
            self._scroll.ensureWidgetVisible(here, 0, 12)

    def _build_right(self) -> QFrame:
        self._facts = Facts(self.theme.px(90))
        self._picture_name = label("", "small")
        self._picture = Picture("Halaman berkas", self.theme)
        self._picture.setMinimumHeight(self.theme.px(100))
        right = card(
            label("Pemohon", "h2"), self._facts, head("Halaman berkas", self._picture_name), self._picture, gap=8
        )
        right.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return right

    def opened(self) -> None:
        self._presenter.open()

    def render_state(self, state: PapersState) -> None:
        """Show the checklist."""
        of_family = state.service.group is Group.KK
        self._next = ("periksa-keluarga", "Periksa") if of_family else ("biodata", "Biodata")
        self._back = Route("keluarga", self._case) if of_family else Route("beranda")
        if not self._boxes:
            self._make_boxes(state)
        self._show_held(state)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
            self.saved = (state.fault.title.rstrip("."), "err")
        else:
            say_returned(self._banner, state.draft.returned)
        who = state.resident
        self._facts.show_rows(
            [
                ("Nama", who.name),
                ("Layanan", state.service.name),
                ("Formulir", ", ".join(forms_of(state.service, state.draft.change))),
                ("Diajukan", ", ".join(state.service.asks)),
                ("Biaya", "GRATIS"),
            ]
        )
        self._picture.show_file(state.page)
        self._picture_name.setText(paper_words(state.page_of) if state.page else "F4 mengambil gambar")
        self.context = f"{state.draft.number} · {state.service.name}"
        if state.saved and state.fault is None:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(self._back)),
                Act("Ambil berkas", "F4", self._file, sign="doc"),
                Act(f"Lanjut: {self._next[1]}", "Ctrl+Return", self._on, "primary"),
            )
        )

    def _show_held(self, state: PapersState) -> None:
        pages = {paper.kind: len(paper.pages) for paper in state.draft.papers}
        for kind, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(kind in pages)
            box.blockSignals(False)
            if kind not in pages:
                self._chips[kind].show_word("belum", "neu", "ring")
            else:
                self._chips[kind].show_word(f"ada, {pages[kind]} halaman" if pages[kind] else "ada", "ok", "check")
        needed = len(state.needed)
        have = needed - len(state.missing)
        self._count.show_word(f"{have} dari {needed}", "neu" if state.missing else "ok", "doc")
        if state.missing:
            self._state_line.say("neu", "○ Berkas belum lengkap; boleh lanjut, pemohon membawa sisanya.")
        else:
            self._state_line.say("ok", "✓ Berkas lengkap. Waktu layanan mulai berjalan.")

    def _make_boxes(self, state: PapersState) -> None:
        for need in state.needed:
            self._make_box(need.kind, paper_words(need.kind))
            for kind in need.alternatives:
                self._make_box(kind, f"atau {paper_words(kind)}")
        for kind in state.service.also:
            self._make_box(kind, f"bila perlu: {paper_words(kind)}")
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            first.setFocus()

    def _make_box(self, kind: str, words: str) -> None:
        """One paper; a kind that two requirements name has one box."""
        if kind in self._boxes:
            return
        box = QCheckBox(words)
        box.setAccessibleName(words)
        box.toggled.connect(partial(self._toggle, kind))
        box.installEventFilter(self)
        chip = Chip(self.theme, "belum", "neu", "ring")
        self._boxes[kind], self._chips[kind] = box, chip
        line = row(box, chip, gap=12)
        line.setStretch(0, 1)
        self._rows.addLayout(line)

    def _toggle(self, kind: str, _on: bool) -> None:
        self._presenter.toggle(kind)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:  # the page shown is of the paper in hand
            for kind, box in self._boxes.items():
                if box is watched:
                    self._follow()
                    self._presenter.view(kind)
        return super().eventFilter(watched, event)

    def _file(self) -> None:
        """A picture for the paper in hand, else for the first."""
        kind = next((kind for kind, box in self._boxes.items() if box.hasFocus()), next(iter(self._boxes), ""))
        name, _ = QFileDialog.getOpenFileName(self, "Ambil berkas", "", "Gambar (*.jpg *.jpeg *.png)")
        if name and kind:
            self._presenter.add_page(kind, Path(name))

    def _on(self) -> None:
        self._counter.go(Route(self._next[0], self._case))
