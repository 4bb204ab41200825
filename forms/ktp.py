"""The front of a KTP-el: one person's data on a blank whose own print is not ours.

ISO/IEC 7810 ID-1, 85.60 x 53.98 mm. Places follow the community layout of 720 px card width (0.1189 mm a pixel);
official places were not published, so each printer is calibrated with an offset. Only a `Printable` is taken, and its
marking (SPESIMEN for a training release) stands level in the text of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.fit import fit
from forms.pictures import for_card
from forms.sheet import BLACK, BOLD, REGULAR, SEMIBOLD, Sheet
from registry.ink import Ink
from registry.releases import Printable

WIDTH, HEIGHT = 85.60, 53.98
PIXEL = WIDTH / 720
ROW_Y = (155, 178, 201, 222, 244, 267, 289, 310, 333, 356, 379, 400)
LABEL_X, INDENT_X, VALUE_X, VALUE_END = 26, 38, 190, 505
PHOTO = (515, 130, 175, 233)
SIGNATURE = (528, 403, 150, 40)
MARK = (0.80, 0.22, 0.18)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Offset of one printer in mm, read off a ruler card."""

    x: float = 0.0
    y: float = 0.0


def front(card: Printable, calibration: Calibration | None = None) -> bytes:
    """The PDF of the front. Raises DoesNotFit, MissingGlyph or BadPicture; nothing is cut silently."""
    sheet = Sheet(WIDTH, HEIGHT, title=f"KTP-el {card.release.serial}")
    drawing = _Front(sheet, calibration or Calibration())
    drawing.photo(card)
    if card.marking:  # across the photo, below the words: both stay legible
        drawing.mark(card.marking)
    drawing.heading(card)
    drawing.rows(card)
    drawing.issue(card)
    drawing.signature(card)
    return sheet.finish()


class _Front:
    def __init__(self, sheet: Sheet, calibration: Calibration) -> None:
        self._sheet = sheet
        self._offset = calibration

    def _x(self, pixels: float) -> float:
        return pixels * PIXEL + self._offset.x

    def _y(self, pixels: float) -> float:
        return pixels * PIXEL + self._offset.y

    def heading(self, card: Printable) -> None:
        elements = card.elements
        self._sheet.colour(BLACK)
        self._sheet.text(self._x(360), self._y(62), elements.province, 7.4, font=SEMIBOLD, align="centre")
        self._sheet.text(self._x(360), self._y(90), elements.regency, 7.4, font=SEMIBOLD, align="centre")
        self._sheet.text(self._x(LABEL_X), self._y(127), "NIK", 8.6, font=SEMIBOLD)
        self._sheet.text(self._x(VALUE_X - 12), self._y(127), ":", 8.6, font=SEMIBOLD)
        self._sheet.text(self._x(VALUE_X), self._y(127), elements.nik, 9.4, font=BOLD)

    def rows(self, card: Printable) -> None:
        for y, (label, value, indented) in zip(ROW_Y, _rows(card), strict=True):
            x = INDENT_X if indented else LABEL_X
            self._sheet.text(self._x(x), self._y(y), label, 5.2)
            self._sheet.text(self._x(VALUE_X - 12), self._y(y), ":", 5.2)
            font = SEMIBOLD if label == "Nama" else REGULAR
            end = 370 if label == "Jenis Kelamin" else VALUE_END
            fitted = fit(label, value, (end - VALUE_X) * PIXEL, 5.4, font)
            first = y - (len(fitted.lines) - 1) * 6
            for index, line in enumerate(fitted.lines):
                self._sheet.text(self._x(VALUE_X), self._y(first + index * 11), line, fitted.size, font=font)
        self._sheet.text(self._x(380), self._y(ROW_Y[2]), "Gol. Darah", 5.2)
        self._sheet.text(self._x(463), self._y(ROW_Y[2]), f": {card.elements.blood}", 5.4)

    def photo(self, card: Printable) -> None:
        x, y, width, height = PHOTO
        pixels, size = for_card(card.photo, width * PIXEL, height * PIXEL)
        self._sheet.picture(self._x(x), self._y(y), width * PIXEL, height * PIXEL, pixels, size)

    def issue(self, card: Printable) -> None:
        x, _, width, _ = PHOTO
        centre = x + width / 2
        place = fit("issued_at", card.elements.issued_at, width * PIXEL, 5.0)
        self._sheet.text(self._x(centre), self._y(381), place.lines[0], place.size, align="centre")
        self._sheet.text(self._x(centre), self._y(399), card.elements.issued_on, 5.0, align="centre")

    def signature(self, card: Printable) -> None:
        ink = Ink.from_bytes(card.signature)
        left, top, right, bottom = ink.bounds()
        x, y, width, height = SIGNATURE
        scale = min(width / max(right - left, 1), height / max(bottom - top, 1))
        pad = (width - (right - left) * scale) / 2
        lines = [
            [(self._x(x + pad + (p.x - left) * scale), self._y(y + (p.y - top) * scale)) for p in stroke]
            for stroke in ink.strokes
            if len(stroke) > 1
        ]
        self._sheet.strokes(lines, 0.22)

    def mark(self, word: str) -> None:
        self._sheet.stamp(self._x(360), self._y(268), word, 42, MARK, 0.36)


def _rows(card: Printable) -> tuple[tuple[str, str, bool], ...]:
    e = card.elements
    return (
        ("Nama", e.name, False),
        ("Tempat/Tgl Lahir", e.birth, False),
        ("Jenis Kelamin", e.sex, False),
        ("Alamat", e.street, False),
        ("RT/RW", e.rt_rw, True),
        ("Kel/Desa", e.village, True),
        ("Kecamatan", e.district, True),
        ("Agama", e.religion, False),
        ("Status Perkawinan", e.marital, False),
        ("Pekerjaan", e.occupation, False),
        ("Kewarganegaraan", e.nationality, False),
        ("Berlaku Hingga", e.valid_until, False),
    )
