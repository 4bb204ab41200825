"""A table over any number of rows, in pages; chips, bold and quiet cells painted by one delegate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from station.widgets.chip import chip_font, chip_width, paint_chip
from station.widgets.icons import icon
from station.widgets.paging import Fetch, Pages
from station.widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 36


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width at 100 % (0 takes what is left), and whether it goes first when room is short."""

    title: str
    width: int = 0
    gives_way: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell. `look` is "", b, mut, a role (ok, warn, err, acc), or chip; `glyph` stands before it."""

    text: str
    look: str = ""
    role: str = "neu"
    glyph: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its id and a cell for each column; `ground` is a role for rows that ask to be looked at."""

    id: str
    cells: tuple[Cell | str, ...]
    ground: str = ""


class TableModel(QAbstractTableModel):
    """Rows by page; an accessible name for each cell."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.pages: Pages[TableRow] = Pages(lambda _offset, _limit: (), 0)

    def show_source(self, count: int, fetch: Fetch[TableRow]) -> None:
        """Another source."""
        self.beginResetModel()
        self.pages = Pages(fetch, count)
        self.endResetModel()

    def supply(self, offset: int, rows: Sequence[TableRow]) -> None:
        """A page that was asked for has come."""
        first, last = self.pages.supply(offset, rows)
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.pages.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.pages.row(index.row()) if index.isValid() else None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if row is None or index.column() >= len(row.cells):
            return ""
        cell = row.cells[index.column()]
        return cell if isinstance(cell, str) else cell.text

    def headerData(self, section: int, along: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if along is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class CellPainter(QStyledItemDelegate):
    """Paints cells, and grey bars where a page is still on its way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, self._theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, t = index.data(Qt.ItemDataRole.UserRole), self._theme
        box = QRectF(option.rect)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(box, t.colour("accbg"))
        elif row is not None and row.ground:
            painter.fillRect(box, t.colour(f"{row.ground}bg"))
        painter.setPen(t.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if row is None:
            self._skeleton(painter, box)
        elif index.column() < len(row.cells):
            cell = row.cells[index.column()]
            self._cell(painter, box, Cell(cell) if isinstance(cell, str) else cell)
        if selected and t.sharp:
            painter.setPen(QPen(t.colour("acc"), 2))
            painter.drawLine(box.topLeft(), box.topRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        t = self._theme
        if cell.look == "chip":
            if cell.text:
                font = chip_font(t)
                wide = min(float(chip_width(t, cell.text, font)), box.width() - 6)
                place = QRectF(box.left() + 4, box.center().y() - t.px(12), wide, t.px(24))
                paint_chip(painter, place, t, (cell.text, cell.role, cell.glyph or "dot"), font)
            return
        token = cell.look if cell.look in t.tokens else "fg"
        painter.setFont(t.font(14, 600 if cell.look == "b" else 500 if token not in ("fg", "mut") else 400))
        painter.setPen(t.colour(token))
        left = box.left() + t.px(12)
        if cell.glyph:
            size = t.px(16)
            painter.drawPixmap(
                round(left), round(box.center().y() - size / 2), icon(cell.glyph, t.tokens[token], size, 2.0)
            )
            left += size + t.px(6)
        room = QRectF(left, box.top(), box.right() - left - 6, box.height())
        words = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _skeleton(self, painter: QPainter, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("neubg"))
        bar = QRectF(box.left() + 12, box.center().y() - 5, max(20.0, box.width() * 0.6), 10)
        painter.drawRoundedRect(bar, 5, 5)


class PagedTable(QTableView):
    """Rows to choose from: `opened` on Enter or a double click, `current` when the selection moves (ids)."""

    opened = Signal(str)
    current = Signal(str)

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self._theme = theme
        self.rows = TableModel(columns)
        self._painter = CellPainter(theme)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumSize(200, 100)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self._measure()
        self.activated.connect(lambda index: self._tell(self.opened, index))
        self.selectionModel().currentRowChanged.connect(lambda index, _before: self._tell(self.current, index))

    def show_source(self, count: int, fetch: Fetch[TableRow], chosen: int = 0) -> None:
        """Rows from a source; the row numbered `chosen` is selected."""
        self.rows.show_source(count, fetch)
        if count:
            self.setCurrentIndex(self.rows.index(min(chosen, count - 1), 0))

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """A few rows at once; the selection stays on the same id."""
        kept = self.chosen
        at = next((n for n, row in enumerate(rows) if row.id == kept), 0)
        self.show_source(len(rows), lambda offset, limit: rows[offset : offset + limit], at)

    def supply(self, offset: int, rows: Sequence[TableRow]) -> None:
        """Hand in a page that was asked for."""
        self.rows.supply(offset, rows)

    @property
    def chosen(self) -> str:
        """The id of the selected row, "" for none."""
        index = self.currentIndex()
        row = self.rows.pages.row(index.row()) if index.isValid() else None
        return row.id if row is not None else ""

    def _tell(self, signal: object, index: QModelIndex) -> None:
        row = self.rows.pages.row(index.row()) if index.isValid() else None
        if row is not None:
            (self.opened if signal == self.opened else self.current).emit(row.id)

    def _measure(self) -> None:
        t = self._theme
        self.verticalHeader().setDefaultSectionSize(t.px(HEIGHT))
        head = self.horizontalHeader()
        head.setMinimumSectionSize(t.px(40))
        for number, column in enumerate(self.rows.columns):
            mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(number, mode)
            if column.width:
                self.setColumnWidth(number, t.px(column.width))
