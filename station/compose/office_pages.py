"""Pages of the counter that stand beside a case: services, ledgers, parcels, hand-over, and their lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from station.desk.list_files import Tray
from station.desk.witness import Witness
from station.pages.blanks import BlanksPage
from station.pages.cases import CasesPage
from station.pages.delivery import ParcelPage
from station.pages.destroying import DestroyPage
from station.pages.handover import HandoverPage
from station.pages.importing import ImportPage
from station.pages.kept import KeptPage
from station.pages.paperwork import PaperworkPage
from station.pages.services import ServicesPage
from station.presenters.counter import Counter
from station.widgets.office_printer import put_out
from station.widgets.page import Page
from station.widgets.theme import Theme

MARKING = "SPESIMEN"


def office_pages(
    theme: Theme, counter: Counter, subject: str, witness: Witness, output: Path, *, training: bool
) -> Mapping[str, Callable[[], Page]]:
    """By the name of their route."""
    tray = Tray(output, put_out, MARKING if training else "")
    target = "DAYUN" if counter.session.station != "DAYUN" else "UPTD-SIAK"
    return {
        "layanan": lambda: ServicesPage(theme, counter, subject),
        "masalah": lambda: KeptPage(theme, counter),
        "impor": lambda: ImportPage(theme, counter, witness, output),
        "formulir": lambda: PaperworkPage(theme, counter, subject, output),
        "blangko": lambda: BlanksPage(theme, counter, witness, tray),
        "musnahkan": lambda: DestroyPage(theme, counter, witness, tray),
        "permohonan": lambda: CasesPage(theme, counter, tray),
        "pengiriman": lambda: ParcelPage(theme, counter, target, tray),
        "penyerahan": lambda: HandoverPage(theme, counter, tray),
    }
