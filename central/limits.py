"""How often and how much: rates per station and per address, bytes per endpoint.

A bucket holds a burst and fills again at its rate. The station is known only after its signature was checked, so nobody
else can use its share up; an address is known from the connection (behind a proxy: from its X-Forwarded-For, which
uvicorn takes from loopback only). Counts are kept per process: several workers let through as many times more.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from central.errors import TooMany

MIB = 1024 * 1024
_MOST_KNOWN = 20_000  # callers remembered; the one that was quiet longest is forgotten


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Limits:
    """All of them. `doors`: paths that anybody may ask, few times a minute from one address."""

    station: Rate = Rate(600, 60)
    address: Rate = Rate(3000, 300)  # a kabupaten may come from one address
    doors: Mapping[str, Rate] = field(
        default_factory=lambda: {"/v1/enrol": Rate(20, 0.2), "/v1/officers": Rate(60, 0.5), "/metrics": Rate(60, 1)}
    )
    bodies: Mapping[str, int] = field(
        default_factory=lambda: {
            "/v1/enrol": MIB // 16,
            "/v1/officers": MIB // 16,
            "/v1/announce": 16 * MIB,  # a journal of 200,000 acts that was never sent
            "/v1/packets/": 5 * MIB,  # a part is at most 4 MiB (sync.http)
            "/v1/": MIB // 16,
            "/": 64 * MIB,  # the console takes files
        }
    )

    def body(self, path: str) -> int:
        """How many bytes a path takes: the longest beginning that fits."""
        return self.bodies[max((known for known in self.bodies if path.startswith(known)), key=len)]


class Buckets:
    """Who asked how often, by any name."""

    def __init__(self, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._turn = threading.Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()  # name -> tokens, when

    def take(self, name: str, rate: Rate) -> None:
        """Count one; raises TooMany with the seconds until there is room again."""
        with self._turn:
            now = self._timer()
            tokens, at = self._held.pop(name, (float(rate.burst), now))
            tokens = min(float(rate.burst), tokens + (now - at) * rate.per_s)
            enough = tokens >= 1
            self._held[name] = (tokens - 1 if enough else tokens, now)
            while len(self._held) > _MOST_KNOWN:
                self._held.popitem(last=False)
        if not enough:
            raise TooMany("too-many", math.ceil((1 - tokens) / rate.per_s))
