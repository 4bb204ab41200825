"""Own signs on a 24 grid, tinted and cached for each colour and size."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SCALE = 2  # drawn at twice the size: crisp on 200 % screens


@cache
def _paths() -> dict[str, str]:
    found: dict[str, str] = json.loads((files("station") / "assets" / "icons.json").read_text(encoding="utf-8"))
    return found


@cache
def icon(name: str, colour: str, size: int = 18, stroke: float = 1.75) -> QPixmap:
    """A sign in a colour (#rrggbb), `size` logical pixels wide."""
    body = _paths()[name].replace("currentColor", colour)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
        f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )
    picture = QPixmap(size * SCALE, size * SCALE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(SCALE)
    return picture
