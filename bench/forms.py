"""card, kk, each form, lists: our PDF against Qt's QPdfWriter painting the same page; a page shown, a front in layers;
and a batch of cards with its memory.

Each is measured in turns with its limit, after one round that loads fonts and code.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QGuiApplication

from bench.forms_qt import QtSheet, written_down
from bench.report import Row, finish, interleaved, options, within
from forms import kia
from forms.card_page import NO_OFFSET
from forms.ktp import front
from forms.layers import layers
from forms.lists.paper import list_pdf
from forms.raster import render
from forms.receipt import receipt
from registry.changes import FamilyChange
from station.desk.family_paper import draft_paper
from tests.forms.everything import child
from tests.forms.lists.tables import register
from tests.forms.making import photo, printable
from tests.forms.paper.sheets import SHEETS
from tests.forms.test_kk import MADE, many
from tests.forms.test_receipt import DATA

CARD_MS, FORM_MS, PAGE_MS = 50.0, 50.0, 30.0
SCREEN_DPI = 96.0
BATCH_MB = 25.0


def spent(make: Callable[[], object]) -> dict[str, float]:
    """One call in ms of this process's own time, so that neighbours on the machine do not count."""
    started = time.process_time()
    make()
    return {"ms": (time.process_time() - started) * 1000}


def against_qt(name: str, make: Callable[[], bytes], most: float, rounds: int, qt: QtSheet) -> Row:
    """Ours within `most` ms; the limit is what Qt takes for the same calls."""
    drawing = written_down(make)
    make()
    qt.pdf(drawing)
    seen = interleaved(rounds, ours=lambda: spent(make), qt=lambda: spent(lambda: qt.pdf(drawing)))
    ours, limit = seen["ours"]["ms"], seen["qt"]["ms"]
    return Row(name, ours, "ms", limit, ours / limit, f"<= {most:g} ms", ours <= most)


def alone(name: str, make: Callable[[], object], most: float, rounds: int) -> Row:
    """The median within `most` ms; Qt has nothing like it."""
    make()
    seen = interleaved(rounds, ours=lambda: spent(make))
    return within(name, seen["ours"]["ms"], "ms", most=most)


def batch(count: int) -> list[Row]:
    """`count` cards one after the other: the time of each, and how much memory grew after the first ten."""
    card = printable()
    for _ in range(10):
        front(card)
    before, started = resident_mb(), time.process_time()
    for _ in range(count):
        front(card)
    each = (time.process_time() - started) * 1000 / count
    return [
        within(f"batch-{count}", each, "ms", most=CARD_MS),
        within("batch-memory", resident_mb() - before, "MB", most=BATCH_MB),
    ]


def resident_mb() -> float:
    """The peak of this process so far; 0 where the system does not tell."""
    try:
        import resource  # not on Windows
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure and report."""
    parser = options("Sheets against Qt's QPdfWriter painting the same page.", rounds=15)
    parser.add_argument("--batch", type=int, default=1000, help="cards in the batch (default: %(default)s)")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    qt, card = QtSheet(), printable()
    cards = batch(chosen.batch) if chosen.batch else []  # first: a peak reached later would hide its memory
    rows = [against_qt("card", lambda: front(card), CARD_MS, chosen.rounds, qt)]
    kia_data, picture = child(small=False), photo()
    rows.append(against_qt("kia", lambda: kia.front(kia_data, picture), CARD_MS, chosen.rounds, qt))
    rows.append(alone("card-layers", lambda: layers(partial(front, card, NO_OFFSET)), 4 * CARD_MS, chosen.rounds))
    full = FamilyChange(many(8))  # ten members: one whole sheet
    rows.append(against_qt("kk", lambda: draft_paper(full, **MADE), PAGE_MS, chosen.rounds, qt))
    sheet = draft_paper(full, **MADE)
    rows.append(alone("kk-shown", lambda: render(sheet, dpi=SCREEN_DPI), PAGE_MS, chosen.rounds))
    rows.append(against_qt("receipt", lambda: receipt(DATA), CARD_MS, chosen.rounds, qt))
    for name, make in SHEETS.items():
        if name.endswith("filled"):
            rows.append(against_qt(name.removesuffix(" filled"), make, FORM_MS, chosen.rounds, qt))
    rows.append(against_qt("list-130-rows", lambda: list_pdf(register(130)), 5 * PAGE_MS, chosen.rounds, qt))
    app.processEvents()
    return finish([*rows, *cards], chosen.json)


if __name__ == "__main__":
    sys.exit(main())
