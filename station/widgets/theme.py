"""Tokens of the three themes, the palette and the little QSS over Fusion (docs: screens, tokens).

Every text pair reaches 4.5:1 and every edge of a control 3:1; tests/station/test_theme.py computes them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files

from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

LIGHT = {
    "bg": "#f5f7fa", "card": "#ffffff", "fg": "#1b2430", "mut": "#566270", "line": "#d5dbe3", "field": "#7f8c9b",
    "acc": "#0b5cad", "accfg": "#ffffff", "accbg": "#e5f0fa", "ok": "#176b40", "okbg": "#e2f4ea",
    "warn": "#7d5200", "warnbg": "#fff1cf", "err": "#b3261e", "errbg": "#fdebea", "wait": "#54459e",
    "waitbg": "#eeebfa", "neu": "#4a5664", "neubg": "#e9edf2", "side": "#10243e", "sidefg": "#d6e2f0",
    "sidemut": "#93a9c4", "current": "#0b5cad", "currentfg": "#ffffff", "focus": "#0b5cad",
}  # fmt: skip
DARK = {
    "bg": "#14181e", "card": "#1d232b", "fg": "#e7ecf2", "mut": "#a3afbc", "line": "#36404c", "field": "#77859a",
    "acc": "#5aa7f0", "accfg": "#08131f", "accbg": "#16304a", "ok": "#5bd391", "okbg": "#15321f",
    "warn": "#ffcf6b", "warnbg": "#3a2f12", "err": "#ff9b92", "errbg": "#401d1a", "wait": "#b9adff",
    "waitbg": "#2a2547", "neu": "#c0cad6", "neubg": "#2b333d", "side": "#0c1117", "sidefg": "#c4d0dd",
    "sidemut": "#8595a8", "current": "#16304a", "currentfg": "#ffffff", "focus": "#8cc4ff",
}  # fmt: skip
CONTRAST = {
    "bg": "#000000", "card": "#000000", "fg": "#ffffff", "mut": "#e0e0e0", "line": "#ffffff", "field": "#ffffff",
    "acc": "#ffe100", "accfg": "#000000", "accbg": "#1f1c00", "ok": "#6dff9e", "okbg": "#000000",
    "warn": "#ffe100", "warnbg": "#000000", "err": "#ff9c94", "errbg": "#000000", "wait": "#d3c8ff",
    "waitbg": "#000000", "neu": "#ffffff", "neubg": "#000000", "side": "#000000", "sidefg": "#ffffff",
    "sidemut": "#e0e0e0", "current": "#ffe100", "currentfg": "#000000", "focus": "#00e5ff",
}  # fmt: skip
TOKENS: Mapping[str, Mapping[str, str]] = {"terang": LIGHT, "gelap": DARK, "kontras": CONTRAST}
ROLES = ("ok", "warn", "err", "wait", "neu", "acc")
FAMILY = "Inter"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of tokens at a zoom in percent; sizes in logical pixels."""

    name: str
    tokens: Mapping[str, str]
    zoom: int = 100

    def colour(self, token: str) -> QColor:
        """A token as a colour."""
        return QColor(self.tokens[token])

    def px(self, size: float) -> int:
        """A size at this zoom."""
        return round(size * self.zoom / 100)


def theme(name: str, zoom: int = 100) -> Theme:
    """The theme of a setting: terang, gelap or kontras."""
    return Theme(name, TOKENS[name], zoom)


def dress(app: QApplication, chosen: Theme) -> None:
    """Give the application its style, palette, typeface and QSS."""
    app.setStyle("Fusion")
    if FAMILY not in QFontDatabase.families():
        for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf"):
            with as_file(files("forms") / "fonts" / name) as file:
                QFontDatabase.addApplicationFont(str(file))
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_qss(chosen))


def _palette(chosen: Theme) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    pairs = {
        role.Window: "bg", role.WindowText: "fg", role.Base: "card", role.AlternateBase: "bg", role.Text: "fg",
        role.Button: "card", role.ButtonText: "fg", role.Highlight: "acc", role.HighlightedText: "accfg",
        role.PlaceholderText: "mut", role.ToolTipBase: "card", role.ToolTipText: "fg", role.Link: "acc",
        role.Mid: "line",
    }  # fmt: skip
    for which, token in pairs.items():
        palette.setColor(which, chosen.colour(token))
    return palette


