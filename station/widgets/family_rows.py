"""Two columns row by row: what is, and what is to be. Signs + − ± stand between, reasons below their row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station.widgets.chip import chip_font, chip_width, paint_chip
from station.widgets.icons import icon
from station.widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Shown = tuple[str, str, str]  # word, role and glyph of a chip
NO_CHIP: Shown = ("", "neu", "dot")
GUTTER, LINE, NAME, PAD = 40, 20, 22, 8
LEFT, INSIDE = 12, 18  # before the words of a side, and both edges together
WORDS = {"+": "ditambah", "−": "keluar", "±": "berubah", "": ""}
LOOKS = {"+": "ok", "−": "err", "±": "warn", "": "mut"}
WRAP = Qt.TextFlag.TextWordWrap.value
GLYPHS = {"err": "x", "warn": "warn"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line; `struck` for what no longer holds."""

    text: str
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One person in one column: name, lines below it, and a chip (word, role, glyph; "" for none)."""

    name: str
    lines: tuple[tuple[Piece, ...], ...]
    chip: Shown = NO_CHIP


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One person before and after; `sign` is "", +, − or ±; `notes` are (role, words) below; `mark` a chip at the left
    of what was compared."""

    id: str
    sign: str
    left: Side | None
    right: Side | None
    notes: tuple[tuple[str, str], ...] = ()
    mark: Shown = NO_CHIP

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        sides = [_spoken(side) for side in (self.left, self.right) if side is not None]
        both = sides[:1] if len(sides) == 2 and not self.sign else sides
        parts = [WORDS[self.sign], " menjadi ".join(both), *(words for _, words in self.notes), self.mark[0]]
        return ", ".join(part for part in parts if part)


