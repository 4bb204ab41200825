"""The rail: where an officer of this role may go, with what waits there; folded to signs on narrow screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy

from station.widgets.button import Button, key_words
from station.widgets.icons import icon
from station.widgets.items import RailItem, StepItem
from station.widgets.label import Sign, label
from station.widgets.layout import clear, column, row, take_focus
from station.widgets.steps import StepButton
from station.widgets.theme import Theme

WIDE, FOLDED = 216, 56


class RailButton(Button):
    """An entry of the rail, painted; its accessible name is word and badge."""

    def __init__(self, theme: Theme, item: RailItem, *, current: bool = False) -> None:
        super().__init__(item.word, role="side")
        self._look = theme
        self.item = item
        self.folded = False
        self.setCheckable(True)
        self.setChecked(current)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_badge(item.badge)

    def show_badge(self, badge: str) -> None:
        """How many wait there; "" for none."""
        self.badge = badge
        self.setAccessibleName(self.item.word)
        self.setAccessibleDescription(badge)
        tip = " · ".join(part for part in (self.item.word, badge, key_words(self.item.key)) if part)
        self.setToolTip(tip)
        self.update()

    def nextCheckState(self) -> None:
        """A press asks for the page; only the page that then shows marks its entry."""

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(36), self._look.px(36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        token = paint_ground(painter, t, box, current=self.isChecked(), focus=self.hasFocus(), over=self.underMouse())
        size = t.px(18)
        left = (box.width() - size) / 2 if self.folded else t.px(11)
        painter.drawPixmap(QPointF(left, box.center().y() - size / 2), icon(self.item.sign, t.tokens[token], size))
        if not self.folded:
            painter.setFont(t.font(14, 600 if self.isChecked() else 400))
            painter.setPen(t.colour(token))
            room = box.adjusted(t.px(40), 0, -t.px(44) if self.badge else -6, 0)
            word = painter.fontMetrics().elidedText(self.item.word, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, word)
        self._paint_badge(painter, box)
        painter.end()

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        if not self.badge:
            return
        t = self._look
        painter.setFont(t.font(12, 600))
        wide = max(t.px(24), painter.fontMetrics().horizontalAdvance(self.badge) + t.px(14))
        place = QRectF(box.right() - wide - t.px(7), box.center().y() - t.px(10), wide, t.px(20))
        if self.folded:
            wide = max(t.px(16), painter.fontMetrics().horizontalAdvance(self.badge) + t.px(8))
            place = QRectF(box.right() - wide + 1, box.top(), wide, t.px(16))
        painter.setPen(QPen(t.colour("sideline"), 1) if t.sharp else Qt.PenStyle.NoPen)
        ground = t.colour("sidebadge")
        if self.isChecked() and not t.sharp:
            ground = t.colour("currentfg")
            ground.setAlpha(40)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.setPen(t.colour("sidestrong"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.badge)


def paint_ground(painter: QPainter, t: Theme, box: QRectF, *, current: bool, focus: bool, over: bool) -> str:
    """The ground of an entry or step of the rail; returns the token its words take."""
    if current or over:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("current" if current else "sidehover"))
        painter.drawRoundedRect(box, 7, 7)
    token = "currentfg" if current else "sidefg"
    if focus:
        painter.setPen(QPen(t.colour("currentfg" if current else "sidestrong"), 3 if t.sharp else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 6, 6)
    return token


class Rail(QFrame):
    """Entries of a role, or in a case its steps. `asked` carries the entry's id, or `step:` and the step's."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folded = False
        self._entries: list[RailButton | StepButton] = []
        self._words: list[QFrame] = []
        self.setObjectName("side")
        self._column = column(gap=2, margins=(10, 15, 10, 12))
        self.setLayout(self._column)
        self.fold(False)

    # what stands here -------------------------------------------------------------------------------------------------
    def show_items(self, items: Sequence[RailItem], current: str) -> None:
        """The entries of a role."""
        held = self._held()
        self._begin()
        for item in items:
            if item.group:
                self._heading(item.group)
            self._add(RailButton(self._theme, item, current=item.id == current), item.id)
        self._column.addStretch(1)
        self._word(label(self.tr("F1  Bantuan tombol"), "sidefoot"), (11, 0, 0, 0))
        self._end(held)

    def show_steps(self, name: str, service: str, steps: Sequence[StepItem]) -> None:
        """In a case: whose it is, and its steps."""
        held = self._held()
        self._begin()
        for text, look in ((name, "sidename"), (service, "sidetext")):
            if text:
                self._word(label(text, look, wrap=True), (11, 0, 6, 2))
        self._column.addSpacing(10)
        for number, step in enumerate(steps, 1):
            self._add(StepButton(self._theme, number, step), f"step:{step.id}")
        self._column.addStretch(1)
        away = RailItem("beranda", self.tr("Tunda, ke beranda"), "back")
        self._add(RailButton(self._theme, away), away.id)
        self._end(held)

    def show_badges(self, badges: Mapping[str, str]) -> None:
        """What waits where, by entry id."""
        for entry in self._entries:
            if isinstance(entry, RailButton):
                entry.show_badge(badges.get(entry.item.id, ""))

    # folding ----------------------------------------------------------------------------------------------------------
    def fold(self, folded: bool) -> None:
        """Only signs, on narrow screens; the words are tips."""
        self._folded = folded
        side = 7 if folded else 10
        self._column.setContentsMargins(side, 15, side, 12)
        self.setFixedWidth(self._theme.px(FOLDED if folded else WIDE))
        for entry in self._entries:
            entry.folded = folded
            entry.update()
        for words in self._words:
            words.setVisible(not folded)

    # building ---------------------------------------------------------------------------------------------------------
    def _held(self) -> str:
        """The entry with the focus, so that a rail shown anew keeps it."""
        return next((entry.word for entry in self._entries if entry.hasFocus()), "")

    def _begin(self) -> None:
        self._entries.clear()
        self._words.clear()
        clear(self._column)
        name = QFrame()
        name.setLayout(row(label("Loket", "brand"), None, gap=0, margins=(10, 0, 0, 0)))
        self._words.append(name)
        line = row(Sign(self._theme, "card", "brand", 24, 1.9), name, gap=0, margins=(9, 0, 0, 0))
        line.addStretch(1)
        self._column.addLayout(line)
        self._column.addSpacing(10)

    def _end(self, held: str) -> None:
        self.fold(self._folded)
        for entry in self._entries:
            if entry.word == held:
                take_focus(entry)

    def _heading(self, group: str) -> None:
        if any(isinstance(entry, RailButton) for entry in self._entries):
            self._word(label(group, "sidehead"), (11, 10, 0, 4))

    def _word(self, text: QFrame, margins: tuple[int, int, int, int]) -> None:
        text.setContentsMargins(*margins)
        self._words.append(text)
        self._column.addWidget(text)

    def _add(self, entry: RailButton | StepButton, name: str) -> None:
        entry.clicked.connect(lambda _on=False, n=name: self.asked.emit(n))
        self._entries.append(entry)
        self._column.addWidget(entry)


__all__ = ["Rail", "RailButton", "RailItem"]
