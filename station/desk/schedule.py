"""When the next backup is due: at the first quiet moment of a day, and at the hours of the settings."""

from __future__ import annotations

from datetime import datetime, time, timedelta


def due(last: datetime | None, now: datetime, hours: tuple[str, ...] = (), *, quiet: bool) -> bool:
    """Whether to back up now; all times local. `quiet`: nobody has typed for a while.

    A last backup that lies in the future was written under a wrong clock and counts for nothing.

    >>> noon = datetime(2026, 11, 25, 12, 0)
    >>> due(None, noon, quiet=False), due(None, noon, quiet=True)
    (False, True)
    >>> eight = datetime(2026, 11, 25, 8, 0)
    >>> due(eight, noon, quiet=True), due(eight, noon, ("12.00",), quiet=False)
    (False, True)
    """
    known = last if last is not None and last <= now + timedelta(hours=1) else None
    if any((known is None or known < moment) and moment <= now for moment in _moments(now, hours)):
        return True
    return quiet and (known is None or known.date() < now.date())


def next_words(last: datetime | None, now: datetime, hours: tuple[str, ...] = ()) -> str:
    """When the next one is written, as the page says it.

    >>> next_words(None, datetime(2026, 11, 25, 9, 0), ("12.00",))
    'hari ini saat loket sepi, juga pukul 12.00'
    >>> next_words(datetime(2026, 11, 25, 12, 1), datetime(2026, 11, 25, 13, 0), ("12.00",))
    'besok saat loket sepi'
    """
    later = [f"{moment:%H.%M}" for moment in _moments(now, hours) if moment > now]
    also = f", juga pukul {later[0]}" if later else ""
    done = last is not None and last.date() >= now.date()
    if done and later:
        return f"hari ini pukul {later[0]}"
    return f"{'besok' if done else 'hari ini'} saat loket sepi{also}"


def _moments(now: datetime, hours: tuple[str, ...]) -> list[datetime]:
    """The hours of today, in order."""
    return sorted(datetime.combine(now.date(), time.fromisoformat(hour.replace(".", ":"))) for hour in hours)
