"""The chips of the statuses: the words that the stations use, held together by a test."""

from __future__ import annotations

from dataclasses import dataclass

from registry.lifecycle import Status


@dataclass(frozen=True, slots=True)
class Chip:
    """A word, the role of its colour, and the sign before it: a colour never speaks alone."""

    word: str
    role: str
    sign: str


_S = Status
CHIPS = {
    _S.NEW: Chip("Draf", "neu", "✎"),
    _S.INCOMPLETE: Chip("Berkas kurang", "warn", "▲"),
    _S.SUBMITTED: Chip("Menunggu verifikasi", "acc", "◷"),
    _S.RETURNED: Chip("Dikembalikan", "err", "↩"),
    _S.REJECTED: Chip("Ditolak", "neu", "✕"),
    _S.CANCELLED: Chip("Dibatalkan", "neu", "✕"),
    _S.VERIFIED: Chip("Diterima Dinas", "wait", "➤"),
    _S.RECEIVED: Chip("Diterima Dinas", "wait", "➤"),
    _S.IN_TRANSIT: Chip("Dalam perjalanan (SFE)", "wait", "↑"),
    _S.SEARCHING: Chip("Menunggu penunggalan", "wait", "◷"),
    _S.ADJUDICATED: Chip("Diperiksa Pusat", "wait", "◉"),
    _S.HELD: Chip("Ditahan, mirip orang lain", "warn", "◫"),
    _S.RERECORD: Chip("Perlu rekam ulang", "warn", "↻"),
    _S.RESEND: Chip("Perlu kirim ulang", "warn", "↑"),
    _S.DUPLICATE: Chip("Data ganda", "err", "◫"),
    _S.PRINT_READY: Chip("Siap cetak (PRR)", "ok", "▭"),
    _S.RELEASED: Chip("Siap cetak (PRR)", "ok", "▭"),
    _S.PRINT_APPROVED: Chip("Disetujui cetak", "ok", "✓"),
    _S.PRINTING: Chip("Sedang dicetak", "acc", "▤"),
    _S.PRINT_FAILED: Chip("Cetak gagal", "err", "✕"),
    _S.UNCERTAIN: Chip("Hasil belum pasti", "warn", "▲"),
    _S.PRINTED: Chip("Tercetak, periksa cip", "acc", "▭"),
    _S.CHIP_VERIFIED: Chip("Tercetak, siap kirim", "ok", "▭"),
    _S.SHIPPED: Chip("Dalam pengiriman", "acc", "➤"),
    _S.READY: Chip("Siap diserahkan", "ok", "✓"),
    _S.HANDED_OVER: Chip("Diserahkan", "ok", "✓"),
    _S.AWAITING_TTE: Chip("Menunggu TTE", "wait", "◷"),
    _S.KK_READY: Chip("KK siap cetak", "ok", "▤"),
    _S.OLD_WITHDRAWN: Chip("KK siap cetak", "ok", "▤"),
}


def chip_of(status: str) -> Chip:
    """The chip of a status as it stands in a row."""
    return CHIPS[Status(status)]
