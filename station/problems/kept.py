"""Words for what was not taken, here or at the centre: every code that can be kept has its cause and its next step."""

from __future__ import annotations

from collections.abc import Mapping

from station.problems.words import Words

_CALL = "Data tetap di sini. Hubungi Dinas dengan kode itu."
_RECORD = "Buka Riwayat permohonan (Enter), lalu minta petugas yang berhak melakukannya lagi."

# what came from the centre and was not taken in here
_ARRIVED: Mapping[str, Words] = {
    "bad-item": Words("Satu kabar dari Dinas tidak terbaca di stasiun ini.", "Perbarui Loket, lalu hubungi Dinas."),
    "unknown-item": Words("Satu jenis kabar dari Dinas belum dikenal.", "Perbarui Loket di stasiun ini."),
    "nik-taken": Words(
        "Penduduk datang dengan NIK yang sudah dipakai orang lain di sini.",
        "Bandingkan keduanya di Penduduk, lalu laporkan ke Dinas; satu orang satu NIK.",
    ),
    "refused-by-table": Words(
        "Satu tindakan tidak sesuai urutan permohonan.",
        "Biasanya beres sendiri setelah tindakan sebelumnya tiba. Bila menetap 3 hari, hubungi Dinas.",
    ),
    "own-act-unknown": Words(
        "Dinas mengenal tindakan stasiun ini yang tidak ada di sini.",
        "Data ini salinan lama atau ada stasiun kembar. Pencetakan berhenti sampai dicocokkan; hubungi Dinas.",
    ),
    "unknown-signer": Words(
        "Penanda tangan satu tindakan belum dikenal di sini.", "Dicoba lagi sendiri begitu Dinas mengirim daftarnya."
    ),
    "receipt-of-no-packet": Words("Tanda terima datang untuk kiriman yang tidak ada di sini.", _CALL),
}
# what went to the centre and was refused there
_SENT: Mapping[str, Words] = {
    "wrong-role": Words("Petugasnya tidak berperan untuk tindakan itu.", _RECORD),
    "UnknownSigner": Words(
        "Dinas belum mengenal petugas yang menandatangani.", "Daftarkan petugas, lalu hubungi Dinas."
    ),
    "BadSignature": Words("Tanda tangan petugas tidak cocok.", _CALL),
    "PayloadMismatch": Words("Isi tindakan tidak cocok dengan tanda tangannya.", _CALL),
    "NotCanonical": Words("Bentuk tindakan tidak dikenal.", "Perbarui Loket, lalu hubungi Dinas."),
    "WrongRole": Words("Petugasnya tidak berperan untuk tindakan itu.", _RECORD),
    "BadNumber": Words("Nomor di tindakan itu tidak mungkin.", _CALL),
    "after-removal": Words(
        "Tindakan petugas yang sudah dicabut tiba setelah pencabutannya.", "Minta petugas lain melakukannya lagi."
    ),
    "after-term": Words(
        "Tindakan itu bertanggal di dalam masa tugas, peran atau kunci yang sudah berakhir.",
        "Minta petugas yang bertugas sekarang melakukannya lagi.",
    ),
    "other-station": Words("Tindakan itu ditulis untuk stasiun lain.", _CALL),
    "not-stock": Words("Satu baris persediaan tidak terbaca di Dinas.", _CALL),
    "no-such-step": Words(
        "Langkah itu tidak sesuai keadaan permohonan di Dinas.", "Buka Riwayat; ulangi dari langkah terakhir."
    ),
    "not-holder": Words("Permohonan itu sedang dipegang stasiun lain.", "Stasiun yang memegangnya melanjutkan."),
    "other-service": Words("Isi rekaman bukan untuk layanan itu.", _CALL),
    "same-person": Words("Perekam dan pemeriksa orang yang sama.", "Minta petugas lain memeriksa lagi."),
    "wrong-side": Words("Langkah itu bukan milik stasiun.", _CALL),
    "no-reason": Words("Alasan tertulis tidak ada.", "Ulangi langkahnya dengan alasan."),
    "unknown-service": Words("Layanan itu belum dikenal di Dinas.", "Tunggu Dinas memperbarui, lalu hubungi."),
    "unreadable": Words("Isi rekaman tidak terbaca di Dinas.", _CALL),
    "captures-missing": Words("Foto atau sidik jari tidak ikut terkirim.", "Rekam lagi bagian itu lewat Perbaiki."),
    "under-16": Words("Pemohon belum 16 tahun.", "KIA atau biodata masih bisa."),
    "under-17": Words("Pemohon belum 17 tahun dan belum kawin.", "Ajukan lagi setelah 17 tahun."),
    "over-17": Words("Pemohon sudah 17 tahun atau pernah kawin.", "Buka KTP-el baru."),
    "not-a-lookup": Words("Permintaan data itu tidak terbaca.", "Ambil dari Pusat lagi (F4 di Penduduk)."),
    "no-case": Words("Permintaan data tanpa permohonan.", "Ulangi dengan nomor permohonan."),
    "here": Words("Orang itu sudah ada di data kecamatan.", "Cari dengan NIK itu di Penduduk (F2)."),
    "case-ended": Words("Permohonan itu sudah selesai di Dinas.", "Buka permohonan baru bila masih perlu."),
    "too-many": Words("Batas permintaan data hari ini tercapai.", "Lanjutkan besok, atau tanyakan langsung ke Dinas."),
    "altered": Words("Kiriman berubah di jalan.", "Terkirim ulang sendiri; bila berulang, hubungi Dinas."),
    "other-sender": Words("Kiriman itu bertanda stasiun lain.", _CALL),
    "old-epoch": Words(
        "Kiriman dari masa sebelum stasiun ini dipulihkan atau dipindahkan.", "Hubungi Dinas untuk pencocokan."
    ),
    "other-case": Words("Kiriman berisi permohonan lain.", _CALL),
    "not-in-journal": Words("Tindakan itu tidak ada di buku stasiun menurut Dinas.", "Hubungi Dinas untuk pencocokan."),
    "not-a-packet": Words("Dinas tidak dapat membuka kiriman.", _CALL),
    "not-for-us": Words(
        "Kiriman tersegel untuk kunci Dinas yang lama.", "Sinkronkan lagi (F5); bila tetap, hubungi Dinas."
    ),
    "bad-manifest": Words("Daftar isi kiriman rusak.", _CALL),
    "bad-action": Words("Satu tindakan di kiriman tidak terbaca.", _CALL),
    "bad-signature": Words("Tanda tangan stasiun tidak cocok.", _CALL),
    "too-large": Words("Kiriman terlalu besar.", "Kecilkan gambar berkas lewat Perbaiki, lalu ajukan lagi."),
    "other-content": Words("Kiriman bernomor sama tetapi berisi lain.", _CALL),
    "bad-request": Words("Permintaan itu tidak terbaca di Dinas.", _CALL),
    "malformed": Words("Bentuk kiriman tidak dikenal.", "Perbarui Loket, lalu hubungi Dinas."),
}
WORDS: Mapping[str, Words] = {**_ARRIVED, **_SENT}
# What another event settles, or what stops printing: nobody marks these as seen to.
SETTLED_ELSEWHERE = frozenset({"own-act-unknown", "unknown-signer", "refused-by-table", "nik-taken"})


def kept_words(code: str) -> Words:
    """Why something was not taken, and what now; a code of a newer centre is shown as it is."""
    return WORDS.get(code, Words(f"Dinas menolak kiriman ({code}).", _CALL))


def came(code: str) -> bool:
    """Whether it came here and was not taken, else it was sent and refused."""
    return code in _ARRIVED
