"""What a page offers, by role, visible name and key: the contract that any test over the screen may rely on."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QComboBox, QLineEdit, QRadioButton, QWidget

from station.window import Window

ROLES: tuple[tuple[type[QWidget], str], ...] = (
    (QLineEdit, "isian"),
    (QComboBox, "pilihan"),
    (QCheckBox, "centang"),
    (QRadioButton, "opsi"),
    (QAbstractItemView, "daftar"),
)


def controls(window: Window) -> list[tuple[str, str, str]]:
    """(role, name, key) of every control of the page on screen."""
    page = window.page
    if page is None:
        return []
    found = [("tombol", act.text, act.key.replace("Return", "Enter")) for act in page.acts]
    for kind, role in ROLES:
        for part in page.findChildren(kind):
            name = part.accessibleName()
            if name and part.isVisible() and not isinstance(part.parent(), QComboBox):
                found.append((role, name, ""))
    return found


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
