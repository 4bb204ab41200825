"""The little style sheet over Fusion.

Traps: Qt drops a radius larger than half the height; a min-height here overrides setFixedHeight; a border on a combo
breaks its arrow unless drop-down and down-arrow are styled too (widgets/choice.py paints ours).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from station.widgets.tokens import ROLES

Tokens = Mapping[str, str]
Px = Callable[[float], int]


def style_sheet(t: Tokens, px: Px, check: Path, *, sharp: bool) -> str:
    """All of it for one theme and zoom; `check` is the mark of a ticked box, `sharp` (high contrast) draws edges."""
    ring = 3 if sharp else 2
    parts = (
        _frames(t, sharp),
        _labels(t, px),
        _fields(t, px, ring),
        _choices(t, px, ring, check.as_posix()),
        _buttons(t, px, ring),
        _lists(t, px),
        _bars(t),
    )
    return "\n".join(parts)


def _frames(t: Tokens, sharp: bool) -> str:
    banners = "".join(
        f'QFrame#banner[role="{role}"] {{ background: {t[role + "bg"]}; border-radius: 8px;'
        f" border: {f'1px solid {t[role]}' if sharp else '0'}; }}\n"
        for role in ROLES
    )
    return f"""
QToolTip {{ background: {t["card"]}; color: {t["fg"]}; border: 1px solid {t["field"]}; padding: 4px 8px; }}
QFrame#card {{ background: {t["card"]}; border: 1px solid {t["line"]}; border-radius: 10px; }}
QFrame#well {{ background: {t["bg"]}; border: 1px solid {t["line"]}; border-radius: 8px; }}
QFrame#side {{ background: {t["side"]}; border: 0; border-right: 1px solid {t["sideline"]}; }}
QFrame#top {{ background: {t["card"]}; border: 0; border-bottom: 1px solid {t["line"]}; }}
QFrame#bar {{ background: {t["card"]}; border: 0; border-top: 1px solid {t["line"]}; }}
QFrame#strip {{ background: {t["warnbg"]}; border: 0; border-bottom: 1px solid {t["warn" if sharp else "warnbg"]}; }}
QFrame#hair {{ background: {t["line"]}; border: 0; max-height: 1px; min-height: 1px; }}
QFrame#upright {{ background: {t["line"]}; border: 0; max-width: 1px; min-width: 1px; }}
QFrame#toast {{ background: {t["card"]}; border: 1px solid {t["field"]}; border-radius: 8px; }}
QFrame#sheet {{ background: {t["card"]}; border: 1px solid {t["field"]}; border-radius: 10px; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
{banners}"""


def _labels(t: Tokens, px: Px) -> str:
    def look(name: str, size: float, weight: int, token: str = "") -> str:
        colour = f" color: {t[token]};" if token else ""
        return f"QLabel#{name} {{ font-size: {px(size)}px; font-weight: {weight};{colour} }}\n"

    looks = (
        ("h1", 24, 600, ""), ("h2", 16, 600, ""), ("h3", 14, 600, ""), ("lead", 20, 600, ""), ("num", 30, 600, ""),
        ("big", 18, 600, ""), ("b", 14, 600, ""), ("mut", 14, 400, "mut"), ("small", 13, 400, "mut"),
        ("cap", 12, 500, "mut"), ("problem", 13, 500, "err"), ("caution", 13, 500, "warn"), ("note", 13, 400, "mut"),
        ("fieldname", 13, 500, "mut"), ("key", 12, 400, "mut"), ("brand", 19, 700, "sidestrong"),
        ("sidehead", 12, 600, "sidemut"), ("sidename", 15, 600, "sidestrong"), ("sidetext", 13, 400, "sidefg"),
        ("sidefoot", 12, 400, "sidemut"), ("clock", 72, 600, ""),
    )  # fmt: skip
    plain = "".join(look(*each) for each in looks)
    roles = "".join(
        f'QLabel#{role}, QLabel#role[role="{role}"] {{ color: {t[role]}; font-weight: 500; }}\n' for role in ROLES
    )
    return f"""{plain}{roles}
QLabel#key {{ border: 1px solid {t["line"]}; border-radius: 4px; padding: 1px 6px; background: {t["card"]}; }}
QLabel#mono {{ font-family: "DejaVu Sans Mono", monospace; font-size: {px(13)}px; }}
"""


def _fields(t: Tokens, px: Px, ring: int) -> str:
    tight = f"{8 - ring}px {11 - ring}px"
    return f"""
QLineEdit, QComboBox {{ min-height: {px(22)}px; padding: 7px 10px; border: 1px solid {t["field"]};
  border-radius: 6px; background: {t["card"]}; color: {t["fg"]}; selection-background-color: {t["acc"]};
  selection-color: {t["accfg"]}; }}
QPlainTextEdit {{ padding: 7px 8px; border: 1px solid {t["field"]}; border-radius: 6px; background: {t["card"]};
  color: {t["fg"]}; selection-background-color: {t["acc"]}; selection-color: {t["accfg"]}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {t["err"]}; padding: 6px 9px; }}
QLineEdit[caution="true"], QComboBox[caution="true"] {{ border: 1px solid {t["warn"]}; }}
QLineEdit:focus, QComboBox:focus {{ border: {ring}px solid {t["focus"]}; padding: {tight}; }}
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus {{ border: {ring}px solid {t["err"]}; padding: {tight}; }}
QPlainTextEdit:focus {{ border: {ring}px solid {t["focus"]}; padding: {8 - ring}px {9 - ring}px; }}
QLineEdit:read-only {{ background: {t["bg"]}; color: {t["mut"]}; border-color: {t["line"]}; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {t["bg"]}; color: {t["mut"]}; border-color: {t["line"]}; }}
QComboBox {{ padding-right: 28px; }}
QComboBox::drop-down {{ border: 0; width: 26px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {t["card"]}; color: {t["fg"]}; border: 1px solid {t["field"]}; outline: 0;
  selection-background-color: {t["acc"]}; selection-color: {t["accfg"]}; }}
