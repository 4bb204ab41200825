"""The recovery key of a station on paper, for the safe: the store's key sealed to the Dinas's offline recovery key.

Nothing on it opens anything by itself. It is an age file, as text and as a QR symbol: the stock `age` opens it with the
identity that the Dinas keeps offline. A new key of the store (an officer left) makes the paper old; it says so.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from forms.codes import qr_rows
from forms.sheet import BLACK, BOLD, REGULAR, SEMIBOLD, Sheet

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0
LINE = 64  # characters of base64 a line, as PEM and age's armour have them
WORDS = (
    "Simpan lembar ini di brankas, terpisah dari komputer stasiun. Dengan lembar ini dan kunci pemulihan Dinas, "
    "data stasiun dapat dibuka bila semua sandi hilang.",
    "Lembar ini sendiri tidak membuka apa pun dan tidak memuat data penduduk.",
    "Cetak lagi setelah ada petugas yang dicabut: kunci simpanan berganti dan lembar ini tidak berlaku lagi.",
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """Whose key it is, from when, and the age file."""

    office: str
    station: str
    at: str  # "25 Nov 2026, 10.52"
    sealed: bytes


def recovery_sheet(data: RecoverySheet) -> bytes:
    """The PDF, A4."""
    sheet = Sheet(WIDTH, HEIGHT, title=f"Kunci pemulihan {data.station}")
    sheet.colour(BLACK)
    sheet.text(MARGIN, 30, "Kunci pemulihan stasiun", 22, font=BOLD)
    sheet.text(MARGIN, 40, f"{data.office} ({data.station})", 13, font=SEMIBOLD)
    sheet.text(MARGIN, 47, f"Dicetak {data.at}", 10)
    sheet.rule(MARGIN, 51, WIDTH - MARGIN, 51, 0.4)
    y = 60.0
    for words in WORDS:
        y = sheet.paragraph(MARGIN, y, WIDTH - 2 * MARGIN, words, 11, lead=5.2) + 3
    armour = armoured(data.sealed)
    rows = qr_rows("\n".join(armour))
    side = 80.0
    sheet.cells(MARGIN, y, side / len(rows), rows)
    y += side + 10
    for line in armour:
        sheet.text(MARGIN, y, line, 9, font=REGULAR)
        y += 4.6
    return sheet.finish()


def armoured(sealed: bytes) -> list[str]:
    """An age file in its armour, line by line (age-encryption.org/v1, "ASCII armor")."""
    text = b64encode(sealed).decode()
    body = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    return ["-----BEGIN AGE ENCRYPTED FILE-----", *body, "-----END AGE ENCRYPTED FILE-----"]
