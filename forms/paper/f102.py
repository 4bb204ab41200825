"""F-1.02 Pendaftaran Peristiwa Kependudukan: the request for KK, KTP-el, KIA or a change (Permendagri 6/2026)."""

from __future__ import annotations

from dataclasses import dataclass

from forms.errors import FormsError
from forms.paper.f102_boxes import ATTACHMENTS, CODES, HEADS, ROWS, WIDTHS, Choice
from forms.paper.form import Form
from forms.sheet import BOLD, REGULAR, SEMIBOLD

LEFT, WIDTH = 20.0, 170.0
CHANGE_NOTE = ("Melampirkan :", "1) Formulir perubahan data dan", "2) Bukti perubahan data")
GUIDE = (
    ("I", "1.", "Nama Lengkap", "Diisi nama lengkap sesuai akta kelahiran atau nama pemberian orang tua."),
    ("", "2.", "No. Induk Kependudukan", "Diisi sesuai dengan Nomor Induk Kependudukan (NIK)."),
    ("", "3.", "No. Kartu Keluarga", "Diisi dengan nomor KK."),
    ("II", "", "Jenis Permohonan", "Dibulatkan sesuai peristiwa yang diajukan; boleh lebih dari satu."),
    ("III", "", "Persyaratan yang dilampirkan", "Diberi tanda centang (✓) pada persyaratan yang dilampirkan."),
)  # fmt: skip


class UnknownBox(FormsError):
    """The form has no such box; the message names it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is written on it. `boxes` as in the code list `permohonan` (KTP-A), `attachments` 1 to 16 as on the form.

    `others` are papers taken in that have no box of their own: they are written below the sixteen, not left out.
    """

    name: str = ""
    nik: str = ""
    kk: str = ""
    boxes: frozenset[str] = frozenset()
    attachments: frozenset[int] = frozenset()
    others: tuple[str, ...] = ()
    place: str = ""
    on: str = ""  # "24 November 2026"
    officer: str = ""


def request_form(data: Request | None = None, *, marking: str = "") -> bytes:
    """The PDF, one page; without data the blank form. Raises UnknownBox or MissingGlyph."""
    data = data or Request()
    _check(data)
    form = Form("F-1.02", "Pendaftaran Peristiwa Kependudukan", marking=marking)
    form.code_box(LEFT + WIDTH, 11)
    form.label(105, 25, "FORMULIR PENDAFTARAN PERISTIWA KEPENDUDUKAN", 11.5, font=SEMIBOLD, align="centre")
    _applicant(form, data)
    y = _choices(form, data, 62.0)
    y = _attachments(form, data, y + 8)
    y = _signatures(form, data, y + 7)
    _guide(form, y + 6)
    return form.finish()


def _check(data: Request) -> None:
    unknown = (data.boxes - CODES) | {str(n) for n in data.attachments if not 1 <= n <= len(ATTACHMENTS)}
    if unknown:
        raise UnknownBox(", ".join(sorted(unknown)))


def _applicant(form: Form, data: Request) -> None:
    form.label(LEFT, 34, "I.  DATA PEMOHON :", 10.5, font=SEMIBOLD)
    rows = (("Nama Lengkap", data.name), ("Nomor Induk Kependudukan", data.nik), ("Nomor Kartu Keluarga", data.kk))
    for number, (label, value) in enumerate(rows, 1):
        y = 31.0 + number * 5.6
        form.label(LEFT + 7, y + 4, f"{number}.", 10)
        form.label(LEFT + 14, y + 4, label, 10)
        form.label(LEFT + 80, y + 4, ":", 10)
        form.boxed(label, (LEFT + 84, y, WIDTH - 84, 5.6), value, 10)


def _choices(form: Form, data: Request, y: float) -> float:
    form.label(LEFT, y - 2.4, "II.  JENIS PERMOHONAN :", 10.5, font=SEMIBOLD)
    chosen = data.boxes | {box.rstrip("0123456789") for box in data.boxes}  # with C2 its letter C is ringed as well
    y = _row(form, y, 7.6, HEADS, frozenset(), bold=True)
    top = y
    for tall, *cells in ROWS:
        y = _row(form, y, tall, tuple(cells), chosen)
    _change_note(form, top, y)
    return y


