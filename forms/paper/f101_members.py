"""The two pages of F-1.01 for five members: five tables with columns 2 to 41, then who signs and the declaration."""

from __future__ import annotations

from collections.abc import Sequence

from forms.paper.f101_columns import NUMBER, TABLES, Head
from forms.paper.form import Form
from forms.sheet import BOLD, REGULAR

LEFT, EACH = 12.0, 5
HEAD, NUMBERS, ROW = 13.0, 4.4, 6.5
NOTES = (
    "–  Bagi Penduduk WNI mengisi kolom 2 s.d. 6, 10 s.d. 31, 38 s.d. 41",
    "–  For foreigners only, please fill column 2 to 13, 15 to 41",
    "–  Bagi WNI di luar wilayah NKRI mengisi nomor 2 s.d. 31, 38 s.d. 41",
)
OFFICE = (
    "Mengetahui",
    "Kepala Dinas Kependudukan",
    "dan Pencatatan Sipil / UPT Dinas",
    "Dukcapil / Kepala Perwakilan RI di",
)
TRUTH = (
    "Demikian formulir ini saya/kami isi dengan sesungguhnya. Apabila keterangan tersebut tidak sesuai dengan keadaan "
    "sebenarnya, saya bersedia dikenakan sanksi sesuai ketentuan peraturan perundang-undangan yang berlaku."
)


def member_pages(form: Form, members: Sequence[tuple[str, ...]], *, first: int, sheet: int, of: int, head: str) -> None:
    """Both pages; each member is his 40 printed values in the order of the columns."""
    form.next_page()
    _title(form, sheet, of)
    y, column = 36.0, 2
    for index, heads in enumerate(TABLES):
        if index == 3:
            form.next_page()
            _title(form, sheet, of, notes=False)
            y = 24.0
        rows = [member[column - 2 : column - 2 + len(heads)] for member in members]
        y = _table(form, y, heads, rows, column, first) + 4.5
        column += len(heads)
    _sign(form, y + 4, head)


def _title(form: Form, sheet: int, of: int, *, notes: bool = True) -> None:
    form.label(LEFT, 16, "DATA ANGGOTA KELUARGA", 10, font=BOLD)
    form.label(285, 16, "F-1.01" if of == 1 else f"F-1.01, lembar {sheet} dari {of}", 9, align="right")
    if notes:
        form.label(LEFT, 20.5, "Catatan:", 8.5)
        for index, note in enumerate(NOTES):
            form.label(LEFT + 3, 24.5 + index * 3.8, note, 8.5)


def _table(
    form: Form, y: float, heads: tuple[Head, ...], rows: list[tuple[str, ...]], column: int, first: int
) -> float:
    _heads(form, y, heads, titles=column == 2)
    widths = [NUMBER, *(head.width for head in heads)]
    numbers = [f"({number})" for number in range(column, column + len(heads))]
    y = _cells(form, y + HEAD, widths, ["(1)", *numbers], NUMBERS, "")
    for index in range(EACH):
        values = rows[index] if index < len(rows) else ("",) * len(heads)
        y = _cells(form, y, widths, [f"{first + index}.", *values], ROW, f"baris {first + index} kolom", column)
    return y


def _cells(
    form: Form, y: float, widths: list[float], texts: list[str], tall: float, field: str, column: int = 0
) -> float:
    x = LEFT
    for index, (width, text) in enumerate(zip(widths, texts, strict=True)):
        box = (x, y, width, tall)
        form.sheet.box(*box)
        centred = index == 0 or not field
        form.value(f"{field} {column + index - 1}", box, text, 8, font=REGULAR, align="centre" if centred else "left")
        x += width
    return y + tall


def _heads(form: Form, y: float, heads: tuple[Head, ...], *, titles: bool) -> None:
    """Indonesian above, English below; columns 3 and 4 stand together under Gelar."""
    form.boxed("no", (LEFT, y, NUMBER, HEAD), "")
    form.value("no", (LEFT, y, NUMBER, HEAD), "No.", 8, font=REGULAR, align="centre")
    x = LEFT + NUMBER
    for index, head in enumerate(heads):
        low = 5.0 if titles and index in (1, 2) else 0.0
        form.sheet.box(x, y + low, head.width, HEAD - low)
        room = HEAD - low
        share = 0.58 if head.english else 1.0
        form.value(head.words, (x, y + low, head.width, room * share), head.words, 7.8, font=REGULAR, align="centre")
        english = (x, y + low + room * share, head.width, room * (1 - share))
        form.value(head.words, english, f"({head.english})", 6.4, font=REGULAR, align="centre")
        x += head.width
    if titles:
        box = (LEFT + NUMBER + heads[0].width, y, heads[1].width + heads[2].width, 5.0)
        form.sheet.box(*box)
        form.value("gelar", box, "Gelar (Title)", 7.8, font=REGULAR, align="centre")


def _sign(form: Form, y: float, head: str) -> None:
    for index, line in enumerate((*OFFICE, "……………………………")):
        form.label(LEFT + 2, y + index * 4.2, line, 9)
    form.label(215, y + 4.2, "Kepala Keluarga/Head of Family", 9)
    form.label(LEFT + 2, y + 34, "Nama Lengkap: …………………………………", 9)
    form.label(LEFT + 2, y + 38.5, "NIP.", 9)
    form.value("Nama Jelas", (214, y + 25.5, 70, 6), head, 9.5)
    form.sheet.rule(215, y + 32, 283, y + 32)
    form.label(215, y + 36, "Nama Jelas/Name", 9)
    form.label(LEFT, y + 47, "PERNYATAAN", 9, font=BOLD)
    form.justified(LEFT, y + 51.5, 273, TRUTH, 9, lead=4.3)
