"""Words for a NIK or a KK number: as typed, and as it stands in the register."""

from __future__ import annotations

from registry.errors import Problem
from registry.numbers import BadNumber


def number_words(error: BadNumber | Problem, name: str = "NIK") -> str:
    """What is wrong or doubtful with a NIK or KK number as typed."""
    facts = error.facts
    digits, women = facts.get("digits", ""), " Perempuan 41–71." if name == "NIK" else ""
    return {
        "digits": f"{name} hanya angka.",
        "too-short": f"{name} kurang {facts.get('off', '')} angka ({facts.get('have', '')} dari 16).",
        "too-long": f"{name} lebih {facts.get('off', '')} angka ({facts.get('have', '')} dari 16).",
        "province": f"Dua angka pertama ({digits}) bukan kode provinsi.",
        "regency": f"Empat angka pertama ({digits}) bukan kode kabupaten atau kota.",
        "district": f"Angka ke-5 dan 6 ({digits}) bukan kode kecamatan.",
        "day": f"Angka ke-7 dan 8 ({digits}) bukan tanggal.{women} Periksa lagi angkanya di KK.",
        "month": f"Angka ke-9 dan 10 ({digits}) bukan bulan.",
        "date": f"Tanggal {digits} tidak ada.",
        "regency-historic": f"Awalan {digits} adalah kode lama sebelum pemekaran. Boleh lanjut.",
        "district-unknown": f"Awalan {digits} tidak ada di daftar kecamatan sekarang, mungkin sebelum pemekaran. "
        "Boleh lanjut, periksa KK.",
        "sex-differs": "Jenis kelamin berbeda dengan NIK. NIK tidak berubah; pastikan akta, lalu lanjut.",
        "birth-differs": f"Tanggal lahir {facts.get('typed', '')} berbeda dengan NIK ({facts.get('nik', '')}). "
        "NIK tidak berubah; pastikan akta, lalu lanjut.",
        "taken": f"{name} ini sudah milik {facts.get('holder', '')}. Periksa angkanya; satu orang satu NIK.",
        "entered-later": "Tanggal di nomor KK belum tiba. Periksa angka ke-7 sampai 12.",
        "serial": "Empat angka terakhir 0000 tidak pernah diterbitkan.",
    }[error.code]