def _row(
    form: Form, y: float, tall: float, cells: tuple[Choice | None, ...], chosen: frozenset[str], *, bold: bool = False
) -> float:
    x = LEFT
    for index, cell in enumerate(cells):
        narrow, wide = WIDTHS[2 * index : 2 * index + 2]
        form.sheet.box(x, y, narrow, tall)
        form.sheet.box(x + narrow, y, wide, tall)
        if cell:
            _choice(form, (x, y, narrow, wide, tall), cell, on=cell.code in chosen, bold=bold)
        x += narrow + wide
    return y + tall


def _choice(form: Form, place: tuple[float, float, float, float, float], cell: Choice, *, on: bool, bold: bool) -> None:
    x, y, narrow, wide, tall = place
    font = SEMIBOLD if bold or on else REGULAR
    form.value(cell.code, (x, y, narrow, tall), cell.mark, 8.5, font=font, align="centre")
    form.value(cell.code, (x + narrow, y, wide, tall), cell.words, 8.5, font=font, align="centre" if bold else "left")
    if on:
        form.sheet.ring(x + narrow / 2, y + tall / 2, 2.3, 0.45)


def _change_note(form: Form, top: float, bottom: float) -> None:
    """The last two columns are one tall cell each below their third choice."""
    start = top + sum(tall for tall, *cells in ROWS if len(cells) == 4)
    narrow, wide = WIDTHS[-2:]
    x = LEFT + sum(WIDTHS[:-2])
    form.sheet.box(x, start, narrow, bottom - start)
    form.sheet.box(x + narrow, start, wide, bottom - start)
    y = start + 20
    for line in CHANGE_NOTE:
        form.value("note", (x + narrow, y, wide, 8), line, 8.5, font=REGULAR)
        y += 8


def _attachments(form: Form, data: Request, y: float) -> float:
    form.label(LEFT, y - 2.4, "III.  PERSYARATAN YANG DILAMPIRKAN", 10.5, font=SEMIBOLD)
    tall = 6.9
    for row in range(8):
        for number, x, wide in ((row + 1, LEFT, 61.0), (row + 9, LEFT + 79, 82.0)):
            form.sheet.box(x, y, 9, tall)
            form.sheet.ring(x + 4.5, y + tall / 2, 1.8)
            if number in data.attachments:
                form.hook(x + 2.9, y + tall / 2 - 1.7, 3.4)
            form.boxed(str(number), (x + 9, y, wide if x > LEFT else 62.0, tall), "", 8.5)
            words = ATTACHMENTS[number - 1]
            form.value(words, (x + 9, y, wide, tall), words, 8.5, font=REGULAR)
        form.sheet.box(LEFT + 71, y, 8, tall)
        y += tall
    others = "Lampiran lain: " + "; ".join(data.others) if data.others else ""
    form.value("others", (LEFT, y + 0.5, WIDTH, 6.5), others, 8, font=REGULAR)
    return y + (7 if others else 2)


def _signatures(form: Form, data: Request, y: float) -> float:
    date = f"{data.place}, {data.on}" if data.on else "……………….., ………………….., 20….."
    form.label(LEFT + 128, y, date, 9.5, align="centre")
    for x, role, name in ((LEFT + 42, "Petugas", data.officer), (LEFT + 128, "Pemohon", data.name)):
        form.label(x, y + 5.5, role, 10, align="centre")
        form.label(x - 31, y + 23.5, "(", 10)
        form.label(x + 30, y + 23.5, ")", 10)
        form.value(role, (x - 29, y + 19.5, 58, 6), name, 9, align="centre")
    return y + 24


def _guide(form: Form, y: float) -> None:
    form.label(LEFT, y, "Petunjuk pengisian F-1.02", 8, font=BOLD)
    for part, number, label, words in GUIDE:
        y += 3.5
        form.label(LEFT, y, part, 7.5)
        form.label(LEFT + 7, y, number, 7.5)
        form.label(LEFT + 12, y, label, 7.5)
        form.label(LEFT + 60, y, f":  {words}", 7.5)
