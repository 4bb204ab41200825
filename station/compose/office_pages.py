"""Pages of the counter that stand beside a case: services, ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from station.desk.witness import Witness
from station.pages.blanks import BlanksPage
from station.pages.importing import ImportPage
from station.pages.kept import KeptPage
from station.pages.paperwork import PaperworkPage
from station.pages.services import ServicesPage
from station.presenters.counter import Counter
from station.widgets.page import Page
from station.widgets.theme import Theme


def office_pages(
    theme: Theme, counter: Counter, subject: str, witness: Witness, output: Path
) -> Mapping[str, Callable[[], Page]]:
    """By the name of their route."""
    return {
        "layanan": lambda: ServicesPage(theme, counter, subject),
        "masalah": lambda: KeptPage(theme, counter),
        "impor": lambda: ImportPage(theme, counter, witness, output),
        "formulir": lambda: PaperworkPage(theme, counter, subject, output),
        "blangko": lambda: BlanksPage(theme, counter, witness),
    }
