"""Lists of two-line rows with a chip at the right, painted by one delegate; and a table of plain cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station.widgets.parts import chip_width, paint_chip
from station.widgets.theme import FAMILY, Theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row: title, what stands below it, and a chip (word, role, glyph; "" for none)."""

    id: str
    title: str
    below: str
    chip: tuple[str, str, str] = ("", "neu", "dot")


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.title, line.below, line.chip[0]) if part)
        return line if role == Qt.ItemDataRole.UserRole else None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, self._theme.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, t = index.data(Qt.ItemDataRole.UserRole), self._theme
        box = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, t.colour("accbg"))
        painter.setPen(t.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        font = QFont(FAMILY)
        right = box.right() - 8
        if line.chip[0]:
            font.setPixelSize(t.px(13))
            font.setWeight(QFont.Weight.DemiBold)
            wide = chip_width(t, line.chip[0], font)
            place = QRectF(right - wide, box.center().y() - t.px(12), wide, t.px(24))
            paint_chip(painter, place, t, line.chip, font)
            right -= wide + 10
        self._words(painter, QRectF(box.left() + 10, box.top(), right - box.left() - 10, box.height()), line)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, line: Line) -> None:
        t = self._theme
        for text, size, weight, token, top in (
            (line.title, 14, QFont.Weight.DemiBold, "fg", 7),
            (line.below, 13, QFont.Weight.Normal, "mut", 27),
        ):
            font = QFont(FAMILY)
            font.setPixelSize(t.px(size))
            font.setWeight(weight)
            painter.setFont(font)
            painter.setPen(t.colour(token))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(QRectF(box.left(), box.top() + t.px(top), box.width(), t.px(20)), shown)


class Lines(QListView):
    """Rows to choose from: `opened` on Enter, `current` when the selection moves, `near_end` to load on."""

    opened = Signal(str)
    current = Signal(str)
    near_end = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = _Model()
        self.setModel(self._model)
        self._painter = _Painter(theme)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.activated.connect(lambda index: self.opened.emit(self._model.lines[index.row()].id))
        self.selectionModel().currentChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_lines(self, lines: Sequence[Line], chosen: str = "") -> None:
        """Replace the rows, keeping the selection."""
        if list(lines) == list(self._model.lines):
            self._select(chosen)
            return
        self.selectionModel().blockSignals(True)
        self._model.replace(lines)
        self.selectionModel().blockSignals(False)
        self._select(chosen)

    def ids(self) -> list[str]:
        """The rows shown."""
        return [line.id for line in self._model.lines]

    def _select(self, chosen: str) -> None:
        row = next((n for n, line in enumerate(self._model.lines) if line.id == chosen), -1)
        if row >= 0 and self.currentIndex().row() != row:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self._model.index(row, 0))
            self.selectionModel().blockSignals(False)
            self.viewport().update()

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.current.emit(self._model.lines[index.row()].id)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - 100:
            self.near_end.emit()