"""


def _choices(t: Tokens, px: Px, ring: int, check: str) -> str:
    side = px(18)
    return f"""
QRadioButton, QCheckBox {{ spacing: 8px; color: {t["fg"]}; min-height: {px(32)}px; padding: 0 6px; border-radius: 6px;
  border: {ring}px solid transparent; }}
QRadioButton:focus, QCheckBox:focus {{ border-color: {t["focus"]}; }}
QRadioButton::indicator, QCheckBox::indicator {{ width: {side}px; height: {side}px; background: {t["card"]}; }}
QCheckBox::indicator {{ border: 1px solid {t["field"]}; border-radius: 4px; }}
QCheckBox::indicator:checked {{ border: 1px solid {t["acc"]}; background: {t["acc"]}; image: url("{check}"); }}
QRadioButton::indicator {{ border: 1px solid {t["field"]}; border-radius: {side // 2 + 1}px; }}
QRadioButton::indicator:checked {{ border: {px(6)}px solid {t["acc"]}; width: {side - px(5) * 2}px;
  height: {side - px(5) * 2}px; }}
QRadioButton:disabled, QCheckBox:disabled {{ color: {t["mut"]}; }}
"""


def _buttons(t: Tokens, px: Px, ring: int) -> str:
    less = ring - 1
    return f"""
QPushButton {{ padding: 8px 16px; border: 1px solid {t["field"]}; border-radius: 6px; background: {t["card"]};
  color: {t["fg"]}; font-weight: 500; min-height: {px(20)}px; outline: 0; }}
QPushButton:hover {{ background: {t["bg"]}; }}
QPushButton:pressed {{ background: {t["accbg"]}; }}
QPushButton:focus {{ border: {ring}px solid {t["focus"]}; padding: {8 - less}px {16 - less}px; }}
QPushButton:disabled {{ color: {t["mut"]}; border-color: {t["line"]}; background: {t["card"]}; }}
QPushButton#primary {{ background: {t["acc"]}; color: {t["accfg"]}; border: 1px solid {t["acc"]}; font-weight: 600;
  padding: 8px 16px; }}
QPushButton#primary:hover, QPushButton#primary:pressed {{ background: {t["acc"]}; }}
QPushButton#primary:disabled {{ background: {t["neubg"]}; color: {t["mut"]}; border-color: {t["line"]}; }}
QPushButton#danger {{ color: {t["err"]}; border-color: {t["err"]}; }}
QPushButton#danger:disabled {{ color: {t["mut"]}; border-color: {t["line"]}; }}
QPushButton#flat {{ border: 1px solid transparent; color: {t["acc"]}; padding: 6px 8px; background: transparent; }}
QPushButton#flat:hover {{ text-decoration: underline; }}
QPushButton#flat:focus {{ border: {ring}px solid {t["focus"]}; padding: {6 - less}px {8 - less}px; }}
QPushButton#flat:checked {{ color: {t["acc"]}; background: {t["accbg"]}; font-weight: 600; }}
QPushButton#tool {{ padding: 6px; border: 1px solid {t["line"]}; }}
QPushButton#tool:focus {{ border: {ring}px solid {t["focus"]}; padding: {6 - less}px; }}
QPushButton#pill {{ border: 1px solid {t["line"]}; border-radius: {px(15)}px; padding: 5px 12px;
  min-height: {px(20)}px; }}
QPushButton#pill:focus {{ border: {ring}px solid {t["focus"]}; padding: {5 - less}px {12 - less}px; }}
QPushButton#pill:checked {{ background: {t["accbg"]}; color: {t["acc"]}; border-color: {t["acc"]}; font-weight: 600; }}
QPushButton#side {{ border: 0; padding: 0; min-height: 0; }}
QPushButton#tab {{ border: 0; border-bottom: 2px solid transparent; border-radius: 0; padding: 7px 10px;
  background: transparent; }}
QPushButton#tab:checked {{ color: {t["acc"]}; border-bottom: 2px solid {t["acc"]}; font-weight: 600; }}
QPushButton#tab:focus {{ border: {ring}px solid {t["focus"]}; border-radius: 6px;
  padding: {7 - ring}px {10 - ring}px; }}
"""


def _lists(t: Tokens, px: Px) -> str:
    return f"""
QListView, QTableView {{ border: 0; background: {t["card"]}; color: {t["fg"]}; outline: 0;
  selection-background-color: {t["accbg"]}; selection-color: {t["fg"]}; gridline-color: {t["line"]}; }}
QHeaderView {{ background: {t["card"]}; border: 0; }}
QHeaderView::section {{ background: {t["card"]}; color: {t["mut"]}; font-size: {px(13)}px; font-weight: 500; border: 0;
  border-bottom: 1px solid {t["field"]}; padding: 8px 8px 8px 12px; }}
QTableCornerButton::section {{ background: {t["card"]}; border: 0; }}
"""


def _bars(t: Tokens) -> str:
    return f"""
QScrollBar:vertical {{ width: 10px; background: transparent; border: 0; margin: 0; }}
QScrollBar:horizontal {{ height: 10px; background: transparent; border: 0; margin: 0; }}
QScrollBar::handle {{ background: {t["field"]}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 40px; }}
QScrollBar::handle:horizontal {{ min-width: 40px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ border: 0; border-radius: 4px; background: {t["neubg"]}; max-height: 8px; min-height: 8px; }}
QProgressBar::chunk {{ border-radius: 4px; background: {t["acc"]}; }}
"""
