"""Words for what is not part of a case: look-ups at the centre, and files of residents. As in station.problems: the
cause, then the next step. Kept apart from it for size alone."""

from __future__ import annotations

from registry.intake import MOST_ROWS, FileRefused
from station.problems import Words

WAITING = "Menunggu jaringan; dicatat dan dijawab saat tersambung."

_LOOKUPS = {
    "no-case": Words("Belum ada permohonan terbuka dengan nomor itu.", "Tulis nomor permohonan, seperti D-2611-0418."),
    "case-ended": Words("Permohonan itu sudah selesai.", "Pakai nomor permohonan yang masih terbuka."),
    "no-reason": Words("Alasan belum ditulis.", "Tulis mengapa data orang ini diperlukan."),
    "here": Words("Orang ini sudah ada di data kecamatan.", "Cari dengan NIK itu di Penduduk (F2)."),
    "too-many": Words("Batas permintaan hari ini tercapai.", "Lanjutkan besok, atau tanyakan langsung ke Dinas."),
    "not-holder": Words("Permohonan itu sedang di stasiun lain.", "Stasiun yang memegangnya yang boleh bertanya."),
}
_FILES = {
    "unreadable": Words("Berkas tidak dapat dibaca.", "Periksa nama dan haknya."),
    "too-large": Words("Berkas lebih besar dari 64 MB.", "Bagi per kampung."),
    "not-text": Words("Berkas bukan teks UTF-8.", "Simpan lagi sebagai CSV UTF-8."),
    "not-csv": Words("Baris tidak utuh sebagai CSV.", "Periksa tanda kutip dan jumlah kolom di baris itu."),
    "no-columns": Words("Kolom tidak lengkap.", "Pakai nama kolom BIODATA_WNI dari SIAK."),
    "no-rows": Words("Berkas tidak berisi penduduk."),
    "too-many": Words(f"Lebih dari {MOST_ROWS} baris.", "Bagi per kampung."),
    "no-area": Words("Stasiun ini tidak punya kecamatan.", "Impor di stasiun kecamatan."),
}
_ROWS = {
    "formula": "berisi rumus",
    "empty": "kosong",
    "too-long": "terlalu panjang",
    "control": "berisi tanda yang tidak tercetak",
    "nik": "NIK tidak mungkin",
    "kk": "nomor KK tidak mungkin",
    "date": "bukan tanggal",
    "sex": "bukan 1 atau 2",
    "code": "kode tidak ada di daftar",
    "village": "kampung tidak ada di daftar wilayah",
    "elsewhere": "di luar kecamatan ini",
    "twice": "NIK sudah ada di baris",
}
_IMPORTS = {
    "no-bast": Words("Nomor BAST belum ada.", "Tulis nomornya, seperti 470/12/BAST/2026."),
    "bast-used": Words("Nomor BAST ini sudah dipakai untuk impor lain.", "Periksa berita acaranya."),
    "file-used": Words("Berkas ini sudah pernah diimpor.", "Tidak ada yang diubah."),
    "nothing-new": Words("Tidak ada baris yang baru atau berubah.", "Lihat alasan per baris di laporan."),
}


def lookup_words(code: str) -> Words:
    """Why nobody is looked up, here or by the centre."""
    return _LOOKUPS.get(code, Words("Dinas menolak permintaan ini.", "Periksa nomor dan permohonan, lalu ulangi."))


def file_words(error: FileRefused) -> Words:
    """Why a file is not read."""
    words = _FILES[error.code]
    where = f" Baris {error.line}." if error.line else ""
    detail = f" ({error.detail})" if error.detail else ""
    return Words(f"{words.title.removesuffix('.')}{detail}.{where}", words.text)


def row_words(code: str, column: str, detail: str) -> str:
    """Why a row is refused, for the report.

    >>> row_words("twice", "NIK", "7"), row_words("nik", "NIK", "day")
    ('NIK: NIK sudah ada di baris 7', 'NIK: NIK tidak mungkin')
    """
    shown = f" {detail}" if code in ("twice", "elsewhere", "village") and detail else ""
    return f"{column}: {_ROWS[code]}{shown}"


def import_words(code: str) -> Words:
    """Why nothing is taken in."""
    return _IMPORTS[code]
