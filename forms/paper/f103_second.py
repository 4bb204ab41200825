"""The second page of F-1.03: sponsor and permit of foreigners, where one goes abroad, the signatures."""

from __future__ import annotations

from forms.paper.f103_parts import END, LEFT, LINE, VALUE, choice, question
from forms.paper.f103_values import Moving
from forms.paper.form import Form

FOR_FOREIGNERS = (
    "Diisi oleh penduduk (Orang Asing) pemegang ITAS yang mengajukan SKTT dan OA pemegang ITAP yang mengajukan "
    "surat keterangan kependudukan lainnya"
)
OFFICE = (
    "Mengetahui",
    "Kepala Dinas / Suku Dinas / UPT Dinas",
    "Kependudukan dan Pencatatan Sipil",
    "…………………………………………",
)


def second_page(form: Form, data: Moving) -> None:
    """Boxes 13 to 20 and who signs."""
    form.code_box(END, 9)
    form.sheet.paragraph(LEFT, 20, 200, FOR_FOREIGNERS, 8.8, lead=4)
    question(form, 27, "13.", "Nama Sponsor")
    form.boxed("Nama Sponsor", (VALUE, 27, END - VALUE, LINE), data.sponsor)
    question(form, 35, "14.", "Tipe Sponsor", 9.4)
    for code, words, x, row in (
        ("1", "Organisasi Internasional", 0, 0), ("2", "Pemerintah", 60, 0), ("3", "Perusahaan", 105, 0),
        ("4", "Perorangan", 0, 1), ("5", "Tanpa Sponsor", 60, 1),
    ):  # fmt: skip
        choice(form, VALUE + 2 + x, 35.8 + row * 4.6, data.sponsor_type == code, words)
    question(form, 47, "15.", "Alamat Sponsor")
    form.boxed("Alamat Sponsor", (VALUE, 47, END - VALUE, 2 * LINE), data.sponsor_address)
    question(form, 61, "16.", "Nomor dan Tanggal KITAS & KITAP", 9.4)
    form.boxed("Nomor KITAS/KITAP", (VALUE, 61, 100, LINE), data.permit)
    form.comb("Tanggal Masa Berlaku", VALUE + 115, 61, 10, data.permit_until, cell=7, tall=LINE)
    form.label(VALUE + 50, 70, "Nomor", 8.5, align="centre")
    form.label(VALUE + 150, 70, "Tanggal Masa Berlaku", 8.5, align="centre")
    form.label(LEFT, 78, "Diisi oleh penduduk yang mengajukan Surat Keterangan Pindah Luar Negeri", 8.8)
    for y, number, words, value, tall in (
        (80.0, "17.", "Negara Tujuan", data.country, LINE),
        (86.5, "18.", "Alamat Tujuan", data.abroad, 2 * LINE),
        (100.0, "19.", "Penanggung Jawab", data.responsible, LINE),
    ):
        question(form, y, number, words)
        form.boxed(words, (VALUE, y, END - VALUE, tall), value)
    _planned(form, data.planned_on)
    _sign(form, data)


def _planned(form: Form, on: str) -> None:
    """dd-mm-yyyy into Tgl., Bln, Thn."""
    question(form, 106.5, "20.", "Rencana Pindah Tanggal")
    day, _, rest = on.partition("-")
    month, _, year = rest.partition("-")
    for x, label, count, value in ((0, "Tgl.", 2, day), (35, "Bln", 2, month), (70, "Thn", 4, year)):
        form.label(VALUE + 2 + x, 110.2, label, 8.8)
        form.comb("Rencana Pindah Tanggal", VALUE + 11 + x, 106.5, count, value, cell=7, tall=LINE)


def _sign(form: Form, data: Moving) -> None:
    date = f"{data.place}, {data.on}" if data.on else "………………………………………, ……………………… 20………"
    form.label(148.5, 122, date, 9.5, align="centre")
    for index, line in enumerate(OFFICE):
        form.label(85, 128 + index * 4.4, line, 9.5, align="centre")
    form.label(222, 128, "Pemohon,", 9.5, align="centre")
    for x in (85, 222):
        form.label(x - 42, 166, "(", 9.5)
        form.label(x + 42, 166, ")", 9.5, align="right")
        form.sheet.dotted(x - 39, 167, x + 39)
    form.value("Pemohon", (184, 160.8, 76, 6), data.name, 9.5, align="centre")
    form.label(44, 172, "NIP.", 9.5)
