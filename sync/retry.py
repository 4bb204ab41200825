"""When to try again: computed, never slept for here."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 900.0
_DOUBLINGS = 16  # beyond it the longest wait holds anyway


def next_try(tries: int, chance: random.Random) -> timedelta:
    """How long to wait after so many failures: doubling, at most 15 minutes, with full jitter above half.

    >>> next_try(0, random.Random(1)) <= timedelta(seconds=5)
    True
    """
    limit = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(tries, _DOUBLINGS))
    return timedelta(seconds=limit * (0.5 + chance.random() / 2))
