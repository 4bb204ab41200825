"""What was captured of an applicant, in a strip: photo, signature, fingers; on low screens as words alone."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from registry.evidence import paper_words
from station.presenters.checking import CheckState
from station.presenters.counter import day_words
from station.widgets.hands import finger_name
from station.widgets.ink import InkView
from station.widgets.parts import Chip, column, label, reveal, row
from station.widgets.picture import Picture
from station.widgets.theme import Theme


class Captures(QFrame):
    """The captures card of Verifikasi."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._photo = Picture("Foto pemohon", theme)
        self._photo.setFixedSize(theme.px(72), theme.px(96))
        self.ink = InkView(theme, "Tanda tangan pemohon")
        self.ink.setFixedSize(theme.px(132), theme.px(66))
        self._approved, self._signed = label("", "small", wrap=True), label("Tanda tangan", "b")
        self._fingers, self._more = label("", "b"), label("", "small", wrap=True)
        self._taken = label("Foto disetujui", "b")
        self._chips = (Chip(theme), Chip(theme), Chip(theme))
        photo = column(self._taken, self._approved, None, gap=4)
        signature = column(self._signed, self.ink, None, gap=4)
        fingers = column(self._fingers, self._more, None, gap=4)
        self._line = line = row(self._photo, gap=14)
        line.addLayout(photo, 2)
        line.addLayout(signature)
        line.addLayout(fingers, 3)
        self.setLayout(column(line, row(*self._chips, None), gap=0, margins=(14, 10, 14, 10)))
        self._pieces = (
            self._photo, self._taken, self._approved, self._signed, self.ink, self._fingers, self._more,
        )  # fmt: skip
        self._form_only = self._low = False
        self.fold(False)

    def show_case(self, state: CheckState) -> None:
        """Show the captures of the case in hand."""
        submission = state.submission
        if submission is None:
            return
        self._form_only = submission.change is not None or not submission.fingers
        self._photo.show_file(state.photo)
        if state.signature is not None:
            lines = [[(float(p.x), float(p.y)) for p in stroke] for stroke in state.signature.strokes]
            self.ink.show_lines(lines, (state.signature.width, state.signature.height))
        recorded = sum(1 for finger in submission.fingers if finger.image)
        again = ", ".join(f"{finger_name(m.position)} {m.score}" for m in submission.matches)
        papers = ", ".join(paper_words(p.kind) for p in submission.papers) or "belum ada"
        if self._form_only:
            self._chips[1].show_word("Ditandatangani pemohon", "ok", "pen")
            self._more.setText(f"Berkas: {papers}")
            self.fold(self._low)
            return
        self._approved.setText(day_words(submission.photo_approved_at))
        self._fingers.setText(f"Sidik jari {recorded} dari 10")
        self._more.setText(f"✓ Diulang: {again or '-'}\nIris: {submission.iris_reason or 'direkam'}\nBerkas: {papers}")
        self._chips[0].show_word("Foto disetujui", "ok", "check")
        self._chips[1].show_word("Tanda tangan", "ok", "pen")
        role = "ok" if recorded == 10 else "warn"
        self._chips[2].show_word(f"Sidik jari {recorded} dari 10", role, "finger")

    def fold(self, low: bool) -> None:
        """Pictures where there is room, chips where there is not."""
        self._low = low
        self._line.setStretch(1, 0 if self._form_only else 2)
        signed = (self._signed, self.ink, self._more)  # nothing is captured but the signature for the truth of it
        for piece in self._pieces:
            reveal(piece, not low and (not self._form_only or piece in signed))
        for chip in self._chips:
            reveal(chip, low and (not self._form_only or chip is self._chips[1]))
