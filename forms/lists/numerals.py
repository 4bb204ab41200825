"""Whole numbers in Indonesian words, as minutes give them beside the figures."""

from __future__ import annotations

ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def in_words(number: int) -> str:
    """From 0 to 999,999,999; raises ValueError beyond.

    >>> in_words(12), in_words(115), in_words(1926), in_words(21000)
    ('dua belas', 'seratus lima belas', 'seribu sembilan ratus dua puluh enam', 'dua puluh satu ribu')
    """
    if not 0 <= number < 1_000_000_000:
        raise ValueError(number)
    return " ".join(_words(number)) or ONES[0]


def _words(number: int) -> list[str]:
    if number < 12:
        return [ONES[number]] if number else []
    if number < 20:
        return [ONES[number - 10], "belas"]
    for size, name in ((1_000_000, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            many, rest = divmod(number, size)
            once = many == 1 and size in (100, 1000)
            return [*([f"se{name}"] if once else [*_words(many), name]), *_words(rest)]
    return []
