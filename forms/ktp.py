"""The front of a KTP-el: one person's data on a blank whose own print is not ours. Also that of a foreigner (OA), whose
blank is orange, with his country and the day his permit ends (registry.card).

Only a `Printable` is taken, and its marking (SPESIMEN for a training release) stands level in the text of the page.
"""

from __future__ import annotations

from forms.card_page import NO_OFFSET, PHOTO, Calibration, CardPage, Part, Row
from forms.sheet import BOLD, SEMIBOLD
from registry.ink import Ink
from registry.releases import Printable

__all__ = ["Calibration", "front"]

ROW_Y = (155, 178, 201, 222, 244, 267, 289, 310, 333, 356, 379, 400)
SIGNATURE = (528, 403, 150, 40)


def front(card: Printable, calibration: Calibration = NO_OFFSET, part: Part = Part.WHOLE) -> bytes:
    """The PDF of the front. Raises DoesNotFit, MissingGlyph or BadPicture; nothing is cut silently."""
    page = CardPage(f"KTP-el {card.release.serial}", calibration, part)
    if page.coloured:
        page.photo(card.photo)
        if card.marking:
            page.mark(card.marking)
    if page.black:
        page.ink()
        _heading(page, card)
        _body(page, card)
        _issue(page, card)
        page.strokes(_signature(card), 0.22)
    return page.finish()


def _heading(page: CardPage, card: Printable) -> None:
    page.text(360, 62, card.elements.province, 7.4, font=SEMIBOLD, align="centre")
    page.text(360, 90, card.elements.regency, 7.4, font=SEMIBOLD, align="centre")
    page.text(26, 127, "NIK", 8.6, font=SEMIBOLD)
    page.text(178, 127, ":", 8.6, font=SEMIBOLD)
    page.text(190, 127, card.elements.nik, 9.4, font=BOLD)


def _body(page: CardPage, card: Printable) -> None:
    for row in _rows(card):
        page.row(row)
    page.text(380, ROW_Y[2], "Gol. Darah", 5.2)
    page.text(463, ROW_Y[2], f": {card.elements.blood}", 5.4)


def _issue(page: CardPage, card: Printable) -> None:
    x, _, width, _ = PHOTO
    centre = x + width / 2
    page.centred("issued_at", centre, 381, width, card.elements.issued_at, 5.0)
    page.text(centre, 399, card.elements.issued_on, 5.0, align="centre")


def _signature(card: Printable) -> list[list[tuple[float, float]]]:
    """The strokes, as large as their place allows."""
    ink = Ink.from_bytes(card.signature)
    left, top, right, bottom = ink.bounds()
    x, y, width, height = SIGNATURE
    scale = min(width / max(right - left, 1), height / max(bottom - top, 1))
    pad = (width - (right - left) * scale) / 2
    return [
        [(x + pad + (p.x - left) * scale, y + (p.y - top) * scale) for p in stroke]
        for stroke in ink.strokes
        if len(stroke) > 1
    ]


def _rows(card: Printable) -> tuple[Row, ...]:
    e = card.elements
    values = (
        ("Nama", e.name),
        ("Tempat/Tgl Lahir", e.birth),
        ("Jenis Kelamin", e.sex),
        ("Alamat", e.street),
        ("RT/RW", e.rt_rw),
        ("Kel/Desa", e.village),
        ("Kecamatan", e.district),
        ("Agama", e.religion),
        ("Status Perkawinan", e.marital),
        ("Pekerjaan", e.occupation),
        ("Kewarganegaraan", e.nationality),
        ("Berlaku Hingga", e.valid_until),
    )
    indented, narrow = ("RT/RW", "Kel/Desa", "Kecamatan"), {"Jenis Kelamin": 370}
    return tuple(
        Row(label, value, y, indented=label in indented, end=narrow.get(label, 505), bold=label == "Nama")
        for y, (label, value) in zip(ROW_Y, values, strict=True)
    )
