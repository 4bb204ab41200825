"""Words in other languages. Indonesian is the source of every string; English is a complete translation.

Widgets, pages and the window write `self.tr("Tersimpan {clock}").format(clock=...)`: never an f-string inside `tr`
(it would be extracted and never match). `qt_id` gives Qt's own dialogs and menus in Indonesian, which Qt does not ship;
`loket_en` is ours in English. After changing words, from the root of the repository:

    .venv/bin/pyside6-lupdate -extensions py -locations none -no-obsolete \
        station/widgets station/pages station/window.py -ts station/i18n/loket_en.ts
    .venv/bin/pyside6-lrelease -silent station/i18n/qt_id.ts station/i18n/loket_en.ts

`station.widgets.language.speak` loads them.
"""

from __future__ import annotations

from pathlib import Path

CATALOGUES = {"id": ("qt_id",), "en": ("loket_en",)}


def catalogues(language: str) -> list[Path]:
    """The compiled catalogues of a language: id or en."""
    return [Path(__file__).with_name(f"{name}.qm") for name in CATALOGUES[language]]
