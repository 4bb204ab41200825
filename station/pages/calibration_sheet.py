"""What a ruler card measured: from the left edge to line A, from the upper edge to line B."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from station.pages.family_sheets import AskSheet
from station.widgets.field import Field
from station.widgets.layout import column
from station.widgets.theme import Theme

TEXT = "Cetak kartu penggaris (F9) pada kartu putih polos, bukan blangko, lalu ukur dengan penggaris baja."
LEAST, MOST = 7.0, 13.0  # mm: a line that lies farther off is not the fault of an offset


class CalibrationSheet(AskSheet):
    """`Ukuran kartu penggaris`: two lengths in mm."""

    def __init__(self, theme: Theme) -> None:
        self.left = Field("left", "Tepi &kiri ke garis A, mm")
        self.top = Field("top", "Tepi &atas ke garis B, mm")
        for field in (self.left, self.top):
            field.put("10,0")
            field.set_note("Seharusnya 10,0")
            field.changed.connect(lambda _text, f=field: f.set_error(None))
        body = QWidget()
        body.setLayout(column(self.left, self.top, gap=8))
        super().__init__(theme, "Ukuran kartu penggaris", body, text=TEXT, deed="Simpan geseran")

    @property
    def lengths(self) -> tuple[float, float]:
        """As measured, once nothing is wrong."""
        return _mm(self.left.text) or 0.0, _mm(self.top.text) or 0.0

    def wrong(self) -> Field | None:
        for field in (self.left, self.top):
            found = _mm(field.text)
            fits = found is not None and LEAST <= found <= MOST
            field.set_error(None if fits else "Tulis panjang antara 7,0 dan 13,0 mm, seperti 10,3.")
        return next((field for field in (self.left, self.top) if field.wrong), None)


def _mm(text: str) -> float | None:
    """A length as people write it; None for anything else.

    >>> _mm("10,3"), _mm("sepuluh"), _mm("nan")
    (10.3, None, None)
    """
    whole, _, part = text.strip().replace(",", ".").partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()):
        return None
    return float(f"{whole}.{part or 0}")
