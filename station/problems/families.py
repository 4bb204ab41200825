"""Words for what does not hold in a family, and for who cannot be served any more."""

from __future__ import annotations

from collections.abc import Mapping

from registry.errors import Problem
from registry.people import Presence
from station.problems.numbers import number_words
from station.problems.words import Words

OF_NUMBERS = frozenset({"regency-historic", "district-unknown", "sex-differs", "birth-differs"})


def family_words(problem: Problem) -> str:
    """What does not hold in a family, beside the member it is about."""
    if problem.code in OF_NUMBERS:
        return number_words(problem)
    facts: Mapping[str, str] = problem.facts
    own = {
        "other-card": f"NIK ini masih di KK lain ({facts.get('kk', '')}). Satu orang satu KK; periksa KK asalnya.",
        "young-marriage": f"Kawin pada umur {facts.get('age', '')}. Pastikan dispensasi pengadilan (UU 16/2019).",
        "young-head": f"Kepala keluarga berumur {facts.get('age', '')}. Pastikan walinya.",
        "spouse-not-married": f"Suami atau istri berstatus {facts.get('marital', '')}. Ubah status kawin (Enter).",
        "sex-of-relation": f"Jenis kelamin tidak cocok dengan {facts.get('relation', '')}. Periksa akta.",
        "same-sex-as-head": f"Jenis kelamin sama dengan kepala keluarga {facts.get('head', '')}. Periksa akta.",
        "head-not-married": f"Berstatus {facts.get('marital', '')}, padahal ada {facts.get('spouse', '')}. "
        "Ubah status kawin (Enter).",
        "older-than-parent": f"Lebih tua dari kepala keluarga {facts.get('head', '')}. Periksa akta atau SHDK.",
        "close-to-parent": f"Umur berdekatan dengan {facts.get('head', '')}. Pastikan akta.",
        "younger-than-child": f"Orang tua lebih muda dari {facts.get('head', '')}. Periksa akta atau SHDK.",
        "bereaved": f"{facts.get('spouse', '')} meninggal: status kawin menjadi Cerai Mati. Ubah status kawin (Enter).",
        "leaves-headless": f"Kepala keluarga di KK {facts.get('kk', '')}, dan anggota lain tinggal di sana. "
        "Ganti kepala KK itu lebih dulu, atau tambahkan semuanya (Ctrl+T).",
        "split-under-17": f"Umur {facts.get('age', '')}: KK sendiri mulai 17 tahun atau kawin. Urungkan (Ctrl+Z).",
    }
    return own.get(problem.code) or {
        "two-heads": "KK ini akan punya dua kepala keluarga. Pilih satu, atau pisahkan ke KK baru (F4).",
        "no-head": "KK ini tidak akan punya kepala keluarga. Pilih satu: ubah SHDK-nya (Enter).",
        "empty": "Tidak ada lagi anggota di KK ini. Urungkan (Ctrl+Z).",
        "two-husbands": "Sudah ada suami di KK ini. Periksa SHDK-nya (Enter).",
        "last-member": "Tidak ada yang tinggal di KK ini. KK yang kosong ditutup lewat pelaporan kematian atau F-1.03, "
        "bukan diterbitkan lagi. Urungkan (Ctrl+Z).",
        "nobody-yet": "Belum ada anggota di KK baru. Tambah anggota (Ctrl+T).",
        "deceased": "Tercatat meninggal. Periksa NIK-nya, lalu urungkan (Ctrl+Z).",
        "no-address": "Alamat KK baru belum diisi. Isi alamatnya (F8).",
        "not-new": "Layanan ini untuk KK yang belum ada. Pilih layanan lain.",
        "same-head": "Kepala keluarga belum berganti. Keluarkan kepala lama (Del), lalu ubah SHDK kepala baru (Enter).",
        "no-marriage": "Keluarga baru berdiri dari perkawinan atau perceraian. Ubah status kawin (Enter), "
        "atau pakai Pisahkan ke KK baru di KK asalnya.",
        "nobody-numbered": "SKP menyebut NIK tiap orang yang pindah. Isi NIK paling sedikit satu anggota.",
        "arrival-without-nik": "Belum ber-NIK. Periksa SKP: yang pindah datang biasanya sudah punya NIK.",
        "not-citizen": "Bukan WNI. Layanan ini untuk WNI dari luar negeri; urungkan (Ctrl+Z).",
        "has-card": "Sudah tercatat di KK lain, jadi bukan rentan adminduk. Urungkan (Ctrl+Z).",
        "twice": "NIK ini sudah ada di KK ini. Urungkan (Ctrl+Z).",
    }.get(problem.code, "Periksa anggota ini.")


def gone_words(presence: Presence) -> Words:
    """Why who died or moved away asks for nothing more."""
    if presence is Presence.DEAD:
        return Words("Penduduk ini tercatat meninggal.", "Tidak ada permohonan baru; riwayatnya tetap dapat dilihat.")
    return Words("Penduduk ini tercatat pindah keluar.", "Bila kembali, buka KK pindah datang dengan SKP.")


def taken_words(holder: str) -> Words:
    """A NIK that is another's already: one person, one NIK."""
    return Words(f"NIK ini sudah milik {holder}.", "Periksa angkanya di berkas, atau Buka yang itu (F7).")


def here_words(holder: str) -> Words:
    """The same where the one who has it is shown beside it."""
    return Words(
        f"NIK ini sudah milik {holder}, yang tampil di sini.", "Periksa angkanya, lalu Keluarga datang (F8) lagi."
    )


def rival_words(rivals: tuple[str, ...]) -> Words:
    """Others came with the NIK of who is shown: they wait until it is clear whose it is."""
    text = "Satu orang satu NIK: data itu belum dipakai. Cocokkan NIK dengan KK, lalu laporkan ke Dinas."
    return Words(f"Data lain datang dengan NIK ini: {', '.join(rivals)}.", text)
