"""F-1.03 Formulir Pendaftaran Perpindahan Penduduk: SKP, SKPLN, SKTT (Permendagri 6/2026), two pages of A4 across.

The Kadis or UPT sign by hand: their name is never printed here. Both post codes have five squares (the printed
regulation draws four at the new address).
"""

from __future__ import annotations

from forms.errors import FormsError
from forms.paper.f103_parts import END, LEFT, LINE, VALUE, choice, question
from forms.paper.f103_second import second_page
from forms.paper.f103_values import CHOICES, FIRST_ROWS, MORE_ROWS, Mover, Moving, Site
from forms.paper.form import Column, Form
from forms.paper.guides import guide_page
from forms.sheet import SEMIBOLD

LIST = (
    Column("no", "NO", 15, "centre"),
    Column("nik", "NIK", 80),
    Column("nama", "Nama Lengkap", 108),
    Column("shdk", "SHDK", 70),
)
KINDS = (
    ("SKP", "surat keterangan pindah"),
    ("SKPLN", "surat keterangan pindah luar negeri (SKPLN)"),
    ("SKTT", "surat keterangan tempat tinggal (SKTT) bagi orang asing tinggal terbatas"),
)


class UnknownChoice(FormsError):
    """The form has no such choice; the message names it."""


def moving_form(data: Moving | None = None, *, marking: str = "") -> bytes:
    """The PDF; from the fifth member on the list goes on after the second page.

    Raises UnknownChoice or MissingGlyph.
    """
    blank, data = data is None, data or Moving()
    _check(data)
    form = Form("F-1.03", "Pendaftaran Perpindahan Penduduk", landscape=True, marking=marking)
    form.code_box(END, 9)
    form.label(148.5, 15, "FORMULIR PENDAFTARAN PERPINDAHAN PENDUDUK", 11, font=SEMIBOLD, align="centre")
    form.label(LEFT, 19, "Perhatian: harap diisi dengan huruf cetak dan menggunakan tinta hitam", 8.5)
    y = _applicant(form, data, 21.5)
    y = _site(form, y, "5.", "Alamat asal", data.origin)
    y = _classes(form, y, data.class_)
    y = _site(form, y, "7.", "Alamat pindah", data.target)
    _movers(form, _how(form, y, data), data.members[:FIRST_ROWS], 1, least=FIRST_ROWS)
    form.next_page()
    second_page(form, data)
    rest = data.members[FIRST_ROWS:]
    for start in range(0, len(rest), MORE_ROWS):
        form.next_page()
        form.code_box(END, 9)
        form.label(LEFT, 16, "12. Daftar anggota keluarga yang pindah (lanjutan)", 10, font=SEMIBOLD)
        _movers(form, 18, rest[start : start + MORE_ROWS], FIRST_ROWS + 1 + start, least=0)
    if blank:
        guide_page(form, "F-1.03")
    return form.finish()


def _check(data: Moving) -> None:
    for name, allowed in CHOICES.items():
        value = getattr(data, name)
        chosen = value if isinstance(value, frozenset) else {value} - {""}
        if chosen - allowed:
            raise UnknownChoice(f"{name}: {', '.join(sorted(chosen - allowed))}")


def _applicant(form: Form, data: Moving, y: float) -> float:
    rows = (("1.", "No KK", data.kk), ("2.", "Nama Lengkap Pemohon", data.name), ("3.", "NIK", data.nik))
    for number, words, value in rows:
        question(form, y, number, words)
        form.boxed(words, (VALUE, y, END - VALUE, LINE), value)
        y += LINE + 1
    question(form, y, "4.", "Jenis Permohonan")
    choice(form, VALUE + 2, y + 0.8, bool(data.kinds), "D. SURAT KETERANGAN KEPENDUDUKAN")
    for kind, words in KINDS:
        y += 4.4
        choice(form, VALUE + 2, y + 0.8, kind in data.kinds, words)
    return y + 5.4


