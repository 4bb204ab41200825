"""Tokens of the three themes, the look in force, typefaces and palette.

Every text pair reaches 4.5:1 and every edge of a control 3:1; tests/station/test_theme.py computes them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from station.widgets.qss import style_sheet
from station.widgets.tokens import CONTRAST, DARK, LIGHT, ROLES

TOKENS: Mapping[str, Mapping[str, str]] = {"terang": LIGHT, "gelap": DARK, "kontras": CONTRAST}
SYSTEM = "sistem"
FAMILY = "Inter"
FUSION = "loket-fusion"
ASSETS = Path(__file__).resolve().parents[1] / "assets"  # importlib.resources would cost the start 5 ms
WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold, 700: QFont.Weight.Bold}

__all__ = ["FAMILY", "ROLES", "SYSTEM", "TOKENS", "Theme", "dress", "theme"]


class Theme:
    """The look in force, one object shared by the widgets of a window; `wear` and `dress` change it in place.

    Sizes are logical pixels at 100 %; `zoom` is in percent (100, 115, 130, 150).
    """

    def __init__(self, name: str, zoom: int = 100) -> None:
        self.zoom = zoom
        self.wear(name, zoom)

    def wear(self, name: str, zoom: int | None = None) -> None:
        """Take other tokens or another zoom; `dress` then shows them."""
        self.name = _of_system() if name == SYSTEM else name
        self.tokens = TOKENS[self.name]
        self.zoom = zoom or self.zoom

    @property
    def sharp(self) -> bool:
        """Whether this is high contrast: every coloured ground also gets an edge."""
        return self.name == "kontras"

    def colour(self, token: str) -> QColor:
        """A token as a colour."""
        return QColor(self.tokens[token])

    def px(self, size: float) -> int:
        """A size at this zoom."""
        return round(size * self.zoom / 100)

    def font(self, size: float = 14, weight: int = 400) -> QFont:
        """Our typeface for a painter: `size` in px at 100 %, weight 400 to 700; digits of one width."""
        made = QFont(FAMILY)
        made.setPixelSize(self.px(size))
        made.setWeight(WEIGHTS[weight])
        made.setFeature(QFont.Tag("tnum"), 1)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return made


def theme(name: str, zoom: int = 100) -> Theme:
    """The theme of a setting: terang, gelap, kontras or sistem."""
    return Theme(name, zoom)


def application(name: str) -> QApplication:
    """The one QApplication, in the style that our sheet is drawn for."""
    app = QApplication([name, "-style", "fusion"])  # setStyle would hand the style out: 7 ms for its enums
    app.setProperty(FUSION, True)
    return app


def load_face(name: str) -> None:
    """One weight of our typeface."""
    QFontDatabase.addApplicationFont(str(ASSETS / "fonts" / f"Inter-{name}.otf"))


def dress(app: QApplication, chosen: Theme) -> None:
    """Give the application its style, palette, typeface and style sheet; call again after `wear`."""
    if not app.property(FAMILY):  # to ask for the families makes Qt read every typeface of the system
        app.setProperty(FAMILY, True)
        if not app.property(FUSION):
            app.setStyle("Fusion")
        for name in ("Regular", "Medium", "SemiBold"):
            load_face(name)
    app.setFont(chosen.font())
    app.setPalette(_palette(chosen))
    mark = ASSETS / "marks" / f"check-{chosen.name}.svg"
    app.setStyleSheet(style_sheet(chosen.tokens, chosen.px, mark, sharp=chosen.sharp))


def _palette(chosen: Theme) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    pairs = {
        role.Window: "bg", role.WindowText: "fg", role.Base: "card", role.AlternateBase: "bg", role.Text: "fg",
        role.Button: "card", role.ButtonText: "fg", role.Highlight: "acc", role.HighlightedText: "accfg",
        role.PlaceholderText: "mut", role.ToolTipBase: "card", role.ToolTipText: "fg", role.Link: "acc",
        role.Mid: "line", role.Accent: "acc",
    }  # fmt: skip
    for which, token in pairs.items():
        palette.setColor(which, chosen.colour(token))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Text, chosen.colour("mut"))
    return palette


def _of_system() -> str:
    hints = QApplication.styleHints()
    return "gelap" if hints.colorScheme() is QtCore.Qt.ColorScheme.Dark else "terang"
