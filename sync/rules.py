"""What an officer has set about sending: a cap on the line, quiet hours, and whether it is paused.

In quiet hours nothing large goes by itself, for that is when the line is needed by others. What is small still goes
and the feed is still read: a release, a lock or an officer's removal does not wait for the evening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sync.errors import BadWire
from sync.records import decode, encode

SMALL = 64 * 1024  # bytes of a packet that goes also in quiet hours: acts without captures
_HOUR = re.compile(r"([01][0-9]|2[0-3])\.[0-5][0-9]")
MOST_KBIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Rules:
    """`limit_kbit` 0 is no cap; hours are local, `08.00`, both "" for none; `paused_by` names who paused it."""

    limit_kbit: int = 0
    quiet_from: str = ""
    quiet_until: str = ""
    paused_by: str = ""
    paused_at: str = ""  # UTC stamp

    def __post_init__(self) -> None:
        """Raises BadWire for hours that are none and a cap beyond any line."""
        hours = (self.quiet_from, self.quiet_until)
        if any(hours) and not all(_HOUR.fullmatch(hour) for hour in hours):
            raise BadWire("hours")
        if not 0 <= self.limit_kbit <= MOST_KBIT:
            raise BadWire("limit")

    def to_bytes(self) -> bytes:
        """As kept."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes | None) -> Rules:
        """As kept; none for nothing. Raises BadWire."""
        return decode(cls, body) if body else cls()

    @property
    def paused(self) -> bool:
        """Whether an officer has paused it."""
        return bool(self.paused_by)

    @property
    def bytes_s(self) -> float:
        """The cap in bytes a second, 0.0 for none."""
        return self.limit_kbit * 1000 / 8

    def quiet(self, local: datetime) -> bool:
        """Whether a local time lies in the quiet hours, which may reach over midnight.

        >>> night = Rules(quiet_from="22.00", quiet_until="05.30")
        >>> [night.quiet(datetime(2026, 11, 24, hour, 15)) for hour in (4, 5, 6, 21, 22)]
        [True, True, False, False, True]
        >>> Rules().quiet(datetime(2026, 11, 24, 12))
        False
        """
        now, begin, end = f"{local:%H.%M}", self.quiet_from, self.quiet_until
        return begin <= now < end if begin <= end else now >= begin or now < end
