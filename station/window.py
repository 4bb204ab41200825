"""The one window: rail, top bar, page, action bar, toasts, sheets, and the lock over all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.widgets.keymap import Binding, Keymap
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.theme import Theme, dress

if TYPE_CHECKING:
    from station.widgets.chrome import Chrome
    from station.widgets.items import RailItem, StepItem
    from station.widgets.sheet import Sheet
    from station.widgets.toast import Toasts

NARROW, LOW = 1200, 640
SIZE, LEAST = (1280, 800), (1024, 560)
ZOOMS = (100, 115, 130, 150)
WAKING = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)


class Window(QMainWindow):
    """Shows one page at a time. `asked` carries the rail item or step that was chosen; `woke` any key or click."""

    asked = Signal(str)
    asked_lock = Signal()
    asked_search = Signal()
    asked_sync = Signal()
    asked_device = Signal(str)  # its sign: camera, finger, pen, printer, card
    zoomed = Signal(int)  # percent, to be remembered for the officer
    woke = Signal()
    closed = Signal()
    painted = Signal()  # for the first time: now there is time for what is heavy

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.page: Page | None = None
        self._training = False
        self._painted = False
        self._items: tuple[RailItem, ...] = ()
        self._sheets: list[tuple[Sheet, QWidget | None]] = []
        self._overlay: QWidget | None = None
        self.setWindowTitle("Loket")
        self.keymap = Keymap(self)
        self._build()
        self._frame(False)
        self.setMinimumSize(640, 400)
        self.resize(*SIZE)

    # building -----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._right: QVBoxLayout = column(gap=0)
        self._right.addWidget(self._stack, 1)
        self._whole: QHBoxLayout = row(gap=0)
        self._whole.addLayout(self._right, 1)
        self._root = QWidget()
        self._root.setLayout(self._whole)
        self.setCentralWidget(self._root)

    @cached_property
    def chrome(self) -> Chrome:
        """Rail and bars, made when first asked for: nobody sees them before he has signed in."""
        from station.widgets.chrome import Chrome  # takes 15 ms that the sign-in page does not wait for

        made = Chrome(self.theme, self._do, self.tr("PELATIHAN · semua keluaran bertanda SPESIMEN"))
        made.put_around(self._whole, self._right)
        made.rail.asked.connect(self._ask)
        made.top.asked_search.connect(self.asked_search)
        made.top.asked_lock.connect(self.asked_lock)
        made.top.asked_device.connect(self.asked_device)
        made.top.asked_sync.connect(self._ask_sync)
        return made

    @cached_property
    def toasts(self) -> Toasts:
        """What was said in the corner, made when something first is."""
        from station.widgets.toast import Toasts  # 4 ms that the sign-in page does not wait for

        return Toasts(self.theme, self)

    def _next_step(self) -> None:
        if "toasts" in self.__dict__:
            self.toasts.next_step()

    def _bind_window(self) -> None:
        """Before anyone has signed in only what needs no officer works."""
        keys = [
            Binding("F1", self.tr("Bantuan tombol"), self.show_keys),
            Binding("F11", self.tr("Layar penuh"), self._full_screen),
            Binding("Ctrl++", self.tr("Perbesar tampilan"), partial(self._zoom, 1)),
            Binding("Ctrl+=", "", partial(self._zoom, 1)),
            Binding("Ctrl+-", self.tr("Perkecil tampilan"), partial(self._zoom, -1)),
            Binding("Ctrl+0", self.tr("Ukuran biasa"), partial(self._zoom, 0)),
            Binding("F6", self.tr("Panel berikut"), partial(self._go_panel, 1)),
            Binding("Shift+F6", self.tr("Panel sebelumnya"), partial(self._go_panel, -1)),
        ]
        if self._framed:
            keys += [
                Binding("Ctrl+K", self.tr("Cari penduduk, perintah"), self.asked_search.emit),
                Binding("F2", self.tr("Cari penduduk"), self.asked_search.emit),
                Binding("Ctrl+L", self.tr("Kunci layar"), self.asked_lock.emit),
                Binding("Ctrl+S", self.tr("Simpan sekarang"), self._save_now),
                Binding("Ctrl+Shift+M", self.tr("Pemberitahuan"), self.show_notices),
            ]
        self.keymap.bind("window", keys)

    def _frame(self, shown: bool) -> None:
        if shown or "chrome" in self.__dict__:
            self.chrome.show(shown, training=self._training)
        self._framed = shown
        if not shown:
            self._items = ()
            self.keymap.bind("rail", ())
        self._bind_window()

    @property
    def front(self) -> QWidget | None:
        """What a person has before him: the lock, else the newest sheet, else the page."""
        return self._overlay or (self._sheets[-1][0] if self._sheets else self.page)

    # who and where --------------------------------------------------------------------------------------------------
    def show_officer(self, place: str, counter: str, officer: str, role: str, *, training: bool) -> None:
        """Fill the top bar."""
        self.chrome.top.show_officer(place, counter, officer, role)
        self._training = training

    def show_light(self, word: str, role: str, glyph: str) -> None:
        """The sync light."""
        self.chrome.top.show_light(word, role, glyph)

    def show_room(self, words: str) -> None:
        """How little room is left on the disk; "" takes it away."""
        self.chrome.show_room(words)

    def show_devices(self, lights: Sequence[tuple[str, str, str]]) -> None:
        """Device lights: sign, role (ok, warn, err, or field for not installed), accessible words."""
        self.chrome.top.show_devices(lights)

    def show_rail(self, items: Sequence[RailItem], current: str) -> None:
        """The rail of a role."""
        self._items = tuple(items)
        self.chrome.rail.show_items(items, current)
        self._bind_rail()

    def show_steps(self, name: str, service: str, steps: Sequence[StepItem]) -> None:
        """In a case the rail becomes its steps; the keys of the rail still work."""
        self.chrome.rail.show_steps(name, service, steps)
        self._bind_rail()

    def show_badges(self, badges: Mapping[str, str]) -> None:
        """What waits where, by rail id."""
        self.chrome.rail.show_badges(badges)

    def _bind_rail(self) -> None:
        keys = [Binding(item.key, item.word, partial(self._ask, item.id)) for item in self._items]
        leave = Binding("Ctrl+Shift+L", self.tr("Keluar"), partial(self._ask, "keluar"))
        self.keymap.bind("rail", [leave, *keys])

    def _ask(self, name: str) -> None:
        self.asked.emit(name)

    def _ask_sync(self) -> None:
        self.asked_sync.emit()
        if any(item.id == "sinkronisasi" for item in self._items):
            self.asked.emit("sinkronisasi")

    # pages ------------------------------------------------------------------------------------------------------------
    def show_page(self, page: Page, *, chrome: bool = True) -> None:
        """Put a page on screen; the one before is left and dropped."""
        before, self.page = self.page, page
        self._frame(chrome)
        page.setProperty("focusPolicy", "ClickFocus")
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()  # else Qt hands the focus on to a button of a bar, and Enter would press it
        if before is not None and before is not page:
            self._leave(before)
        if before is not page:
            page.told.connect(self._look)
            page.toasted.connect(self.toast)
            page.sheet_asked.connect(self.open_sheet)
        self._next_step()
        self._look()
        page.opened()
        self._focus_in(page)

    def _leave(self, page: Page) -> None:
        page.left()
        page.ended()
        page.told.disconnect(self._look)
        page.toasted.disconnect(self.toast)
        page.sheet_asked.disconnect(self.open_sheet)
        for sheet, _ in tuple(self._sheets):
            self.close_sheet(sheet)
        self._stack.removeWidget(page)
        page.deleteLater()

    def _look(self) -> None:
        """Show what the page tells."""
        page = self.page
        if page is None:
            return
        low = self.height() < LOW
        head = () if low else tuple(act for act in page.acts if act.place == "head")
        bar = tuple(act for act in page.acts if act.place == "bar" or (low and act.place == "head"))
        if self._framed:
            self.chrome.head.show_head(page.title, page.context, page.aside, head, low=low)
            self.chrome.top.show_title(page.title, page.context)
            self.chrome.bar.show_state(page.saved, page.problems, bar)
        self.keymap.bind("page", [Binding(act.key, act.text, partial(self._do, act), act.enabled) for act in page.acts])

    def _do(self, act: Act) -> None:
        """Do an act as it stands now: it may have been shut since its button was drawn."""
        page = self.page
        if page is None or self._overlay is not None or self._sheets:
            return
        now = next((each for each in page.acts if (each.text, each.key) == (act.text, act.key)), None)
        if now is not None and now.enabled:
            self._next_step()
            now.handler()

    # moving about -----------------------------------------------------------------------------------------------------
    def _focus_in(self, part: QWidget) -> None:
        """Put the focus into a part, unless it has it already."""
        here = self.focusWidget()
        if here is not None and part.isAncestorOf(here) and here.isVisibleTo(self):
            return
        inner = [each for each in part.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
        stops = [each for each in inner if each.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus]
        buttons = part is not self.page  # a page begins in a field or a list; Enter must not press what nobody chose
        first = next((each for each in stops if buttons or not isinstance(each, QAbstractButton)), part)
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _go_panel(self, way: int) -> None:
        page = self.page
        if page is None or (way > 0 and page.next_problem()):
            return
        panels = [each for each in (page.panels or self._panels(page)) if each.isVisible()]
        here = self.focusWidget()
        at = next((n for n, each in enumerate(panels) if here is not None and each.isAncestorOf(here)), -1)
        if panels:
            self._focus_in(panels[(at + way) % len(panels)])

    def _panels(self, page: Page) -> tuple[QWidget, ...]:
        return (page, self.chrome.bar, self.chrome.rail) if self._framed else (page,)

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ QtCore.Qt.WindowState.WindowFullScreen)

    def _save_now(self) -> None:
        here = self.focusWidget()
        if here is not None:  # leaving a field saves it
            here.clearFocus()
            here.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.toast(self.tr("Sudah tersimpan"))

    def show_keys(self) -> None:
        """F1: the keys of this page, then the rail's, then those that work everywhere."""
        titles = {"page": self.tr("Halaman ini"), "rail": self.tr("Pindah halaman"), "window": self.tr("Di mana saja")}
        from station.widgets.key_sheet import KeySheet  # not at the start: 7 ms

        self.open_sheet(KeySheet(self.theme, [(title, self.keymap.listed(at)) for at, title in titles.items()]))

    # look -------------------------------------------------------------------------------------------------------------
    def wear(self, name: str, zoom: int | None = None) -> None:
        """Another theme or zoom, at once."""
        self.theme.wear(name, zoom)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, self.theme)
        self._arrange()

    def _zoom(self, way: int) -> None:
        at = ZOOMS.index(self.theme.zoom) if self.theme.zoom in ZOOMS else 0
        zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + way))] if way else ZOOMS[0]
        if zoom != self.theme.zoom:
            self.wear(self.theme.name, zoom)
            self.zoomed.emit(zoom)

    def _arrange(self) -> None:
        """Fold what gives way on narrow and low screens."""
        low = self.height() < LOW
        if "chrome" in self.__dict__:
            self.chrome.fold(low=low, narrow=self.width() < NARROW)
        self._look()
        for over in (*(sheet for sheet, _ in self._sheets), self._overlay):
            if over is not None:
                over.setGeometry(self.rect())
        if "toasts" in self.__dict__:
            self.toasts.place()

    # what lies over the page ------------------------------------------------------------------------------------------
    def toast(self, words: str, role: str = "ok") -> None:
        """Say something in the corner; at most three, the oldest goes."""
        self.toasts.say(words, role)

    def clear_toasts(self) -> None:
        """Another officer comes: what was said to the last one goes, from the list too."""
        self.toasts.forget()

    def show_notices(self) -> None:
        """`Pemberitahuan`: all toasts so far; seeing them takes them away."""
        self.toasts.read()
        from station.widgets.key_sheet import NoticeSheet  # not at the start: 7 ms

        self.open_sheet(NoticeSheet(self.theme, self.toasts.notices))

    def open_sheet(self, sheet: Sheet) -> None:
        """Lay a sheet over the window until it is answered; the page below neither hears nor moves."""
        self._sheets.append((sheet, self.focusWidget()))
        self.keymap.silence(True)
        self._root.setEnabled(False)
        sheet.setParent(self)
        sheet.setGeometry(self.rect())
        sheet.answered.connect(lambda _answer: self.close_sheet(sheet))
        sheet.show()
        sheet.raise_()
        sheet.opened()

    def close_sheet(self, sheet: Sheet) -> None:
        """Take a sheet away; the focus goes back to where it was."""
        held = next((entry for entry in self._sheets if entry[0] is sheet), None)
        if held is None:
            return
        self._sheets.remove(held)
        sheet.hide()
        sheet.deleteLater()
        self._free()
        if held[1] is not None and held[1].isVisible():
            held[1].setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def cover(self, overlay: QWidget | None) -> None:
        """Put a widget over the whole window (the lock), or take it away. Below it nothing is shown, read or typed."""
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
        self._overlay = overlay
        covered = overlay is not None
        self._root.setVisible(not covered)
        for sheet, _ in self._sheets:
            sheet.setVisible(not covered)
        if overlay is not None:
            self.toasts.read()
            self.keymap.silence(True)
            overlay.setParent(self)
            overlay.setGeometry(self.rect())
            overlay.show()
            overlay.raise_()
        else:
            self._free()
            self._look()

    def _free(self) -> None:
        """Let the page hear again once nothing lies over it."""
        free = not self._sheets and self._overlay is None
        self._root.setEnabled(not self._sheets)
        self.keymap.silence(not free)

    # events -----------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in WAKING:  # a page of many fields sends thousands of events through here as it is made
            self.woke.emit()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None:
            self.page.left()
        self.closed.emit()
        event.accept()
