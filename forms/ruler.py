"""The ruler card: two lines that should lie 10 mm from the left and the upper edge, and scales to see it by.

It is printed on a plain white card. What a ruler measures on it, less 10 mm, is how far the printer is off.
"""

from __future__ import annotations

from dataclasses import replace

from forms.card_page import HEIGHT, NO_OFFSET, WIDTH, Calibration
from forms.sheet import BLACK, BOLD, Sheet

NOMINAL = 10.0  # mm, of both lines
TICK, LONG_TICK = 1.2, 2.4
WORDS = (
    "Ukur dari tepi kiri kartu ke garis A",
    "dan dari tepi atas ke garis B.",
    "Seharusnya masing-masing 10,0 mm.",
)


def ruler_card(calibration: Calibration = NO_OFFSET) -> bytes:
    """The PDF, as the offsets in use place it."""
    sheet = Sheet(WIDTH, HEIGHT, title="Kartu penggaris")
    dx, dy = calibration.x, calibration.y
    sheet.colour(BLACK)
    sheet.rule(NOMINAL + dx, 0, NOMINAL + dx, HEIGHT, 0.15)
    sheet.rule(0, NOMINAL + dy, WIDTH, NOMINAL + dy, 0.15)
    for mm in range(1, int(WIDTH)):
        tick = LONG_TICK if mm % 5 == 0 else TICK
        sheet.rule(mm + dx, NOMINAL + dy, mm + dx, NOMINAL + dy - tick, 0.1)
    for mm in range(1, int(HEIGHT)):
        tick = LONG_TICK if mm % 5 == 0 else TICK
        sheet.rule(NOMINAL + dx, mm + dy, NOMINAL + dx - tick, mm + dy, 0.1)
    for mm in range(20, int(WIDTH) - 4, 10):
        sheet.text(mm + dx, NOMINAL + dy - 3.2, str(mm), 5, align="centre")
    for mm in range(20, int(HEIGHT) - 3, 10):
        sheet.text(NOMINAL + dx - 3.2, mm + dy + 0.6, str(mm), 5, align="right")
    sheet.text(NOMINAL + dx + 1, HEIGHT - 2.5, "A", 9, font=BOLD)
    sheet.text(WIDTH - 4, NOMINAL + dy + 4, "B", 9, font=BOLD)
    sheet.text(18, 20, "Kartu penggaris", 9, font=BOLD)
    for number, line in enumerate(WORDS):
        sheet.text(18, 25.5 + number * 3.6, line, 6.5)
    sheet.text(18, 39, f"Geseran sekarang {_way(dx, 'kanan', 'kiri')}, {_way(dy, 'bawah', 'atas')}", 5.5)
    return sheet.finish()


def measured(calibration: Calibration, left: float, top: float) -> Calibration:
    """The offset that puts both lines where they belong, after a card printed with `calibration` measured so.

    Raises ValueError for a card that is off by more than a printer can be.

    >>> measured(Calibration(), 10.4, 9.8)
    Calibration(x=-0.4, y=0.2)
    """
    x, y = round(calibration.x + NOMINAL - left, 2), round(calibration.y + NOMINAL - top, 2)
    return replace(calibration, x=x + 0.0, y=y + 0.0)  # + 0.0 makes -0.0 plain


def _way(mm: float, one: str, other: str) -> str:
    return f"{abs(mm):.2f} mm ke {one if mm >= 0 else other}".replace(".", ",")
