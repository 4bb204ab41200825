"""The words of the word index in memory, and which of them lie near one that was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

ALTERNATIVES = 64  # words taken for one that was typed
LONG = 5  # from so many letters on, two slips are forgiven


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by their length, as of a count of changes."""

    stamp: int
    by_length: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, stamp: int, words: Iterable[str]) -> Vocabulary:
        """Sorted by length, for a slip changes it by at most one."""
        found: dict[int, list[str]] = defaultdict(list)
        for word in words:
            found[len(word)].append(word)
        return cls(stamp, dict(found))

    def near(self, word: str, most: int) -> list[str]:
        """Words at most so many slips away (a letter too many, missing, another or swapped), the nearest first."""
        found: list[tuple[float, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            words = self.by_length.get(length)
            if words:
                near = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=ALTERNATIVES)
                found += [(score, term) for term, score, _ in near]
        return [term for _, term in sorted(found)[:ALTERNATIVES]]


NOTHING = Vocabulary(-1, {})


def slips(word: str) -> int:
    """How many slips are forgiven in a word."""
    return 1 if len(word) < LONG else 2
