"""One finger against one: thresholds measured on FVC2002 DB1_B and on synthetic hands (docs/decisions/0006)."""

from __future__ import annotations

from enum import StrEnum

ACCEPT, REPEAT_FROM = 40, 25  # no impostor of 2,880 reached 35; of 1,560 synthetic pairs one reached 42


class Verdict(StrEnum):
    """What a score says."""

    MATCH = "match"
    REPEAT = "repeat"
    DIFFERENT = "different"


def judge(score: int) -> Verdict:
    """The verdict on a bozorth3 score.

    >>> judge(101).value, judge(30).value, judge(12).value
    ('match', 'repeat', 'different')
    """
    if score >= ACCEPT:
        return Verdict.MATCH
    return Verdict.REPEAT if score >= REPEAT_FROM else Verdict.DIFFERENT
