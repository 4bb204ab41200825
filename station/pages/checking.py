"""Verifikasi and Setujui cetak: another officer's eyes, twice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QPlainTextEdit, QTableWidget, QTableWidgetItem

from registry.codes import CodeTables
from registry.people import CODED
from registry.regions import Regions
from station.desk.checking import DIFFERS, MATCHES
from station.pages.biodata import TITLES
from station.presenters.counter import Counter, Route, date_words, day_words
from station.presenters.office import ApprovePresenter, ApproveState, CheckPresenter, CheckState
from station.presenters.review import PAPER_WORDS
from station.widgets.hands import finger_name
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Chip, button, card, column, label, row
from station.widgets.pictures import InkView, Picture
from station.widgets.theme import Theme


class CheckPage(Page):
    """Queue, fields to compare, captures."""

    title = "Verifikasi"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = CheckState()
        self._queue = Lines(theme, "Antrean verifikasi")
        self._queue.setMaximumWidth(theme.px(260))
        self._banner = Banner(theme)
        self._progress = Chip(theme, "0 diperiksa", "acc", "eye")
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(["Medan", "Masukan operator", ""])
        self.table.setAccessibleName("Bandingkan isian")
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, theme.px(160))
        self.table.setColumnWidth(2, theme.px(110))
        self.table.installEventFilter(self)
        self._photo = Picture("Foto pemohon")
        self._photo.setFixedSize(theme.px(96), theme.px(128))
        self.ink = InkView(theme, "Tanda tangan pemohon")
        self.ink.setFixedHeight(theme.px(90))
        self._captures = label("", "small", wrap=True)
        fields = card(
            row(label("Bandingkan isian dengan berkas", "h2"), None, self._progress),
            self._banner,
            self.table,
            label("Spasi cocok · T tidak cocok · panah pindah", "small"),
        )
        captures = card(self._photo, label("Tanda tangan", "b"), self.ink, self._captures, None)
        captures.setFixedWidth(theme.px(230))
        self._empty = label("Tidak ada yang menunggu verifikasi.", "mut", wrap=True)
        queue = card(label("Antrean", "h2"), self._empty, self._queue, margins=(12, 12, 12, 12))
        queue.setFixedWidth(theme.px(250))
        whole = row(queue, fields, captures, gap=12, margins=(24, 12, 24, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._presenter = CheckPresenter(counter, self.render_state)
        self._queue.current.connect(self._choose)

    def opened(self) -> None:
        self._presenter.open()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: CheckState) -> None:
        """Show queue and case."""
        fresh = state.row != self._state.row
        self._state = state
        lines = [Line(r.id, r.name, f"{r.number} · {day_words(r.recorded_at)}") for r in state.queue]
        self._queue.show_lines(lines, state.row.id if state.row else "")
        self._empty.setVisible(not state.queue)
        self._queue.setVisible(bool(state.queue))
        if state.row is None or state.submission is None:
            self.table.setRowCount(0)
            self.context = ""
            self.tell((Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),))
            return
        if fresh:
            self._fill(state)
        self._show_marks(state)
        self._show_captures(state)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif state.own:
            self._banner.say("warn", "Masukan Anda sendiri, diperiksa petugas lain.")
        else:
            self._banner.say("acc", "")
        self.context = (
            f"{state.row.number} · {state.row.name} · direkam {state.recorder}, {day_words(state.row.recorded_at)}"
        )
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Kembalikan", "F8", self._send_back, "", not state.own),
                Act("Setujui", "Ctrl+Return", self._presenter.approve, "primary", state.complete and not state.own),
            )
        )
        if fresh:
            self.table.setFocus()
            self.table.setCurrentCell(0, 0)

    def _names(self) -> list[str]:
        return [*self._state.fields, *(f"finger.{position}" for position in self._state.exceptions)]

    def _fill(self, state: CheckState) -> None:
        names = self._names()
        self.table.setRowCount(len(names))
        for number, name in enumerate(names):
            shown = self._words(name)
            self.table.setItem(number, 0, QTableWidgetItem(_title(name)))
            self.table.setItem(number, 1, QTableWidgetItem(shown))
            self.table.setItem(number, 2, QTableWidgetItem(""))
            self.table.setRowHeight(number, self.theme.px(32))

    def _words(self, name: str) -> str:
        if name.startswith("finger.") and self._state.submission:
            take = next(f for f in self._state.submission.fingers if f.position == int(name[7:]))
            return f"tidak direkam: {take.exception}, {take.lasting}"
        text = self._presenter.text(name)
        if name in CODED:
            return CodeTables.load().get(CODED[name], text).name
        if name == "sex":
            return "Laki-laki" if text == "1" else "Perempuan"
        return Regions.load().get(text).name if name == "village" else text

    def _show_marks(self, state: CheckState) -> None:
        names = self._names()
        for number, name in enumerate(names):
            mark = state.marks.get(name, "")
            item = self.table.item(number, 2)
            if item is not None:
                item.setText({MATCHES: "✓ cocok", DIFFERS: "✕ tidak cocok"}.get(mark, "○ belum"))
                token = {MATCHES: "ok", DIFFERS: "err"}.get(mark, "mut")
                item.setForeground(self.theme.colour(token))
        seen = sum(1 for name in names if state.marks.get(name))
        self._progress.show_word(f"{seen} dari {len(names)} diperiksa", "acc", "eye")

    def _show_captures(self, state: CheckState) -> None:
        self._photo.show_file(state.photo)
        if state.signature is not None:
            lines = [[(float(p.x), float(p.y)) for p in stroke] for stroke in state.signature.strokes]
            self.ink.show_lines(lines, (state.signature.width, state.signature.height))
        submission = state.submission
        if submission is not None:
            recorded = sum(1 for f in submission.fingers if f.image)
            papers = ", ".join(PAPER_WORDS.get(p.kind, p.kind) for p in submission.papers) or "belum ada"
            self._captures.setText(
                f"✓ Foto disetujui {day_words(submission.photo_approved_at)}\n"
                f"Sidik jari {recorded} dari 10\n"
                f"Telunjuk diulang: {', '.join(str(m.score) for m in submission.matches) or '-'}\n"
                f"Iris: {submission.iris_reason}\nBerkas: {papers}"
            )

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() is QKeyEvent.Type.KeyPress:
            mark = {Qt.Key.Key_Space: MATCHES, Qt.Key.Key_T: DIFFERS}.get(Qt.Key(event.key()))
            if mark is not None and not event.modifiers():
                self._mark(mark)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _mark(self, mark: str) -> None:
        number = self.table.currentRow()
        names = self._names()
        if 0 <= number < len(names):
            self._presenter.mark(names[number], mark)
            self.table.setCurrentCell(min(number + 1, len(names) - 1), 0)

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.queue if entry.id == case), None)
        if found is not None:
            self._presenter.choose(found)

    def _send_back(self) -> None:
        sheet = ReasonSheet(
            self, self.theme, "Kembalikan ke operator", "Apa yang perlu diperbaiki atau dibawa pemohon?"
        )
        if sheet.exec() == QDialog.DialogCode.Accepted:
            self._presenter.send_back(sheet.text)


class ReasonSheet(QDialog):
    """A written reason."""

    def __init__(self, parent: Page, theme: Theme, title: str, question: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._line = QPlainTextEdit()
        self._line.setAccessibleName(question)
        self._line.setTabChangesFocus(True)
        keep = button(title, self.accept, role="primary")
        back = button("Kembali", self.reject)
        self.setLayout(
            column(label(question, "b", wrap=True), self._line, row(None, back, keep), margins=(20, 18, 20, 18))
        )
        self.setMinimumWidth(theme.px(440))

    @property
    def text(self) -> str:
        """What was written."""
        return self._line.toPlainText().strip()


class ApprovePage(Page):
    """Releases that wait for leave to print."""

    title = "Setujui cetak"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._state = ApproveState()
        self.lines = Lines(theme, "Siap cetak")
        self._banner = Banner(theme)
        self._empty = label(
            "Belum ada yang siap cetak. Pusat menjawab setelah data dinyatakan tunggal.", "mut", wrap=True
        )
        self.setLayout(
            column(
                card(
                    label("Spasi menandai · Ctrl+Enter menyetujui yang ditandai", "small"),
                    self._banner,
                    self._empty,
                    self.lines,
                ),
                gap=0,
                margins=(24, 12, 24, 16),
            )
        )
        self._presenter = ApprovePresenter(counter, self.render_state)
        self.lines.installEventFilter(self)
        self.lines.opened.connect(self._presenter.toggle)

    def opened(self) -> None:
        self._presenter.open()
        self.lines.setFocus()

    def refresh(self) -> None:
        if not self._state.marked:
            self._presenter.open()

    def render_state(self, state: ApproveState) -> None:
        """Show what may be approved."""
        self._state = state
        chosen = self.lines.currentIndex().row()
        shown = []
        for entry in state.rows:
            words = state.blocked.get(entry.id)
            marked = entry.id in state.marked
            chip = ("Ditandai", "ok", "check") if marked else ("Siap cetak (PRR)", "ok", "card")
            if words is not None:
                chip = ("Terkunci", "neu", "lock")
            below = words.title if words else f"{state.serials.get(entry.id, '')} · PRR {date_words(entry.last_at)}"
            shown.append(Line(entry.id, entry.name, f"{entry.number} · {below}", chip))
        self.lines.show_lines(shown, state.rows[max(chosen, 0)].id if state.rows and chosen < len(state.rows) else "")
        self.lines.setVisible(bool(state.rows))
        self._empty.setVisible(not state.rows)
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        self.context = f"{len(state.rows)} siap, blangko {state.blanks}"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Setujui cetak", "Ctrl+Return", self._presenter.approve, "primary", bool(state.marked)),
            )
        )

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.lines and isinstance(event, QKeyEvent) and event.type() is QKeyEvent.Type.KeyPress:
            number = self.lines.currentIndex().row()
            if event.key() == Qt.Key.Key_Space and 0 <= number < len(self._state.rows):
                self._presenter.toggle(self._state.rows[number].id)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]


def _title(name: str) -> str:
    if name.startswith("finger."):
        return finger_name(int(name[7:])).capitalize()
    return TITLES[name].replace("&", "")
