"""Words about sending and receiving: why something waits or was refused, the clock, the lock of the Dinas."""

from __future__ import annotations

from collections.abc import Mapping

from station.problems.words import Words, moment_words
from sync.errors import Busy, ClockWrong, NotSealed, SyncError, Unreachable

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
_ASK = "Hubungi Dinas dan sebutkan kode itu."
WAITING: Mapping[str, str] = {  # why a packet still waits, by the code of its last try
    "": "Menunggu giliran",
    "unreachable": "Belum ada jaringan",
    "bad-address": "Alamat Dinas tidak dikenal",
    "old-certificate": "Sertifikat Dinas kedaluwarsa",
    "cut-off": "Terputus di tengah, dilanjutkan",
    "busy": "Dinas sedang sibuk, dicoba lagi",
    "clock-wrong": "Jam stasiun salah",
    "locked": "Stasiun ditutup Dinas",
    "out-of-turn": "Menunggu kiriman sebelumnya dari permohonan yang sama",
    "offset": "Dilanjutkan dari yang sudah sampai",
    "file-missing": "Berkas segel hilang dari disk, disegel ulang",
    "file-damaged": "Berkas segel rusak, disegel ulang",
    "bad-signature": "Jawaban tidak ditandatangani Dinas",
    "other-receipt": "Tanda terima bukan untuk kiriman ini",
    "malformed": "Jawaban tidak terbaca",
}
REFUSED: Mapping[str, Words] = {  # why the centre did not take it, and the step
    "old-epoch": Words("Dikirim dari salinan lama data stasiun.", "Administrator menyelaraskan stasiun di Dinas."),
    "not-in-journal": Words("Tindakan ini tidak ada di buku harian yang diketahui Dinas.", _ASK),
    "altered": Words("Isi berubah di jalan.", "Kirim lagi dengan F5; bila berulang, periksa disk."),
    "other-sender": Words("Disegel atas nama stasiun lain.", _ASK),
    "other-case": Words("Isi bukan milik permohonan yang tertulis.", _ASK),
    "other-content": Words("Nomor kiriman sudah dipakai untuk isi lain.", _ASK),
    "chain-gap": Words("Dinas belum menerima bagian sebelum ini.", "Jangan pulihkan cadangan; hubungi Dinas."),
    "chain-shorter": Words("Dinas mengetahui lebih banyak tindakan daripada stasiun ini.", "Data ini salinan lama."),
    "chain-forked": Words("Riwayat stasiun ini bercabang.", "Ada dua salinan; hentikan salah satu, hubungi Dinas."),
    "not-for-us": Words("Tidak dapat dibuka Dinas: kunci Dinas sudah berganti.", "Sinkronkan, lalu kirim lagi."),
    "not-announced": Words("Dinas belum diberi tahu tentang kiriman ini.", "Dikirim ulang sendiri."),
    "bad-request": Words("Permintaan tentang petugas tidak terbaca.", "Administrator mengulangi permintaannya."),
}


def sync_words(error: SyncError) -> Words:
    """Why sending or taking did not go through; work goes on in each case."""
    if isinstance(error, Unreachable):
        return Words(
            "Belum ada jaringan ke Dinas.", "Kerja berlanjut seperti biasa, semua tersimpan dan dikirim nanti."
        )
    if isinstance(error, ClockWrong):
        if not error.skew_s:
            return Words("Jam stasiun salah.", "Sertifikat Dinas di luar masa berlaku menurut jam ini. Betulkan jam.")
        return clock_off_words(error.skew_s, going=False)
    if isinstance(error, Busy):
        return Words("Dinas sedang sibuk.", "Dicoba lagi sendiri; tidak ada yang hilang.")
    if isinstance(error, NotSealed):
        return Words("Kiriman belum dapat disegel: ruang simpan penuh.", "Kosongkan ruang; data tetap tersimpan.")
    return Words(f"Dinas menolak kiriman ({error.code}).", "Data tetap di sini. Hubungi Dinas dengan kode itu.")


def clock_off_words(skew_s: float, *, going: bool = True) -> Words:
    """A clock that is `skew_s` seconds ahead of the Dinas; `going`: sending goes on by the centre's time.

    >>> clock_off_words(-3 * 86400.0).title
    'Jam komputer salah: 3 hari lebih lambat dari Dinas.'
    """
    way = "lebih cepat" if skew_s > 0 else "lebih lambat"
    then = "Pengiriman tetap jalan memakai jam Dinas. " if going else ""
    return Words(f"Jam komputer salah: {span_words(abs(skew_s))} {way} dari Dinas.", f"{then}Betulkan jam komputer.")


def span_words(seconds: float) -> str:
    """How long, in the largest unit that fits twice or is the smallest.

    >>> span_words(3), span_words(700), span_words(86400 * 5844)
    ('3 detik', '11 menit', '16 tahun')
    """
    for size, word in ((365 * DAY_S, "tahun"), (DAY_S, "hari"), (HOUR_S, "jam"), (MINUTE_S, "menit")):
        if seconds >= size:
            return f"{seconds // size:.0f} {word}"
    return f"{seconds:.0f} detik"


def waiting_words(reason: str, *, refused: bool = False) -> Words:
    """Why a packet waits, or was refused, and what now; a code nobody foresaw is shown as it is."""
    known = REFUSED.get(reason)
    if known is not None:
        return known
    if refused or reason not in WAITING:
        return Words(f"Ditolak Dinas ({reason}).", f"Data tetap di sini. {_ASK}")
    return Words(WAITING[reason], "Dikirim sendiri; Anda tidak perlu menunggu.")


def print_lock_words(since: str, reason: str) -> Words:
    """The lock of the Dinas on printing (M14)."""
    at = f" sejak {moment_words(since)}" if since else ""
    why = f": {reason.rstrip('.')}" if reason else ""
    return Words(f"Pencetakan dikunci Dinas{at}{why}.", "Perekaman tetap berjalan. Tanyakan Bidang Dafduk.")
