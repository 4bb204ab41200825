"""UUIDv7 (RFC 9562): 48 bits of milliseconds, then a counter that never runs back within a process, then chance."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from uuid import UUID

_COUNTER_BITS = 12


class Uuid7Source:
    """Gives ids that sort by the time they were made; safe from several threads."""

    def __init__(
        self,
        millis: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        chance: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._millis = millis
        self._chance = chance
        self._turn = threading.Lock()
        self._last = 0

    def next(self) -> str:
        """A new id.

        >>> source = Uuid7Source(lambda: 0x0192A0B1C2D3, lambda n: bytes(n))
        >>> source.next(), source.next()
        ('0192a0b1-c2d3-7000-8000-000000000000', '0192a0b1-c2d3-7001-8000-000000000000')
        """
        with self._turn:
            self._last = max(self._last + 1, self._millis() << _COUNTER_BITS)
            tick = self._last
        random = int.from_bytes(self._chance(8), "big") & ((1 << 62) - 1)
        value = ((tick >> _COUNTER_BITS) & ((1 << 48) - 1)) << 80
        value |= 0x7 << 76 | (tick & 0xFFF) << 64 | 0x2 << 62 | random
        return str(UUID(int=value))
