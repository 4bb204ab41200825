"""What a page offers, by role, visible name and key: the contract that any test over the screen may rely on."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from station.widgets.page import Page
from station.window import Window

ROLES: tuple[tuple[type[QWidget], str], ...] = (
    (QLineEdit, "isian"),
    (QComboBox, "pilihan"),
    (QCheckBox, "centang"),
    (QRadioButton, "opsi"),
    (QPushButton, "tombol"),
    (QAbstractItemView, "daftar"),
)


def name_of(window: Window) -> str:
    """What stands before the officer: a page by its title, a sheet or the lock by its name."""
    front = window.front
    if isinstance(front, Page):
        return "Beranda" if front.title.startswith("Selamat") else front.title
    return front.accessibleName() if front is not None else ""


def controls(window: Window) -> list[tuple[str, str, str]]:
    """(role, name, key) of every control that can be used now: the acts of the bar, then what the page holds."""
    front = window.front
    if front is None:
        return []
    acts = front.acts if isinstance(front, Page) else ()
    found = [("tombol", act.text.replace("&", ""), act.key.replace("Return", "Enter")) for act in acts]
    for kind, role in ROLES:
        for part in front.findChildren(kind):
            name = part.accessibleName()
            if name and part.isVisible() and not isinstance(part.parent(), QComboBox):
                found.append((role, name, _key(part)))
    return found


def _key(part: QWidget) -> str:
    """A button's own key; the letter of a name is said by the name's underline."""
    return part.shortcut().toString() if isinstance(part, QAbstractButton) else ""


def as_markdown(pages: dict[str, list[tuple[str, str, str]]]) -> str:
    """All pages as one document."""
    lines = [
        "# The screens",
        "",
        "Written by `loket walkthrough`: every page of the story, its controls by role, name and key.",
        "",
    ]
    for title, rows in pages.items():
        lines += [f"## {title}", "", "| peran | nama | tombol |", "|---|---|---|"]
        lines += [f"| {role} | {name} | {key} |" for role, name, key in dict.fromkeys(rows)]
        lines.append("")
    return "\n".join(lines)
