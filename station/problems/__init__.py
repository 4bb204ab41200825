"""The one place that turns faults and failed rules into words: what happened, why, what now. Indonesian first.

Errors of the store are known here by name only: this module lies below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from biometrics.errors import BiometricsError
from devices.errors import CaptureRetry, DeviceError, DeviceFault
from registry.case import NotAllowed
from registry.errors import Problem
from registry.ledgers import LedgerRefused
from registry.people import Presence
from registry.releases import ReleaseRefused
from registry.stock import StockRefused
from station.problems.data import (
    clock_words_of,
    damaged_words,
    going_back_words,
    keeping_words,
    lost_slots_words,
    restored_words,
    room_words,
    store_words,
    tries_words,
)
from station.problems.families import family_words, gone_words, here_words, rival_words, taken_words
from station.problems.numbers import number_words
from station.problems.wire import clock_off_words, print_lock_words, span_words, sync_words, waiting_words
from station.problems.words import MONTHS, Words, moment_words

__all__ = [
    "FINGER_CURES",
    "KINDS",
    "MONTHS",
    "Words",
    "biometrics_words",
    "clock_off_words",
    "clock_words_of",
    "damaged_words",
    "day_words",
    "device_words",
    "family_words",
    "field_words",
    "going_back_words",
    "gone_words",
    "here_words",
    "keeping_words",
    "ledger_words",
    "lost_slots_words",
    "moment_words",
    "number_words",
    "officer_words",
    "print_lock_words",
    "refusal_words",
    "release_words",
    "restored_words",
    "rival_words",
    "room_words",
    "service_words",
    "span_words",
    "stock_words",
    "store_words",
    "sync_words",
    "taken_words",
    "tries_words",
    "waiting_words",
]


KINDS = {
    "camera": ("Kamera", "kabel USB"),
    "signature": ("Papan tanda tangan", "kabel serial"),
    "fingerprint": ("Pemindai jari", "kabel serial"),
    "printer": ("Pencetak kartu", "kabel jaringan"),
    "paper": ("Pencetak kertas", "kabel jaringan"),
}
_AGAIN = "lalu Coba lagi (F5). Isian lain tersimpan; halaman ini tetap terbuka."


def device_words(kind: str, error: DeviceError, again: str = _AGAIN) -> Words:
    """A fault of a device of a kind: camera, signature, fingerprint or printer; `again` is what to do in the end."""
    name, cable = KINDS[kind]
    if isinstance(error, CaptureRetry):
        return Words(_RETRY.get(error.reason, "Pengambilan belum berhasil."), "Coba lagi (F5).")
    if isinstance(error, DeviceFault):
        return _FAULTS.get(error.reason, Words(f"{name} melaporkan gangguan: {error.reason}.", "Panggil teknisi."))
    reasons = {
        "not-found": Words(f"{name} tidak ditemukan.", f"Periksa {cable} dan daya, {again}"),
        "port-busy": Words(f"{name} sedang dipakai program lain.", f"Tutup program itu, {again}"),
        "access-denied": Words(f"{name} tidak boleh dibuka.", "Teknisi memberi hak pada port ini di Perangkat."),
        "disconnected": Words(f"{name} terlepas.", f"Pasang lagi, {again}"),
        "timeout": Words(f"{name} tidak menjawab.", f"Periksa {cable}, {again}"),
    }
    other = Words(f"{name} menjawab tidak jelas.", f"Cabut dan pasang {cable}, {again}")
    return reasons.get(error.reason, other)


_RETRY = {
    "no-finger": "Belum ada jari di kaca.",
    "fake-finger": "Pemindai mengira ini bukan jari. Bersihkan kaca dan jari.",
    "too-fast": "Jari terlalu cepat diangkat. Tahan sampai skor tampil.",
    "frozen-frame": "Gambar kamera berhenti bergerak.",
    "damaged-frame": "Gambar kamera rusak.",
}
_FAULTS = {
    "fuser-over-temp": Words("Pencetak terlalu panas.", "Pencetak beristirahat sendiri; pencetakan lanjut setelahnya."),
    "marker-supply-missing": Words("Pita tidak terpasang.", "Pasang pita, lalu Lanjutkan (F5)."),
    "output-area-full": Words("Baki keluar penuh.", "Ambil kartu dari baki keluar, lalu Lanjutkan (F5)."),
    "marker-supply-empty": Words(
        "Pita habis.", "Kartu belum dicetak, blangko masih utuh. Ganti pita, lalu Lanjutkan (F5)."
    ),
    "media-empty": Words("Wadah kartu kosong.", "Isi blangko, lalu Lanjutkan (F5)."),
    "media-needed": Words("Wadah kartu kosong.", "Isi blangko, lalu Lanjutkan (F5)."),
    "media-jam": Words(
        "Kartu macet di pencetak.",
        "Buka tutup depan, keluarkan kartu, tutup lagi. Setelah itu Anda ditanya keadaan kartunya.",
    ),
    "cover-open": Words("Tutup pencetak terbuka.", "Tutup rapat, lalu Lanjutkan (F5)."),
    "door-open": Words("Pintu pencetak terbuka.", "Tutup rapat, lalu Lanjutkan (F5)."),
}

FINGER_CURES = {
    "too-dry": ("terlalu kering", "Minta pemohon mengusap jari ke dahi atau lap lembap, lalu tempel lagi."),
    "too-wet": ("terlalu basah", "Lap jari dan kaca sampai kering, lalu tempel lagi."),
    "partial": ("hanya sebagian", "Letakkan ruas ujung jari di tengah kaca, rata."),
    "blank": ("belum ada jari", "Tempelkan jari di kaca."),
    "not-a-finger": ("bukan jari", "Tempelkan jari yang diminta, rata dan diam."),
    "unclear": ("kurang jelas", "Bersihkan kaca, tekan sedang, tahan diam."),
    "another": ("sama dengan jari lain", "Tempelkan jari yang diminta."),
}


def refusal_words(error: NotAllowed) -> Words:
    """Why the table does not allow an act."""
    return {
        "same-person": Words("Masukan Anda sendiri, diperiksa petugas lain.", "Minta petugas lain melanjutkan."),
        "deceased": gone_words(Presence.DEAD),
        "moved": gone_words(Presence.MOVED),
        "other-service": Words("Langkah ini bukan untuk layanan ini.", "Buka lagi dari daftar Permohonan."),
        "wrong-role": Words("Peran Anda tidak untuk langkah ini.", "Minta petugas dengan peran itu."),
        "no-reason": Words("Alasan belum ditulis.", "Tulis alasannya, lalu ulangi."),
        "locked": Words("Layar sudah dikunci.", "Buka kuncinya, lalu ulangi."),
        "not-holder": Words("Permohonan ini sedang dipegang stasiun lain.", "Tunggu sampai dikirim ke sini."),
    }.get(error.code, Words("Langkah ini tidak sesuai keadaan permohonan.", "Buka lagi dari daftar Permohonan."))


def day_words(iso: str) -> str:
    """An ISO date, short: 12 Mar 2027; "" as a dash."""
    day = date.fromisoformat(iso[:10]) if iso else None
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "–"


def release_words(error: ReleaseRefused) -> Words:
    """Why nothing may be printed."""
    return {
        "broken-chain": Words("Rilis tidak sah: tanda tangan Dinas tidak cocok.", "Jangan cetak; hubungi Dinas."),
        "wrong-station": Words("Rilis ini untuk stasiun lain.", "Kartu dicetak di stasiun yang tertulis di rilis."),
        "other-data": Words("Data kartu berbeda dengan rilis.", "Jangan cetak; minta rilis baru dari Dinas."),
        "expired": Words("Rilis kedaluwarsa.", "Minta rilis baru; terkirim sendiri setelah disetujui Dinas."),
        "early": Words(f"Belum waktunya dicetak; mulai {day_words(error.since)}."),
        "under-17": Words("Menunggu usia 17.", f"Direkam lebih awal; cetak mulai {day_words(error.since)}."),
        "spent": Words("Kartu untuk rilis ini sudah ada.", "Cetak ulang memerlukan rilis baru dari Dinas."),
        "no-attempts": Words("Percobaan cetak rilis ini habis.", "Minta rilis baru dari Dinas."),
        "locked": print_lock_words(error.since, error.reason),
        "forged-history": Words(
            "Riwayat permohonan ini tidak sah: ada tanda tangan yang tidak cocok.", "Jangan cetak; hubungi Dinas."
        ),
        "not-reconciled": restored_words(error.since),
    }[error.code]


def stock_words(error: StockRefused) -> Words:
    """Why the ledger of blanks refuses."""
    return {
        "no-label": Words("Label blangko tidak dikenal.", "Ketik seperti B26-0417 / 00162."),
        "not-on-hand": Words(
            "Blangko ini tidak ada di persediaan.", "Periksa label, atau catat penerimaannya di Blangko."
        ),
        "already-bound": Words("Blangko ini sudah dipakai.", "Ambil blangko lain."),
        "not-bound": Words("Blangko ini bukan untuk permohonan ini.", "Periksa label."),
        "no-reason": Words("Alasan belum ditulis.", "Tulis mengapa blangko rusak atau hilang."),
        "deferred": Words("Ditunda: blangko kurang.", "Hanya pemula dan kartu pertama yang dicetak sekarang."),
        "overlap": Words("Nomor ini sudah pernah diterima.", "Periksa batch dan nomor pertama."),
    }[error.code]


def ledger_words(error: LedgerRefused) -> Words:
    """Why the book of withdrawn cards, ribbon or film refuses."""
    return {
        "no-such-flow": Words("Gerak ini tidak ada untuk barang itu.", "Pilih gerak lain."),
        "no-count": Words("Jumlah belum diisi.", "Tulis jumlah dengan angka, paling sedikit 1."),
        "no-reference": Words("Nomor berita acara belum diisi.", "Tulis nomor BAST atau BA pemusnahan."),
        "no-reason": Words("Alasan belum ditulis.", "Tulis alasannya, lalu ulangi."),
        "no-owner": Words("Permohonan asal kartu belum disebut.", "Sebut nomor permohonan kartu yang ditarik."),
        "not-there": Words("Lebih banyak daripada yang ada.", "Hitung lagi, lalu betulkan jumlahnya."),
    }[error.code]


_ASK_AGAIN = "Perbaiki di Ubah peran atau Tambah, lalu kirim lagi."


def officer_words(code: str) -> Words:
    """Why an officer is not asked for, changed or removed: the desk's keyword or the centre's."""
    return {
        "own-role": Words("Peran dan masa tugas sendiri tidak dapat diubah.", "Minta administrator lain."),
        "last-administrator": Words(
            "Anda administrator terakhir di stasiun ini.",
            "Tanpa administrator tidak ada yang dapat menambah petugas. Tambah administrator lain dulu.",
        ),
        "known-handle": Words("Nama masuk ini sudah dipakai di stasiun ini.", "Pilih nama masuk lain."),
        "bad-handle": Words("Nama masuk tidak dapat dipakai.", "Huruf kecil dan angka, diawali huruf, seperti rina."),
        "no-name": Words("Nama belum diisi.", "Tulis nama lengkap menurut SK."),
        "bad-nip": Words("NIP harus 18 angka.", "Kosongkan bila bukan ASN."),
        "no-decree": Words("Nomor SK belum diisi.", "Peran diberikan dengan SK; nomornya ada di surat itu."),
        "no-role": Words("Belum ada peran.", "Pilih paling sedikit satu peran."),
        "bad-date": Words(
            "Tanggal akhir tugas tidak dapat dipakai.", "Ketik seperti 31-12-2026; jangan tanggal lampau."
        ),
        "no-such-officer": Words("Petugas ini tidak ada di stasiun ini.", "Muat ulang daftar, lalu pilih lagi."),
        "no-reason": Words("Alasan belum diisi.", "Tulis alasan pencabutan."),
        "wrong-role": Words("Peran Anda tidak untuk langkah ini.", "Minta administrator."),
        "locked": Words("Layar sudah dikunci.", "Buka kuncinya, lalu ulangi."),
        "stopped": Words(
            "Penggantian kunci data dihentikan.", "Petugas sudah tidak dapat masuk; ganti kunci dengan F5."
        ),
        "busy": Words(
            "Kunci data belum diganti: program lain membuka data stasiun.", "Tutup program itu, lalu ganti kunci (F5)."
        ),
        "key-waits": Words(
            "Kunci data belum diganti setelah petugas dicabut.",
            "Salinan data miliknya masih dapat dibuka. Ganti kunci data (F5).",
        ),
        "old-copies": Words("", "Cadangan sebelum itu masih terbuka dengan kunci lama. Buat cadangan baru."),
        "key-taken": Words("Ditolak Dinas: kunci ini milik petugas lain.", "Beri sandi awal baru (F9)."),
        "nip-taken": Words(
            "Ditolak Dinas: NIP ini sudah punya nama masuk lain.", "Pakai nama masuk yang sama di semua stasiun."
        ),
        "other-person": Words("Ditolak Dinas: nama masuk ini milik orang lain.", "Pilih nama masuk lain."),
        "no-proposal": Words("Ditolak Dinas: permintaan ini tidak dikenal.", "Beri sandi awal baru (F9)."),
        "no-administrator": Words("Ditolak Dinas: yang meminta bukan administrator lagi.", _ASK_AGAIN),
        "bad-signature": Words("Ditolak Dinas: tanda tangan tidak cocok.", "Beri sandi awal baru (F9)."),
        "short": Words("Sandi terlalu pendek.", "Paling sedikit 10 huruf; beberapa kata lebih mudah diingat."),
        "same": Words("Itu sandi awal.", "Pilih sandi lain yang hanya Anda tahu."),
        "name": Words("Sandi memuat nama masuk Anda.", "Pilih sandi yang tidak dapat ditebak."),
        "not-invited": Words("Undangan ini tidak berlaku lagi.", "Minta sandi awal baru kepada administrator."),
    }.get(code, Words(f"Ditolak Dinas ({code}).", _ASK_AGAIN))


def biometrics_words(error: BiometricsError) -> Words:
    """A picture that shows nothing usable, or the engine that judges fingers."""
    again = Words("Mesin nilai jari terhenti.", "Coba lagi (F5): mesin dijalankan ulang. Isian lain tersimpan.")
    return {
        "too-small": Words("Gambar kamera terlalu kecil.", "Pilih kamera lain di Perangkat, lalu ulangi."),
        "too-noisy": Words("Foto terlalu gelap dan berbintik.", "Tambah cahaya, lalu ambil lagi (F5)."),
    }.get(error.code, again)


def field_words(problem: Problem) -> str:
    """What is wrong with one field."""
    facts: Mapping[str, str] = problem.facts
    if problem.code == "nik-differs" and problem.field == "birth_date":
        return (
            f"Tanggal lahir {facts['typed']} berbeda dengan NIK ({facts['nik']}). "
            "NIK tidak berubah; pastikan akta, lalu lanjut."
        )
    if problem.code == "digits":
        return f"Nama berisi angka {facts['digit']}. Mungkin: {facts['suggestion']}?"
    if problem.code == "too-long":
        return f"Terlalu panjang: {facts['have']} huruf, paling banyak {facts['limit']}."
    return {
        "empty": "Belum diisi. Isi sesuai dokumen.",
        "nik-differs": "Berbeda dengan NIK. Pastikan akta, lalu lanjut.",
        "not-latin": "Nama hanya huruf Latin. Tulis seperti di akta.",
        "title": f"{facts.get('titles', '')} adalah gelar. Gelar punya kolom sendiri di F-1.01; boleh lanjut.",
        "abbreviation": f"Disingkat: {facts.get('words', '')}. Nama baru ditulis lengkap; nama lama tetap.",
        "place-form": _place_words(facts.get("suggestion", "")),
        "by-rule": f"Tanggal tidak diketahui, dicatat {facts.get('date', '')} menurut aturan.",
        "not-letters": "Ada tanda baca. Nama baru hanya huruf dan spasi (Permendagri 73/2022).",
        "one-word": "Nama satu kata. Nama baru paling sedikit dua kata; nama lama tetap.",
        "no-date": "Bukan tanggal. Ketik seperti 12-03-2009.",
        "in-future": "Tanggal lahir di masa depan. Periksa tahunnya.",
        "no-code": "Pilih dari daftar.",
        "three-digits": "Tiga angka, seperti 003.",
        "five-digits": "Lima angka, seperti 28671.",
        "no-village": "Kampung ini tidak ada di daftar wilayah.",
        "no-phone": "Nomor telepon tidak lazim. Boleh lanjut.",
    }.get(problem.code, "Periksa isian ini.")


def _place_words(suggestion: str) -> str:
    named = f"Mungkin: {suggestion}?" if suggestion else "Luar negeri: kota, negara."
    return f"Sejak 2024 ditulis dengan Kabupaten atau Kota. {named}"


def service_words(problem: Problem) -> str:
    """Why a resident may not ask for a service now."""
    facts = problem.facts
    if problem.code == "ever-recorded":
        place = f" di {facts['place']}" if facts["place"] else ""
        on = f" {day_words(facts['on'])}" if facts["on"] else ""
        return (
            f"Sudah direkam{on}{place} ({facts['status']}). Perekaman penuh ditutup. "
            "Lacak status, atau ajukan hilang, rusak atau perubahan."
        )
    if problem.code == "printed-at-17":
        return f"Direkam sekarang, dicetak mulai {day_words(facts['from'])}."
    return {
        "has-number": "Sudah punya NIK, jadi biodata pertama tidak perlu.",
        "no-foreigner": "Hanya untuk orang asing dengan izin tinggal tetap.",
        "foreigner": "Orang asing memakai layanan KTP-el orang asing.",
        "deceased": "Tercatat meninggal. Tidak ada permohonan baru; riwayatnya tetap dapat dilihat.",
        "moved": "Tercatat pindah keluar. Bila kembali, buka KK pindah datang dengan SKP.",
        "never-recorded": "Belum pernah direkam, jadi belum ada KTP-el. Buka KTP-el baru.",
        "under-16": f"Belum 16 tahun (umur {facts.get('age', '')}). KIA atau biodata masih bisa.",
        "under-17": f"Belum 17 tahun (umur {facts.get('age', '')}) dan belum kawin.",
        "over-17": f"Sudah 17 tahun atau pernah kawin (umur {facts.get('age', '')}). Buka KTP-el baru.",
    }.get(problem.code, "Layanan ini belum bisa untuk penduduk ini.")
