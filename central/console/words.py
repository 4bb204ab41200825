"""Words and forms of the console: refusals, dates, numbers, masks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from central.console.chips import chip_of

WIB = timezone(timedelta(hours=7))  # Siak; the machine of a centre may keep another zone
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ROLES = {"uptd": "UPTD kecamatan", "dinas": "Dinas", "administrator": "Administrator"}
_MASK = "••••"

REFUSALS = {
    "wrong": "Nama, sandi atau kode tidak cocok. Kode hanya berlaku sekali; tunggu kode berikutnya, lalu coba lagi.",
    "shut": "Terkunci 15 menit karena 5 kali salah. Administrator dapat membuka lebih cepat.",
    "first-ended": "Sandi pertama sudah lewat waktunya. Mintalah yang baru kepada administrator.",
    "wrong-code": "Kode tidak cocok. Periksa jam ponsel, lalu ketik kode yang sedang tampil.",
    "code-used": "Kode itu sudah dipakai. Tunggu kode berikutnya.",
    "not-the-same": "Kedua sandi berbeda. Ketik sandi yang sama dua kali.",
    "short-password": "Sandi terlalu pendek. Pakai paling sedikit 12 huruf, misalnya empat kata.",
    "other-site": "Permintaan ini bukan dari halaman konsol, jadi tidak dijalankan. Buka konsol lagi.",
    "old-form": "Halaman ini sudah lama terbuka dan tidak berlaku lagi. Buka lagi, lalu ulangi.",
    "too-large": "Kiriman terlalu besar. Paling besar 16 MB.",
    "no-page": "Halaman ini tidak ada. Kembali ke awal.",
    "not-yours": "Halaman atau data ini tidak ada untuk akun Anda. Kembali ke awal.",
    "no-act": "Tindakan itu tidak ada di halaman ini. Tidak ada yang diubah.",
    "field-missing": "Ada isian yang masih kosong. Lengkapi, lalu ulangi.",
    "reason-missing": "Alasan belum ditulis. Tulis paling sedikit satu kalimat pendek.",
    "bad-field": "Ada isian yang tidak terbaca. Periksa angkanya, lalu ulangi.",
    "bad-account": "Nama akun memakai huruf kecil, angka, titik atau garis, mulai dengan huruf; nama lengkap wajib.",
    "bad-area": "Akun UPTD memerlukan satu kecamatan; akun lain tidak.",
    "account-taken": "Nama akun itu sudah ada. Pilih nama lain.",
    "no-account": "Akun itu tidak ada.",
    "own-account": "Akun sendiri tidak dapat diubah. Mintalah administrator lain.",
    "same-person": "Orang yang mengusulkan tidak dapat memutuskan. Mintalah petugas lain.",
    "decided": "Usulan ini sudah diputuskan. Tidak ada yang diubah.",
    "already-proposed": "Usulan untuk ini sudah menunggu orang kedua.",
    "no-such-step": "Berkas ini sudah berubah dan langkah itu tidak ada lagi. Buka lagi berkasnya.",
    "no-reference": "Referensi SIAK belum diisi. Tanpa itu tidak ada jawaban.",
    "unknown-case": "Nomor permohonan itu tidak ada. Periksa hurufnya, lalu ketik lagi.",
    "unknown-entry": "Catatan itu tidak ada lagi. Buka lagi halamannya.",
    "open": "Jawaban untuk permohonan ini sudah menunggu petugas kedua.",
    "not-open": "Catatan ini sudah selesai. Tidak ada yang diubah.",
    "differs": "Berbeda dari pembacaan pertama. Baca lagi layar SIAK; bila yang pertama salah, tarik.",
    "file-too-large": "Berkas terlalu besar. Bagi menjadi beberapa berkas.",
    "file-too-many": "Berkas lebih dari 20.000 baris. Bagi menjadi beberapa berkas.",
    "file-not-text": "Berkas bukan teks UTF-8. Simpan lagi sebagai CSV UTF-8 atau XLSX.",
    "file-not-csv": "Jumlah kolom tidak sama di semua baris. Simpan lagi dari SIAK tanpa mengubahnya.",
    "file-not-xlsx": "Berkas XLSX rusak atau terkunci sandi. Simpan lagi, lalu muat ulang.",
    "file-active": "Berkas memuat makro, tautan, atau isian aktif dan tidak dibaca. Simpan sebagai CSV.",
    "file-formula": "Berkas memuat rumus dan tidak dibaca. Simpan nilainya saja, atau sebagai CSV.",
    "file-no-columns": "Kolom NIK dan STAT_KTP harus ada, dan tidak ada kolom bernama sama.",
    "file-no-rows": "Berkas tidak memuat baris.",
    "too-many": "Terlalu banyak berkas untuk satu unduhan. Persempit saringannya.",
    "not-agreed": "Daftar bernama ini belum disetujui, atau izinnya sudah lewat satu hari. Minta lagi.",
    "not-counted": "Jumlah berbeda dari yang dikirim. Tulis alasannya dengan satu kalimat.",
    "own-count": "Yang mengirim tidak dapat menghitung penerimaan, dan kiriman dihitung sekali saja.",
    "no-other": "Berkas pembanding tidak ditemukan. Tulis nomornya seperti D-2611-0001, bukan nomor berkas ini.",
    "not-now": "Pusat sedang tidak dapat menyimpan. Tidak ada yang diubah. Tunggu sebentar, lalu ulangi.",
    "only-upstream": "Penunggalan dan siap cetak hanya dari SIAK. Tidak ada yang diubah.",
}


def refusal(code: str) -> str:
    """What is said, and what to do now."""
    return REFUSALS.get(code, f"Tidak dapat dikerjakan ({code}). Tidak ada yang diubah.")


def when(stamp: str) -> str:
    """Day and time in Siak.

    >>> when("2026-11-24T03:42:07.120Z"), when("")
    ('24 Nov 2026 10.42', '—')
    """
    if not stamp:
        return "—"
    at = datetime.fromisoformat(stamp).astimezone(WIB)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} {at:%H.%M}"


def day(stamp: str) -> str:
    """The day in Siak of a stamp, or of an ISO date.

    >>> day("2026-11-24T18:42:07Z"), day("2026-11-24")
    ('25 Nov 2026', '24 Nov 2026')
    """
    at = datetime.fromisoformat(stamp)
    at = at.astimezone(WIB) if at.tzinfo else at
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def days_between(since: str, now: str) -> int:
    """Whole days from one stamp to another.

    >>> days_between("2026-11-20T00:00:00Z", "2026-11-24T03:42:07Z")
    4
    """
    return (datetime.fromisoformat(now) - datetime.fromisoformat(since)).days if since else 0


def number(value: int) -> str:
    """Digits in groups, as one writes them here.

    >>> number(41206)
    '41.206'
    """
    return f"{value:,}".replace(",", ".")


def groups(digits: str) -> str:
    """A NIK or a KK number in fours.

    >>> groups("1408065203090004")
    '1408 0652 0309 0004'
    """
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def mask_number(digits: str) -> str:
    """What may be seen of a NIK or a KK number: the kecamatan and the last two digits.

    >>> mask_number("1408065203090004"), mask_number("")
    ('1408 06•• •••• ••04', '—')
    """
    return groups(digits[:6] + "•" * (len(digits) - 8) + digits[-2:]) if digits else "—"


def mask_name(name: str) -> str:
    """The first letter of each word.

    >>> mask_name("SUHAILA MARDIANI")
    'S•••• M••••'
    """
    return " ".join(word[0] + _MASK for word in name.split()) or "—"


def local_day_start(iso: str) -> str:
    """When a day begins in Siak, as a UTC stamp; raises ValueError for what is no date.

    >>> local_day_start("2026-11-24")
    '2026-11-23T17:00:00.000Z'
    """
    at = datetime.fromisoformat(iso).replace(tzinfo=WIB).astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


FILTERS = {
    "when": when,
    "day": day,
    "number": number,
    "groups": groups,
    "mask_number": mask_number,
    "mask_name": mask_name,
    "chip": chip_of,
}
