"""Whether there is little room: on low screens pages leave out what is only nice to have."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

LOW, NARROW = 640, 1200


def is_low(part: QWidget) -> bool:
    """Whether the window of a part is too low for everything (ringkas)."""
    return part.window().height() < LOW


def is_narrow(part: QWidget) -> bool:
    """Whether right columns must be slim."""
    return part.window().width() < NARROW