def _site(form: Form, y: float, number: str, words: str, site: Site) -> float:
    question(form, y, number, words)
    form.boxed(words, (VALUE, y, 142, LINE), site.street)
    form.sheet.box(VALUE + 142, y, END - VALUE - 142, LINE)
    for x, label, value in ((VALUE + 145, "RT", site.rt), (VALUE + 178, "RW", site.rw)):
        form.label(x, y + 3.7, label, 8.8)
        form.comb(f"{words} {label}", x + 7, y + 0.6, 3, value, cell=4.2, tall=4)
    rows = (
        ("a", "Desa / Kelurahan", site.village, "b", "Kecamatan", site.district),
        ("c", "Kabupaten / Kota", site.regency, "d", "Provinsi", site.province),
    )
    for left, left_words, left_value, right, right_words, right_value in rows:
        y += LINE
        halves = ((VALUE, left, left_words, left_value), (VALUE + 105, right, right_words, right_value))
        for x, mark, label, value in halves:
            form.label(x + 2, y + 3.7, mark, 8.8)
            form.label(x + 7, y + 3.7, label, 8.8)
            form.boxed(f"{words}: {label}", (x + 36, y, 67, LINE), value)
    y += LINE
    form.label(VALUE + 7, y + 3.9, "Kode Pos", 8.8)
    form.comb(f"{words}: Kode Pos", VALUE + 36, y + 0.5, 5, site.postal_code, cell=5, tall=4.4)
    return y + 5.8


def _classes(form: Form, y: float, chosen: str) -> float:
    question(form, y, "6.", "Klasifikasi Kepindahan")
    lines = (
        "dalam satu desa / kelurahan atau yang disebut dengan nama lain",
        "antar desa / kelurahan atau yang disebut dengan nama lain dalam satu kecamatan",
        "antar kecamatan atau yang disebut dengan nama lain dalam satu kabupaten / kota",
        "antar kabupaten / kota dalam satu provinsi",
        "antar provinsi",
    )
    for number, words in enumerate(lines, 1):
        choice(form, VALUE + 2, y + 0.8, chosen == str(number), words)
        y += 4.4
    return y + 1


def _how(form: Form, y: float, data: Moving) -> float:
    question(form, y, "8.", "Alasan pindah", 9.4)
    for code, words, column, row in (
        ("1", "Pekerjaan", 0, 0), ("3", "Keamanan", 1, 0), ("5", "Perumahan", 2, 0), ("7", "Lainnya (sebutkan)", 3, 0),
        ("2", "Pendidikan", 0, 1), ("4", "Kesehatan", 1, 1), ("6", "Keluarga", 2, 1),
    ):  # fmt: skip
        choice(form, VALUE + 2 + column * 45, y + 0.8 + row * 4.6, data.reason == code, words)
    form.value("Alasan pindah", (VALUE + 137, y + 4.6, END - VALUE - 137, 4.8), data.reason_words, 8.8)
    form.sheet.dotted(VALUE + 138, y + 8.8, END)
    y += 9.9
    question(form, y, "9.", "Jenis Kepindahan", 9.4)
    for code, words, x, row in (
        ("1", "Kepala Keluarga", 0, 0), ("3", "Kepala Keluarga dan sebagian anggota keluarganya", 90, 0),
        ("2", "Kepala Keluarga dan seluruh anggota keluarganya", 0, 1), ("4", "Anggota keluarga", 90, 1),
    ):  # fmt: skip
        choice(form, VALUE + 2 + x, y + 0.8 + row * 4.6, data.how == code, words)
    y += 9.9
    families = (
        ("10.", "Anggota keluarga tidak pindah", data.staying),
        ("11.", "Anggota keluarga yang pindah", data.leaving),
    )
    for number, words, chosen in families:
        question(form, y, number, words, 4.8)
        choice(form, VALUE + 2, y + 0.8, chosen == "1", "Numpang KK")
        choice(form, VALUE + 47, y + 0.8, chosen == "2", "Membuat KK Baru")
        y += 4.8
    form.label(LEFT + 1.5, y + 5, "12.  Daftar anggota keluarga yang pindah", 8.8)
    return y + 6.2


def _movers(form: Form, y: float, movers: tuple[Mover, ...], first: int, *, least: int) -> None:
    """Heads, then a line each: two squares for the number, sixteen for the NIK, boxes for name and SHDK."""
    x = LEFT
    for column in LIST:
        form.band(x, y, column.width - 2, 4.4)
        form.label(x + (column.width - 2) / 2, y + 3.3, column.head, 8.5, align="centre")
        x += column.width
    people = (*movers, *[Mover()] * (least - len(movers)))
    for number, mover in enumerate(people, first):
        y += 5.6
        form.comb("NO", LEFT, y, 2, f"{number:2}" if mover.name or mover.nik else "", cell=6.5, tall=4.8)
        form.comb("NIK", LEFT + 15, y, 16, mover.nik, cell=4.87, tall=4.8)
        form.boxed("Nama Lengkap", (LEFT + 95, y, 106, 4.8), mover.name)
        form.boxed("SHDK", (LEFT + 203, y, 70, 4.8), mover.relation)
