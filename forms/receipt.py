"""The proof of recording that the applicant takes home: number, next step, GRATIS, our own QR; no NIK, not a TTE."""

from __future__ import annotations

from dataclasses import dataclass

from forms.codes import qr_rows
from forms.errors import DoesNotFit
from forms.fit import fit
from forms.sheet import BLACK, BOLD, REGULAR, SEMIBOLD, Sheet

WIDTH, HEIGHT = 148.0, 210.0  # A5: two fit on an A4 sheet
GREY = (0.34, 0.39, 0.45)
MARK = (0.80, 0.22, 0.18)
MARGIN = 14.0
FLOOR = HEIGHT - 27.0  # the last line above the foot
SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)  # of the type between number and foot: long names, many papers


@dataclass(frozen=True, slots=True)
class Receipt:
    """What it says. `qr` is our own signed text; `missing` are papers still to bring; `marking` as on a card."""

    office: str  # "Kantor Camat Dayun"
    number: str
    applicant: str
    service: str
    recorded_at: str  # "24 Nov 2026, 10.52"
    officer: str
    promise: str  # by when, and what does not count
    next_step: str
    pickup: str
    fingers: str  # "10 dari 10 jari"; "" where nothing is recorded
    missing: tuple[str, ...]
    qr: str
    marking: str


def receipt(data: Receipt) -> bytes:
    """The PDF of the receipt, A5 portrait; long values get smaller type. Raises DoesNotFit or MissingGlyph."""
    for scale in SCALES:
        sheet, end = _draw(data, scale)
        if end <= FLOOR:
            return sheet.finish()
    raise DoesNotFit("missing", "; ".join(data.missing))


def _draw(data: Receipt, scale: float) -> tuple[Sheet, float]:
    """The sheet, and the last baseline above its foot."""
    sheet = Sheet(WIDTH, HEIGHT, title=f"Bukti perekaman {data.number}")
    if data.marking:
        sheet.stamp(WIDTH / 2, 150, data.marking, 58, MARK, 0.16)
    sheet.colour(BLACK)
    _heading(sheet, data)
    _number(sheet, data)
    y = _facts(sheet, data, 94.0, scale)
    y = _missing(sheet, data, y, scale)
    y = _next(sheet, data, y + 3 * scale, scale)
    _foot(sheet)
    return sheet, y


def _heading(sheet: Sheet, data: Receipt) -> None:
    sheet.text(MARGIN, 20, "PEMERINTAH KABUPATEN SIAK", 9, font=SEMIBOLD)
    _fitted(sheet, 26, "office", data.office, WIDTH - 2 * MARGIN - 28, SEMIBOLD)
    sheet.text(WIDTH - MARGIN, 26, "GRATIS", 16, font=BOLD, align="right")
    sheet.rule(MARGIN, 30, WIDTH - MARGIN, 30, 0.4)
    sheet.text(MARGIN, 40, "Bukti perekaman" if data.fingers else "Bukti pengajuan", 18, font=BOLD)
    _fitted(sheet, 46.5, "service", data.service, WIDTH - 2 * MARGIN - 42, REGULAR)


def _fitted(sheet: Sheet, y: float, field: str, text: str, width: float, font: str) -> None:
    """One line, or two smaller ones around it."""
    fitted = fit(field, text, width, 11, font)
    for index, line in enumerate(fitted.lines):
        sheet.text(MARGIN, y + (index - (len(fitted.lines) - 1) * 0.6) * 3.4, line, fitted.size, font=font)


def _number(sheet: Sheet, data: Receipt) -> None:
    rows = qr_rows(data.qr)
    side = 38.0
    sheet.cells(WIDTH - MARGIN - side, 42, side / len(rows), rows)
    sheet.text(MARGIN, 60, "Nomor permohonan", 9)
    sheet.text(MARGIN, 71, data.number, 26, font=BOLD)
    sheet.text(MARGIN, 80, "Sebutkan nomor ini bila bertanya atau mengambil kartu.", 8)


def _facts(sheet: Sheet, data: Receipt, y: float, scale: float) -> float:
    facts = (
        ("Pemohon", data.applicant),
        ("Direkam", data.recorded_at),
        ("Petugas", data.officer),
        *((("Sidik jari", data.fingers),) if data.fingers else ()),
        ("Waktu layanan", data.promise),
        ("Tempat ambil", data.pickup),
    )
    for label, value in facts:
        sheet.colour(GREY)
        sheet.text(MARGIN, y, label, 9.5 * scale)
        sheet.colour(BLACK)
        width, size, lead = WIDTH - 2 * MARGIN - 34, 10.5 * scale, 5.2 * scale
        y = sheet.paragraph(MARGIN + 34, y, width, value, size, lead=lead, font=SEMIBOLD) + 1.8 * scale
    return y


def _missing(sheet: Sheet, data: Receipt, y: float, scale: float) -> float:
    if not data.missing:
        return y
    sheet.text(MARGIN, y + 2 * scale, "Masih harus dibawa:", 10.5 * scale, font=SEMIBOLD)
    y += 8 * scale
    for number, paper in enumerate(data.missing, 1):
        words, width = f"{number}. {paper}", WIDTH - 2 * MARGIN - 4
        y = sheet.paragraph(MARGIN + 4, y, width, words, 10 * scale, lead=5 * scale) + 0.8 * scale
    return y + 2 * scale


def _next(sheet: Sheet, data: Receipt, y: float, scale: float) -> float:
    sheet.text(MARGIN, y, "Langkah berikut", 10.5 * scale, font=SEMIBOLD)
    lead = 5.4 * scale
    return sheet.paragraph(MARGIN, y + 6 * scale, WIDTH - 2 * MARGIN, data.next_step, 10.5 * scale, lead=lead) - lead


def _foot(sheet: Sheet) -> None:
    sheet.rule(MARGIN, HEIGHT - 24, WIDTH - MARGIN, HEIGHT - 24, 0.2)
    sheet.colour(GREY)
    text = (
        "Semua layanan kependudukan gratis (UU 24/2013 pasal 79A). Bukti ini bukan KTP-el, bukan surat keterangan "
        "dan bukan dokumen TTE; kode di atas hanya tanda terima stasiun ini."
    )
    sheet.paragraph(MARGIN, HEIGHT - 18.5, WIDTH - 2 * MARGIN, text, 8, lead=4)
