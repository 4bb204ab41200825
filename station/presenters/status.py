"""The words, colours and next steps of a case's status: the only ones used on chips, filters, receipts and lists.

Role and glyph name a token and an icon of the theme; a colour never speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.lifecycle import Status
from registry.people import Presence, Resident, seventeenth_birthday
from registry.upstream import SiakStatus
from station.problems import day_words


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip shows: word, colour role, glyph; and beside it the plain meaning and the next step."""

    word: str
    role: str
    glyph: str
    meaning: str
    next_step: str


DRAFT = Chip("Draf", "neu", "pen", "belum diajukan, hanya di sini", "Lanjutkan perekaman")
NEVER_RECORDED = Chip("Belum pernah rekam", "neu", "ring", "NIK ada, belum direkam", "Buka KTP-el baru")
REFUSED_PACKET = Chip(
    "Kiriman bermasalah", "err", "x", "Dinas tidak dapat membuka kiriman", "Kirim ulang atau hubungi Dinas"
)
AT_CENTRE = Chip(
    "Diterima Dinas",
    "wait",
    "send",
    "sudah di Dinas, belum diteruskan ke Pusat",
    "Tunggu; > 3 hari tanya Dinas",
)
UNDER_AGE = Chip("Menunggu usia 17", "neu", "clock", "direkam lebih awal", "Cetak mulai tanggal ulang tahun")
AWAITING_SIAK = Chip("Menunggu SIAK", "wait", "clock", "nomor hanya dari SIAK", "Tunggu")
GONE = {
    Presence.DEAD: Chip("Meninggal", "neu", "x", "tercatat meninggal", "Tidak ada permohonan baru"),
    Presence.MOVED: Chip("Pindah keluar", "neu", "right", "tercatat pindah keluar", "Bila kembali: KK pindah datang"),
}
EXPIRED = Chip("Rilis kedaluwarsa", "warn", "clock", "izin cetak habis masa", "Minta rilis baru; terkirim sendiri")

_CHIPS = {
    Status.INCOMPLETE: Chip(
        "Berkas kurang", "warn", "doc", "menunggu berkas pemohon; waktu layanan berhenti", "Terima berkas"
    ),
    Status.SUBMITTED: Chip("Menunggu verifikasi", "acc", "clock", "menunggu petugas lain", "Tunggu verifikator"),
    Status.RETURNED: Chip("Dikembalikan", "err", "back", "perlu diperbaiki, alasan tertulis", "Perbaiki"),
    Status.REJECTED: Chip("Ditolak", "neu", "x", "selesai tanpa hasil, alasan tertulis", "Beri tahu pemohon"),
    Status.CANCELLED: Chip("Dibatalkan", "neu", "x", "selesai tanpa hasil, alasan tertulis", "Beri tahu pemohon"),
    Status.VERIFIED: Chip(
        "Terverifikasi, belum kirim", "acc", "up", "aman di sini, menunggu jaringan", "Terkirim sendiri"
    ),
    Status.RECEIVED: AT_CENTRE,
    Status.IN_TRANSIT: Chip(
        "Dalam perjalanan (SFE)",
        "wait",
        "up",
        "di jalur Dukcapil, biasanya 1–3 hari, bisa 20",
        "Tunggu; > 20 hari laporkan",
    ),
    Status.SEARCHING: Chip(
        "Menunggu penunggalan", "wait", "clock", "dicek apakah pernah direkam", "Tunggu, biasanya 1–3 hari"
    ),
    Status.ADJUDICATED: Chip(
        "Diperiksa Pusat", "wait", "eye", "petugas Pusat memutuskan", "Tunggu; laporkan setelah 7 hari"
    ),
    Status.HELD: Chip(
        "Ditahan, mirip orang lain", "warn", "people", "sidik jari mirip data lain di Siak", "Dinas memeriksa dua data"
    ),
    Status.RERECORD: Chip(
        "Perlu rekam ulang", "warn", "finger", "rekaman tidak terbaca", "Hubungi pemohon, rekam lagi"
    ),
    Status.RESEND: Chip(
        "Perlu kirim ulang", "warn", "up", "pencarian Pusat gagal, data baik", "Kirim ulang (tanpa pemohon)"
    ),
    Status.DUPLICATE: Chip(
        "Data ganda", "err", "people", "sudah ada rekaman lain", "Ajukan hapus data kedua lewat Dinas"
    ),
    Status.PRINT_READY: Chip("Siap cetak (PRR)", "ok", "card", "tunggal, boleh dicetak", "Menunggu persetujuan cetak"),
    Status.RELEASED: Chip("Siap cetak (PRR)", "ok", "card", "tunggal, boleh dicetak", "Menunggu persetujuan cetak"),
    Status.PRINT_APPROVED: Chip(
        "Disetujui cetak", "ok", "stamp", "rilis ada, menunggu meja cetak", "Di meja cetak UPTD"
    ),
    Status.PRINTING: Chip("Sedang dicetak", "acc", "printer", "blangko terpakai", "Catat hasil"),
    Status.PRINT_FAILED: Chip("Cetak gagal", "err", "printer", "blangko dibukukan rusak", "Izin percobaan kedua"),
    Status.UNCERTAIN: Chip(
        "Hasil belum pasti", "warn", "printer", "kartu disisihkan setelah gangguan", "Periksa fisik, catat hasil"
    ),
    Status.PRINTED: Chip("Tercetak, periksa cip", "acc", "card", "kartu jadi, cip belum dibaca", "Periksa cip"),
    Status.CHIP_VERIFIED: Chip(
        "Tercetak, siap kirim", "ok", "card", "kartu jadi, cip terbaca", "Kirim ke tempat ambil"
    ),
    Status.SHIPPED: Chip("Dalam pengiriman", "acc", "truck", "menuju tempat ambil", "Hitung saat tiba"),
    Status.READY: Chip("Siap diserahkan", "ok", "check", "kartu ada di sini", "Hubungi pemohon"),
    Status.HANDED_OVER: Chip("Diserahkan", "ok", "check", "selesai", "Tidak ada"),
    Status.AWAITING_TTE: Chip("Menunggu TTE", "wait", "stamp", "menunggu tanda tangan Kadis", "Tunggu"),
    Status.KK_READY: Chip("KK siap cetak", "ok", "doc", "PDF sah diterima", "Cetak apa adanya, tarik KK lama"),
    Status.OLD_WITHDRAWN: Chip("KK siap cetak", "ok", "doc", "KK lama sudah ditarik", "Serahkan KK baru"),
}


