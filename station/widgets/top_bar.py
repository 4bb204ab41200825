"""The top bar: place and counter, search, sync light, device lights, officer and role, lock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from station.widgets.button import button
from station.widgets.card import hair
from station.widgets.chip import ChipButton
from station.widgets.icons import icon
from station.widgets.label import label
from station.widgets.layout import clear, column, reveal, row
from station.widgets.theme import Theme

HEIGHT, LOW_HEIGHT = 60, 48
SEARCH = 290


class DeviceLight(QPushButton):
    """A device's sign with its state: ● ready, ▲ look at it, ■ fault, ○ not installed. Words say the same."""

    def __init__(self, theme: Theme, sign: str, role: str, words: str) -> None:
        super().__init__()
        self._theme, self._sign, self._role = theme, sign, role
        self.setObjectName("flat")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFixedSize(theme.px(32), theme.px(32))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFixedSize(self._theme.px(32), self._theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(t.zoom / 100, t.zoom / 100)
        there = self._role not in ("field", "neu")
        tint = t.tokens["mut" if there else "field"]
        painter.drawPixmap(QRectF(4, 5, 20, 20), (shown := icon(self._sign, tint, t.px(20))), QRectF(shown.rect()))
        painter.setPen(QPen(t.colour("card"), 2))
        painter.setBrush(t.colour(self._role if there else "field"))
        if self._role == "warn":
            painter.drawPolygon(QPolygonF([QPointF(23, 15), QPointF(30.5, 27.5), QPointF(15.5, 27.5)]))
        elif self._role == "err":
            painter.drawRect(QRectF(18, 17, 11, 11))
            painter.setPen(QPen(t.colour("card"), 1.6))
            painter.drawLine(QPointF(21, 20), QPointF(26, 25))
            painter.drawLine(QPointF(26, 20), QPointF(21, 25))
        else:
            painter.setBrush(t.colour(self._role) if there else t.colour("card"))
            painter.setPen(QPen(t.colour("card" if there else "field"), 2 if there else 1.4))
            painter.drawEllipse(QRectF(18, 17, 10, 10) if there else QRectF(19, 18, 8, 8))
        if self.hasFocus():
            painter.setPen(QPen(t.colour("focus"), 3 if t.sharp else 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1.5, 1.5, 29, 29), 6, 6)
        painter.end()


class SearchButton(QPushButton):
    """Looks like a field and opens the search; a key shown at its right."""

    def __init__(self, theme: Theme, words: str, key: str) -> None:
        super().__init__()
        self._theme, self._words, self._key = theme, words, key
        self.setObjectName("search")
        self.setAccessibleName(words)
        self.setMinimumWidth(theme.px(150))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(SEARCH), self._theme.px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = 3.0 if t.sharp else 2.0
        focus = self.hasFocus()
        painter.setPen(QPen(t.colour("focus" if focus else "line"), ring if focus else 1))
        painter.setBrush(t.colour("bg"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1) if focus else box, 8, 8)
        size = t.px(18)
        painter.drawPixmap(QPointF(t.px(11), box.center().y() - size / 2), icon("search", t.tokens["mut"], size))
        painter.setFont(t.font(12))
        wide = painter.fontMetrics().horizontalAdvance(self._key) + t.px(14)
        key = QRectF(box.right() - wide - t.px(7), box.center().y() - t.px(11), wide, t.px(22))
        painter.setPen(QPen(t.colour("line"), 1))
        painter.setBrush(t.colour("card"))
        painter.drawRoundedRect(key, 4, 4)
        painter.setPen(t.colour("mut"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.setFont(t.font(14))
        room = QRectF(t.px(36), 0, key.left() - t.px(42), box.height())
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class TopBar(QFrame):
    """Who works where, and how things stand."""

    asked_search = Signal()
    asked_sync = Signal()
    asked_device = Signal(str)  # the sign of the device
    asked_lock = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("top")
        self._place, self._counter = label("", "b"), label("", "small")
        self._title, self._context = label("", "h2"), label("", "small")
        self._officer, self._role = label("", "b"), label("", "small")
        self._light = ChipButton(theme, self.tr("Belum tersambung"), "neu", "offline")
        self._lights: QHBoxLayout = row(gap=2)
        self.search = SearchButton(theme, self.tr("Cari penduduk, perintah"), "Ctrl+K")
        self._lock = button("", self.asked_lock.emit, role="tool", sign="lock", theme=theme)
        self._lock.setAccessibleName(self.tr("Kunci layar"))
        self._lock.setToolTip(self.tr("Kunci layar") + "  Ctrl+L")
        self._light.asked.connect(self.asked_sync)
        self.search.clicked.connect(self.asked_search)
        where, page, who = QWidget(), QWidget(), QWidget()
        where.setLayout(column(None, self._place, self._counter, None, gap=0))
        page.setLayout(column(None, self._title, self._context, None, gap=0))
        who.setLayout(column(None, self._officer, self._role, None, gap=0))
        self._where, self._page = where, page
        upright = hair("upright")
        upright.setFixedHeight(theme.px(30))
        line = row(where, page, None, self.search, None, self._light, self._lights, upright, who, self._lock, gap=10,
                   margins=(24, 0, 20, 0))  # fmt: skip
        self.setLayout(line)
        self.fold(False)

    def show_officer(self, place: str, counter: str, officer: str, role: str) -> None:
        """Who works where."""
        for part, text in (
            (self._place, place),
            (self._counter, counter),
            (self._officer, officer),
            (self._role, role),
        ):
            part.setText(text)

    def show_title(self, title: str, context: str) -> None:
        """The page's title, shown here on low screens."""
        self._title.setText(title)
        self._context.setText(context)
        reveal(self._context, bool(context))

    def show_light(self, word: str, role: str, glyph: str) -> None:
        """The sync light."""
        self._light.show_word(word, role, glyph)

    def show_devices(self, lights: Sequence[tuple[str, str, str]]) -> None:
        """Sign, role (ok, warn, err, or field for not installed) and words of each device."""
        clear(self._lights)
        for sign, role, words in lights:
            made = DeviceLight(self._theme, sign, role, words)
            made.clicked.connect(lambda _on=False, s=sign: self.asked_device.emit(s))
            self._lights.addWidget(made)

    def fold(self, low: bool) -> None:
        """On low screens the bar is flatter and carries the page's title."""
        t = self._theme
        self.setFixedHeight(t.px(LOW_HEIGHT if low else HEIGHT))
        self._page.setVisible(low)
        self._where.setVisible(not low)
        self._role.setVisible(not low)
        self._lock.setFixedSize(t.px(36), t.px(36))
