"""A signature on the pad, or by hand on the screen: ink as it flows, a take two seconds after the pen is lifted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.errors import Cancelled, DeviceError
from registry.ink import Ink, InkPoint
from station.presenters.counter import Counter
from station.problems import Words, device_words
from station.work import Flow, on

LIFTED_S = 2.0
SIZE = (8000, 4000)  # the sheet shown: 80 x 40 mm
Lines = list[list[tuple[float, float]]]


@dataclass(slots=True)
class _Strokes:
    """Ink as it grows; written on the pad's lane, read on the screen's."""

    lines: list[list[InkPoint]] = field(default_factory=list)
    down: bool = False
    touched: float = 0.0
    size: tuple[int, int] = SIZE
    began: float = 0.0


class InkPresenter:
    """Collects one signature: `flow` shows lines (1/100 mm), `done` gets the ink once the pen rests."""

    def __init__(
        self,
        counter: Counter,
        flow: Callable[[Lines, tuple[int, int]], None],
        done: Callable[[Ink], None],
        fault: Callable[[Words | None], None],
    ) -> None:
        self._counter = counter
        self._flow = flow
        self._done = done
        self._fault = fault
        self._stop = threading.Event()
        self._ink = _Strokes()
        self._origin = "pad"
        self._flows: list[Flow] = []

    def start(self) -> None:
        """Wait for the pen, from an empty sheet."""
        self.stop()
        self._stop, self._ink, self._origin = threading.Event(), _Strokes(), "pad"
        self._flow([], SIZE)
        self._fault(None)
        self._flows = [self._counter.tasks.start(self._listen()), self._counter.tasks.start(self._rest())]

    def stop(self) -> None:
        """Let the pad go."""
        self._stop.set()
        for flow in self._flows:
            flow.stop()

    def by_hand(self) -> None:
        """Take the ink from mouse or screen instead; it is marked so."""
        self.stop()
        self._stop, self._ink, self._origin = threading.Event(), _Strokes(), "pointer"
        self._flow([], SIZE)
        self._fault(None)
        self._flows = [self._counter.tasks.start(self._rest())]

    def pointer(self, x_mm: float, y_mm: float, down: bool) -> None:
        """A point of mouse or screen."""
        if self._origin == "pointer":
            self._add(x_mm, y_mm, 0.5, down)

    async def _listen(self) -> None:
        stop, ink = self._stop, self._ink
        try:
            pad = await on("signature", self._counter.equipment.signature)
            ink.size = (round(pad.capabilities.width_mm * 100), round(pad.capabilities.height_mm * 100))
            await on("signature", self._pump, pad, stop, ink)
        except Cancelled:
            return
        except DeviceError as error:
            await on("signature", self._counter.equipment.drop, "signature")
            self._fault(device_words("signature", error))

    def _pump(self, pad: object, stop: threading.Event, ink: _Strokes) -> None:
        for point in pad.points(stop):  # type: ignore[attr-defined]  # a pad
            if stop.is_set():
                return
            _put(ink, point.x_mm, point.y_mm, point.pressure, point.down)

    async def _rest(self) -> None:
        """Show what has come, and end once the pen has rested."""
        stop, ink, shown = self._stop, self._ink, 0
        while not stop.is_set():
            await on("clock", stop.wait, 0.05)
            count = sum(len(line) for line in ink.lines)
            if count != shown:
                shown = count
                self._flow([[(p.x, p.y) for p in line] for line in list(ink.lines)], ink.size)
            rested = ink.lines and not ink.down and time.monotonic() - ink.touched > LIFTED_S
            if rested and self._ink is ink:
                self._finish(ink)
                return

    def _finish(self, ink: _Strokes) -> None:
        self._stop.set()
        strokes = tuple(tuple(line) for line in ink.lines if len(line) > 1)
        self._done(Ink(*ink.size, strokes, self._origin))

    def _add(self, x_mm: float, y_mm: float, pressure: float, down: bool) -> None:
        _put(self._ink, x_mm, y_mm, pressure, down)


def _put(ink: _Strokes, x_mm: float, y_mm: float, pressure: float, down: bool) -> None:
    now = time.monotonic()
    ink.began = ink.began or now
    if down and not ink.down:
        ink.lines.append([])
    if down:
        at = InkPoint(round((now - ink.began) * 1000), round(x_mm * 100), round(y_mm * 100), round(pressure * 1000))
        ink.lines[-1].append(at)
    if down or ink.down:
        ink.touched = now
    ink.down = down
