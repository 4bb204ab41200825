"""Own signs on a 24 grid (assets/icons), tinted and cached for each colour, size and pixel ratio."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

DRAWINGS = Path(__file__).resolve().parents[1] / "assets" / "icons"


@cache
def _drawing(name: str) -> str:
    return (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, colour: str, size: int = 18, stroke: float = 1.75) -> QPixmap:
    """A sign in a colour (#rrggbb), `size` logical pixels wide, as fine as the finest screen shows it."""
    return _tinted(name, colour, size, stroke, _ratio())


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@cache
def _tinted(name: str, colour: str, size: int, stroke: float, ratio: float) -> QPixmap:
    svg = _drawing(name).replace("currentColor", colour).replace('stroke-width="1.75"', f'stroke-width="{stroke}"')
    side = round(size * ratio)
    picture = QPixmap(side, side)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
