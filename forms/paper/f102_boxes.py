"""The boxes of F-1.02 row by row and its sixteen papers, as the official sheet has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One box: the letter or number that is ringed, its words, its code."""

    mark: str
    words: str
    code: str = ""


_C = Choice
ONE, TWO, THREE = 4.9, 7.4, 10.6  # mm: rows of one, two and three lines
WIDTHS = (7.6, 37.6, 8.4, 38.6, 8.4, 31.8, 8.4, 29.2)
HEADS = (
    _C("I.", "Kartu Keluarga"),
    _C("II.", "KTP-el"),
    _C("III.", "Kartu Identitas Anak"),
    _C("IV.", "Perubahan Data"),
)
# Rows with three cells lie beside the tall note of the fourth column.
ROWS: tuple[tuple[float, *tuple[Choice | None, ...]], ...] = (
    (ONE, _C("A.", "Baru", "KK-A"), _C("A.", "Baru", "KTP-A"), _C("A.", "Baru", "KIA-A"), _C("A.", "KK", "UBAH-A")),
    (TWO, _C("1.", "Membentuk keluarga baru", "KK-A1"), None, None, None),
    (TWO, _C("2.", "Pergantian kepala keluarga", "KK-A2"), _C("B.", "Pindah datang", "KTP-B"), _C("B.", "Kehilangan / Rusak", "KIA-B"), _C("B.", "KTP-el", "UBAH-B")),  # noqa: E501 - one row, one line
    (ONE, _C("3.", "Pisah KK", "KK-A3"), None, _C("1.", "Hilang", "KIA-B1"), None),
    (ONE, _C("4.", "Pindah datang", "KK-A4"), _C("C.", "Hilang / rusak", "KTP-C"), _C("2.", "Rusak", "KIA-B2"), _C("C.", "KIA", "UBAH-C")),  # noqa: E501 - one row, one line
    (TWO, _C("5.", "WNI dari LN karena pindah", "KK-A5"), _C("1.", "Hilang", "KTP-C1"), None),
    (TWO, _C("6.", "Rentan adminduk", "KK-A6"), _C("2.", "Rusak", "KTP-C2"), _C("C.", "Perpanjangan ITAP", "KIA-C")),
    (ONE, _C("B.", "Perubahan data", "KK-B"), None, None),
    (TWO, _C("1.", "Menumpang dalam KK", "KK-B1"), _C("D.", "Perpanjangan ITAP", "KTP-D"), _C("D.", "Lainnya", "KIA-D")),  # noqa: E501 - one row, one line
    (ONE, _C("2.", "Peristiwa penting", "KK-B2"), None, None),
    (THREE, _C("3.", "Perubahan elemen data yang tercantum dalam KK", "KK-B3"), _C("E.", "Perubahan status kewarganegaraan", "KTP-E"), None),  # noqa: E501 - one row, one line
    (ONE, _C("C.", "Hilang / rusak", "KK-C"), _C("F.", "Luar domisili", "KTP-F"), None),
    (ONE, _C("1.", "Hilang", "KK-C1"), None, None),
    (ONE, _C("2.", "Rusak", "KK-C2"), _C("G.", "Transmigrasi", "KTP-G"), None),
)  # fmt: skip
CODES = frozenset(cell.code for _, *cells in ROWS for cell in cells if cell)
ATTACHMENTS = (
    "KK lama / KK rusak",
    "Buku nikah / kutipan akta perkawinan",
    "Kutipan akta perceraian",
    "Surat keterangan pindah",
    "Surat keterangan pindah luar negeri",
    "KTP-el rusak",
    "Dokumen perjalanan",
    "Surat keterangan hilang dari kepolisian",
    "Surat keterangan / bukti perubahan peristiwa kependudukan dan peristiwa penting",
    "SPTJM perkawinan / perceraian belum tercatat",
    "Akta kematian",
    "Surat pernyataan penyebab terjadinya hilang atau rusak",
    "Surat keterangan pindah dari Perwakilan RI",
    "Surat pernyataan bersedia menerima sebagai anggota keluarga",
    "Surat kuasa pengasuhan anak dari orang tua / wali",
    "Kartu izin tinggal tetap",
)