def _spoken(side: Side) -> str:
    lines = [" ".join(piece.text for piece in line) for line in side.lines]
    return ", ".join(part for part in (side.name, *lines, side.chip[0]) if part)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FamilyRow, ...] = ()

    def replace(self, rows: Sequence[FamilyRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        return row.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


class _Painter(QStyledItemDelegate):
    """Nothing is cut: what has no room in its column goes on in the next line."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__()
        self._theme, self._view = theme, view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: FamilyRow = index.data(Qt.ItemDataRole.UserRole)
        t = self._theme
        high = self._sides_height(row, self._view.viewport().width())
        notes = sum(self._note_box(words, 0).height() + t.px(4) for _, words in row.notes)
        return QSize(100, high + notes)

    # measuring --------------------------------------------------------------------------------------------------------
    def _half(self, width: float) -> float:
        return (width - self._theme.px(GUTTER)) / 2

    def _sides_height(self, row: FamilyRow, width: float) -> int:
        room = self._half(width) - self._theme.px(INSIDE)
        lines = [self._lines_of(side, self._chip_of(row, side), room) for side in (row.left, row.right)]
        return self._theme.px(2 * PAD + LINE * max(*lines, 1) + 2)

    def _lines_of(self, side: Side | None, chip: Shown, room: float) -> int:
        """How many lines a side takes: its name, a chip that found no room beside it, and the rest."""
        if side is None:
            return 1
        below = chip[0] and self._name_width(side) + self._chip_width(chip) > room
        return 1 + int(bool(below)) + sum(len(self._flow(line, room)) for line in side.lines)

    def _chip_of(self, row: FamilyRow, side: Side | None) -> Shown:
        """The chip of a side; the mark stands in the left column."""
        if side is row.left:
            return row.mark
        return side.chip if side is not None else NO_CHIP

    def _chip_width(self, chip: Shown) -> int:
        return chip_width(self._theme, chip[0], chip_font(self._theme)) + self._theme.px(8) if chip[0] else 0

    def _name_width(self, side: Side) -> int:
        return QFontMetrics(self._theme.font(14, 600)).horizontalAdvance(side.name)

    def _flow(self, line: Sequence[Piece], room: float) -> list[list[Piece]]:
        """The pieces of a line, and where each further line begins."""
        metrics, used = QFontMetrics(self._theme.font(13)), 0.0
        found: list[list[Piece]] = [[]]
        for piece in line:
            wide = metrics.horizontalAdvance(f"{piece.text} ")
            if found[-1] and used + wide > room:
                found.append([])
                used = 0.0
            found[-1].append(piece)
            used += wide
        return found

    def _note_box(self, words: str, top: int) -> QRect:
        """Where a note stands: as wide as the row, as high as it needs."""
        t = self._theme
        room = QRect(t.px(34), top, max(80, self._view.viewport().width() - t.px(48)), 1000)
        return QFontMetrics(t.font(13, 500)).boundingRect(room, WRAP, words)

    # painting ---------------------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FamilyRow = index.data(Qt.ItemDataRole.UserRole)
        t, box = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(t.colour("focus" if focus else "acc"), (3 if t.sharp else 2) if focus else 1))
            painter.setBrush(t.colour("accbg"))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 7, 7)
        else:
            painter.setPen(t.colour("line"))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        half, gutter = self._half(box.width()), t.px(GUTTER)
        self._side(painter, QRectF(box.left(), box.top(), half, box.height()), row.left, self._chip_of(row, row.left))
        self._sign(painter, QRectF(box.left() + half, box.top(), gutter, t.px(2 * PAD + NAME)), row.sign)
        right = QRectF(box.left() + half + gutter, box.top(), half, box.height())
        self._side(painter, right, row.right, row.right.chip if row.right is not None else NO_CHIP)
        self._notes(painter, box, row)
        painter.restore()

    def _sign(self, painter: QPainter, box: QRectF, sign: str) -> None:
        if not sign:
            return
        t = self._theme
        side = t.px(24)
        place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        painter.setPen(QPen(t.colour(LOOKS[sign]), 1) if t.sharp else Qt.PenStyle.NoPen)
        painter.setBrush(t.colour(f"{LOOKS[sign]}bg"))
        painter.drawEllipse(place)
        painter.setPen(t.colour(LOOKS[sign]))
        painter.setFont(t.font(16, 700))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign)

    def _side(self, painter: QPainter, box: QRectF, side: Side | None, chip: Shown) -> None:
        t = self._theme
        room = box.width() - t.px(INSIDE)
        left, top, line = box.left() + t.px(LEFT), box.top() + t.px(PAD), t.px(LINE)
        if side is not None:
            painter.setFont(t.font(14, 600))
            painter.setPen(t.colour("fg"))
            name = painter.fontMetrics().elidedText(side.name, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(left, top, room, line), Qt.AlignmentFlag.AlignVCenter, name)
        beside = side is None or self._name_width(side) + self._chip_width(chip) <= room
        if chip[0]:
            wide = min(self._chip_width(chip) - t.px(8), room)
            x = left + room - wide if beside else left
            paint_chip(painter, QRectF(x, top - 2 + (0 if beside else line), wide, t.px(24)), t, chip, chip_font(t))
        top += line if beside or not chip[0] else 2 * line + t.px(2)
        for words in side.lines if side is not None else ():
            for pieces in self._flow(words, room):
                self._line(painter, QRectF(left, top, room, line), pieces)
                top += line

    def _line(self, painter: QPainter, box: QRectF, line: Sequence[Piece]) -> None:
        t, x = self._theme, box.left()
        for piece in line:
            font = t.font(13)
            font.setStrikeOut(piece.struck)
            painter.setFont(font)
            painter.setPen(t.colour("err" if piece.struck else "mut"))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, max(0, int(box.right() - x)))
            painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            x += metrics.horizontalAdvance(f"{shown} ")

    def _notes(self, painter: QPainter, box: QRectF, row: FamilyRow) -> None:
        t = self._theme
        top = round(box.top()) + self._sides_height(row, box.width()) - t.px(PAD - 3)
        for role, words in row.notes:
            place = self._note_box(words, top)
            painter.drawPixmap(round(box.left()) + t.px(12), top, icon(GLYPHS[role], t.tokens[role], t.px(16), 2.0))
            painter.setFont(t.font(13, 500))
            painter.setPen(t.colour(role))
            painter.drawText(place.translated(round(box.left()), 0), WRAP, words)
            top += place.height() + t.px(4)


class FamilyRows(QListView):
    """Rows to go through: `opened` on Enter, `current` when the selection moves (ids)."""

    opened = Signal(str)
    current = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = _Model()
        self.setModel(self._model)
        self._painter = _Painter(theme, self)
        self.setItemDelegate(self._painter)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, theme.px(90))
        self.activated.connect(lambda index: self._tell(self.opened, index))
        self.selectionModel().currentChanged.connect(lambda index, _before: self._tell(self.current, index))

    def show_rows(self, rows: Sequence[FamilyRow], chosen: str = "") -> None:
        """Replace the rows; the selection stays on the same person, else the first."""
        if tuple(rows) == self._model.rows and not chosen:
            return
        kept = chosen or self.chosen
        self._model.replace(rows)
        at = next((n for n, row in enumerate(rows) if row.id == kept), 0)
        if rows:
            self.setCurrentIndex(self._model.index(at, 0))

    @property
    def rows(self) -> tuple[FamilyRow, ...]:
        """What is shown."""
        return self._model.rows

    @property
    def chosen(self) -> str:
        """The id of the selected row, "" for none."""
        index = self.currentIndex()
        return self._model.rows[index.row()].id if index.isValid() and index.row() < len(self._model.rows) else ""

    def _tell(self, signal: object, index: QModelIndex) -> None:
        if index.isValid():
            (self.opened if signal == self.opened else self.current).emit(self._model.rows[index.row()].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # notes wrap at another width
