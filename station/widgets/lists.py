"""Lists of two-line rows with a chip at the right, painted by one delegate, in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station.widgets.chip import chip_font, chip_width, paint_chip
from station.widgets.icons import icon
from station.widgets.paging import Fetch, Pages
from station.widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex
HEIGHT, DEED_WIDTH = 52, 108


@dataclass(frozen=True, slots=True)
class Line:
    """One row: title, what stands below it, and a chip (word, role, glyph; "" for none).

    `lead` stands at the left: a number, or `sign:` and the name of a sign (`sign:pen`, in a token `sign:pen:acc`).
    `deed` is drawn as a button at the right; a click on it opens the row, as Enter does.
    """

    id: str
    title: str
    below: str
    chip: tuple[str, str, str] = ("", "neu", "dot")
    lead: str = ""
    deed: str = ""


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.pages: Pages[Line] = Pages(lambda _offset, _limit: (), 0)

    def replace(self, count: int, fetch: Fetch[Line]) -> None:
        self.beginResetModel()
        self.pages = Pages(fetch, count)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.pages.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.UserRole)
        if not index.isValid() or role not in wanted:
            return None
        line = self.pages.row(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return line
        if line is None:
            return ""
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        return ", ".join(part for part in (line.title, line.below, line.chip[0], line.deed) if part)


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, self._theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, t = index.data(Qt.ItemDataRole.UserRole), self._theme
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        chosen, focus = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_HasFocus)
        if chosen:
            painter.setPen(QPen(t.colour("focus" if focus else "acc"), (3 if t.sharp else 2) if focus else 1))
            painter.setBrush(t.colour("accbg"))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 7, 7)
        else:
            painter.setPen(t.colour("line"))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        if line is not None:
            self._line(painter, box, line)
        painter.restore()

    def _line(self, painter: QPainter, box: QRectF, line: Line) -> None:
        t = self._theme
        left, right = box.left() + t.px(11), box.right() - t.px(9)
        if line.lead.startswith("sign:"):
            size = t.px(18)
            at = round(box.center().y() - size / 2)
            _, name, token = f"{line.lead}:mut".split(":")[:3]
            painter.drawPixmap(round(left), at, icon(name, t.tokens[token], size))
            left += size + t.px(14)
        elif line.lead:
            painter.setFont(t.font(13))
            painter.setPen(t.colour("mut"))
            painter.drawText(QRectF(left, box.top(), t.px(26), box.height()), Qt.AlignmentFlag.AlignVCenter, line.lead)
            left += t.px(24)
        if line.deed:
            place = self.deed_box(box)
            self._deed(painter, place, line.deed)
            right = place.left() - t.px(14)
        if line.chip[0]:
            font = chip_font(t)
            wide = chip_width(t, line.chip[0], font)
            place = QRectF(right - wide, box.center().y() - t.px(12), wide, t.px(24))
            paint_chip(painter, place, t, line.chip, font)
            right -= wide + t.px(10)
        self._words(painter, QRectF(left, box.top(), right - left, box.height()), line)

    def deed_box(self, box: QRectF) -> QRectF:
        """Where a row's deed is drawn."""
        t = self._theme
        return QRectF(box.right() - t.px(9 + DEED_WIDTH), box.center().y() - t.px(17), t.px(DEED_WIDTH), t.px(34))

    def _deed(self, painter: QPainter, place: QRectF, deed: str) -> None:
        t = self._theme
        painter.setPen(QPen(t.colour("field"), 1))
        painter.setBrush(t.colour("card"))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(t.font(14, 500))
        painter.setPen(t.colour("fg"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, deed)

    def _words(self, painter: QPainter, box: QRectF, line: Line) -> None:
        t = self._theme
        alone = not line.below
        for text, face, token, top in (
            (line.title, (14, 600), "fg", 16 if alone else 6),
            (line.below, (13, 400), "mut", 26),
        ):
            painter.setFont(t.font(*face))
            painter.setPen(t.colour(token))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
            room = QRectF(box.left(), box.top() + t.px(top), box.width(), t.px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class Lines(QListView):
    """Rows to choose from: `opened` on Enter, `current` when the selection moves, `near_end` to load on."""

    opened = Signal(str)
    current = Signal(str)
    near_end = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = _Model()
        self._lines: Sequence[Line] = ()
        self.setModel(self._model)
        self._painter = _Painter(theme)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, theme.px(56))
        self.activated.connect(self._open)
        self.selectionModel().currentChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_lines(self, lines: Sequence[Line], chosen: str = "") -> None:
        """Replace the rows, keeping the selection."""
        kept = chosen or self._id(self.currentIndex())
        if list(lines) != list(self._lines):
            self._lines = tuple(lines)
            held = self._lines
            self._quietly(lambda: self._model.replace(len(held), lambda offset, limit: held[offset : offset + limit]))
        self._select(kept)

    def show_source(self, count: int, fetch: Fetch[Line]) -> None:
        """Rows from a source, fetched as they are shown; the selection stays on the same id of the first page."""
        kept, self._lines = self._id(self.currentIndex()), ()
        self._quietly(lambda: self._model.replace(count, fetch))
        if kept and count:
            self._model.pages.row(0)
            self._select(kept)

    def supply(self, offset: int, lines: Sequence[Line]) -> None:
        """Hand in a page that was asked for; a row chosen before it came is told of now."""
        current = self.currentIndex()
        awaited = current.isValid() and self._model.pages.row(current.row()) is None
        first, last = self._model.pages.supply(offset, lines)
        if last >= first:
            self._model.dataChanged.emit(self._model.index(first, 0), self._model.index(last, 0))
        if awaited:
            self._moved(current, current)

    @property
    def chosen(self) -> str:
        """The row the officer stands on; "" for none."""
        return self._id(self.currentIndex())

    def ids(self) -> list[str]:
        """The rows in memory."""
        return [line.id for line in self._lines or self._model.pages.here()]

    def _id(self, index: QModelIndex) -> str:
        line = self._model.pages.row(index.row()) if index.isValid() else None
        return line.id if line is not None else ""

    def _open(self, index: QModelIndex) -> None:
        if name := self._id(index):
            self.opened.emit(name)

    def _select(self, chosen: str) -> None:
        row = next((n for n, name in enumerate(self.ids()) if name == chosen), -1)
        if row >= 0 and self.currentIndex().row() != row:
            self._quietly(lambda: self.setCurrentIndex(self._model.index(row, 0)))
            self.viewport().update()

    def _quietly(self, change: Callable[[], None]) -> None:
        """Change rows or selection without telling of a move nobody made."""
        blocked = self.selectionModel().blockSignals(True)
        change()
        self.selectionModel().blockSignals(blocked)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if name := self._id(index):
            self.current.emit(name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self._model.pages.row(index.row()) if index.isValid() else None
        if line is None or not line.deed or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._painter.deed_box(QRectF(self.visualRect(index))).contains(event.position()):
            self._open(index)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - 100:
            self.near_end.emit()
