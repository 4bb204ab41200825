"""How long a station and its centre have not heard of each other, by degrees. No degree stops a recording.

A station works for weeks without a network (design 2.2); what changes is how loudly it is said, and the next step.
"""

from __future__ import annotations

from enum import StrEnum

AWAY_DAYS, WEEK_DAYS, LATE_DAYS, LOST_DAYS = 3, 7, 14, 30


class Degree(StrEnum):
    """near, away from 3 days, week from 7 (bring a stick), late from 14, lost from 30 (ask after it)."""

    NEAR = "near"
    AWAY = "away"
    WEEK = "week"
    LATE = "late"
    LOST = "lost"


def degree_of(days: int) -> Degree:
    """The degree of whole days without contact.

    >>> [degree_of(days).value for days in (0, 2, 3, 6, 7, 13, 14, 29, 30)]
    ['near', 'near', 'away', 'away', 'week', 'week', 'late', 'late', 'lost']
    """
    steps = (
        (LOST_DAYS, Degree.LOST),
        (LATE_DAYS, Degree.LATE),
        (WEEK_DAYS, Degree.WEEK),
        (AWAY_DAYS, Degree.AWAY),
    )
    return next((degree for least, degree in steps if days >= least), Degree.NEAR)
