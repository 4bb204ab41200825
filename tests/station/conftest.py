"""What tests of the screen share: a dressed application and parts shown in real windows."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.widgets.layout import column
from station.widgets.theme import Theme, dress, theme


@pytest.fixture
def look(qapp: QApplication) -> Theme:
    """The light theme, worn by the application."""
    chosen = theme("terang")
    dress(qapp, chosen)
    return chosen


@pytest.fixture
def show(qtbot: QtBot, look: Theme) -> Callable[..., QWidget]:
    """Show parts below each other in a window that is active."""
    kept: list[QWidget] = []  # qtbot holds its widgets weakly

    def shown(*parts: QWidget, size: tuple[int, int] = (640, 480)) -> QWidget:
        window = QWidget()
        window.setLayout(column(*parts, gap=4))
        qtbot.addWidget(window)
        kept.append(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return shown
