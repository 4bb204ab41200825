"""Which of the sixteen papers of F-1.02 a paper of the berkas (registry.evidence) is; others are named below them."""

from __future__ import annotations

from collections.abc import Iterable

DAMAGED_CARD = frozenset({"KTP-C2"})  # only then is the old card a "KTP-el rusak"
NUMBERS = {
    "kartu-keluarga": 1,
    "kk-asal": 1,
    "buku-nikah": 2,
    "akta-perkawinan": 2,
    "akta-cerai": 3,
    "skp": 4,
    "skpln": 5,
    "paspor": 7,
    "surat-polisi": 8,
    "bukti-perubahan": 9,
    "akta-kelahiran": 9,
    "surat-kelahiran": 9,
    "f-1.05": 10,
    "akta-kematian": 11,
    "pernyataan-penyebab": 12,
    "surat-perwakilan-ri": 13,
    "f-1.03b": 14,
    "f-1.03a": 15,
    "itap": 16,
}
WORDS = {
    "ktp-el": "KTP-el",
    "ktp-el-lama": "KTP-el lama",
    "surat-rt-rw": "Surat pengantar RT/RW",
    "ijazah": "Ijazah",
    "ktp-el-orang-tua": "KTP-el orang tua",
    "pasfoto-2x3": "Pasfoto 2×3",
    "surat-pengganti-identitas": "Surat keterangan pengganti identitas",
    "f-1.03c": "F-1.03C",
    "f-1.04": "F-1.04",
    "f-1.06": "F-1.06",
    "f-1.07": "F-1.07",
}


def attachments(kinds: Iterable[str], boxes: frozenset[str]) -> tuple[frozenset[int], tuple[str, ...]]:
    """The numbers to tick, and what has no number, in words."""
    numbers: set[int] = set()
    others: list[str] = []
    for kind in kinds:
        if kind == "ktp-el-lama" and boxes & DAMAGED_CARD:
            numbers.add(6)
        elif kind in NUMBERS:
            numbers.add(NUMBERS[kind])
        else:
            others.append(WORDS.get(kind, kind))
    return frozenset(numbers), tuple(dict.fromkeys(others))