def chip(status: Status, *, receipted: bool = True, born: str = "", today: str = "") -> Chip:
    """The chip of a status; a verified case with the centre's receipt is already there, and a print-ready card of
    somebody born less than 17 years before `today` (ISO dates) waits for his birthday: for others the release comes
    at once.

    >>> chip(Status.VERIFIED, receipted=False).word
    'Terverifikasi, belum kirim'
    >>> chip(Status.VERIFIED).word
    'Diterima Dinas'
    >>> chip(Status.PRINT_READY, born="2010-01-02", today="2026-11-24").word
    'Menunggu usia 17'
    """
    if status is Status.VERIFIED and receipted:
        return AT_CENTRE
    if status is Status.PRINT_READY and born and today:
        first = seventeenth_birthday(date.fromisoformat(born)).isoformat()
        if today[:10] < first:
            return replace(UNDER_AGE, next_step=f"Cetak mulai {day_words(first)}")
    return _CHIPS[status]


_SIAK = {
    SiakStatus.UNREGISTERED: NEVER_RECORDED,
    SiakStatus.BIO_CAPTURED: Chip("Sudah direkam", "acc", "finger", "rekaman ada", "Lacak status"),
    SiakStatus.PROCESSING: Chip("Sudah direkam", "acc", "finger", "rekaman sedang diolah", "Lacak status"),
    SiakStatus.SENT_FOR_ENROLLMENT: _CHIPS[Status.IN_TRANSIT],
    SiakStatus.RECEIVED_AT_CENTRAL: _CHIPS[Status.SEARCHING],
    SiakStatus.ADJUDICATE_RECORD: _CHIPS[Status.ADJUDICATED],
    SiakStatus.ENROLL_FAILURE_AT_CENTRAL: _CHIPS[Status.RERECORD],
    SiakStatus.ENROLL_FAILURE_AT_REGIONAL: _CHIPS[Status.RERECORD],
    SiakStatus.SEARCH_FAILURE_AT_CENTRAL: _CHIPS[Status.RESEND],
    SiakStatus.DUPLICATE_RECORD: _CHIPS[Status.DUPLICATE],
    SiakStatus.PRINT_READY_RECORD: _CHIPS[Status.PRINT_READY],
    SiakStatus.SENT_FOR_CARD_PRINTING: _CHIPS[Status.PRINTING],
    SiakStatus.CARD_PRINTED: Chip("Tercetak", "acc", "card", "kartu jadi", "Tanyakan tempat ambil"),
    SiakStatus.CARD_SHIPPED: _CHIPS[Status.SHIPPED],
    SiakStatus.CARD_ISSUED: _CHIPS[Status.HANDED_OVER],
}


def siak_chip(status: SiakStatus) -> Chip:
    """The last KTP-el status of a resident, as SIAK answered it, in the words of our chips.

    >>> siak_chip(SiakStatus.CARD_ISSUED).word
    'Diserahkan'
    """
    return _SIAK[status]


def resident_chip(resident: Resident) -> Chip:
    """The last KTP-el status of a resident; of who died or moved away, only that."""
    return GONE[resident.presence] if resident.presence else siak_chip(resident.ktp_status)
