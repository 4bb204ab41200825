"""A cap on what goes over the line: a token bucket over the bytes of bodies, both ways together.

The office shares its line with others. Whoever takes more than is there pays with a wait, so that small requests
never stall and the mean is the rate; threads that take at once wait one after the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

PIECE = 4096  # bytes between two waits
BURST_S = 0.25  # so much may gather unused


class Bucket:
    """Bytes a second; `rate` may be changed at any time and holds from the next piece. 0.0 is no cap."""

    def __init__(
        self,
        rate: float = 0.0,
        *,
        timer: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.rate = rate
        self._timer, self._wait = timer, wait
        self._lock = threading.Lock()
        self._there, self._seen = 0.0, timer()

    def take(self, count: int) -> None:
        """Go on once `count` bytes may go."""
        short = self._short_by(count)
        if short > 0:
            self._wait(short)

    def pieces(self, body: bytes) -> Iterator[bytes]:
        """A body in pieces, each when it may go."""
        for start in range(0, len(body), PIECE):
            piece = body[start : start + PIECE]
            self.take(len(piece))
            yield piece

    def _short_by(self, count: int) -> float:
        """Take, and say for how many seconds that is too much."""
        with self._lock:
            rate, now = self.rate, self._timer()
            gained = (now - self._seen) * rate
            self._seen = now
            if not rate:
                self._there = 0.0
                return 0.0
            self._there = min(self._there + gained, rate * BURST_S) - count
            return -self._there / rate
