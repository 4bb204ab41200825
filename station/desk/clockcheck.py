"""A computer's clock against the last time the centre has signed: years off, either way."""

from __future__ import annotations

from datetime import datetime, timedelta

BEHIND = timedelta(days=1)
AHEAD = timedelta(days=400)  # a counter unseen for over a year is far rarer than a clock that lost its battery


def doubtful(now: datetime, contact: datetime | None) -> bool:
    """Whether `now`, as the computer says it, can hardly be right.

    >>> from datetime import UTC
    >>> contact = datetime(2026, 11, 24, tzinfo=UTC)
    >>> [doubtful(datetime(year, 11, 25, tzinfo=UTC), contact) for year in (2021, 2026, 2027, 2031)]
    [True, False, False, True]
    """
    return contact is not None and not contact - BEHIND <= now <= contact + AHEAD
