"""How good a finger must be, and when to stop asking for it again (screens 4.13).

The target is NFIQ 2 of 40 for thumb, index and middle finger, 30 for ring and little finger, which print less; below 20
a matcher has little use of a print. Of three tries the best counts, never an average.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

THUMB_TO_MIDDLE = frozenset({1, 2, 3, 6, 7, 8})  # ISO/IEC 19794-4
GATE, SMALL_GATE, FLOOR, TRIES = 40, 30, 20, 3


class Standing(StrEnum):
    """Where a finger stands after its tries so far."""

    GOOD = "good"  # the gate is reached
    AGAIN = "again"  # tries are left
    KEPT = "kept"  # no try is left, the best is above the floor and is taken as it is
    POOR = "poor"  # no try is left and none is above the floor: it needs a reason


def gate(finger: int) -> int:
    """The least NFIQ 2 for a finger of ISO/IEC 19794-4: 40 for thumb, index and middle, else 30.

    >>> gate(2), gate(10)
    (40, 30)
    """
    return GATE if finger in THUMB_TO_MIDDLE else SMALL_GATE


def best(scores: Sequence[int]) -> int:
    """The index of the try that counts, the earlier of equals.

    >>> best([18, 35, 35])
    1
    """
    return max(range(len(scores)), key=lambda n: (scores[n], -n))


def standing(finger: int, scores: Sequence[int]) -> Standing:
    """Where `finger` stands after tries with these NFIQ 2 scores.

    >>> [standing(2, tries).value for tries in ([39], [39, 41], [18, 25, 39], [1, 2, 3])]
    ['again', 'good', 'kept', 'poor']
    """
    top = max(scores, default=0)
    if top >= gate(finger):
        return Standing.GOOD
    if len(scores) < TRIES:
        return Standing.AGAIN
    return Standing.KEPT if top >= FLOOR else Standing.POOR
