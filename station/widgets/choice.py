"""A combo box whose arrow follows the theme (a bordered combo loses Qt's own) and whose wheel never changes a value."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox

from station.widgets.icons import icon

ARROW = 16


class Choice(QComboBox):
    """Choices as (key, shown): type a number or the first letters, or open with Alt+Down."""

    def __init__(self, choices: list[tuple[str, str]] | None = None) -> None:
        super().__init__()
        for key, shown in choices or []:
            self.addItem(shown, key)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a form must not change what it passes over

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = icon("down", self.palette().color(QPalette.ColorRole.PlaceholderText).name(), ARROW, 2.25)
        painter.drawPixmap(self.width() - ARROW - 10, (self.height() - ARROW) // 2, arrow)
        painter.end()
