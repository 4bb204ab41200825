"""The words of the word index in memory, and which of them lie near one that was typed.

One slip: every word that one slip makes of the typed one is looked up, some five hundred. Two slips: the letters of
each known word are bits of a number, and two slips change at most four of them, less one for each letter that the word
is longer or shorter; only words that pass this are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

ALTERNATIVES = 64  # words taken for one that was typed
LONG = 5  # from so many letters on, two slips are forgiven
_SIGNS = "abcdefghijklmnopqrstuvwxyz"

Words: TypeAlias = NDArray[np.object_]
Bits: TypeAlias = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words as of a count of changes; by length, with the bits of each."""

    stamp: int
    words: frozenset[str]
    by_length: Mapping[int, tuple[Words, Bits]]

    @classmethod
    def of(cls, stamp: int, words: Iterable[str]) -> Vocabulary:
        """Sorted by length, for a slip changes it by at most one."""
        found: dict[int, list[str]] = defaultdict(list)
        known = frozenset(words)
        for word in sorted(known):
            found[len(word)].append(word)
        return cls(
            stamp, known, {length: (np.array(some, np.object_), _all_bits(some)) for length, some in found.items()}
        )

    def one_slip(self, word: str) -> list[str]:
        """Known words with a letter more, less, changed or swapped with its neighbour.

        >>> Vocabulary.of(0, ["siti", "sti", "sita", "sitti", "isti", "rina"]).one_slip("siti")
        ['isti', 'sita', 'siti', 'sitti', 'sti']
        """
        parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        made = {word, *(a + b[1:] for a, b in parts), *(a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1)}
        for sign in _SIGNS:
            made |= {a + sign + b for a, b in parts} | {a + sign + b[1:] for a, b in parts}
        return sorted(self.words & made)

    def two_slips(self, word: str) -> list[str]:
        """Known words at most two slips away, the nearest first.

        >>> Vocabulary.of(0, ["nurhayati", "nurhasanah"]).two_slips("nurahyatti")
        ['nurhayati']
        """
        found: list[tuple[float, str]] = []
        own = np.uint32(_bits(word))
        for length in range(len(word) - 2, len(word) + 3):
            if length not in self.by_length:
                continue
            words, bits = self.by_length[length]
            close = words[np.bitwise_count(bits ^ own) <= 4 - abs(length - len(word))].tolist()
            near = process.extract(word, close, scorer=OSA.distance, score_cutoff=2, limit=ALTERNATIVES)
            found += [(score, term) for term, score, _ in near]
        return [term for _, term in sorted(found)[:ALTERNATIVES]]


def _bits(word: str) -> int:
    """A bit for each letter that is in it; signs beyond a to z share the rest.

    >>> bin(_bits("abba"))
    '0b11'
    """
    bits = 0
    for sign in word:
        bits |= 1 << ((ord(sign) - 97) & 31)
    return bits


def _all_bits(words: Sequence[str]) -> Bits:
    return np.fromiter(map(_bits, words), np.uint32, len(words))


NOTHING = Vocabulary(-1, frozenset(), {})
