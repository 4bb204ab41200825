"""How a name sounds: one key for the spellings that people in Riau mix up, to find the same person written twice.

The key blocks candidates, it decides nothing: spelling of before 1972 (oe, dj, tj, sj, ch), letters that sound alike
here (f p v, z j, q k), silent h, doubled letters, vowels and the order of words all fall away.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OLD = {"oe": "u", "dj": "j", "tj": "c", "sj": "s", "sy": "s", "nj": "n", "ch": "h", "kh": "h", "ks": "x", "th": "t",
        "dh": "d", "dz": "j"}  # fmt: skip
_ALIKE = str.maketrans({"f": "p", "v": "p", "z": "j", "q": "k"})
_SILENT = frozenset("aeiouhwy")
_SHORT = frozenset(("m", "md", "mhd", "moch", "moh", "mohd", "much", "muh", "muhd", "muhamad", "mohamad"))


def plain_words(text: str) -> list[str]:
    """Letters and digits in lower case, without marks above or below, cut where the word index cuts.

    >>> plain_words("Renée O'Brien-Hutabarat")
    ['renee', 'o', 'brien', 'hutabarat']
    """
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", text.lower())


def sound_of(name: str) -> str:
    """The key of a name; "" for a name without letters.

    >>> sound_of("MOCH. ZULKIFLI") == sound_of("Djulkipli Muhammad")
    True
    >>> sound_of("Soekarni") == sound_of("Sukarni")
    True
    >>> sound_of("Rina") == sound_of("Rita")
    False
    """
    return " ".join(sorted({_sound(word) for word in plain_words(name)}))


@lru_cache(maxsize=1 << 16)
def _sound(word: str) -> str:
    if word in _SHORT:
        return "md"
    for old, new in _OLD.items():
        word = word.replace(old, new)
    word = word.translate(_ALIKE)
    first = "a" if word[0] in _SILENT else word[0]
    kept = [first, *(sign for sign in word[1:] if sign not in _SILENT)]
    return "".join(sign for place, sign in enumerate(kept) if not place or kept[place - 1] != sign)
