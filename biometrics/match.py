"""One finger against one.

Thresholds from FVC2002 DB1_B, 10 real fingers x 8 (no impostor of 2,880 reached 35), and from synthetic hands (one pair
of strangers in 1,560 reached 42).
"""

from __future__ import annotations

from enum import StrEnum

from biometrics.errors import BadImage, BadRecord
from biometrics.templates import Template

ACCEPT, REPEAT_FROM = 40, 25


class Verdict(StrEnum):
    """What a score says."""

    MATCH = "match"
    REPEAT = "repeat"  # press again, or another finger
    DIFFERENT = "different"


def judge(score: int) -> Verdict:
    """The verdict on a bozorth3 score.

    >>> judge(101).value, judge(30).value, judge(12).value
    ('match', 'repeat', 'different')
    """
    if score >= ACCEPT:
        return Verdict.MATCH
    return Verdict.REPEAT if score >= REPEAT_FROM else Verdict.DIFFERENT


def compare(a: bytes, b: bytes) -> int:
    """The bozorth3 score of two private templates; slow at first, so run in the worker. Raises BadImage."""
    from biometrics.nbis_engine import loaded  # a second to load: not where only a Verdict is named

    try:
        first, second = (Template.from_private(data).to_private() for data in (a, b))
    except BadRecord as error:
        raise BadImage("not-a-template") from error
    return loaded(True).compare(first, second)
