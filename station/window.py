"""The one window: rail, top bar, page, action bar, toasts, and the lock over all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.widgets.page import Act, Page
from station.widgets.parts import Chip, button, clear, column, frame, label, row, set_icon, sign
from station.widgets.theme import Theme

NARROW, LOW = 1200, 640
TOAST_MS = {"ok": 4000, "acc": 6000, "warn": 12000, "err": 0}


@dataclass(frozen=True, slots=True)
class RailItem:
    """One entry of the rail: id, word, sign, its key, and a group heading above it ("" for none)."""

    id: str
    word: str
    sign: str
    key: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step of a case: id, word, and done, current, open or locked."""

    id: str
    word: str
    state: str


class Window(QMainWindow):
    """Shows one page at a time. `asked` carries the rail item or step that was chosen; `woke` any key or click."""

    asked = Signal(str)
    asked_lock = Signal()
    asked_search = Signal()
    woke = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setWindowTitle("Loket")
        self.page: Page | None = None
        self._shape: tuple[tuple[str, str, str], ...] = ()
        self._buttons: list[QPushButton] = []
        self._shortcuts: list[QShortcut] = []
        self._fixed: list[QShortcut] = []
        self._items: list[tuple[QPushButton, str]] = []
        self._toasts: list[QFrame] = []
        self._overlay: QWidget | None = None
        self._build()
        self.resize(1280, 800)

    # building -----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._rail = QFrame()
        self._rail.setObjectName("side")
        self._rail_column = column(gap=3, margins=(10, 15, 10, 12))
        self._rail.setLayout(self._rail_column)
        self._top = self._top_bar()
        self._strip = frame(row(None, label("PELATIHAN · semua keluaran bertanda SPESIMEN", "caution"), None), "strip")
        self._strip.setFixedHeight(self.theme.px(24))
        self._title, self._context = label("", "h1"), label("", "mut")
        self._head = QWidget()
        self._head.setLayout(column(self._title, self._context, gap=1, margins=(24, 14, 24, 0)))
        self._stack = QStackedWidget()
        self._problems = label("", "problem")
        self._saved = QLabel()
        self._saved.setObjectName("role")
        self._saved.setAccessibleName("Keadaan simpan")
        self._bar_row: QHBoxLayout = row(gap=10)
        self._bar = frame(row(self._saved, self._problems, None, self._bar_row, gap=12, margins=(24, 0, 24, 0)), "bar")
        self._bar.setFixedHeight(self.theme.px(62))
        right: QVBoxLayout = column(self._top, self._strip, self._head, gap=0)
        right.addWidget(self._stack, 1)
        right.addWidget(self._bar)
        whole = row(self._rail, gap=0)
        whole.addLayout(right, 1)
        root = QWidget()
        root.setLayout(whole)
        root.setObjectName("root")
        self.setCentralWidget(root)
        self._chrome(False)

    def _top_bar(self) -> QFrame:
        self._place, self._counter = label("", "b"), label("", "small")
        self._officer, self._role = label("", "b"), label("", "small")
        self._light = Chip(self.theme, "Belum tersambung", "neu")
        self._lights: QHBoxLayout = row(gap=4)
        search = button("Cari penduduk", self.asked_search.emit, key="F2")
        self._lock = button("Kunci", self.asked_lock.emit, key="Ctrl+L")
        set_icon(search, self.theme, "search", "mut")
        set_icon(self._lock, self.theme, "lock", "fg")
        left = QWidget()
        left.setLayout(column(self._place, self._counter, gap=0))
        who = QWidget()
        who.setLayout(column(self._officer, self._role, gap=0))
        for part in (left, who):
            part.setMinimumWidth(self.theme.px(150))
        top = frame(row(left, None, search, None, self._light, self._lights, who, self._lock, gap=12,
                        margins=(24, 6, 20, 6)), "top")  # fmt: skip
        top.setFixedHeight(self.theme.px(60))
        return top

    def _chrome(self, shown: bool) -> None:
        for part in (self._rail, self._top, self._strip, self._head, self._bar):
            part.setVisible(shown)

    # who and where --------------------------------------------------------------------------------------------------
    def show_officer(self, place: str, counter: str, officer: str, role: str, *, training: bool) -> None:
        """Fill the top bar."""
        self._place.setText(place)
        self._counter.setText(counter)
        self._officer.setText(officer)
        self._role.setText(role)
        self._strip.setProperty("training", training)

    def show_light(self, word: str, role: str, glyph: str) -> None:
        """The sync light."""
        self._light.show_word(word, role, glyph)

    def show_devices(self, lights: list[tuple[str, str, str]]) -> None:
        """Device lights: sign, role, accessible words."""
        clear(self._lights)
        for name, role, words in lights:
            made = sign(self.theme, name, role, 20)
            made.setToolTip(words)
            made.setAccessibleName(words)
            self._lights.addWidget(made)

    # rail -----------------------------------------------------------------------------------------------------------
    def show_rail(self, items: list[RailItem], current: str) -> None:
        """The rail of a role."""
        self._begin_rail()
        for item in items:
            if item.group:
                heading = label(item.group, "sidehead")
                heading.setContentsMargins(11, 10, 0, 2)
                self._rail_column.addWidget(heading)
            self._add_item(item.id, item.word, item.sign, item.id == current, item.key)
        self._end_rail()

    def show_steps(self, name: str, service: str, steps: list[StepItem]) -> None:
        """In a case the rail becomes its steps."""
        self._begin_rail()
        for text, style in ((name, "sidename"), (service, "sidetext")):
            line = label(text, style, wrap=True)
            line.setContentsMargins(11, 0, 6, 2)
            self._rail_column.addWidget(line)
        self._rail_column.addSpacing(10)
        for number, step in enumerate(steps, 1):
            glyph = "✓" if step.state in ("done", "ended") else str(number)
            item = self._add_item(f"step:{step.id}", f"{glyph}  {step.word}", "", step.state == "current", "")
            item.setEnabled(step.state not in ("locked", "ended"))
            item.setAccessibleName(f"Langkah {number}, {step.word}, {_STEP_WORDS[step.state]}")
        self._rail_column.addStretch(1)
        self._add_item("beranda", "Tunda, ke beranda", "back", False, "")

    def _begin_rail(self) -> None:
        clear(self._rail_column)
        self._items.clear()
        for shortcut in self._fixed:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._fixed.clear()
        brand = QWidget()
        brand.setLayout(row(sign(self.theme, "card", "sidefg", 24, 1.9), label("Loket", "brand"), None, gap=10,
                            margins=(10, 0, 0, 8)))  # fmt: skip
        self._rail_column.addWidget(brand)
        self._fixed_key("Ctrl+L", self.asked_lock.emit)
        self._fixed_key("F2", self.asked_search.emit)
        self._fixed_key("Ctrl+Shift+L", partial(self._ask, "keluar"))

    def _end_rail(self) -> None:
        self._rail_column.addStretch(1)

    def _add_item(self, name: str, word: str, picture: str, current: bool, key: str) -> QPushButton:
        item = QPushButton(word)
        item.setObjectName("side")
        item.setCheckable(True)
        item.setChecked(current)
        item.setAutoExclusive(False)
        item.setAccessibleName(word)
        item.clicked.connect(lambda _=False, n=name: self._ask(n))
        if picture:
            set_icon(item, self.theme, picture, "currentfg" if current else "sidefg")
        if key:
            item.setToolTip(key)
            self._fixed_key(key, partial(self._ask, name))
        self._rail_column.addWidget(item)
        self._items.append((item, word))
        return item

    def _ask(self, name: str) -> None:
        self.asked.emit(name)

    def _fixed_key(self, key: str, handler: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: handler())
        self._fixed.append(shortcut)

    # pages ------------------------------------------------------------------------------------------------------------
    def show_page(self, page: Page, *, chrome: bool = True) -> None:
        """Put a page on screen; the one before is left and dropped."""
        before, self.page = self.page, page
        self._chrome(chrome)
        if chrome:
            self._strip.setVisible(bool(self._strip.property("training")))
        page.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()  # else the keys would go to the top bar once the old page is gone
        if before is not None:
            before.left()
            before.ended()
            before.told.disconnect(self._look)
            self._stack.removeWidget(before)
            before.deleteLater()
        page.told.connect(self._look)
        self._look()
        page.opened()

    def _look(self) -> None:
        page = self.page
        if page is None:
            return
        self._title.setText(page.title)
        self._context.setText(page.context)
        self._context.setVisible(bool(page.context))
        words, role = page.saved
        self._saved.setText(words)
        self._saved.setProperty("role", role)
        self._saved.style().unpolish(self._saved)
        self._saved.style().polish(self._saved)
        self._problems.setText(page.problems)
        self._show_acts(page.acts)

    def _show_acts(self, acts: tuple[Act, ...]) -> None:
        """Buttons and keys of the page. Buttons are kept when only their being enabled changes, so focus stays."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts.clear()
        shape = tuple((act.text, act.key, act.role) for act in acts)
        if shape != self._shape:
            clear(self._bar_row)
            self._buttons = [button(act.text, None, role=act.role, key=act.key) for act in acts]
            for number, made in enumerate(self._buttons):
                made.clicked.connect(lambda _=False, n=number: self._act(n))
                self._bar_row.addWidget(made)
            self._shape = shape
        for number, act in enumerate(acts):
            self._buttons[number].setEnabled(act.enabled)
            if act.key:
                shortcut = QShortcut(QKeySequence(act.key), self)
                shortcut.setEnabled(act.enabled)
                shortcut.activated.connect(lambda n=number: self._act(n))
                self._shortcuts.append(shortcut)

    def _act(self, number: int) -> None:
        if self.page is not None and self._overlay is None and number < len(self.page.acts):
            act = self.page.acts[number]
            if act.enabled:
                act.handler()

    # toasts and lock --------------------------------------------------------------------------------------------------
    def toast(self, words: str, role: str = "ok") -> None:
        """Say something in the corner; at most three, the oldest goes."""
        text = label(words, "", wrap=True)
        made = frame(row(sign(self.theme, {"err": "x", "warn": "warn"}.get(role, "check"), role, 18), text, gap=8,
                         margins=(12, 10, 12, 10)), "toast")  # fmt: skip
        made.setParent(self)
        made.setFixedWidth(self.theme.px(340))
        made.setAccessibleName(words)
        made.show()
        self._toasts.append(made)
        while len(self._toasts) > 3:
            self._drop_toast(self._toasts[0])
        self._place_toasts()
        if TOAST_MS[role]:
            QTimer.singleShot(TOAST_MS[role], made, lambda: self._drop_toast(made))

    def clear_toasts(self) -> None:
        """Another officer comes: what was said to the last one goes."""
        for made in tuple(self._toasts):
            self._drop_toast(made)

    def _drop_toast(self, made: QFrame) -> None:
        if made in self._toasts:
            self._toasts.remove(made)
            made.hide()
            made.deleteLater()
            self._place_toasts()

    def _place_toasts(self) -> None:
        bottom = self.height() - self.theme.px(74)
        for made in reversed(self._toasts):
            made.adjustSize()
            bottom -= made.height() + 8
            made.move(self.width() - made.width() - 24, bottom)
            made.raise_()

    def cover(self, overlay: QWidget | None) -> None:
        """Put a widget over the whole window (the lock), or take it away."""
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
        self._overlay = overlay
        if overlay is not None:
            overlay.setParent(self)
            overlay.setGeometry(self.rect())
            overlay.show()
            overlay.raise_()
        for shortcut in (*self._shortcuts, *self._fixed):
            shortcut.setEnabled(overlay is None)
        if overlay is None:
            self._look()

    # events -----------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._rail.setFixedWidth(self.theme.px(64 if narrow else 216))
        for item, word in self._items:
            item.setText("" if narrow and not word[0].isdigit() and word[0] != "✓" else word[:1] if narrow else word)
        low = self.height() < LOW
        self._top.setFixedHeight(self.theme.px(48 if low else 60))
        self._bar.setFixedHeight(self.theme.px(52 if low else 62))
        self._counter.setVisible(not low)
        self._role.setVisible(not low)
        if self._overlay is not None:
            self._overlay.setGeometry(self.rect())
        self._place_toasts()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self.woke.emit()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None:
            self.page.left()
        self.closed.emit()
        event.accept()


_STEP_WORDS = {"done": "selesai", "current": "sekarang", "open": "belum", "locked": "terkunci", "ended": "selesai"}
