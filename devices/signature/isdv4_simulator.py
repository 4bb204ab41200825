"""A simulated Wacom ISDV4 pad, written from the protocol's description and not from our driver.

It samples a pen that moves by a list of samples, one report each; while it does not sample, the pen moves unseen.
It has no touch panel, so the touch query stays unanswered.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from devices.clockwork import Later, Send, Timer
from devices.signature import isdv4_codes as isdv4
from devices.signature.handwriting import PenSample

WIDTH, HEIGHT, PRESSURE_MAX = 12000, 6000, 1023
VERSION = 291
SHORTEST_STEP_S = 0.004


class Isdv4Tablet:
    """The pad. `on_start` is called when the host begins to sample."""

    def __init__(self, send: Send, later: Later) -> None:
        self.on_start: Callable[[], None] = _nothing
        self.reports = 0
        self.sampling = False
        self._send = send
        self._later = later
        self._next: Timer | None = None
        self._last = PenSample(0.0, 0.0, near=False)
        self._on_done: Callable[[], None] = _nothing

    def receive(self, data: bytes) -> None:
        """Take the host's one-byte commands."""
        for byte in data:
            self._obey(bytes([byte]))

    def power_on(self) -> None:
        """Begin anew, as after plugging in."""
        self.sampling = False
        self.lift()

    def write(self, samples: Sequence[PenSample], *, speed: float = 1.0, on_done: Callable[[], None]) -> None:
        """Move the pen through `samples` at `speed` times the pad's own rate; a pen already moving is put away."""
        self.lift()
        self._on_done = on_done
        interval = 1 / (isdv4.RATE_HZ * speed)
        self._step(deque(samples), interval, max(1, int(SHORTEST_STEP_S / interval)))

    def lift(self) -> None:
        """Put the pen away, wherever it is."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
            if self.sampling:
                self._report(replace(self._last, near=False, down=False, pressure=0.0))
            self._on_done()

    def _step(self, samples: deque[PenSample], interval: float, burst: int) -> None:
        """Report the next sample, or as many as a clock that is no finer than a millisecond needs."""
        self._next = None
        for _ in range(min(burst, len(samples))):
            self._last = samples.popleft()
            if self.sampling:
                self._report(self._last)
        if samples:
            self._next = self._later(interval * burst, lambda: self._step(samples, interval, burst))
        else:
            self._on_done()

    def _obey(self, command: bytes) -> None:
        if command in (isdv4.STOP, isdv4.RESET):
            self.sampling = False
        elif command == isdv4.QUERY:
            self._send(self._description())
        elif command == isdv4.START and not self.sampling:
            self.sampling = True
            self.on_start()

    def _description(self) -> bytes:
        packed = _packed(WIDTH, HEIGHT, PRESSURE_MAX)
        no_tilt = b"\0\0"
        return b"\xc0" + packed + no_tilt + bytes(divmod(VERSION, 128))

    def _report(self, sample: PenSample) -> None:
        self.reports += 1
        state = 0x80 + 0x20 * sample.near + 0x01 * sample.down
        x = min(max(round(sample.x_mm * 100), 0), WIDTH)
        y = min(max(round(sample.y_mm * 100), 0), HEIGHT)
        no_tilt = b"\0\0"
        self._send(bytes([state]) + _packed(x, y, round(sample.pressure * PRESSURE_MAX)) + no_tilt)


def _packed(x: int, y: int, pressure: int) -> bytes:
    """Six bytes of seven bits: the high fourteen of x and y, the low seven of the pressure, then the bits left over."""
    left_over = (x % 4) * 32 + (y % 4) * 8 + pressure // 128
    return bytes([x // 512, x // 4 % 128, y // 512, y // 4 % 128, pressure % 128, left_over])


def _nothing() -> None:
    """Nobody listens."""
