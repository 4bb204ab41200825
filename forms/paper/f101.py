"""F-1.01 Formulir Biodata Keluarga: the family's head and address, then 41 columns for each member, five to a sheet.

After the sheets of Permendagri 6/2026 on A4 instead of folio; the village code has its four squares, the official sheet
draws two. Kadis or UPT sign by hand: their name is never printed here.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import StrEnum

from forms.paper.f101_columns import Member
from forms.paper.f101_guide import code_pages
from forms.paper.f101_members import EACH, member_pages
from forms.paper.form import Form, sheets
from forms.sheet import BLACK, BOLD

LEFT, WIDTH = 12.0, 273.0
VALUE, END = 122.0, 285.0
LINE = 5.6
ATTENTION = "PERHATIAN: Isilah formulir ini dengan huruf cetak dan jelas serta mengikuti tata cara pengisian."


class Kind(StrEnum):
    """For whom it is filled in: the three squares at its top."""

    CITIZEN = "wni"
    FOREIGNER = "oa"
    ABROAD = "ln"


KINDS = ((Kind.CITIZEN, "WNI"), (Kind.FOREIGNER, "Orang Asing"), (Kind.ABROAD, "WNI di Luar Negeri"))


@dataclass(frozen=True, slots=True)
class Region:
    """Code and name of a region as one line of the form."""

    code: str = ""
    name: str = ""


NO_REGION = Region()


@dataclass(frozen=True, slots=True)
class Abroad:
    """The address of citizens outside the country."""

    address: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    postal_code: str = ""
    count: str = ""
    phone: str = ""
    email: str = ""
    country_code: Region = NO_REGION
    mission: Region = NO_REGION


NOT_ABROAD = Abroad()


@dataclass(frozen=True, slots=True)
class Biodata:
    """What is written on it."""

    kind: Kind | None = None
    letterhead: str = "PEMERINTAH KABUPATEN/KOTA/PERWAKILAN RI"
    head: str = ""
    address: str = ""
    postal_code: str = ""
    rt: str = ""
    rw: str = ""
    count: str = ""
    phone: str = ""
    email: str = ""
    province: Region = NO_REGION
    regency: Region = NO_REGION
    district: Region = NO_REGION
    village: Region = NO_REGION
    hamlet: str = ""
    abroad: Abroad = NOT_ABROAD
    members: tuple[Member, ...] = ()


def biodata_form(data: Biodata | None = None, *, marking: str = "") -> bytes:
    """The PDF: the first sheet, two pages for each five members, and on a blank the list of codes to fill it in with.

    Raises MissingGlyph.
    """
    filled = data or Biodata()
    form = Form("F-1.01", "Biodata Keluarga", landscape=True, marking=marking)
    _top(form, filled)
    _household(form, filled)
    _regions(form, filled)
    _abroad(form, filled.abroad)
    portions = sheets([astuple(member) for member in filled.members], EACH)
    for number, members in enumerate(portions):
        member_pages(form, members, first=number * EACH + 1, sheet=number + 1, of=len(portions), head=filled.head)
    if data is None:
        code_pages(form)
    return form.finish()


def _top(form: Form, data: Biodata) -> None:
    form.sheet.box(LEFT, 12, WIDTH, 7.5)
    form.value("letterhead", (LEFT, 12, WIDTH, 7.5), data.letterhead, 11, align="centre")
    form.code_box(END, 19.5, 26, 7.5)
    form.label(LEFT + WIDTH / 2, 25, "FORMULIR BIODATA KELUARGA", 12, font=BOLD, align="centre")
    form.band(LEFT, 29, WIDTH, 5.4, BLACK)
    form.sheet.colour((1, 1, 1))
    form.label(LEFT + 2, 32.9, ATTENTION)
    form.sheet.colour(BLACK)
    form.label(LEFT + 1, 39, "Pilih salah satu:")
    for index, (kind, words) in enumerate(KINDS):
        y = 41 + index * 5
        form.tick(LEFT + 6, y, data.kind is kind, 3.8)
        form.label(LEFT + 12, y + 3.1, f"Input Data Kepala Keluarga dan Anggota Keluarga {words}")


def _line(form: Form, y: float, number: str, label: str) -> None:
    form.label(LEFT + 1, y + 4, number)
    form.label(LEFT + 8, y + 4, label)
    form.label(VALUE - 3, y + 4, ":")


def _boxed(form: Form, y: float, number: str, label: str, value: str, *, end: float = END, tall: float = LINE) -> None:
    _line(form, y, number, label)
    form.boxed(label, (VALUE, y, end - VALUE, tall), value, 9.5)


def _household(form: Form, data: Biodata) -> None:
    form.label(LEFT + 1, 61, "DATA KEPALA KELUARGA", 9.5, font=BOLD)
    _boxed(form, 63, "1.", "Nama Kepala Keluarga (Name of Head of the Family)", data.head)
    _boxed(form, 68.6, "2.", "Alamat (Address)", data.address, tall=9)
    y = 77.6
    _line(form, y, "3.", "Kode Pos (Post Code)")
    form.comb("Kode Pos", VALUE, y, 5, data.postal_code, tall=LINE)
    form.label(161, y + 4, "4. RT")
    form.comb("RT", 173, y, 3, data.rt, tall=LINE)
    form.label(195, y + 4, "5. RW")
    form.comb("RW", 208, y, 3, data.rw, tall=LINE)
    form.label(226, y + 4, "6. Jumlah Anggota Keluarga", 8.5)
    _count(form, 274, y, data.count)
    _line(form, y + LINE, "7.", "Telepon/Handphone (Telephone Number)")
    form.comb("Telepon", VALUE, y + LINE, 15, data.phone, tall=LINE)
    _boxed(form, y + 2 * LINE, "8.", "Email", data.email)


def _count(form: Form, x: float, y: float, count: str) -> None:
    form.comb("Jumlah Anggota Keluarga", x - 4, y, 2, count.rjust(2), cell=4, tall=LINE)
    form.label(x + 5, y + 4, "org", 8)


def _regions(form: Form, data: Biodata) -> None:
    form.band(LEFT, 96, WIDTH, 5)
    form.label(LEFT + 1, 99.7, "Kode Wilayah diisi oleh Petugas Kependudukan dan Pencatatan Sipil")
    form.label(LEFT + 1, 105, "DATA WILAYAH", 9.5, font=BOLD)
    rows = (
        ("9.", "Kode-Nama Provinsi (Code-Province)", data.province, 2),
        ("10.", "Kode-Nama Kabupaten/Kota (Code-Regency/Municipality)", data.regency, 2),
        ("11.", "Kode-Nama Kecamatan (Code-Sub-District)", data.district, 2),
        ("12.", "Kode-Nama Kelurahan/Desa (Code-Village)", data.village, 4),
    )
    for index, (number, label, region, squares) in enumerate(rows):
        y = 107 + index * LINE
        _line(form, y, number, label)
        form.comb(label, VALUE, y, squares, region.code, tall=LINE)
        form.boxed(label, (VALUE + 23, y, END - VALUE - 23, LINE), region.name, 9.5)
    _boxed(form, 107 + 4 * LINE, "13.", "Nama Dusun/Dukuh/Kampung (Sub-Village)", data.hamlet)


def _abroad(form: Form, data: Abroad) -> None:
    form.label(LEFT + 1, 140.4, "Alamat di Luar Negeri (diisi oleh WNI di luar negeri)", 9.5, font=BOLD)
    y = 142.4
    _boxed(form, y, "1.", "Alamat", data.address, tall=8)
    y += 8
    _boxed(form, y, "2.", "Kota", data.city, end=190)
    form.label(193, y + 4, "3. Provinsi/Negara Bagian")
    form.boxed("Provinsi/Negara Bagian", (235, y, END - 235, LINE), data.state, 9.5)
    _boxed(form, y + LINE, "4.", "Negara", data.country)
    y += 2 * LINE
    _line(form, y, "5.", "Kode Pos")
    form.comb("Kode Pos", VALUE, y, 10, data.postal_code, tall=LINE)
    form.label(193, y + 4, "6. Jumlah Anggota Keluarga")
    _count(form, 245, y, data.count)
    _line(form, y + LINE, "7.", "Telepon/Handphone")
    form.comb("Telepon", VALUE, y + LINE, 15, data.phone, tall=LINE)
    _boxed(form, y + 2 * LINE, "8.", "Email", data.email)
    y += 3 * LINE + 2
    form.band(LEFT, y, WIDTH, 5)
    form.label(LEFT + 1, y + 3.7, "Diisi oleh Petugas")
    for label, region in (("Kode-Nama Negara", data.country_code), ("Kode-Nama Perwakilan RI", data.mission)):
        y += LINE
        form.label(LEFT + 1, y + 4, label)
        form.label(VALUE - 3, y + 4, ":")
        form.comb(label, VALUE, y, 3, region.code, tall=LINE)
        form.boxed(label, (VALUE + 23, y, END - VALUE - 23, LINE), region.name, 9.5)
    form.sheet.box(LEFT, 12, WIDTH, y + LINE - 12, line=0.4)
