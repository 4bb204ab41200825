"""Words for a station that has not met its centre for a while, that is locked, or whose key runs out."""

from __future__ import annotations

from registry.contact import Degree, degree_of
from station.problems.words import Words

SOON_DAYS = 60  # a third of the year is for renewing; half of that is gone


def contact_words(days: int, waiting: int) -> Words | None:
    """M17 and its neighbours; None while there is nothing to say.

    >>> contact_words(7, 41).title
    '7 hari belum terkirim (41 berkas).'
    >>> contact_words(2, 41) is None
    True
    """
    degree = degree_of(days)
    title = f"{days} hari belum terkirim ({waiting} berkas)." if waiting else f"{days} hari tanpa kontak dengan Dinas."
    steps = {
        Degree.AWAY: "Kerja berlanjut seperti biasa. Periksa jaringan hari ini.",
        Degree.WEEK: "Bawa stik USB ke UPTD minggu ini. Langkahnya ada di Stik USB (F4).",
        Degree.LATE: "Bawa stik USB ke UPTD hari ini. Perekaman tetap berjalan.",
        Degree.LOST: "Hubungi Dinas sekarang; stasiun ini dianggap hilang kontak. Perekaman tetap berjalan.",
    }
    return Words(title, steps[degree]) if degree in steps else None


def lock_words(reason: str) -> Words | None:
    """The centre's lock stops printing alone; None without one."""
    said = "" if reason == "lock" else f" {reason}"
    return Words("Pencetakan dikunci Dinas.", f"Perekaman tetap berjalan.{said}") if reason else None


def key_words(days: int | None) -> Words | None:
    """The station's own key; None while it is good for long.

    >>> key_words(12).title
    'Kunci stasiun ini berlaku 12 hari lagi.'
    """
    if days is None or days > SOON_DAYS:
        return None
    title = f"Kunci stasiun ini berlaku {days} hari lagi." if days >= 0 else "Masa kunci stasiun ini sudah lewat."
    return Words(title, "Diganti sendiri saat administrator masuk dan tersambung. Tidak ada yang berhenti.")


def term_words(names: tuple[str, ...], own: str) -> Words | None:
    """Whose term ends soon, for an administrator; or one's own last day in words. None for nobody.

    >>> term_words(("Rina", "Hendra"), "").title
    'Masa tugas 2 petugas berakhir dalam 21 hari: Rina, Hendra.'
    >>> term_words((), "31 Des 2026").title
    'Masa tugas Anda berakhir 31 Des 2026.'
    """
    if own:
        return Words(
            f"Masa tugas Anda berakhir {own}.",
            "Minta administrator memperpanjang; administrator terakhir meminta Dinas.",
        )
    if not names:
        return None
    many = f"{len(names)} petugas" if len(names) > 1 else "seorang petugas"
    title = f"Masa tugas {many} berakhir dalam 21 hari: {', '.join(names)}."
    return Words(title, "Perpanjang di Petugas dan peran; berlaku setelah Dinas menjawab.")


def light_of(days: int, waiting: int) -> tuple[str, str, str] | None:
    """The sync light from 3 days on: word, role and glyph; None before.

    >>> light_of(14, 3)
    ('14 hari belum terkirim', 'err', 'x')
    """
    degree = degree_of(days)
    if degree is Degree.NEAR:
        return None
    word = f"{days} hari belum terkirim" if waiting else f"{days} hari tanpa kontak"
    late = degree in (Degree.LATE, Degree.LOST)
    return word, "err" if late else "warn", "x" if late else "warn"
