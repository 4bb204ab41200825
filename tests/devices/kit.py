"""What the device tests share: scripted links for byte-exact exchanges, and a clock that moves when asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

Exchange = Sequence[tuple[bytes | None, bytes]]


@dataclass
class Scheduled:
    """Something a `ToyClock` will do."""

    at: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class ToyClock:
    """Time that passes only in `pass_time`, and never by waiting."""

    now: float = 0.0
    plans: list[Scheduled] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def later(self, delay: float, callback: Callable[[], None]) -> Scheduled:
        plan = Scheduled(self.now + delay, callback)
        self.plans.append(plan)
        return plan

    def pass_time(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [plan for plan in self.plans if plan.at <= end]:
            plan = min(due, key=lambda plan: plan.at)
            self.plans.remove(plan)
            self.now = max(self.now, plan.at)
            if not plan.cancelled:
                plan.callback()
        self.now = max(self.now, end)


class ScriptedLink:
    """A link that expects each write in turn and then gives its answer, `chunk` bytes at a time.

    Reading where nothing is left moves `clock` to the deadline. A pair whose first half is None speaks unasked.
    """

    uri = "script://"

    def __init__(self, pairs: Exchange, chunk: int = 4096) -> None:
        self.clock = ToyClock(1000.0)
        self.closed = False
        self._pairs = list(pairs)
        self._chunk = chunk
        self._readable = bytearray()
        self._speak_unasked()

    def write(self, data: bytes) -> None:
        assert not self._readable, f"wrote {data.hex(' ')} before reading {bytes(self._readable).hex(' ')}"
        assert self._pairs, f"wrote {data.hex(' ')} after the last exchange"
        expected, answer = self._pairs.pop(0)
        assert expected is not None
        assert data.hex(" ") == expected.hex(" ")
        self._readable += answer
        self._speak_unasked()

    def read(self, limit: int, until: float) -> bytes:
        if not self._readable:
            self.clock.pass_time(max(0.0, until - self.clock.now))
            return b""
        size = min(limit, self._chunk)
        data = bytes(self._readable[:size])
        del self._readable[:size]
        return data

    def close(self) -> None:
        self.closed = True

    def check_finished(self) -> None:
        assert not self._pairs, f"never wrote {self._pairs[0][0]!r}"
        assert not self._readable, f"left unread: {bytes(self._readable).hex(' ')}"

    def _speak_unasked(self) -> None:
        while self._pairs and self._pairs[0][0] is None:
            self._readable += self._pairs.pop(0)[1]


@contextmanager
def expected_exchange(pairs: Exchange, chunk: int = 4096) -> Iterator[ScriptedLink]:
    """The manual's page as a list of (sent, answered); fails on a wrong byte, an unused pair and an unread byte."""
    link = ScriptedLink(pairs, chunk)
    yield link
    link.check_finished()
