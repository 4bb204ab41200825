"""Whether there is little room: on low screens pages leave out what is only nice to have."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from station.widgets.theme import Theme

LOW, NARROW = 640, 1200


def is_low(part: QWidget, theme: Theme) -> bool:
    """Whether the window of a part is too low for everything at this zoom (ringkas)."""
    return part.window().height() < theme.px(LOW)


def is_narrow(part: QWidget, theme: Theme) -> bool:
    """Whether right columns must be slim."""
    return part.window().width() < theme.px(NARROW)