def _qss(chosen: Theme) -> str:
    t, px = chosen.tokens, chosen.px
    edge = f"1px solid {t['fg']}" if chosen.name == "kontras" else "0"
    banners = "".join(
        f'QFrame#banner[role="{r}"]{{background:{t[r + "bg"]};border:{edge};border-radius:8px}}'
        f'QLabel#role[role="{r}"]{{color:{t[r]};font-weight:600}}'
        for r in ROLES
    )
    ring = 3 if chosen.name == "kontras" else 2
    return f"""
* {{ font-family: {FAMILY}; font-size: {px(14)}px; }}
QFrame#card {{ background: {t["card"]}; border: 1px solid {t["line"]}; border-radius: 10px; }}
QFrame#well {{ background: {t["bg"]}; border: 1px solid {t["line"]}; border-radius: 8px; }}
QFrame#side {{ background: {t["side"]}; border: 0; }}
QFrame#top {{ background: {t["card"]}; border: 0; border-bottom: 1px solid {t["line"]}; }}
QFrame#bar {{ background: {t["card"]}; border: 0; border-top: 1px solid {t["line"]}; }}
QFrame#strip {{ background: {t["warnbg"]}; border: 0; }}
QFrame#hair {{ background: {t["line"]}; border: 0; max-height: 1px; min-height: 1px; }}
QFrame#toast {{ background: {t["card"]}; border: 1px solid {t["field"]}; border-radius: 8px; }}
{banners}
QLabel#h1 {{ font-size: {px(24)}px; font-weight: 600; }}
QLabel#h2 {{ font-size: {px(16)}px; font-weight: 600; }}
QLabel#lead {{ font-size: {px(20)}px; font-weight: 600; }}
QLabel#num {{ font-size: {px(30)}px; font-weight: 600; }}
QLabel#b {{ font-weight: 600; }}
QLabel#mut {{ color: {t["mut"]}; }}
QLabel#small {{ color: {t["mut"]}; font-size: {px(13)}px; }}
QLabel#cap {{ color: {t["mut"]}; font-size: {px(12)}px; font-weight: 600; }}
QLabel#problem {{ color: {t["err"]}; font-size: {px(13)}px; }}
QLabel#caution {{ color: {t["warn"]}; font-size: {px(13)}px; }}
QLabel#fieldname {{ color: {t["mut"]}; font-size: {px(13)}px; }}
QLabel#sidehead {{ color: {t["sidemut"]}; font-size: {px(12)}px; font-weight: 600; }}
QLabel#sidename {{ color: {t["sidefg"]}; font-size: {px(15)}px; font-weight: 600; }}
QLabel#sidetext {{ color: {t["sidefg"]}; font-size: {px(13)}px; }}
QLabel#brand {{ color: {t["sidefg"]}; font-size: {px(19)}px; font-weight: 700; }}
QLineEdit, QComboBox, QPlainTextEdit {{ min-height: {px(22)}px; padding: 6px 10px; border: 1px solid {t["field"]};
  border-radius: 6px; background: {t["card"]}; color: {t["fg"]}; selection-background-color: {t["acc"]};
  selection-color: {t["accfg"]}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: {ring}px solid {t["focus"]}; padding: 5px 9px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {t["err"]}; padding: 5px 9px; }}
QLineEdit:read-only {{ background: {t["bg"]}; color: {t["mut"]}; }}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {t["card"]}; color: {t["fg"]}; border: 1px solid {t["field"]};
  selection-background-color: {t["acc"]}; selection-color: {t["accfg"]}; }}
QPushButton {{ padding: 8px 16px; border: 1px solid {t["field"]}; border-radius: 6px; background: {t["card"]};
  color: {t["fg"]}; font-weight: 600; min-height: {px(20)}px; }}
QPushButton:focus {{ border: {ring}px solid {t["focus"]}; padding: 7px 15px; }}
QPushButton:hover {{ background: {t["bg"]}; }}
QPushButton:disabled {{ color: {t["mut"]}; border-color: {t["line"]}; background: {t["card"]}; }}
QPushButton#primary {{ background: {t["acc"]}; color: {t["accfg"]}; border: 1px solid {t["acc"]}; }}
QPushButton#primary:focus {{ border: {ring}px solid {t["fg"]}; padding: 7px 15px; }}
QPushButton#primary:disabled {{ background: {t["neubg"]}; color: {t["mut"]}; border-color: {t["line"]}; }}
QPushButton#danger {{ color: {t["err"]}; border-color: {t["err"]}; }}
QPushButton#flat {{ border: 0; color: {t["acc"]}; padding: 6px 8px; background: transparent; }}
QPushButton#flat:focus {{ border: {ring}px solid {t["focus"]}; padding: 4px 6px; }}
QPushButton#side {{ border: 0; border-radius: 7px; color: {t["sidefg"]}; background: transparent; text-align: left;
  padding: 8px 11px; font-weight: 400; }}
QPushButton#side:hover {{ background: transparent; text-decoration: underline; }}
QPushButton#side:focus {{ border: {ring}px solid {t["sidefg"]}; padding: 6px 9px; }}
QPushButton#side:checked {{ background: {t["current"]}; color: {t["currentfg"]}; font-weight: 600; }}
QPushButton#side:disabled {{ color: {t["sidemut"]}; background: transparent; }}
QRadioButton, QCheckBox {{ spacing: 8px; color: {t["fg"]}; }}
QRadioButton:focus, QCheckBox:focus {{ color: {t["acc"]}; font-weight: 600; }}
QListView, QTableView {{ border: 0; background: {t["card"]}; color: {t["fg"]}; outline: 0;
  selection-background-color: {t["accbg"]}; selection-color: {t["fg"]}; gridline-color: {t["line"]}; }}
QListView:focus, QTableView:focus {{ border: {ring}px solid {t["focus"]}; border-radius: 6px; }}
QHeaderView::section {{ background: {t["card"]}; color: {t["mut"]}; font-size: {px(13)}px; font-weight: 600; border: 0;
  border-bottom: 1px solid {t["field"]}; padding: 8px; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ width: 10px; background: transparent; border: 0; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t["field"]}; border-radius: 4px; min-height: 40px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QProgressBar {{ border: 0; border-radius: 4px; background: {t["neubg"]}; max-height: 8px; min-height: 8px; }}
QProgressBar::chunk {{ border-radius: 4px; background: {t["acc"]}; }}
"""
