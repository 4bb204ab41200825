"""The front of a KIA: a child's data on a blank whose own print is not ours; below five without a photo.

There is no release for a KIA yet, so every one drawn here is a specimen and says so: no argument takes the word away.
The name and signature of the Kepala Dinas and the barcode are left to the blank and the official application.
"""

from __future__ import annotations

from forms.card_page import NO_OFFSET, PHOTO, Calibration, CardPage, Part, Row
from forms.errors import FormsError
from forms.sheet import BOLD, SEMIBOLD
from registry.child_card import ChildElements

MARKING = "SPESIMEN"
FIRST_Y, STEP = 148, 20
WIDE_END = 694  # of values where no photo stands
ISSUE_X = 603


class PhotoAmiss(FormsError):
    """A photo for a child below five, or none for an older one."""


def front(card: ChildElements, photo: bytes, calibration: Calibration = NO_OFFSET, part: Part = Part.WHOLE) -> bytes:
    """The PDF of the front; `photo` is b"" below five. Raises DoesNotFit, MissingGlyph, BadPicture or PhotoAmiss."""
    if bool(photo) is not bool(card.photo):
        raise PhotoAmiss(card.birth)
    page = CardPage("KIA", calibration, part)
    if page.coloured:
        if photo:
            page.photo(photo)
        page.mark(MARKING)
    if page.black:
        page.ink()
        _heading(page, card)
        _body(page, card)
        _issue(page, card)
    return page.finish()


def _heading(page: CardPage, card: ChildElements) -> None:
    page.text(360, 55, card.province, 7.0, font=SEMIBOLD, align="centre")
    page.text(360, 81, card.regency, 7.0, font=SEMIBOLD, align="centre")
    page.text(26, 119, "NIK", 8.2, font=SEMIBOLD)
    page.text(178, 119, ":", 8.2, font=SEMIBOLD)
    page.text(190, 119, card.nik, 9.0, font=BOLD)


def _body(page: CardPage, card: ChildElements) -> None:
    for row in _rows(card):
        page.row(row)
    y = FIRST_Y + 2 * STEP
    page.text(380, y, "Gol. Darah", 5.2)
    page.text(463, y, f": {card.blood}", 5.4)


def _issue(page: CardPage, card: ChildElements) -> None:
    width = PHOTO[2]
    page.centred("issued_at", ISSUE_X, 389, width, card.issued_at, 5.0)
    page.text(ISSUE_X, 407, card.issued_on, 5.0, align="centre")


def _rows(card: ChildElements) -> tuple[Row, ...]:
    values = (
        ("Nama", card.name),
        ("Tempat/Tgl Lahir", card.birth),
        ("Jenis Kelamin", card.sex),
        ("No. KK", card.kk),
        ("Kepala Keluarga", card.head),
        ("No. Akta Kelahiran", card.certificate),
        ("Agama", card.religion),
        ("Kewarganegaraan", card.nationality),
        ("Alamat", card.street),
        ("RT/RW", card.rt_rw),
        ("Kel/Desa", card.village),
        ("Kecamatan", card.district),
        ("Berlaku Hingga", card.valid_until),
    )
    end = 505 if card.photo else WIDE_END
    ends = {"Jenis Kelamin": 370, "Berlaku Hingga": 505, "Kecamatan": 505}  # beside them stands the issue
    indented = ("RT/RW", "Kel/Desa", "Kecamatan")
    return tuple(
        Row(
            label, value, FIRST_Y + n * STEP, indented=label in indented, end=ends.get(label, end), bold=label == "Nama"
        )
        for n, (label, value) in enumerate(values)
    )
